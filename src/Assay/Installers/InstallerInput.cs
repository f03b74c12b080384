using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>All that an installer would look at when it starts: nothing is read from elsewhere, so tests need no disk.</summary>
/// <param name="Arguments">After the installer's name.</param>
/// <param name="Environment">The whole environment; names compare as the platform compares them.</param>
/// <param name="WorkingDirectory">Absolute.</param>
/// <param name="Prefix">The interpreter's own <c>sys.prefix</c> where it was asked (<see cref="PythonOnPath.AskPrefix"/>); null: taken from its path.</param>
public sealed record InstallerInput(
    ImmutableArray<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string WorkingDirectory,
    InstallerFiles Files,
    InstallerFolders Folders,
    string? Prefix = null)
{
    /// <summary>The variable's value; null where it is not set.</summary>
    public string? Variable(string name) => Environment.TryGetValue(name, out string? value) ? value : null;

    /// <summary>The variable's value; null where it is not set or empty.</summary>
    public string? FilledVariable(string name) => Variable(name) is { Length: > 0 } value ? value : null;

    /// <summary>An absolute path for one that the user wrote, relative to <paramref name="folder"/> or to the working directory.</summary>
    public string Absolute(string path, string? folder = null) =>
        Path.GetFullPath(path, Path.GetFullPath(folder ?? WorkingDirectory));
}

/// <summary>The few questions that reading a command asks of the disk.</summary>
/// <param name="Read">A file's bytes; null where there is none, or it cannot be read.</param>
public sealed record InstallerFiles(Func<string, byte[]?> Read, Func<string, bool> FileExists, Func<string, bool> FolderExists)
{
    /// <summary>Requirements and configuration files above this many bytes are not read.</summary>
    public const long LargestFile = 16 * 1024 * 1024;

    /// <summary>A file's first bytes, at most 512; null where there is none, or it cannot be read. Programs are looked at by these only.</summary>
    public Func<string, byte[]?> ReadHead { get; init; } = path => Read(path) is { } bytes ? bytes[..Math.Min(bytes.Length, HeadLength)] : null;

    /// <summary>The full paths of the folders in a folder; empty where there are none, or they cannot be read.</summary>
    public Func<string, IReadOnlyList<string>> Folders { get; init; } = static _ => [];

    /// <summary>The machine's own disk.</summary>
    public static InstallerFiles Disk { get; } =
        new(ReadFromDisk, File.Exists, Directory.Exists) { ReadHead = ReadHeadFromDisk, Folders = FoldersOnDisk };

    private const int HeadLength = 512;

    private static string[] FoldersOnDisk(string path)
    {
        try
        {
            return Directory.GetDirectories(path);
        }
        catch (IOException)
        {
            return [];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static byte[]? ReadHeadFromDisk(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] head = new byte[HeadLength];
            return head[..stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false)];
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[]? ReadFromDisk(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= LargestFile ? File.ReadAllBytes(path) : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
