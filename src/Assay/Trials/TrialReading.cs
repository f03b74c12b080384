using System.Collections.Immutable;
using Assay.Reports;
using Assay.Shims;

namespace Assay.Trials;

/// <summary>All that was seen of a trial.</summary>
public sealed record TrialSight(ProgramRun Run, GuardRecord Record, ImmutableArray<SeenRequest> Probe, ImmutableArray<SeenRequest> Outside);

/// <summary>From what was seen to what it means. Only what the servers saw tells whether the guard was stepped round; what a program says of itself tells why.</summary>
public static class TrialReading
{
    private const string RefusedBeforeStart = " is refused: ";

    public static TrialResult Read(InstallerKind kind, string subject, Trial trial, TrialSight sight)
    {
        if (sight.Probe.Concat(sight.Outside).FirstOrDefault(static request => !request.IsOfGuard) is SeenRequest stray)
        {
            return new TrialResult(subject, trial.Check, Standing.Open, Tell(stray), NextStep(kind, subject, trial));
        }

        // Where a process was cut off, what it might have asked later is unknown.
        if (sight.Run.ExitCode is not int exit)
        {
            return new TrialResult(subject, trial.Check, Standing.Failed, sight.Run.Trouble!, "run 'assay doctor' again; if it stays so, run the installer by hand");
        }

        return trial.Aim == TrialAim.WayRound ? WayRound(subject, trial, sight, exit) : Guarded(kind, subject, trial, sight, exit);
    }

    private static TrialResult Guarded(InstallerKind kind, string subject, Trial trial, TrialSight sight, int exit)
    {
        int asked = sight.Probe.Length;
        if (exit == 0 && asked > 0 && (trial.Aim == TrialAim.PlainCall || !sight.Record.Allowed.IsEmpty))
        {
            string allowed = sight.Record.Allowed.IsEmpty ? "" : $", and {sight.Record.Allowed[0]} was inspected and allowed";
            return new TrialResult(subject, trial.Check, Standing.Ok, $"only the guard asked the index ({ReasonText.Count(asked, "request")}){allowed}");
        }

        if (kind.Name == "poetry" && !sight.Record.RefusedHosts.IsEmpty)
        {
            return new TrialResult(
                subject, trial.Check, Standing.Failed, $"poetry asked {sight.Record.RefusedHosts[0]}, where the wall stopped it: nothing steps round the guard, and nothing is installed either",
                "add poetry's plugin poetry-plugin-pypi-mirror, which takes the guard's address from the environment");
        }

        // A file that a cache or a resolver did not need is no proof that the guard stood in between.
        return new TrialResult(
            subject, trial.Check, Standing.Failed, $"nothing was installed (exit code {exit}): {Said(sight)}", "run the installer by hand behind assay, and see what it says");
    }

    private static TrialResult WayRound(string subject, Trial trial, TrialSight sight, int exit)
    {
        if (sight.Run.Error.Split('\n').FirstOrDefault(static line => line.StartsWith("assay: ", StringComparison.Ordinal) && line.Contains(RefusedBeforeStart, StringComparison.Ordinal)) is string line)
        {
            return new TrialResult(subject, trial.Check, Standing.Ok, $"refused before it started: {line[(line.IndexOf(RefusedBeforeStart, StringComparison.Ordinal) + RefusedBeforeStart.Length)..].Trim()}");
        }

        if (!sight.Record.Refused.IsEmpty)
        {
            return new TrialResult(subject, trial.Check, Standing.Ok, $"refused: {sight.Record.Refused[0]}");
        }

        if (sight.Outside.Length > 0)
        {
            return new TrialResult(subject, trial.Check, Standing.Ok, $"taken over: only the guard went there ({ReasonText.Count(sight.Outside.Length, "request")})");
        }

        // Settings that the guard switches off: the installer got the probe from the guard, and the other server was not asked by anybody.
        return exit == 0 && sight.Probe.Length > 0 && !sight.Record.Allowed.IsEmpty
            ? new TrialResult(subject, trial.Check, Standing.Ok, "switched off: everything came from the guard, and nobody went there")
            : new TrialResult(
                subject, trial.Check, Standing.Failed, $"it came to nothing, so it shows nothing (exit code {exit}): {Said(sight)}", "run the installer by hand behind assay, and see what it says");
    }

    private static string Tell(SeenRequest stray) => stray.UserAgent.Length == 0
        ? $"somebody without a name opened {stray.Method} {stray.Target}, and what was asked there the guard did not see"
        : $"{stray.UserAgent.Split(' ', 2)[0]} asked {stray.Method} {stray.Target} itself, past the guard";

    private static string Said(TrialSight sight) =>
        sight.Record.Failures.FirstOrDefault() ?? (sight.Run.LastWords.Length > 0 ? sight.Run.LastWords : "it said nothing");

    private static string NextStep(InstallerKind kind, string subject, Trial trial) => trial.Aim switch
    {
        TrialAim.PlainCall when kind.IsRun => $"call it as 'assay run --strict -- {kind.Name} ...'",
        TrialAim.PlainCall => $"call it as 'assay {Shim.All.First(shim => shim.Name == subject).Verb} ...', or put shims first on PATH: assay shim install DIR",
        _ when kind.IsRun => $"'assay run --strict -- {kind.Name} ...' refuses every host that your policy does not allow",
        _ => "do not use it behind the guard, and report it: this is a hole",
    };
}
