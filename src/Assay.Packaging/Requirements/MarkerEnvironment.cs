using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Packaging.Requirements;

/// <summary>
/// What markers are evaluated against (PyPA "Dependency specifiers", "Environment markers"). A null value is not known:
/// a marker that asks for it has no answer.
/// </summary>
public sealed record MarkerEnvironment
{
    /// <summary><c>major.minor</c>.</summary>
    public string? PythonVersion { get; init; }

    /// <summary><c>major.minor.patch</c>, with a pre-release where it is one. Null beside a <see cref="PythonVersion"/>: any final release of that series.</summary>
    public string? PythonFullVersion { get; init; }

    /// <summary><c>posix</c>, <c>nt</c> or <c>java</c>.</summary>
    public string? OsName { get; init; }

    /// <summary><c>linux</c>, <c>darwin</c>, <c>win32</c> …</summary>
    public string? SysPlatform { get; init; }

    public string? PlatformMachine { get; init; }

    /// <summary><c>Linux</c>, <c>Darwin</c>, <c>Windows</c> …</summary>
    public string? PlatformSystem { get; init; }

    public string? PlatformRelease { get; init; }

    public string? PlatformVersion { get; init; }

    /// <summary><c>CPython</c>, <c>PyPy</c> …</summary>
    public string? PlatformPythonImplementation { get; init; }

    /// <summary><c>cpython</c>, <c>pypy</c> …</summary>
    public string? ImplementationName { get; init; }

    public string? ImplementationVersion { get; init; }

    /// <summary>The one extra being looked at, in any spelling; empty for none. Null in a lock file, where it means nothing.</summary>
    public string? Extra { get; init; } = "";

    /// <summary>The extras chosen, for markers of <c>pylock.toml</c> only; null elsewhere.</summary>
    public ImmutableHashSet<string>? Extras { get; init; }

    /// <summary>The dependency groups chosen, for markers of <c>pylock.toml</c> only; null elsewhere.</summary>
    public ImmutableHashSet<string>? DependencyGroups { get; init; }

    /// <summary>This environment as a lock file's markers see it (PyPA "pylock.toml", "Environment markers").</summary>
    public MarkerEnvironment ForLockFile(IEnumerable<string> extras, IEnumerable<string> dependencyGroups) => this with
    {
        Extra = null,
        Extras = [.. extras.Select(ProjectName.Normalize)],
        DependencyGroups = [.. dependencyGroups.Select(ProjectName.Normalize)],
    };

    /// <summary>The value of a variable; null where it is unknown, holds a set, or is none.</summary>
    internal string? Value(string variable) => variable switch
    {
        "python_version" => PythonVersion,
        // A Python built from a checkout calls itself "3.15.0a1+", which is no version until something follows.
        "python_full_version" => PythonFullVersion is { } full && full.EndsWith('+') ? full + "local" : PythonFullVersion,
        "os_name" => OsName,
        "sys_platform" => SysPlatform,
        "platform_machine" => PlatformMachine,
        "platform_system" => PlatformSystem,
        "platform_release" => PlatformRelease,
        "platform_version" => PlatformVersion,
        "platform_python_implementation" => PlatformPythonImplementation,
        "implementation_name" => ImplementationName,
        "implementation_version" => ImplementationVersion,
        "extra" => Extra is null ? null : ProjectName.Normalize(Extra),
        _ => null,
    };

    /// <summary>True where a variable holds some final release of the series <see cref="PythonVersion"/>, not known which.</summary>
    internal bool IsPatchOfSeries(string variable) => PythonVersion is not null && variable switch
    {
        "python_full_version" => PythonFullVersion is null,
        "implementation_version" => ImplementationVersion is null && ImplementationName == "cpython",
        _ => false,
    };

    internal ImmutableHashSet<string>? Set(string variable) => variable switch
    {
        "extras" => Extras,
        "dependency_groups" => DependencyGroups,
        _ => null,
    };
}
