using System.Collections.Frozen;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>What a build does beyond building: talking to the network, starting programs that build nothing, writing outside of its folder.</summary>
public sealed class InstallTimeActivity : BehaviourRule
{
    private static readonly FrozenSet<string> s_setUp = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, ".bat", ".cmd", ".js", ".jar");

    private static readonly FrozenSet<string> s_looksAround = FrozenSet.Create(
        "whoami", "systeminfo", "ipconfig", "ifconfig", "tasklist", "quser", "nltest", "gpresult", "netstat", "arp");

    public override string Id => "install-time-activity";

    public override string Title => "Does more than build at installation";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        FrozenSet<string> programs = conduct.Subject.Members
            .Where(static member => member.Kind is MemberKind.Pe or MemberKind.Elf or MemberKind.MachO)
            .Select(static member => member.FileName).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        List<(Fact Fact, Finding Finding)> found = [];
        foreach (Fact fact in conduct.Facts)
        {
            if (fact.Context != CodeContext.Install)
            {
                continue;
            }

            Finding? finding = fact.Capability switch
            {
                Capability.Send or Capability.Fetch or Capability.Connect or Capability.Listen or Capability.Resolve => OfNetwork(conduct, fact),
                Capability.Spawn => OfProgram(conduct, fact, programs),
                Capability.WriteFile when IsOutside(fact.Target) =>
                    Report(conduct, fact, Severity.Medium, Confidence.Medium, $"writes {Excerpt(fact.Target)}, outside of what is built,"),
                _ => null,
            };
            if (finding is not null)
            {
                found.Add((fact, finding));
            }
        }

        // A build that asks somebody's host for something has reasons now and then, and so has one that starts a program. One that does both has not.
        bool isSure = found.Exists(static one => IsForeign(one.Fact, one.Finding)) && found.Exists(static one => IsStray(one.Fact, one.Finding));
        foreach ((Fact fact, Finding finding) in found)
        {
            yield return isSure && (IsForeign(fact, finding) || IsStray(fact, finding)) ? finding with { Confidence = Confidence.High } : finding;
        }
    }

    private static bool IsForeign(Fact fact, Finding finding) =>
        finding.Severity == Severity.High && fact.Capability is Capability.Send or Capability.Fetch or Capability.Connect && Destination.Of(fact) is { IsKnown: true, IsPublisher: false };

    // Files that set up a compiler are started by builds.
    private static bool IsStray(Fact fact, Finding finding) =>
        finding.Severity == Severity.High && fact.Capability == Capability.Spawn && !CommandLine.LooseWords(fact.Target).Any(static word => s_setUp.Contains(ProgramFileName.ExtensionOf(word)))
        && !CommandClasses.Of(fact.Target).Is(CommandClass.Download);

    private Finding? OfNetwork(Conduct conduct, Fact fact)
    {
        Destination to = Destination.Of(fact);
        if (to.IsLocal)
        {
            return null;
        }

        // A name that is written encoded is asked for in order to be seen asking.
        if (fact.Capability == Capability.Resolve && (fact.AllLabels & (Labels.HostInfo | Labels.Decoded)) == Labels.None)
        {
            return null;
        }

        string verb = fact.Capability switch
        {
            Capability.Send => "sends something",
            Capability.Connect => "connects",
            Capability.Listen => "waits for connections",
            Capability.Resolve => "asks the name service for a name that it hides, or that tells of the machine,",
            _ => "fetches something",
        };
        (Severity severity, Confidence confidence) = fact.Capability switch
        {
            _ when to.IsOdd => (Severity.High, Confidence.High),
            Capability.Resolve => (Severity.High, Confidence.High),
            _ when (SendsSecrets.SentBy(fact) & (Labels.HostInfo | Labels.Environment)) != Labels.None => (Severity.High, Confidence.High),
            _ when to.IsPublisher => (Severity.Medium, Confidence.High),
            Capability.Send => (Severity.High, to.IsKnown ? Confidence.High : Confidence.Medium),
            _ when to.IsKnown => (Severity.High, Confidence.Medium),
            _ => (Severity.Medium, Confidence.High),
        };
        string where = fact.Capability is Capability.Resolve or Capability.Listen ? "" : fact.Capability == Capability.Fetch ? $" from {(to.IsKnown ? to.Shown : "an address that the code does not say")}" : $" {to.Words}";
        return Report(conduct, fact, severity, confidence, verb + where, to.Evidence);
    }

    private Finding? OfProgram(Conduct conduct, Fact fact, FrozenSet<string> shipped)
    {
        CommandReading command = CommandClasses.Of(fact.Target);
        string? own = CommandLine.LooseWords(fact.Target).FirstOrDefault(word => shipped.Contains(ProgramFileName.FileOf(word)));
        if (own is not null)
        {
            return Report(conduct, fact, Severity.High, Confidence.High, $"starts {ProgramFileName.FileOf(own)}, a program that comes with it,");
        }

        Destination to = Destination.Of(fact);
        const CommandClass Usual = CommandClass.Build | CommandClass.Publish | CommandClass.InstallPackages;
        (Severity severity, Confidence confidence, string does)? found = command switch
        {
            // Rules of their own speak of these.
            _ when command.Is(CommandClass.DownloadAndRun | CommandClass.DecodeAndRun | CommandClass.EncodedPowerShell | CommandClass.ReverseShell) => null,
            _ when command.Is(CommandClass.Evade | CommandClass.Destroy | CommandClass.Mine | CommandClass.HuntSecrets | CommandClass.Agent) => null,
            _ when command.Is(CommandClass.Upload) && !command.Is(CommandClass.Publish) => (Severity.High, Confidence.High, $"starts a program that sends something {to.Words}"),
            _ when command.Is(CommandClass.Download) => to.IsOdd ? (Severity.High, Confidence.High, $"starts a program that fetches something from {to.Shown}")
                : to.IsPublisher || !to.IsKnown ? (Severity.Medium, Confidence.High, "starts a program that fetches something")
                : (Severity.High, Confidence.Medium, $"starts a program that fetches something from {to.Shown}"),
            _ when LooksAround(command) => (Severity.High, Confidence.Medium, "asks what machine this is and who uses it"),
            _ when RunsFromTemporaryFolder(fact.Target) => (Severity.High, Confidence.Medium, "starts a program out of the temporary folder"),
            _ when command.Is(Usual) => null,
            // Compilers are set up by batch files; nothing that builds is one of the others.
            _ when CommandLine.LooseWords(fact.Target).Any(ProgramFileName.IsIn) && !command.Is(CommandClass.Python) =>
                (Severity.High, CommandLine.LooseWords(fact.Target).Any(static word => s_setUp.Contains(ProgramFileName.ExtensionOf(word))) ? Confidence.Medium : Confidence.High, "starts a program that builds nothing"),
            _ when command.Is(CommandClass.Open | CommandClass.Privilege | CommandClass.Clipboard) => (Severity.Medium, Confidence.High, "starts a program that builds nothing"),
            _ => null,
        };
        return found is var (severity, confidence, does) ? Report(conduct, fact, severity, confidence, does, to.Evidence) : null;
    }

    // What a compiler is for is asked by uname; the environment is printed by scripts that set one up, among other commands.
    private static bool LooksAround(CommandReading command) =>
        command.Programs.Any(s_looksAround.Contains) || (command.Programs is ["env" or "printenv"] or ["env" or "printenv", "base64" or "tee"]);

    private static bool RunsFromTemporaryFolder(string target)
    {
        string[] words = CommandLine.LooseWords(target);
        return Array.Exists(words, static word => word.StartsWith("./", StringComparison.Ordinal)) && target.Contains("cd /tmp", StringComparison.Ordinal)
            || words is [['/', 't', 'm', 'p', '/', ..], ..];
    }

    // A build's own folders are named relative to it, or are the temporary one.
    private static bool IsOutside(string path)
    {
        string plain = path.Replace('\\', '/');
        return (plain.StartsWith('~') || plain.StartsWith("/home/", StringComparison.Ordinal) || plain.StartsWith("/root/", StringComparison.Ordinal)
                || plain.StartsWith("/etc/", StringComparison.Ordinal) || plain.StartsWith("/usr/", StringComparison.Ordinal) || plain.StartsWith("/opt/", StringComparison.Ordinal)
                || plain.StartsWith("C:/", StringComparison.OrdinalIgnoreCase))
            && PathClasses.Of(path).Class == PathClass.Ordinary;
    }
}
