using System.Collections.Immutable;
using System.IO.Enumeration;
using Assay.Packaging.Environments;
using Microsoft.Win32.SafeHandles;

namespace Assay.Audits;

/// <summary>The real disk as the readers of environments see it.</summary>
public static class MachineFolders
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, RecurseSubdirectories = false };

    /// <summary>Links are followed where a path leads through them, as Python follows them; no folder is walked through that is not asked for.</summary>
    /// <param name="maxBytes">Of one file; larger counts as unreadable.</param>
    /// <param name="maxEntries">Of one folder; a larger one counts as one that cannot be listed.</param>
    public static FolderView View(int maxBytes = 16 * 1_024 * 1_024, int maxEntries = 1_000_000) =>
        new(path => List(path, maxEntries), Head, Resolve, maxBytes);

    /// <summary>Where other file systems are mounted, as far as the system tells.</summary>
    public static ImmutableHashSet<string> MountPoints()
    {
        try
        {
            return [.. DriveInfo.GetDrives().Select(static drive => drive.RootDirectory.FullName.TrimEnd('/'))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static List<FolderEntry>? List(string path, int maxEntries)
    {
        if (!Directory.Exists(path))
        {
            return [];
        }

        try
        {
            var enumeration = new FileSystemEnumerable<FolderEntry>(
                path,
                static (ref FileSystemEntry entry) =>
                    new FolderEntry(entry.FileName.ToString(), entry.IsDirectory, entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
                s_everything);
            List<FolderEntry> entries = [];
            foreach (FolderEntry entry in enumeration)
            {
                if (entries.Count == maxEntries)
                {
                    return null;
                }

                entries.Add(entry);
            }

            return entries;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[]? Head(string path, int count)
    {
        try
        {
            // Pipes and devices have no length, and reading one may never end.
            FileInfo info = new(path);
            FileSystemInfo? target = info.LinkTarget is null ? info : info.ResolveLinkTarget(returnFinalTarget: true);
            if (target is not FileInfo { Exists: true } regular)
            {
                return null;
            }

            if (regular.Length == 0)
            {
                return [];
            }

            using SafeFileHandle file = File.OpenHandle(path);
            byte[] bytes = new byte[(int)Math.Min(count, RandomAccess.GetLength(file))];
            int length = 0;
            while (length < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(length), length) is var read and > 0)
            {
                length += read;
            }

            return length == bytes.Length ? bytes : bytes[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string? Resolve(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            string top = Path.GetPathRoot(full) ?? "";
            string found = top;
            Stack<string> rest = new();
            Push(rest, full[top.Length..]);
            int follows = 0;
            while (rest.TryPop(out string? part))
            {
                string next = Path.Combine(found, part);
                if (new FileInfo(next).LinkTarget is not { } target)
                {
                    found = next;
                    continue;
                }

                if (++follows > MaxLinks)
                {
                    return null;
                }

                string leadsTo = Path.GetFullPath(target, found);
                found = Path.GetPathRoot(leadsTo) ?? top;
                Push(rest, leadsTo[found.Length..]);
            }

            return Path.Exists(found) ? found : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static void Push(Stack<string> rest, string path)
    {
        foreach (string part in path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            rest.Push(part);
        }
    }
}
