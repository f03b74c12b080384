using System.Collections.Frozen;
using System.IO.Enumeration;
using Assay.Office;
using Assay.Packaging.Distributions;

namespace Assay.Commands;

/// <summary>Finds distributions below a folder, by name.</summary>
internal static class DistributionFolder
{
    // What lies beside distributions in a folder of them, and is no code: lists, signatures, pages of an index.
    private static readonly FrozenSet<string> s_besides = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".asc", ".attestation", ".crt", ".csv", ".html", ".json", ".jsonl", ".log", ".md", ".md5", ".metadata", ".pem", ".provenance", ".rst", ".sha256",
        ".sha512", ".sig", ".sigstore", ".tsv", ".txt", ".xml");

    private static readonly FrozenSet<string> s_namesBesides = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "README", "LICENSE", "COPYING", "NOTICE", "CHANGELOG", "MD5SUMS", "SHA256SUMS", "SHA512SUMS", ".gitignore", ".DS_Store");

    /// <summary>
    /// Every file named like a distribution at any depth, sorted by path. Links to files are followed, as installers follow them; links to
    /// folders are not, since they may lead round in a circle.
    /// </summary>
    /// <param name="folder">As the user named it: the paths begin with it.</param>
    /// <param name="hasOthers">Whether anything else lies there that could be code: in a folder without distributions, anything at all.</param>
    /// <exception cref="IOException">A folder cannot be listed: what lies in it would be passed over in silence.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be listed.</exception>
    public static List<string> Find(string folder, out bool hasOthers)
    {
        EnumerationOptions everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None, ReturnSpecialDirectories = false };
        FileSystemEnumerable<(string Path, bool IsOne)> files = new(folder, static (ref FileSystemEntry entry) => (entry.ToSpecifiedFullPath(), IsNamedLikeOne(entry.FileName.ToString())), everything)
        {
            ShouldRecursePredicate = static (ref FileSystemEntry entry) =>
                (entry.Attributes & FileAttributes.ReparsePoint) == FileAttributes.None && !SourceTree.IsVersionControl(entry.FileName.ToString()),
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
        };
        List<string> found = [];
        bool hasCode = false;
        foreach ((string path, bool isOne) in files)
        {
            if (isOne)
            {
                found.Add(path);
            }
            else
            {
                hasCode = hasCode || !(s_besides.Contains(Path.GetExtension(path)) || s_namesBesides.Contains(Path.GetFileName(path)));
            }
        }

        hasOthers = found.Count > 0 ? hasCode : Directory.EnumerateFileSystemEntries(folder).Any();
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
