using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Store;

namespace Assay.Office;

/// <summary>Lists the files of a folder of sources: links are named but not followed, what cannot be opened is listed too.</summary>
public static class SourceTree
{
    // What version control keeps beside the sources is never packed, and would be most of the tree.
    private static readonly string[] VersionControl = [".git", ".hg", ".svn", ".bzr"];

    /// <summary>True for the folder in which a version control system keeps its own files.</summary>
    public static bool IsVersionControl(string folderName) => VersionControl.Contains(folderName, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every file below a folder, in the order of their paths.</summary>
    /// <param name="root">Full path.</param>
    /// <param name="besides">Full paths of files to leave out.</param>
    /// <exception cref="IOException">The folder itself cannot be listed.</exception>
    public static IEnumerable<TreeFile> Walk(string root, ImmutableHashSet<string> besides)
    {
        Stack<(string Folder, string Prefix)> open = new();
        open.Push((root, ""));
        while (open.TryPop(out (string Folder, string Prefix) place))
        {
            if (List(place.Folder, out string problem) is not FileSystemInfo[] entries)
            {
                if (place.Prefix.Length == 0)
                {
                    throw new IOException(problem);
                }

                yield return new TreeFile(place.Prefix.TrimEnd('/'), 0, null, () => throw new IOException($"the folder cannot be listed: {problem}"));
                continue;
            }

            Array.Sort(entries, static (one, other) => string.CompareOrdinal(one.Name, other.Name));
            List<(string Folder, string Prefix)> below = [];
            foreach (FileSystemInfo entry in entries)
            {
                string path = place.Prefix + entry.Name;
                if (entry.LinkTarget is string target && !besides.Contains(entry.FullName))
                {
                    yield return new TreeFile(path, 0, target, static () => Stream.Null);
                }
                else if (entry is DirectoryInfo folder)
                {
                    if (!IsVersionControl(folder.Name))
                    {
                        below.Add((folder.FullName, path + "/"));
                    }
                }
                else if (!besides.Contains(entry.FullName))
                {
                    string full = entry.FullName;
                    yield return new TreeFile(path, ModeOf(entry), null, () => OpenPlain(full));
                }
            }

            below.Reverse();
            below.ForEach(open.Push);
        }
    }

    private static FileSystemInfo[]? List(string folder, out string problem)
    {
        problem = "";
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return null;
        }
    }

    private static FileStream OpenPlain(string path) =>
        UnixFile.IsPlain(path)
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.None)
            : throw new IOException("it is a pipe, a socket or a device");

    private static int ModeOf(FileSystemInfo file) => OperatingSystem.IsWindows() ? 0 : (int)file.UnixFileMode;
}
