using Assay.Engine.Advisories;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Fuzz.Targets;

/// <summary>An index of advisories, damaged: it is refused, or every question ends; one that verifies as whole answers each without complaint.</summary>
internal static class AdvisoryIndexTarget
{
    private static readonly ProjectName s_project = ProjectName.Parse("frob");

    public static void Run(ReadOnlySpan<byte> data)
    {
        byte[] bytes = data.ToArray();
        bool isWhole = false;
        try
        {
            using AdvisoryIndex index = AdvisoryIndex.Open(IndexBytes.Of(bytes));
            isWhole = index.Verify().IsEmpty;
            ProjectAnswer answer = index.Ask(s_project, "1.5+local");
            _ = index.Ask(s_project, "no version");
            _ = index.Ask(s_project, VersionSpecifierSet.Parse(">=1,!=1.5,<3"));
            foreach (AdvisoryRecord record in index.Of(s_project))
            {
                bool? outcome = AdvisoryIndex.Explain(record, s_project, "1.5+local").Outcome;
                if (isWhole && outcome == true && !answer.Vulnerabilities.Any(flaw => flaw.Records.Any(hit => hit.Id == record.Id)))
                {
                    throw new InvalidOperationException($"{record.Id} affects and is not in the answer");
                }
            }

            _ = index.Find("CVE-2026-1");
        }
        catch (AdvisoryIndexException damage) when (!isWhole && damage.Message.Length > 0)
        {
        }
    }
}
