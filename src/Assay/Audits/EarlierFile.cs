using System.ComponentModel;
using System.Diagnostics;

namespace Assay.Audits;

/// <summary>A file as a revision of git has it.</summary>
internal static class EarlierFile
{
    private const int LongestMilliseconds = 30_000;

    /// <summary>The file's bytes at a revision, none where that revision does not have the file; null with the reason where git cannot tell.</summary>
    /// <param name="path">Full path of the file as it is now.</param>
    /// <param name="revision">A revision as git names them.</param>
    /// <param name="maxBytes">More than this is refused.</param>
    /// <param name="reason">One sentence, unescaped; null where the bytes are there.</param>
    public static byte[]? Read(string path, string revision, int maxBytes, out string? reason)
    {
        if (revision.StartsWith('-'))
        {
            reason = $"'{revision}' is neither a file nor a revision of git";
            return null;
        }

        // A folder that is gone was there then: git starts in what is left of the path.
        string folder = Path.GetDirectoryName(path) ?? "/";
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is string parent)
        {
            folder = parent;
        }

        string name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
        byte[]? content = Git(folder, maxBytes, out string? problem, "cat-file", "blob", $"{revision}:./{name}");

        // A file that is newer than a revision that exists held nothing then.
        if (content is null && Git(folder, maxBytes, out _, "ls-tree", revision, "--", name) is { Length: 0 })
        {
            content = [];
        }

        reason = content is null ? $"{Path.GetFileName(path)} at '{revision}' cannot be read: {problem}" : null;
        return content;
    }

    /// <summary>The bytes of a file that another one includes; null where the revision does not have it, or git cannot tell.</summary>
    public static byte[]? ReadIncluded(string path, string revision, int maxBytes) =>
        Path.IsPathFullyQualified(path) && Read(path, revision, maxBytes, out _) is { Length: > 0 } content ? content : null;

    private static byte[]? Git(string folder, int maxBytes, out string? reason, params ReadOnlySpan<string> arguments)
    {
        ProcessStartInfo start = new("git")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // Configuration of the repository at hand must not start programs: no pager, no hooks of the file system monitor, no text filters.
        foreach (string argument in (ReadOnlySpan<string>)["--no-pager", "-c", "core.fsmonitor=false", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            using MemoryStream content = new();
            byte[] buffer = new byte[65_536];
            int read;
            while ((read = process.StandardOutput.BaseStream.Read(buffer)) > 0 && content.Length <= maxBytes)
            {
                content.Write(buffer, 0, read);
            }

            if (content.Length > maxBytes)
            {
                process.Kill(entireProcessTree: true);
                reason = $"it is larger than {maxBytes} bytes";
                return null;
            }

            if (!process.WaitForExit(LongestMilliseconds))
            {
                process.Kill(entireProcessTree: true);
                reason = "git did not answer";
                return null;
            }

            reason = process.ExitCode == 0 ? null : $"git says '{FirstLine(errors.GetAwaiter().GetResult())}'";
            return reason is null ? content.ToArray() : null;
        }
        catch (Win32Exception e)
        {
            reason = $"it is no file, and git could not be started: {e.Message}";
            return null;
        }
    }

    private static string FirstLine(string text)
    {
        StringReader lines = new(text);
        return lines.ReadLine() ?? "it gave no reason";
    }
}
