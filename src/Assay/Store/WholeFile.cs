namespace Assay.Store;

/// <summary>Files that hold all of the old or all of the new, whatever ends the process that writes them.</summary>
public static class WholeFile
{
    /// <summary>The mode of what belongs to this user alone.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Puts bytes in a file's place; a file that is there keeps its mode, and of a link the target is replaced, not the link.</summary>
    /// <param name="mode">Of a file that is made anew; null: what the process's mask leaves.</param>
    /// <exception cref="IOException">It cannot be written: the folder is missing, the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, byte[] content, UnixFileMode? mode = null) => Write(path, mode, stream => stream.Write(content), static _ => { });

    /// <summary>The same for what is written bit by bit.</summary>
    /// <param name="fill">Writes the content.</param>
    /// <param name="check">Given the path of the finished file before it takes the other's place; what it throws keeps the old one.</param>
    /// <inheritdoc cref="Write(string, byte[], UnixFileMode?)" path="/exception"/>
    public static void Write(string path, UnixFileMode? mode, Action<FileStream> fill, Action<string> check)
    {
        string target = Resolve(path);
        string beside = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.part");
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        UnixFileMode? kept = !OperatingSystem.IsWindows() && File.Exists(target) ? File.GetUnixFileMode(target) : null;
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = kept ?? mode;
        }

        try
        {
            using (FileStream stream = new(beside, options))
            {
                if (!OperatingSystem.IsWindows() && kept is UnixFileMode same)
                {
                    // The mask takes bits from a new file that the old one has.
                    File.SetUnixFileMode(stream.SafeFileHandle, same);
                }

                fill(stream);
                stream.Flush(flushToDisk: true);
            }

            check(beside);
            File.Move(beside, target, overwrite: true);
        }
        finally
        {
            // Gone after a successful move; left over only where something failed.
            File.Delete(beside);
        }
    }

    /// <summary>The full path of a file, or of what a link leads to in the end.</summary>
    public static string Resolve(string path) =>
        new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path) : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
}
