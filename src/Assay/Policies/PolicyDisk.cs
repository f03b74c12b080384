using System.Security.Cryptography;
using System.Text;
using Assay.Store;

namespace Assay.Policies;

/// <summary>A policy file's bytes and text.</summary>
/// <param name="Text">Without byte order mark.</param>
/// <param name="Sha256">Lower-case hex of the bytes.</param>
internal sealed record PolicyText(byte[] Bytes, string Text, string Sha256);

/// <summary>Reads and writes the files of policies. The only place of this folder that touches the disk's content.</summary>
internal static class PolicyDisk
{
    /// <summary>Bytes a policy, a project's pyproject.toml or the list of trusted files may have.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a whole file; null with the reason where it cannot be read, null without one where it is not there.</summary>
    /// <param name="problem">Half a sentence that follows the file's name, or null.</param>
    public static PolicyText? Read(string path, out string? problem)
    {
        problem = null;
        try
        {
            if (Directory.Exists(path))
            {
                problem = "is a folder, not a file";
                return null;
            }

            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            // A pipe has no length; one byte more than the limit shows that it is passed.
            byte[] bytes = new byte[(stream.CanSeek ? (int)Math.Min(stream.Length, MaxBytes) : MaxBytes) + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
            {
                problem = $"is larger than {MaxBytes / 1024 / 1024} MiB, which no policy is";
                return null;
            }

            bytes = bytes[..length];
            string text = Strict.GetString(bytes);
            return new PolicyText(bytes, text.TrimStart('\uFEFF'), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (DecoderFallbackException)
        {
            problem = "is not UTF-8 text";
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // Not there: the caller knows whether that is a mistake.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            problem = $"cannot be read: {Reason(e)}";
        }

        return null;
    }

    /// <summary>Replaces a file's content in one step, or creates it for this user alone; a link's target is replaced, not the link.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Replace(string path, byte[] content)
    {
        CreatePrivateFolder(Path.GetDirectoryName(WholeFile.Resolve(path))!);
        WholeFile.Write(path, content, WholeFile.Private);
    }

    /// <summary>Adds a line at the end of a log that belongs to this user alone.</summary>
    /// <inheritdoc cref="Replace" path="/exception"/>
    public static void AppendLine(string path, string line)
    {
        CreatePrivateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FileStreamOptions options = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = WholeFile.Private;
        }

        using FileStream stream = new(path, options);
        stream.Write(Strict.GetBytes(line + "\n"));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>True where users other than the owner may write to a file and so could loosen what it says.</summary>
    public static bool IsWritableByAll(string path) =>
        !OperatingSystem.IsWindows() && File.GetUnixFileMode(path).HasFlag(UnixFileMode.OtherWrite);

    /// <summary>The system's words for a failure, on one line and without the file's name in front.</summary>
    public static string Reason(Exception e) => e switch
    {
        UnauthorizedAccessException => "permission denied",
        _ => e.Message.Split('\n')[0].TrimEnd('\r', '.'),
    };

    private static void CreatePrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
