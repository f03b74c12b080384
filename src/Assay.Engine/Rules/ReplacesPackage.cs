using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A package that installs itself over the interpreter, an installer, a system program or somebody else's package.</summary>
public sealed class ReplacesPackage : Rule
{
    public override string Id => "replaces-package";

    public override string Title => "Replaces the interpreter, an installer or another project's package";

    public override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        string own = Claim.Of(subject)?.Normalized ?? "";
        HashSet<string> said = new(StringComparer.Ordinal);
        foreach (Member member in subject.Members)
        {
            // One finding for a package that is replaced, at the first of its files.
            if (member.IsOutermost && member.Kind != MemberKind.Directory
                && Of(member, own) is { } replaced && said.Add(replaced.What))
            {
                yield return Report(replaced.Severity, replaced.Confidence, replaced.Context, member.At(),
                    $"Once installed this file replaces {replaced.What}, which belongs to {replaced.Whose}",
                    new Evidence("lands at", $"{member.Placement.Scheme}: {member.Placement.Path}"));
            }
        }

        if (subject.Wheel is null)
        {
            yield break;
        }

        foreach (EntryPointFact entry in subject.Wheel.EntryPoints)
        {
            if (entry.Group is "console_scripts" or "gui_scripts"
                && OwnedNames.OwnerOfProgram(entry.Name) is { } owner && owner != own && said.Add($"the program {entry.Name}"))
            {
                yield return Report(Severity.Critical, Confidence.High, CodeContext.Main,
                    MemberPlace.Of($"{subject.Wheel.DistInfos.FirstOrDefault()}/entry_points.txt", entry.Line),
                    $"Installs a program named {entry.Name}, which belongs to {Name(owner)}", new Evidence("runs", entry.Target));
            }
        }
    }

    private static Replaced? Of(Member member, string own)
    {
        Landing landing = Landing.Of(member);
        switch (landing.Place)
        {
            case LandingPlace.SitePackages:
                string import = ImportName(landing.Top);
                if (OwnedNames.OwnerOfTool(import) is { } tool && tool != own)
                {
                    return new(Severity.Critical, Confidence.High, CodeContext.Import, $"the package {import}", Name(tool));
                }

                return OwnedNames.OwnerOfLibrary(import) is { } library && library != own
                    ? new(Severity.High, Confidence.Medium, CodeContext.Import, $"the package {import}", Name(library))
                    : null;

            case LandingPlace.StandardLibrary:
                return new(Severity.Critical, Confidence.High, CodeContext.Import, $"the module {ImportName(landing.Top)}", Name(""));

            case LandingPlace.Programs when landing.IsTop:
                return OwnedNames.OwnerOfProgram(landing.FileName) is { } program && program != own
                    ? new(Severity.Critical, Confidence.High, CodeContext.Main, $"the program {landing.FileName}", Name(program))
                    : null;

            default:
                return null;
        }
    }

    // The folder or module name below site-packages: "yaml", "six.py" and "_cffi.cpython-312-x86_64-linux-gnu.so" alike.
    private static string ImportName(string top) => top.EndsWith(".dist-info", StringComparison.OrdinalIgnoreCase)
        || top.EndsWith(".data", StringComparison.OrdinalIgnoreCase) ? "" : top.IndexOf('.') is int dot and > 0 ? top[..dot] : top;

    private static string Name(string owner) => owner.Length == 0 ? "the system or the interpreter" : $"the project {owner}";

    private sealed record Replaced(Severity Severity, Confidence Confidence, CodeContext Context, string What, string Whose);
}
