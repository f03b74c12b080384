using Assay.Packaging.Names;

namespace Assay.Packaging.Indexes;

/// <summary>Tells links to distributions from the other links of a page, and one project's from another's.</summary>
internal static class DistributionNames
{
    // What pip or easy_install has ever taken, and what old releases still list beside it.
    private static readonly string[] Extensions =
    [
        ".whl", ".tar.gz", ".zip", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tar.lz", ".tlz", ".tar.lzma", ".tar.zst",
        ".egg", ".exe", ".msi", ".rpm", ".deb", ".dmg", ".tar.z",
    ];

    public static bool HasExtension(string fileName) => ExtensionLength(fileName) > 0;

    /// <summary>
    /// Whether an installer could take the file for the project's. The name of a wheel ends at the first dash; that of an
    /// sdist may hold dashes, so <c>a-b-1.0.tar.gz</c> may be <c>a</c>'s and <c>a-b</c>'s.
    /// </summary>
    public static bool MayBelongTo(string fileName, ProjectName project)
    {
        ReadOnlySpan<char> stem = fileName.AsSpan(0, fileName.Length - ExtensionLength(fileName));
        bool isWheel = fileName.EndsWith(".whl", StringComparison.OrdinalIgnoreCase);
        for (int dash = stem.IndexOf('-'); dash > 0; dash = NextDash(stem, dash))
        {
            if (ProjectName.TryParse(stem[..dash], out ProjectName name))
            {
                if (name == project)
                {
                    return true;
                }

                if (name.Normalized.Length > project.Normalized.Length)
                {
                    break;
                }
            }

            if (isWheel)
            {
                break;
            }
        }

        return false;
    }

    private static int NextDash(ReadOnlySpan<char> stem, int dash)
    {
        int next = stem[(dash + 1)..].IndexOf('-');
        return next < 0 ? -1 : dash + 1 + next;
    }

    private static int ExtensionLength(string fileName)
    {
        foreach (string extension in Extensions)
        {
            if (fileName.Length > extension.Length && fileName.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return extension.Length;
            }
        }

        return 0;
    }
}
