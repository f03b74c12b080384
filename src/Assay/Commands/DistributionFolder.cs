using System.IO.Enumeration;
using Assay.Packaging.Distributions;

namespace Assay.Commands;

/// <summary>Finds distributions below a folder, by name.</summary>
internal static class DistributionFolder
{
    /// <summary>
    /// Every file named like a distribution at any depth, sorted by path. Links to files are followed, as installers follow them; links to
    /// folders are not, since they may lead round in a circle.
    /// </summary>
    /// <param name="folder">As the user named it: the paths begin with it.</param>
    /// <exception cref="IOException">A folder cannot be listed: what lies in it would be passed over in silence.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be listed.</exception>
    public static List<string> Find(string folder)
    {
        EnumerationOptions everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None, ReturnSpecialDirectories = false };
        FileSystemEnumerable<string> files = new(folder, static (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), everything)
        {
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == FileAttributes.None,
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory && IsNamedLikeOne(entry.FileName.ToString()),
        };
        List<string> found = [.. files];
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>True for wheels, eggs, and archives with a name and something behind a dash, as sdists have.</summary>
    public static bool IsNamedLikeOne(string fileName)
    {
        if (fileName.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".egg", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (string extension in SdistFileName.Extensions)
        {
            if (fileName.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return fileName.IndexOf('-', StringComparison.Ordinal) > 0;
            }
        }

        return false;
    }
}
