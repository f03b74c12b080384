namespace Assay.Packaging.Distributions;

/// <summary>
/// Where the members of a wheel land (PyPA "Binary distribution format", sections "Installing a wheel" and "The .data directory"),
/// read as installers read it: any top folder that ends in <c>.data</c>, whatever its case, because file systems that ignore case
/// and installers that look at the ending only would both take it.
/// </summary>
public static class InstallLayout
{
    private const string DataSuffix = ".data";

    /// <summary>Places a wheel's member.</summary>
    /// <param name="member">The member's name as stored; backslashes count as folder separators.</param>
    /// <param name="rootIsPurelib">From WHEEL; null where it does not say, which installers read as false.</param>
    public static Placement OfWheel(string member, bool? rootIsPurelib)
    {
        InstallScheme root = rootIsPurelib == true ? InstallScheme.Purelib : InstallScheme.Platlib;
        string path = member.Replace('\\', '/');
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        string top = slash < 0 ? path : path[..slash];
        if (!top.EndsWith(DataSuffix, StringComparison.OrdinalIgnoreCase))
        {
            return new Placement(root, Resolve(path));
        }

        int second = slash < 0 ? -1 : path.IndexOf('/', slash + 1);
        if (second < 0)
        {
            return Placement.NotInstalled with { Note = $"'{path}' is in a data folder but in no scheme of it" };
        }

        string scheme = path[(slash + 1)..second];
        return SchemeOf(scheme) is InstallScheme known
            ? new Placement(known, Resolve(path[(second + 1)..]))
            : Placement.NotInstalled with { Note = $"'{scheme}' is not an install scheme" };
    }

    /// <summary>Places an egg's member: easy_install puts the whole egg on the import path below site-packages.</summary>
    public static Placement OfEgg(string member, string fileName) =>
        new(InstallScheme.Purelib, fileName + "/" + Resolve(member.Replace('\\', '/')));

    /// <summary>
    /// The path below site-packages where a placement is there, by scheme or through the environment's root
    /// (<c>lib/pythonX.Y/site-packages</c>, <c>Lib\site-packages</c>, Debian's <c>dist-packages</c>); null elsewhere.
    /// </summary>
    public static string? BelowSitePackages(Placement placement)
    {
        if (placement.Scheme is InstallScheme.Purelib or InstallScheme.Platlib)
        {
            return placement.Path;
        }

        if (placement.Scheme != InstallScheme.Data)
        {
            return null;
        }

        ReadOnlySpan<char> path = placement.Path;
        Strip(ref path, "local/");
        if (!Strip(ref path, "lib/") && !Strip(ref path, "lib64/"))
        {
            return null;
        }

        if (path.StartsWith("python", StringComparison.OrdinalIgnoreCase) || path.StartsWith("pypy", StringComparison.OrdinalIgnoreCase))
        {
            int slash = path.IndexOf('/');
            path = slash < 0 ? [] : path[(slash + 1)..];
        }

        return Strip(ref path, "site-packages/") || Strip(ref path, "dist-packages/") ? path.ToString() : null;
    }

    /// <summary>
    /// Resolves <c>.</c>, <c>..</c> and empty segments of a <c>/</c> path. What leaves the root begins with <c>../</c>;
    /// an absolute path keeps its leading <c>/</c>.
    /// </summary>
    public static string Resolve(string path)
    {
        if (!NeedsResolving(path))
        {
            return path;
        }

        bool absolute = path.StartsWith('/');
        List<string> kept = [];
        foreach (string segment in path.Split('/'))
        {
            if (segment == ".." && kept.Count > 0 && kept[^1] != "..")
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (segment is not ("" or ".") && !(segment == ".." && absolute))
            {
                kept.Add(segment);
            }
        }

        return (absolute ? "/" : "") + string.Join('/', kept);
    }

    private static bool NeedsResolving(string path) =>
        path.StartsWith('.') || path.StartsWith('/') || path.EndsWith('/')
        || path.Contains("//", StringComparison.Ordinal) || path.Contains("/.", StringComparison.Ordinal);

    private static InstallScheme? SchemeOf(ReadOnlySpan<char> folder) => folder switch
    {
        _ when folder.Equals("purelib", StringComparison.OrdinalIgnoreCase) => InstallScheme.Purelib,
        _ when folder.Equals("platlib", StringComparison.OrdinalIgnoreCase) => InstallScheme.Platlib,
        _ when folder.Equals("headers", StringComparison.OrdinalIgnoreCase) => InstallScheme.Headers,
        _ when folder.Equals("scripts", StringComparison.OrdinalIgnoreCase) => InstallScheme.Scripts,
        _ when folder.Equals("data", StringComparison.OrdinalIgnoreCase) => InstallScheme.Data,
        _ => null,
    };

    private static bool Strip(ref ReadOnlySpan<char> path, string prefix)
    {
        bool starts = path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        path = starts ? path[prefix.Length..] : path;
        return starts;
    }
}
