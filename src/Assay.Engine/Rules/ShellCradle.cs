using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A command line, or several one after another, that fetches or decodes something and runs it.</summary>
public sealed class ShellCradle : BehaviourRule
{
    private const CommandClass Runs = CommandClass.DownloadAndRun | CommandClass.DecodeAndRun;
    private const CommandClass Hides = CommandClass.EncodedPowerShell | CommandClass.HiddenPowerShell;

    public override string Id => "shell-cradle";

    public override string Title => "A command line that fetches and runs something";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (IGrouping<(int Module, CodeContext Context), Fact> scope in conduct.Scopes)
        {
            ImmutableArray<Fact> spawns = [.. scope.Where(static fact => fact.Capability == Capability.Spawn && fact.Target.Length > 0)];
            bool told = false;
            foreach (Fact fact in spawns)
            {
                CommandReading command = CommandClasses.Of(fact.Target);
                Destination from = Destination.Of(fact);
                if (Does(command, from) is string does && WeightOf(fact, command, from) is var (severity, confidence))
                {
                    told = true;
                    yield return Report(conduct, fact, severity, confidence, does, Evidence(command, from));
                }
            }

            if (!told && LastOfCradle(spawns) is { } last)
            {
                yield return Report(conduct, last, last.RunsByItself ? Severity.Critical : Severity.High,
                    last.RunsByItself || spawns.Any(static fact => IntoTemporaryFolder(fact.Target, Destination.Of(fact))) ? Confidence.High : Confidence.Medium,
                    "runs what a command before it has fetched");
            }
        }
    }

    private static string? Does(CommandReading command, Destination from) => command switch
    {
        _ when command.Is(CommandClass.DownloadAndRun) => from.IsKnown ? $"starts a command that fetches from {from.Shown} and runs it" : "starts a command that fetches something and runs it",
        _ when command.Is(CommandClass.DecodeAndRun) => "starts a command that decodes something and runs it",
        _ when command.Is(CommandClass.EncodedPowerShell) => "starts PowerShell with an encoded command",
        _ when command.Is(CommandClass.HiddenPowerShell) => "starts PowerShell out of sight",
        _ => null,
    };

    private static (Severity Severity, Confidence Confidence)? WeightOf(Fact fact, CommandReading command, Destination from)
    {
        bool isCradle = command.Is(Runs) || command.Is(CommandClass.EncodedPowerShell);
        return (fact.RunsByItself, isCradle) switch
        {
            (true, true) => (Severity.Critical, Confidence.High),
            (true, false) => (Severity.High, Confidence.Medium),
            (false, true) when from.IsOdd || (command.Is(Runs) && command.Is(Hides) && IsOutOfSight(fact, command)) => (Severity.High, Confidence.High),
            // An installer is a script; a program put into the temporary folder is not meant to stay, nor to be seen.
            (false, true) when IntoTemporaryFolder(fact.Target, from) => (Severity.High, Confidence.High),
            (false, true) => (Severity.High, Confidence.Medium),
            (false, false) => null,
        };
    }

    // PowerShell without a profile is how installers are started; without a window, against the policy or encoded is not.
    private static bool IsOutOfSight(Fact fact, CommandReading command) => !command.Is(CommandClass.HiddenPowerShell) || command.Is(CommandClass.EncodedPowerShell)
        || fact.Target.Contains("hidden", StringComparison.OrdinalIgnoreCase) || fact.Target.Contains("bypass", StringComparison.OrdinalIgnoreCase);

    private static bool IntoTemporaryFolder(string command, Destination from) =>
        CommandClasses.Of(command) is { } reading && reading.Is(CommandClass.Download | CommandClass.DownloadAndRun) && reading.Is(CommandClass.ChangeMode)
        && command.Contains("/tmp/", StringComparison.Ordinal)
        && (!from.IsPublisher || from.Address.Contains("/raw/", StringComparison.Ordinal) || HostTable.ServesBranches(from.Host.Host));

    // The commands of one occasion read as one script: one fetches a file, a later one starts it.
    private static Fact? LastOfCradle(ImmutableArray<Fact> spawns)
    {
        if (spawns.Length < 2 || !CommandClasses.Of(Script(spawns)).Is(CommandClass.DownloadAndRun))
        {
            return null;
        }

        for (int count = 2; count < spawns.Length; count++)
        {
            if (CommandClasses.Of(Script(spawns[..count])).Is(CommandClass.DownloadAndRun))
            {
                return spawns[count - 1];
            }
        }

        return spawns[^1];
    }

    private static string Script(ImmutableArray<Fact> spawns) => string.Join('\n', spawns.Select(static fact => fact.Target));

    private static Evidence[] Evidence(CommandReading command, Destination from) =>
        command.Decoded is string text ? [from.Evidence, new Evidence("command", Excerpt(text))] : [from.Evidence];
}
