using System.Collections.Immutable;
using Assay.Index;
using Assay.Installers;
using Assay.Shims;

namespace Assay.Trials;

/// <summary>What variables, configuration files and projects around the working folder say to installers: read, not tried.</summary>
public static class Surroundings
{
    /// <summary>One line for pip's and for uv's settings, and one for each of them that leads past the guard.</summary>
    public static ImmutableArray<TrialResult> Look(InstallerInput input) =>
    [
        .. Settings("pip", PipReader.Read(input with { Arguments = ["install", ProbePackage.Name] }).Plan),
        .. PythonOnPath.FindProgram("uv", input) is null
            ? []
            : Settings("uv", UvReader.Read(input with { Arguments = ["pip", "install", ProbePackage.Name] }).Plan),
        .. NameOnPath.LookAll(input).Where(static name => name.Shadowed is not null).Select(static name => new TrialResult(
            name.Name, "shim", Standing.Open, $"{name.First} stands before the shim {name.Shadowed} on PATH, so the shim is never reached",
            "put the shims' folder first on PATH again, after the environment has been activated")),
    ];

    private static IEnumerable<TrialResult> Settings(string installer, InstallerPlan plan)
    {
        foreach (Refusal refusal in plan.Refusals)
        {
            yield return new TrialResult(installer, "settings", Standing.Open, $"{refusal.What}: {refusal.Why} assay refuses to start {installer} with it", refusal.NextStep);
        }

        ImmutableArray<IndexSource> named = [.. plan.Indexes.Where(static index => index.Origin != "default")];
        yield return named.IsEmpty
            ? new TrialResult(installer, "settings", Standing.Ok, "no variable, configuration file or project names another index")
            : new TrialResult(installer, "settings", Standing.Ok, $"behind the guard too: {string.Join(", ", named.Select(static index => $"{index.Address} ({index.Origin})"))}");
        if (plan.UserProxy is Uri proxy)
        {
            yield return new TrialResult(installer, "proxy", Standing.Ok, $"the guard itself goes through your proxy {proxy.Host}:{proxy.Port}");
        }
    }
}
