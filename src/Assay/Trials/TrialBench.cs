using System.Collections.Immutable;
using Assay.Guard;

namespace Assay.Trials;

/// <summary>What every trial of one examination shares.</summary>
/// <param name="Program">Assay's own program, which runs the installers behind the guard.</param>
/// <param name="Policy">A policy file given on the command line; null: none.</param>
/// <param name="Environment">The user's whole environment.</param>
/// <param name="Python">The interpreter that <c>assay pip</c> would use; null where there is none.</param>
/// <param name="Patience">How long one run may take.</param>
public sealed record TrialBench(
    string Program, string? Policy, IReadOnlyDictionary<string, string> Environment, string? Python, TimeSpan Patience)
{
    // What would lead an installer elsewhere than to the trial's two servers: these settings are told of, not tried.
    private static readonly ImmutableArray<string> s_settings = ["PIP_", "UV_", "PDM_", "POETRY_", "PIPX_"];

    /// <summary>
    /// Runs one trial with two servers, a folder and a store of its own. Nothing of the machine but the two servers is to be reached, and
    /// nothing is left behind.
    /// </summary>
    /// <param name="plain">How the installer is started without assay; empty: behind the guard.</param>
    /// <param name="choose">The trial, from its places.</param>
    public async Task<TrialResult> RunAsync(InstallerKind kind, string subject, ImmutableArray<string> plain, Func<TrialPlaces, Trial> choose, CancellationToken cancellation)
    {
        WatchedServer probe = await WatchedServer.StartAsync(new ProbePackage("1.0"), "127.0.0.1", cancellation).ConfigureAwait(false);
        await using (probe.ConfigureAwait(false))
        {
            // Another host than the index's: a wall that only knew the index's host would let it pass.
            WatchedServer outside = await WatchedServer.StartAsync(new ProbePackage("2.0"), "localhost", cancellation).ConfigureAwait(false);
            await using (outside.ConfigureAwait(false))
            {
                using TemporaryFolder folder = TemporaryFolder.Create();
                string work = Directory.CreateDirectory(Path.Combine(folder.Path, "work")).FullName;
                TrialPlaces places = new(probe.Addresses, outside.Addresses, work, Python);
                Trial trial = choose(places);
                foreach ((string name, string text) in trial.Files)
                {
                    await File.WriteAllTextAsync(Path.Combine(work, name), text, cancellation).ConfigureAwait(false);
                }

                string report = Path.Combine(folder.Path, "report.json");
                string store = Path.Combine(folder.Path, "store");
                IReadOnlyDictionary<string, string> environment = EnvironmentOf(kind.Variables(places).SetItems(trial.Variables), store);
                ImmutableArray<string> command = plain.IsEmpty
                    ? [Program, .. Policy is null ? (ReadOnlySpan<string>)[] : ["--policy", Policy], "--store", store, "--report", report, .. kind.Guarded, .. trial.Command]
                    : [.. plain, .. trial.Command];
                ProgramRun run = await ProgramRun.StartAsync(command, environment, work, Patience, cancellation).ConfigureAwait(false);
                GuardRecord record = GuardRecord.Read(report);
                return TrialReading.Read(kind, subject, trial, new TrialSight(run, record, probe.Seen, outside.Seen));
            }
        }
    }

    private SortedDictionary<string, string> EnvironmentOf(ImmutableDictionary<string, string> variables, string store)
    {
        SortedDictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach ((string name, string value) in Environment)
        {
            bool leads = s_settings.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) || name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase);
            if (!leads)
            {
                environment[name] = value;
            }
        }

        // A shim among the installers starts assay, too.
        environment["ASSAY_STORE"] = store;
        foreach ((string name, string value) in variables)
        {
            environment[name] = value;
        }

        return environment;
    }
}
