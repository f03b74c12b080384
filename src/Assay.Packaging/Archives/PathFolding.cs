using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>One form for all names that some system takes for the same file.</summary>
internal static class PathFolding
{
    /// <summary>Case folded, empty and <c>.</c> segments dropped.</summary>
    public static string Fold(string path)
    {
        StringBuilder folded = new(path.Length);
        foreach (Range part in path.AsSpan().SplitAny('/', '\\'))
        {
            ReadOnlySpan<char> segment = path.AsSpan()[part];
            if (segment is "" or ".")
            {
                continue;
            }

            if (folded.Length > 0)
            {
                folded.Append('/');
            }

            folded.Append(segment);
        }

        return folded.ToString().ToLowerInvariant();
    }

    /// <summary>Follows a relative path from a folder, both with <c>/</c>; null where it leaves the root.</summary>
    public static string? Resolve(string folder, string path)
    {
        List<string> parts = [];
        foreach (string part in string.Concat(folder, "/", path).Split('/', '\\'))
        {
            if (part == "..")
            {
                if (parts.Count == 0)
                {
                    return null;
                }

                parts.RemoveAt(parts.Count - 1);
            }
            else if (part is not ("" or "."))
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }
}
