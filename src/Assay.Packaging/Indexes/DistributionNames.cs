namespace Assay.Packaging.Indexes;

/// <summary>Tells links to distributions from the other links of a page.</summary>
internal static class DistributionNames
{
    // What pip or easy_install has ever taken, and what old releases still list beside it.
    private static readonly string[] Extensions =
    [
        ".whl", ".tar.gz", ".zip", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tar.lz", ".tlz", ".tar.lzma", ".tar.zst",
        ".egg", ".exe", ".msi", ".rpm", ".deb", ".dmg", ".tar.z",
    ];

    public static bool HasExtension(string fileName)
    {
        foreach (string extension in Extensions)
        {
            if (fileName.Length > extension.Length && fileName.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
