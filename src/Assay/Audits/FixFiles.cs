using System.Text;
using Assay.Packaging.Names;

namespace Assay.Audits;

/// <summary>A file as it was read, and as it shall be.</summary>
/// <param name="Path">Full path.</param>
/// <param name="BeforeText">Decoded.</param>
internal sealed record FixedFile(string Path, byte[] Before, byte[] After, string BeforeText, string AfterText);

/// <summary>The files that a fix changes. What one input changed, the next input reads.</summary>
/// <param name="read">The bytes of a file; null where it cannot be read.</param>
internal sealed class FixFiles(Func<string, byte[]?> read)
{
    private readonly Dictionary<string, FixedFile> _changed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _before = new(StringComparer.Ordinal);

    /// <summary>Those that change, in the order in which they were first changed.</summary>
    public IEnumerable<FixedFile> Changed => _changed.Values;

    /// <summary>What cannot be edited: file, line and a sentence without its dot; unescaped.</summary>
    public List<(string File, int Line, string Problem)> Problems { get; } = [];

    /// <summary>Projects of which a requirement was edited, or was found to be so already.</summary>
    public HashSet<ProjectName> Edited { get; } = [];

    /// <summary>True where an earlier input of this run changed a file.</summary>
    public bool HasChanged(string path) => _changed.ContainsKey(path);

    /// <summary>A file's bytes with the changes so far.</summary>
    public byte[]? Read(string path)
    {
        if (_changed.TryGetValue(path, out FixedFile? changed))
        {
            return changed.After;
        }

        if (!_before.TryGetValue(path, out byte[]? bytes) && read(path) is { } fresh)
        {
            _before[path] = bytes = fresh;
        }

        return bytes;
    }

    /// <summary>Takes a file's new content.</summary>
    public void Change(string path, byte[] after, string beforeText, string afterText) =>
        _changed[path] = _changed.TryGetValue(path, out FixedFile? already)
            ? already with { After = after, AfterText = afterText }
            : new FixedFile(path, _before[path], after, beforeText, afterText);

    /// <summary>Why a file cannot be replaced: somebody wrote to it meanwhile; null: it is as it was read.</summary>
    public static bool IsAsRead(FixedFile file)
    {
        using FileStream stream = new(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] now = new byte[file.Before.Length + 1];
        int length = stream.ReadAtLeast(now, now.Length, throwOnEndOfStream: false);
        return now.AsSpan(0, length).SequenceEqual(file.Before);
    }

    internal static UTF8Encoding Strict { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
