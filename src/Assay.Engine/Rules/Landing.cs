using Assay.Engine.Artifacts;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Rules;

/// <summary>The places of an environment that mean something to interpreter, installers and shells.</summary>
public enum LandingPlace
{
    /// <summary>Not installed.</summary>
    Nowhere,

    /// <summary>Where packages are imported from, and where path configuration files are read at each start.</summary>
    SitePackages,

    /// <summary>Among the modules of the interpreter itself.</summary>
    StandardLibrary,

    /// <summary>On the search path for programs.</summary>
    Programs,

    /// <summary>Elsewhere in the environment.</summary>
    Prefix,

    /// <summary>Outside of the environment.</summary>
    Outside,
}

/// <summary>Where a member ends up in an environment, whatever scheme it takes to get there.</summary>
/// <param name="Path">Path below that place with <c>/</c>; for <see cref="LandingPlace.Outside"/> below the first folder that is known.</param>
public readonly record struct Landing(LandingPlace Place, string Path)
{
    /// <summary>The last segment of <see cref="Path"/>.</summary>
    public string FileName => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The first segment of <see cref="Path"/>.</summary>
    public string Top => Path.IndexOf('/') is int slash and >= 0 ? Path[..slash] : Path;

    /// <summary>True where <see cref="Path"/> has one segment.</summary>
    public bool IsTop => !Path.Contains('/');

    /// <summary>
    /// Follows a placement to its end. Schemes are laid out as on Unix (<c>bin</c>, <c>lib/python3/site-packages</c>), and the
    /// data scheme is read for Windows too (<c>Scripts</c>, <c>Lib/site-packages</c>), since one wheel serves both.
    /// </summary>
    public static Landing Of(Member member)
    {
        Placement placement = member.Placement;
        return placement.Scheme switch
        {
            InstallScheme.None => new(LandingPlace.Nowhere, ""),
            InstallScheme.Purelib or InstallScheme.Platlib => IsPlain(placement.Path)
                ? new(LandingPlace.SitePackages, placement.Path)
                : Resolve("lib/python3/site-packages/" + placement.Path),
            InstallScheme.Scripts => Resolve("bin/" + placement.Path),
            InstallScheme.Headers => Resolve("include/site/python3/headers/" + placement.Path),
            _ => Resolve(placement.Path),
        };
    }

    // Neither ".." nor an empty segment can stand in it.
    private static bool IsPlain(string path) =>
        path is not ("" or ['.' or '/', ..] or [.., '/']) && !path.Contains("/.", StringComparison.Ordinal) && !path.Contains("//", StringComparison.Ordinal);

    private static Landing Resolve(string path)
    {
        List<string> segments = [.. InstallLayout.Resolve(path).Split('/', StringSplitOptions.RemoveEmptyEntries)];
        bool outside = segments.RemoveAll(static segment => segment == "..") > 0;

        int site = segments.FindIndex(static s =>
            s.Equals("site-packages", StringComparison.OrdinalIgnoreCase) || s.Equals("dist-packages", StringComparison.OrdinalIgnoreCase));
        if (site >= 0)
        {
            return Below(LandingPlace.SitePackages, segments, site + 1);
        }

        if (segments.Count > 2
            && segments[0] is "lib" or "lib64" or "Lib"
            && segments[1].StartsWith("python", StringComparison.OrdinalIgnoreCase))
        {
            return Below(LandingPlace.StandardLibrary, segments, 2);
        }

        if (segments.Count > 1)
        {
            // Lib is the standard library on Windows only; lib is where everything native lies on Unix.
            if (segments[0] == "Lib")
            {
                return Below(LandingPlace.StandardLibrary, segments, 1);
            }

            if (segments[0] is "bin" or "sbin" || segments[0].Equals("scripts", StringComparison.OrdinalIgnoreCase))
            {
                return Below(LandingPlace.Programs, segments, 1);
            }
        }

        return Below(outside ? LandingPlace.Outside : LandingPlace.Prefix, segments, 0);
    }

    private static Landing Below(LandingPlace place, List<string> segments, int from) => new(place, string.Join('/', segments.Skip(from)));
}
