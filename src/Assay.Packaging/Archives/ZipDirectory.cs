namespace Assay.Packaging.Archives;

/// <summary>The central directory as zipfile reads it: record after record until its size is used up.</summary>
internal static class ZipDirectory
{
    /// <summary>Reads every record's fixed part and checks the directory as a whole; answers where the last whole record ends.</summary>
    public static long Read(FileWindow file, ZipEnd end, ArchiveLimits limits, List<ZipDirectoryEntry> entries, AnomalyReport report)
    {
        Span<byte> header = stackalloc byte[ZipFormat.DirectoryHeaderBytes];
        long at = end.DirectoryStart;
        while (at < end.DirectoryEnd)
        {
            if (file.ReadAt(at, header) < header.Length || ZipDirectoryEntry.Read(header, at) is not ZipDirectoryEntry entry)
            {
                report(AnomalyKind.Unreadable, null, at, $"The directory breaks off after {entries.Count} entries.");
                break;
            }

            if (entries.Count == limits.MaxEntries)
            {
                report(AnomalyKind.LimitReached, null, at, $"The directory lists more than {limits.MaxEntries} entries ({nameof(ArchiveLimits.MaxEntries)}).");
                return end.DirectoryEnd;
            }

            entries.Add(entry);
            at += ZipFormat.DirectoryHeaderBytes + entry.NameLength + entry.ExtraLength + entry.CommentLength;
        }

        if (at > end.DirectoryEnd)
        {
            report(AnomalyKind.EndRecord, null, at, $"The directory runs {at - end.DirectoryEnd} bytes into the end records.");
        }

        if (entries.Count != end.Entries)
        {
            report(AnomalyKind.EndRecord, null, end.DirectoryEnd, $"The end record announces {end.Entries} entries; the directory lists {entries.Count}.");
        }

        return Math.Min(at, end.DirectoryEnd);
    }
}
