using System.Text;

namespace Assay.Packaging.Environments;

/// <summary>Whose system a folder of modules belongs to, where the system's own packages lie in it.</summary>
internal static class SystemDistributor
{
    private const int MaxBytes = 64 * 1_024;

    /// <summary>The distributor's name; null for a folder that the system's packages do not fill.</summary>
    /// <param name="site">Full path without links.</param>
    public static string? Of(FolderView disk, string site)
    {
        string[] parts = site.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        if (parts is not [.. var root, "usr", "lib" or "lib64", var python, "dist-packages" or "site-packages"] || PythonFolder.VersionOf(python) is null)
        {
            return null;
        }

        string slash = Path.DirectorySeparatorChar.ToString();
        string top = string.Join(slash, root) + slash;
        byte[]? release = disk.Head(Path.Combine(top, "etc", "os-release"), MaxBytes) ?? disk.Head(Path.Combine(top, "usr", "lib", "os-release"), MaxBytes);
        return (release is null ? null : NameIn(release)) ?? (parts[^1] == "dist-packages" ? "Debian" : null);
    }

    /// <summary>The <c>NAME</c> of os-release(5), without what every system of its kind is called.</summary>
    private static string? NameIn(ReadOnlySpan<byte> release)
    {
        foreach (ReadOnlySpan<char> line in Encoding.UTF8.GetString(release).AsSpan().EnumerateLines())
        {
            if (line.StartsWith("NAME=", StringComparison.Ordinal))
            {
                string name = line["NAME=".Length..].Trim().Trim("\"'").ToString();
                foreach (string kind in (ReadOnlySpan<string>)[" GNU/Linux", " Linux"])
                {
                    if (name.EndsWith(kind, StringComparison.Ordinal))
                    {
                        name = name[..^kind.Length];
                        break;
                    }
                }

                return name.Length > 0 ? name : null;
            }
        }

        return null;
    }
}
