using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Assay.Packaging.Archives;

namespace Assay.Feeds;

/// <summary>Where documents come from: a folder, an archive, or a file.</summary>
public static class FeedSource
{
    private static readonly string[] s_endings = [".json", ".yaml", ".yml", ".jsonl", ".ndjson", ".csv"];

    // What a source that was not read to its end looks like: half of a feed would pass for a whole one.
    private static readonly AnomalyKind[] s_cut =
    [
        AnomalyKind.Unreadable, AnomalyKind.LimitReached, AnomalyKind.WrongChecksum, AnomalyKind.WrongSize, AnomalyKind.TarHeader, AnomalyKind.Encrypted,
        AnomalyKind.UnknownMethod,
    ];

    /// <summary>Hands out every document that may hold advisories; folders in order of names.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="shown">The path as the user named it, which documents' names begin with.</param>
    /// <param name="take">Takes a document.</param>
    /// <param name="report">Takes what is wrong with a single file of the source.</param>
    /// <returns>Why the source could not be read to its end, in a sentence; null where it was.</returns>
    public static string? Read(string path, string shown, FeedLimits limits, Action<FeedDocument> take, Action<FeedProblem> report)
    {
        try
        {
            if (Directory.Exists(path))
            {
                ReadFolder(path, shown, limits, take, report);
                return null;
            }

            if (!File.Exists(path))
            {
                return $"There is no file or folder '{shown}'.";
            }

            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
            ArchiveFormat? archive = IsDocument(shown) ? null : FormatSniffer.Foremost(FormatSniffer.Sniff(file));
            file.Position = 0;
            return archive switch
            {
                ArchiveFormat.TarGzip when shown.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) && IsDocument(shown[..^3]) => Unpack(file, shown, limits, take),
                ArchiveFormat format => ReadArchive(file, format, shown, limits, take, report),
                null => ReadWhole(file, shown, limits, take),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"'{shown}' could not be read to its end: {e.Message.TrimEnd('.')}.";
        }
    }

    private static bool IsDocument(string name) => s_endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static void ReadFolder(string path, string shown, FeedLimits limits, Action<FeedDocument> take, Action<FeedProblem> report)
    {
        EnumerationOptions all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden, IgnoreInaccessible = false };
        foreach (string file in Directory.EnumerateFiles(path, "*", all).Where(IsDocument).Order(StringComparer.Ordinal))
        {
            string name = $"{shown.TrimEnd('/', '\\')}/{Path.GetRelativePath(path, file).Replace('\\', '/')}";
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            if (TryFill(stream.Read, stream.Length, limits.MaxRecordBytes, out byte[] content))
            {
                take(new FeedDocument(name, content));
            }
            else
            {
                report(TooLarge(name, limits.MaxRecordBytes));
            }
        }
    }

    private static string? ReadArchive(Stream file, ArchiveFormat format, string shown, FeedLimits limits, Action<FeedDocument> take, Action<FeedProblem> report)
    {
        using ArchiveReader reader = ArchiveReader.Open(file, format, limits.Archives);
        while (reader.MoveNext())
        {
            ArchiveMember entry = reader.Current;
            if (entry.Type != MemberType.File || !IsDocument(entry.Path))
            {
                continue;
            }

            string name = $"{shown}/{entry.Path}";
            if (TryFill(reader.Read, entry.Size, limits.MaxRecordBytes, out byte[] content))
            {
                take(new FeedDocument(name, content));
            }
            else
            {
                report(TooLarge(name, limits.MaxRecordBytes));
            }
        }

        return reader.Anomalies.FirstOrDefault(static anomaly => s_cut.Contains(anomaly.Kind)) is ArchiveAnomaly cut
            ? $"'{shown}' could not be read to its end: {cut.Detail}"
            : null;
    }

    private static string? ReadWhole(FileStream file, string shown, FeedLimits limits, Action<FeedDocument> take)
    {
        if (!IsDocument(shown))
        {
            return $"'{shown}' is no archive, and no file that ends in {string.Join(", ", s_endings)}.";
        }

        if (!TryFill(file.Read, file.Length, limits.MaxDocumentBytes, out byte[] content))
        {
            return $"'{shown}' has more than the {RecordDraft.Number(limits.MaxDocumentBytes)} bytes that are taken.";
        }

        take(new FeedDocument(shown, content));
        return null;
    }

    private static string? Unpack(FileStream file, string shown, FeedLimits limits, Action<FeedDocument> take)
    {
        byte[] trailer = new byte[8];
        file.Position = Math.Max(0, file.Length - trailer.Length);
        bool isWhole = file.ReadAtLeast(trailer, trailer.Length, throwOnEndOfStream: false) == trailer.Length;
        file.Position = 0;
        byte[] content;
        try
        {
            using GZipStream gzip = new(file, CompressionMode.Decompress);
            if (!TryFill(gzip.Read, 0, limits.MaxDocumentBytes, out content))
            {
                return $"'{shown}' has more than the {RecordDraft.Number(limits.MaxDocumentBytes)} bytes that are taken.";
            }
        }
        catch (InvalidDataException)
        {
            return $"'{shown}' is broken gzip.";
        }

        // GZipStream takes data that breaks off for its end: only the trailer (RFC 1952: CRC-32, length) tells.
        if (!isWhole || BinaryPrimitives.ReadUInt32LittleEndian(trailer) != Crc32.HashToUInt32(content)
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(4)) != (uint)content.Length)
        {
            return $"'{shown}' could not be read to its end: the gzip data breaks off.";
        }

        take(new FeedDocument(shown[..^3], content));
        return null;
    }

    private static FeedProblem TooLarge(string name, int most) =>
        new(name, "", $"The record has more than the {RecordDraft.Number(most)} bytes that are taken.", LosesRecord: true);

    // False where there are more bytes than may be taken.
    private static bool TryFill(ReadBytes read, long expected, int most, out byte[] content)
    {
        content = new byte[(int)Math.Clamp(expected + 1, 4_096, 1 << 20)];
        int filled = 0;
        int n;
        while ((n = read(content.AsSpan(filled))) > 0)
        {
            filled += n;
            if (filled > most)
            {
                return false;
            }

            if (filled == content.Length)
            {
                Array.Resize(ref content, (int)Math.Min((long)most + 1, content.Length * 2L));
            }
        }

        Array.Resize(ref content, filled);
        return true;
    }

    private delegate int ReadBytes(Span<byte> target);
}
