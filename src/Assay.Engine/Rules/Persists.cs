using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>The package arranges to be started again: startup folders and keys, tables of jobs, services, shell profiles.</summary>
public sealed class Persists : BehaviourRule
{
    public override string Id => "persists";

    public override string Title => "Arranges to be started again";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            if (WhereOf(fact) is not string where)
            {
                continue;
            }

            // A copy of itself, or something fetched, is not the service that a user asked to install.
            bool fetches = fact.Capability == Capability.WriteFile && fact.Arguments.Any(static argument =>
                argument.Value is TextValue text && CommandClasses.Of(text.Text).Is(CommandClass.DownloadAndRun | CommandClass.DecodeAndRun | CommandClass.ReverseShell));
            bool plants = fetches || (fact.DataLabels & (Labels.OwnSource | Labels.Downloaded | Labels.Decoded)) != Labels.None;
            (Severity severity, Confidence confidence) = fact.Context switch
            {
                >= CodeContext.Plugin => (Severity.High, Confidence.High),
                CodeContext.Main when plants || TalksToOddHost(conduct, fact) => (Severity.High, Confidence.High),
                _ when TalksToOddHost(conduct, fact) => (Severity.High, Confidence.High),
                // No service installs what it has just fetched or decoded.
                _ when fetches || (fact.DataLabels & (Labels.Downloaded | Labels.Decoded)) != Labels.None => (Severity.High, Confidence.High),
                _ when plants => (Severity.Medium, Confidence.High),
                _ => (Severity.Low, Confidence.High),
            };
            yield return Report(conduct, fact, severity, confidence, plants ? $"plants a copy in {where}" : $"adds to {where}");
        }
    }

    private static string? WhereOf(Fact fact) => fact.Capability switch
    {
        Capability.WriteFile when PathClasses.Of(fact.Target) is { Class: PathClass.Autostart or PathClass.PythonStartup } place => place.What,
        Capability.Persist when IsAutostartKey(fact) => "what starts with the system",
        Capability.Spawn when CommandClasses.Of(fact.Target).Is(CommandClass.Persist) => "what starts by itself, by a command,",
        _ => null,
    };

    // A registry is also where settings lie.
    private static bool IsAutostartKey(Fact fact) =>
        !fact.Api.Contains("winreg", StringComparison.Ordinal) || PathClasses.Of(fact.Target).Class == PathClass.Autostart || NamesAutostart(fact.Receiver)
        || fact.Arguments.Any(static argument => NamesAutostart(argument.Value));

    private static bool NamesAutostart(Value? value) => value switch
    {
        TextValue text => text.Text.Contains("CurrentVersion\\Run", StringComparison.OrdinalIgnoreCase)
            || text.Text.Contains("\\Winlogon", StringComparison.OrdinalIgnoreCase),
        ResultValue result => result.Arguments.Any(static argument => argument.Value is TextValue && NamesAutostart(argument.Value)),
        _ => false,
    };

    private static bool TalksToOddHost(Conduct conduct, Fact fact) => conduct.Beside(fact).Any(static other =>
        other.Capability is Capability.Send or Capability.Fetch or Capability.Connect && Destination.Of(other).IsOdd);
}
