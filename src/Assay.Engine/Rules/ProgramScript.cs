using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Rules;

/// <summary>Programs for a shell or for Windows that the package brings along.</summary>
public sealed class ProgramScript : Rule
{
    // Only Windows' own hosts run these, and hardly anything but an installer or an attack needs them.
    private static readonly string[] s_windowsOnly = [".vbs", ".vbe", ".jse", ".wsf", ".wsh", ".hta", ".scr", ".lnk", ".pif", ".msi", ".reg"];

    public override string Id => "program-script";

    public override string Title => "Brings programs for a shell or for Windows";

    public override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        Member? first = null;
        int quiet = 0;
        foreach (Member member in subject.Members)
        {
            if (subject.Kind is DistributionKind.Sdist or DistributionKind.Tree && member.Text is string text && BuildFileCommands.IsBuildFile(member))
            {
                foreach ((int line, string command) in BuildFileCommands.Find(text))
                {
                    yield return Report(Severity.High, Confidence.Medium, CodeContext.Install, member.At(line),
                        "A file that the build reads starts a command that fetches or decodes something and runs it", new Evidence("command", command.Length > 200 ? command[..200] + "…" : command));
                }
            }

            bool windowsOnly = s_windowsOnly.Any(ending => member.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
            if (member.Kind is MemberKind.Directory or MemberKind.Link || !(windowsOnly || IsProgram(member)))
            {
                continue;
            }

            Landing landing = Landing.Of(member);
            if (landing.Place == LandingPlace.Programs && member.Kind == MemberKind.Script)
            {
                yield return Report(Severity.Medium, Confidence.Certain, CodeContext.Main, member.At(),
                    "A script that is not Python's lands on the search path for programs", new Evidence("lands at", landing.Path));
            }
            else if (windowsOnly && !Periphery.Holds(member.Name))
            {
                yield return Report(Severity.Medium, Confidence.High, member.Context, member.At(), "A file that Windows runs when it is opened");
            }
            else
            {
                first ??= member;
                quiet++;
            }
        }

        if (first is not null)
        {
            yield return Report(Severity.Info, Confidence.Certain, first.Context, first.At(),
                quiet == 1 ? "A program that nothing here runs by itself" : $"{quiet} programs that nothing here runs by itself; this is the first");
        }
    }

    // Machine code in a wheel for a platform is what that wheel is for; in a pure one another rule says so.
    private static bool IsProgram(Member member) =>
        member.Kind == MemberKind.Script
        || (member.Kind == MemberKind.Pe && member.Name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) && member.Placement.Scheme != InstallScheme.Scripts);
}
