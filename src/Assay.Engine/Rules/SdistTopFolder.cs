using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Rules;

/// <summary>A source distribution with more at its top than its one folder.</summary>
public sealed class SdistTopFolder : Rule
{
    public override string Id => "sdist-top-folder";

    public override string Title => "A source distribution with more than one folder at its top";

    public override IEnumerable<Finding> Inspect(Subject subject)
    {
        if (subject.Kind != DistributionKind.Sdist || subject.Sdist is not { TopFolders.Length: > 1 } sdist)
        {
            yield break;
        }

        // The folder that bears the name is the one; everything beside it is reported once, at the first.
        string? own = sdist.TopFolders.FirstOrDefault(top => subject.FileName.StartsWith(top, StringComparison.OrdinalIgnoreCase)) ?? sdist.TopFolders[0];
        string[] others = [.. sdist.TopFolders.Where(top => top != own)];
        yield return Report(
            Severity.Medium, Confidence.Medium, CodeContext.Install, new MemberPlace([others[0]]),
            "This stands beside the distribution's own folder, where installers differ on what they unpack and build",
            new Evidence("own folder", own), new Evidence("beside it", string.Join(", ", others.Take(5))));
    }
}
