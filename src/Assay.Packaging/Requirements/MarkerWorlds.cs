using System.Collections.Immutable;
using System.Globalization;

namespace Assay.Packaging.Requirements;

/// <summary>
/// The environments that a few markers tell apart: what is not known of one is tried with every value that matters to them, so that branches
/// can be told which exclude each other, or leave nothing open between them.
/// </summary>
public static class MarkerWorlds
{
    // What a marker compares with besides: another machine than those it names.
    private const string Other = "other";

    private static readonly string[] s_series = ["2.7", .. Enumerable.Range(0, 21).Select(static minor => string.Create(CultureInfo.InvariantCulture, $"3.{minor}"))];

    private static readonly (string Sys, string System, string Os)[] s_platforms = [("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt")];

    private static readonly (string Python, string Name)[] s_implementations = [("CPython", "cpython"), ("PyPy", "pypy")];

    /// <summary>The environments, in a fixed order; null where there would be more than allowed.</summary>
    /// <param name="known">What is known is not varied; null: nothing is.</param>
    /// <param name="maxWorlds">Environments.</param>
    public static ImmutableArray<MarkerEnvironment>? Of(IEnumerable<Marker> markers, MarkerEnvironment? known, int maxWorlds)
    {
        ILookup<string, string> literals = markers.SelectMany(static marker => marker.Literals).Distinct().ToLookup(static one => one.Variable, static one => one.Literal);
        List<MarkerEnvironment> worlds = [(known ?? new MarkerEnvironment()) with { Extra = "" }];
        foreach (Func<MarkerEnvironment, IEnumerable<MarkerEnvironment>> vary in (ReadOnlySpan<Func<MarkerEnvironment, IEnumerable<MarkerEnvironment>>>)
            [world => Series(world, literals), world => Releases(world, literals), world => Platforms(world, literals), world => Implementations(world, literals), world => Machines(world, literals)])
        {
            worlds = [.. worlds.SelectMany(vary).Take(maxWorlds + 1)];
            if (worlds.Count > maxWorlds)
            {
                return null;
            }
        }

        return [.. worlds];
    }

    private static IEnumerable<MarkerEnvironment> Series(MarkerEnvironment world, ILookup<string, string> literals) =>
        world.PythonVersion is null && (literals.Contains("python_version") || literals.Contains("python_full_version") || literals.Contains("implementation_version"))
            ? s_series.Select(series => world with { PythonVersion = series })
            : [world];

    // A series is split only where a literal names one of its releases.
    private static IEnumerable<MarkerEnvironment> Releases(MarkerEnvironment world, ILookup<string, string> literals)
    {
        string prefix = $"{world.PythonVersion}.";
        string[] named = world.PythonVersion is null || world.PythonFullVersion is not null
            ? []
            : [.. literals["python_full_version"].Where(literal => literal.Contains(prefix, StringComparison.Ordinal))];
        return named.Length == 0
            ? [world]
            : named.SelectMany(PatchReleases.Around).Distinct().Order().Select(patch => world with { PythonFullVersion = string.Create(CultureInfo.InvariantCulture, $"{prefix}{patch}") });
    }

    private static IEnumerable<MarkerEnvironment> Platforms(MarkerEnvironment world, ILookup<string, string> literals)
    {
        if (world.SysPlatform is not null || !(literals.Contains("sys_platform") || literals.Contains("platform_system") || literals.Contains("os_name")))
        {
            return [world];
        }

        IEnumerable<(string, string, string)> platforms = s_platforms
            .Concat(literals["sys_platform"].Where(static name => IsName(name) && !s_platforms.Any(known => known.Sys == name)).Select(static name => (name, Other, "posix")))
            .Concat(literals["platform_system"].Where(static name => IsName(name) && !s_platforms.Any(known => known.System == name)).Select(static name => (Other, name, "posix")))
            .Concat(literals["os_name"].Where(static name => IsName(name) && !s_platforms.Any(known => known.Os == name)).Select(static name => (Other, Other, name)));
        return platforms.Select(platform => world with { SysPlatform = platform.Item1, PlatformSystem = platform.Item2, OsName = platform.Item3 });
    }

    private static IEnumerable<MarkerEnvironment> Implementations(MarkerEnvironment world, ILookup<string, string> literals)
    {
        if (world.ImplementationName is not null || !(literals.Contains("platform_python_implementation") || literals.Contains("implementation_name")))
        {
            return [world];
        }

        IEnumerable<(string, string)> names = s_implementations
            .Concat(literals["platform_python_implementation"].Where(static name => IsName(name) && !s_implementations.Any(known => known.Python == name)).Select(static name => (name, Other)))
            .Concat(literals["implementation_name"].Where(static name => IsName(name) && !s_implementations.Any(known => known.Name == name)).Select(static name => (Other, name)));
        return names.Select(name => world with { PlatformPythonImplementation = name.Item1, ImplementationName = name.Item2 });
    }

    private static IEnumerable<MarkerEnvironment> Machines(MarkerEnvironment world, ILookup<string, string> literals) =>
        world.PlatformMachine is null && literals.Contains("platform_machine")
            ? literals["platform_machine"].Where(IsName).Append(Other).Distinct().Select(machine => world with { PlatformMachine = machine })
            : [world];

    // "linux darwin" behind 'in' is two names, and no platform of its own.
    private static bool IsName(string literal) => literal.Length > 0 && !literal.AsSpan().ContainsAny(" ,|");
}
