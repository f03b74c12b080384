using System.Collections.Immutable;

namespace Assay.Trials;

/// <summary>An installer that the doctor knows how to try.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Guarded">What stands before its arguments to run it behind the guard: <c>pip</c>, or <c>run -- poetry</c>.</param>
/// <param name="Variables">What every run of it gets: its index is the probe's, its settings and caches are in the run's own folder.</param>
/// <param name="Trials">Its trials; the first is the guarded one.</param>
/// <param name="Plain">What it is told when it is called without assay, by the name under which it is called.</param>
public sealed record InstallerKind(
    string Name,
    ImmutableArray<string> Guarded,
    Func<TrialPlaces, ImmutableDictionary<string, string>> Variables,
    Func<TrialPlaces, ImmutableArray<Trial>> Trials,
    Func<TrialPlaces, string, Trial> Plain)
{
    /// <summary>Every installer, in the order of the report.</summary>
    public static ImmutableArray<InstallerKind> All { get; } =
    [
        new("pip", ["pip"], PipTrials.Variables, PipTrials.All, static (places, _) => PipTrials.All(places)[0]),
        new("uv", ["uv"], UvTrials.Variables, UvTrials.All, static (places, name) => name == "uvx" ? UvTrials.Tool : UvTrials.All(places)[0]),
        new("poetry", ["run", "--", "poetry"], ProjectTrials.PoetryVariables, ProjectTrials.Poetry, static (places, _) => ProjectTrials.PoetrySource(TrialAim.PlainCall, "lock", places.Probe.Index)),
        new("pdm", ["run", "--", "pdm"], ProjectTrials.PdmVariables, ProjectTrials.Pdm, static (places, _) => ProjectTrials.Pdm(places)[0]),
        new("pipx", ["run", "--", "pipx"], ProjectTrials.PipxVariables, ProjectTrials.Pipx, static (places, _) => ProjectTrials.Pipx(places)[0]),
    ];

    /// <summary>True where the guard leaves other hosts than indexes alone unless it is told to be strict.</summary>
    public bool IsRun => Guarded[0] == "run";

    internal static ImmutableDictionary<string, string> Of(params ReadOnlySpan<(string Name, string Value)> variables)
    {
        var all = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in variables)
        {
            all[name] = value;
        }

        return all.ToImmutable();
    }
}
