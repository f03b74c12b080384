using System.Collections.Immutable;
using Assay.Installers;
using Assay.Shims;

namespace Assay.Trials;

/// <summary>Every trial of every installer on this machine, in order.</summary>
/// <param name="bench">What the trials share.</param>
/// <param name="input">The user's environment and folder; its arguments say nothing.</param>
public sealed class Examination(TrialBench bench, InstallerInput input)
{
    private static readonly TimeSpan s_toSayItsVersion = TimeSpan.FromSeconds(30);

    /// <summary>Runs the trials.</summary>
    /// <param name="kinds">The installers to look for.</param>
    /// <param name="tell">Told each result as soon as it and all before it are known.</param>
    public async Task RunAsync(ImmutableArray<InstallerKind> kinds, Action<TrialResult> tell, CancellationToken cancellation)
    {
        bool any = false;
        foreach (InstallerKind kind in kinds)
        {
            ImmutableArray<string> real = RealCommand(kind);
            if (real.IsEmpty || await VersionAsync(real, cancellation).ConfigureAwait(false) is not string version)
            {
                continue;
            }

            any = true;
            await TellInOrderAsync(TrialsOf(kind, $"{kind.Name} {version}".TrimEnd(), cancellation), tell, cancellation).ConfigureAwait(false);
        }

        if (!any)
        {
            tell(new TrialResult("installers", "search", Standing.Failed, "no Python with pip, and no uv, poetry, pdm or pipx was found", "put one of them on PATH"));
        }
    }

    // The guarded trial and the ways round, then the plain call of every name under which a shell finds the installer.
    private IEnumerable<Func<Task<TrialResult>>> TrialsOf(InstallerKind kind, string subject, CancellationToken cancellation)
    {
        int count = kind.Trials(new TrialPlaces(WatchedAddresses.Sample, WatchedAddresses.Sample, input.WorkingDirectory, bench.Python)).Length;
        for (int i = 0; i < count; i++)
        {
            int number = i;
            yield return () => bench.RunAsync(kind, subject, [], places => kind.Trials(places)[number], cancellation);
        }

        foreach (string name in kind.IsRun ? [kind.Name] : Shim.All.Where(shim => shim.Name.StartsWith(kind.Name, StringComparison.Ordinal)).Select(static shim => shim.Name))
        {
            if (PythonOnPath.Programs(name, input).FirstOrDefault() is string first)
            {
                yield return () => bench.RunAsync(kind, name, [first], places => Plain(kind.Plain(places, name), first), cancellation);
            }
        }
    }

    private static Trial Plain(Trial trial, string program) => trial with { Aim = TrialAim.PlainCall, Check = $"called plainly ({program})" };

    private static async Task TellInOrderAsync(IEnumerable<Func<Task<TrialResult>>> trials, Action<TrialResult> tell, CancellationToken cancellation)
    {
        foreach (Func<Task<TrialResult>>[] some in trials.Chunk(Math.Max(1, Environment.ProcessorCount)))
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (TrialResult result in await Task.WhenAll(some.Select(static trial => trial())).ConfigureAwait(false))
            {
                tell(result);
            }
        }
    }

    private ImmutableArray<string> RealCommand(InstallerKind kind) =>
        kind.Name == "pip"
            ? bench.Python is string python ? [python, "-m", "pip"] : []
            : PythonOnPath.FindProgram(kind.Name, input) is string program ? [program] : [];

    private async Task<string?> VersionAsync(ImmutableArray<string> command, CancellationToken cancellation)
    {
        ProgramRun run = await ProgramRun.StartAsync([.. command, "--version"], bench.Environment, input.WorkingDirectory, s_toSayItsVersion, cancellation).ConfigureAwait(false);
        return run.ExitCode == 0
            ? run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(static word => word.Trim('(', ')', ',')).FirstOrDefault(static word => char.IsAsciiDigit(word[0])) ?? ""
            : null;
    }
}
