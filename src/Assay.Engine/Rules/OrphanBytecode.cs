using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Rules;

/// <summary>Compiled Python without its source, or in the place of it.</summary>
public sealed class OrphanBytecode : Rule
{
    private const string Cache = "__pycache__/";

    public override string Id => "orphan-bytecode";

    public override string Title => "Compiled Python without its source";

    public override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        HashSet<string>? sources = null;
        Member? firstCached = null;
        int cached = 0;
        foreach (Member member in subject.Members)
        {
            if (member.Kind != MemberKind.PythonBytecode)
            {
                continue;
            }

            sources ??= [.. subject.Members.Where(static m => m.Kind is MemberKind.PythonSource or MemberKind.Empty).Select(static m => Key(m, m.Name))];
            if (SourceOf(member.Name) is not { } source)
            {
                // Not a place that Python imports from: code that only the package itself can load.
                yield return Report(Severity.Medium, Confidence.Medium, member.Context, member.At(), "Compiled Python under a name that Python does not import");
            }
            else if (!sources.Contains(Key(member, source)))
            {
                bool importable = !member.Name.Contains(Cache, StringComparison.Ordinal);
                yield return importable
                    ? Report(Severity.High, Confidence.Medium, member.Context, member.At(), "Python imports this file, and its source is not in the package")
                    : Report(Severity.Low, Confidence.High, CodeContext.None, member.At(), "Compiled Python whose source is not in the package");
            }
            else
            {
                firstCached ??= member;
                cached++;
            }
        }

        if (firstCached is not null)
        {
            bool installed = subject.Kind == DistributionKind.Wheel && firstCached.Placement != Placement.NotInstalled;
            yield return Report(installed ? Severity.Medium : Severity.Low, Confidence.Medium, firstCached.Context, firstCached.At(),
                installed ? "Compiled Python may run in place of the source beside it" : "Compiled Python beside its source",
                new Evidence("files", $"{cached}"));
        }
    }

    // a/b.pyc and a/__pycache__/b.cpython-312.opt-1.pyc both stand for a/b.py.
    private static string? SourceOf(string path)
    {
        if (!path.EndsWith(".pyc", StringComparison.OrdinalIgnoreCase) && !path.EndsWith(".pyo", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        int slash = path.LastIndexOf('/') + 1;
        string folder = path[..slash];
        string file = path[slash..];
        return folder.EndsWith(Cache, StringComparison.Ordinal)
            ? $"{folder[..^Cache.Length]}{file[..file.IndexOf('.')]}.py"
            : $"{folder}{file[..^1]}";
    }

    private static string Key(Member member, string name) => string.Join('\0', member.Path.RemoveAt(member.Path.Length - 1).Add(name));
}
