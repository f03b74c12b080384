using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Distributions;

/// <summary>The operating systems whose wheel tags are known here.</summary>
public enum TargetSystem { Linux, MacOS, Windows }

/// <summary>The C libraries of Linux that wheels are built against.</summary>
public enum TargetLibc
{
    /// <summary>Not known, or none: only wheels for any platform and <c>linux_*</c> fit.</summary>
    None,
    Glibc,
    Musl,
}

/// <summary>
/// A Python on a machine, as far as the choice of a wheel depends on it: see <see cref="CompatibleTags"/> (PyPA "Platform compatibility tags").
/// </summary>
/// <param name="Python">At least major and minor, such as <c>3.12.4</c>.</param>
/// <param name="Implementation"><c>cpython</c>, <c>pypy</c> or another, lower case.</param>
/// <param name="ImplementationVersion">Of PyPy its own version, such as <c>7.3.17</c>; of CPython the same as <paramref name="Python"/>.</param>
/// <param name="Machine">As the system names it: <c>x86_64</c>, <c>aarch64</c>, <c>arm64</c>, <c>AMD64</c> …</param>
/// <param name="SystemVersion">Major and minor: of the C library on Linux, of macOS there, of no use on Windows.</param>
/// <param name="SystemRelease">What <c>platform.release()</c> says, for markers; null where not known.</param>
/// <param name="IsFreeThreaded">A CPython without its global lock, whose binary interface is another.</param>
public sealed record TargetPlatform(
    PackageVersion Python,
    string Implementation,
    PackageVersion ImplementationVersion,
    TargetSystem System,
    string Machine,
    TargetLibc Libc,
    (int Major, int Minor) SystemVersion,
    string? SystemRelease = null,
    bool IsFreeThreaded = false)
{
    // Bounds on what a client may claim, so that its tags stay countable.
    private const int MaxMinor = 200;

    /// <summary>
    /// Makes a platform of what a client says of itself, as in the User-Agent of pip and uv; false where that is not enough
    /// or not credible.
    /// </summary>
    /// <param name="python">Such as <c>3.12.4</c>.</param>
    /// <param name="system"><c>Linux</c>, <c>Darwin</c> or <c>Windows</c>.</param>
    /// <param name="libc"><c>glibc</c> or <c>musl</c>; null elsewhere than on Linux.</param>
    /// <param name="systemVersion">Of the C library or of macOS, such as <c>2.36</c> or <c>14.5</c>.</param>
    public static bool TryCreate(
        string? python,
        string? implementation,
        string? implementationVersion,
        string? system,
        string? machine,
        string? libc,
        string? systemVersion,
        [NotNullWhen(true)] out TargetPlatform? platform)
    {
        platform = null;
        if (!PackageVersion.TryParse(python, out PackageVersion? version)
            || version.Release.Length < 2
            || version.Release[0] < 2 || version.Release[0] > 9 || version.Release[1] > MaxMinor
            || string.IsNullOrEmpty(implementation)
            || string.IsNullOrEmpty(machine))
        {
            return false;
        }

        TargetSystem? kind = system?.ToLowerInvariant() switch
        {
            "linux" => TargetSystem.Linux,
            "darwin" or "macos" => TargetSystem.MacOS,
            "windows" or "win32" => TargetSystem.Windows,
            _ => null,
        };
        if (kind is null)
        {
            return false;
        }

        if (!PackageVersion.TryParse(implementationVersion, out PackageVersion? own))
        {
            own = version;
        }

        TargetLibc library = libc?.ToLowerInvariant() switch { "glibc" => TargetLibc.Glibc, "musl" => TargetLibc.Musl, _ => TargetLibc.None };
        (int, int)? ofSystem = MajorMinor(systemVersion);
        platform = new TargetPlatform(version, implementation.ToLowerInvariant(), own, kind.Value, machine,
            ofSystem is null ? TargetLibc.None : library, ofSystem ?? (0, 0));
        return true;
    }

    /// <summary>What markers see there (PyPA "Dependency specifiers", "Environment markers"); <c>platform_version</c> stays unknown.</summary>
    public MarkerEnvironment ToMarkerEnvironment() => new()
    {
        PythonVersion = $"{Python.Release[0]}.{Python.Release[1]}",
        PythonFullVersion = Python.ToString(),
        OsName = System == TargetSystem.Windows ? "nt" : "posix",
        SysPlatform = System switch { TargetSystem.Windows => "win32", TargetSystem.MacOS => "darwin", _ => "linux" },
        PlatformMachine = Machine,
        PlatformSystem = System switch { TargetSystem.Windows => "Windows", TargetSystem.MacOS => "Darwin", _ => "Linux" },
        PlatformRelease = SystemRelease,
        PlatformPythonImplementation = Implementation switch { "cpython" => "CPython", "pypy" => "PyPy", "graalpy" => "GraalVM", _ => Implementation },
        ImplementationName = Implementation,
        ImplementationVersion = ImplementationVersion.ToString(),
    };

    private static (int, int)? MajorMinor(string? text)
    {
        string[] parts = (text ?? "").Split('.', '-');
        return parts.Length >= 1
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            && int.TryParse(parts.Length > 1 ? parts[1] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out int minor)
            && major <= MaxMinor && minor <= MaxMinor
                ? (major, minor)
                : null;
    }
}
