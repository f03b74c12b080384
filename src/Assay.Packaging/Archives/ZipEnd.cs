using System.Buffers.Binary;

namespace Assay.Packaging.Archives;

/// <summary>What the end records of a ZIP say (APPNOTE 4.3.14 to 4.3.16), as CPython's zipfile reads them.</summary>
/// <param name="DirectoryStart">Where the central directory really starts: its size before the end records.</param>
/// <param name="DirectoryEnd">Byte after the directory by that reckoning, where the end records start.</param>
/// <param name="Shift">What must be added to every stored offset; 0 in an honest archive.</param>
/// <param name="Entries">Entries that the records announce.</param>
/// <param name="RecordsEnd">Byte after the end record without its comment.</param>
/// <param name="CommentEnd">Byte after the comment, as far as the file goes.</param>
internal sealed record ZipEnd(long DirectoryStart, long DirectoryEnd, long Shift, long Entries, long RecordsEnd, long CommentEnd)
{
    private const int MaxCommentBytes = ushort.MaxValue;

    /// <summary>Finds and checks the end records; null, with a report, where there are none that could be followed.</summary>
    public static ZipEnd? Find(FileWindow file, AnomalyReport report)
    {
        long at = Locate(file);
        if (at < 0)
        {
            report(AnomalyKind.Unreadable, null, file.Length, "There is no end record: this is not a ZIP, or its end is missing.");
            return null;
        }

        Span<byte> end = stackalloc byte[ZipFormat.EndBytes];
        file.ReadAt(at, end);
        ushort disk = BinaryPrimitives.ReadUInt16LittleEndian(end[4..]);
        ushort directoryDisk = BinaryPrimitives.ReadUInt16LittleEndian(end[6..]);
        ushort entriesHere = BinaryPrimitives.ReadUInt16LittleEndian(end[8..]);
        long entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        ushort commentLength = BinaryPrimitives.ReadUInt16LittleEndian(end[20..]);

        if (disk != 0 || directoryDisk != 0 || entriesHere != entries)
        {
            report(AnomalyKind.EndRecord, null, at, $"The end record speaks of several disks: disk {disk}, directory on {directoryDisk}, {entriesHere} of {entries} entries here.");
        }

        long commentEnd = CheckComment(file, at, commentLength, report);
        long directoryEnd = at;
        if (Zip64End.Read(file, at, report) is Zip64End wide)
        {
            Compare(wide, at, entries, size, offset, report);
            (entries, size, offset, directoryEnd) = (wide.Entries, wide.DirectorySize, wide.DirectoryOffset, wide.Start);
        }
        else if (entries == ZipFormat.Sentinel16 || size == ZipFormat.Sentinel32 || offset == ZipFormat.Sentinel32)
        {
            report(AnomalyKind.Zip64, null, at, "The end record refers to a ZIP64 end record that is not there.");
        }

        if (size < 0 || offset is < 0 or > long.MaxValue / 4 || size > directoryEnd)
        {
            report(AnomalyKind.Unreadable, null, at, $"The directory would have {unchecked((ulong)size)} bytes and start at byte {unchecked((ulong)offset)}, but the end records stand at byte {directoryEnd}.");
            return new ZipEnd(directoryEnd, directoryEnd, 0, 0, at + ZipFormat.EndBytes, commentEnd);
        }

        long start = directoryEnd - size;
        if (start != offset)
        {
            report(AnomalyKind.EndRecord, null, at, $"The end record puts the directory at byte {offset}; by its size it stands at byte {start}.");
        }

        return new ZipEnd(start, directoryEnd, start - offset, entries, at + ZipFormat.EndBytes, commentEnd);
    }

    // As zipfile looks: an end record without a comment as the last 22 bytes; else the last mark within reach of the longest comment.
    internal static long Locate(FileWindow file)
    {
        Span<byte> end = stackalloc byte[ZipFormat.EndBytes];
        long last = file.Length - ZipFormat.EndBytes;
        if (last < 0)
        {
            return -1;
        }

        file.ReadAt(last, end);
        if (end.StartsWith(ZipFormat.EndMark) && end[20] == 0 && end[21] == 0)
        {
            return last;
        }

        long from = Math.Max(0, last - MaxCommentBytes);
        byte[] tail = new byte[file.Length - from];
        file.ReadAt(from, tail);
        int at = tail.AsSpan().LastIndexOf(ZipFormat.EndMark);
        return at < 0 || from + at > last ? -1 : from + at;
    }

    private static long CheckComment(FileWindow file, long at, ushort length, AnomalyReport report)
    {
        long start = at + ZipFormat.EndBytes;
        long rest = file.Length - start;
        if (length > rest)
        {
            report(AnomalyKind.EndRecord, null, at, $"The archive's comment should have {length} bytes; the file has {rest} more.");
        }

        int present = (int)Math.Min(length, rest);
        if (present > 0)
        {
            byte[] comment = new byte[present];
            file.ReadAt(start, comment);
            bool holdsRecords = comment.AsSpan().IndexOf("PK"u8) >= 0 || comment.AsSpan().IndexOfAnyInRange((byte)1, (byte)8) >= 0;
            report(
                holdsRecords ? AnomalyKind.EndRecord : AnomalyKind.CommentOrExtra,
                null,
                start,
                holdsRecords ? $"The archive's comment of {length} bytes could be read as ZIP records." : $"The archive has a comment of {present} bytes.");
        }

        return start + present;
    }

    private static void Compare(Zip64End wide, long at, long entries, long size, long offset, AnomalyReport report)
    {
        if ((entries != ZipFormat.Sentinel16 && entries != wide.Entries)
            || (size != ZipFormat.Sentinel32 && size != wide.DirectorySize)
            || (offset != ZipFormat.Sentinel32 && offset != wide.DirectoryOffset))
        {
            report(
                AnomalyKind.Zip64,
                null,
                at,
                $"The two end records disagree: {entries} entries, {size} bytes at {offset}; in ZIP64 {wide.Entries} entries, {wide.DirectorySize} bytes at {wide.DirectoryOffset}.");
        }
    }
}

/// <summary>The ZIP64 end record that the locator before the end record leads to.</summary>
internal sealed record Zip64End(long Start, long Entries, long DirectorySize, long DirectoryOffset)
{
    // The record's own size field leaves out its first twelve bytes.
    private const int PlainSize = ZipFormat.Zip64EndBytes - 12;

    /// <summary>Null where no locator stands directly before the end record at <paramref name="endAt"/>, or it leads nowhere.</summary>
    public static Zip64End? Read(FileWindow file, long endAt, AnomalyReport report)
    {
        Span<byte> locator = stackalloc byte[ZipFormat.Zip64LocatorBytes];
        long locatorAt = endAt - ZipFormat.Zip64LocatorBytes;
        if (locatorAt < 0 || file.ReadAt(locatorAt, locator) < locator.Length
            || BinaryPrimitives.ReadUInt32LittleEndian(locator) != ZipFormat.Zip64LocatorSignature)
        {
            return null;
        }

        uint disk = BinaryPrimitives.ReadUInt32LittleEndian(locator[4..]);
        long stated = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        uint disks = BinaryPrimitives.ReadUInt32LittleEndian(locator[16..]);
        if (disk != 0 || disks > 1)
        {
            report(AnomalyKind.Zip64, null, locatorAt, $"The ZIP64 locator speaks of several disks: {disk} of {disks}.");
        }

        // zipfile has long taken the 56 bytes before the locator and ignored the offset; others follow the offset.
        long adjacent = locatorAt - ZipFormat.Zip64EndBytes;
        if (stated != adjacent)
        {
            report(AnomalyKind.Zip64, null, locatorAt, $"The locator puts the ZIP64 end record at byte {unchecked((ulong)stated)}; the one before it would stand at byte {adjacent}.");
        }

        Span<byte> record = stackalloc byte[ZipFormat.Zip64EndBytes];
        long at = IsRecord(file, adjacent, record) ? adjacent : stated >= 0 && stated < locatorAt && IsRecord(file, stated, record) ? stated : -1;
        if (at < 0)
        {
            report(AnomalyKind.Zip64, null, locatorAt, "The ZIP64 locator leads to no ZIP64 end record.");
            return null;
        }

        long recordSize = BinaryPrimitives.ReadInt64LittleEndian(record[4..]);
        if (recordSize != PlainSize)
        {
            report(AnomalyKind.Zip64, null, at, $"The ZIP64 end record has {unchecked((ulong)recordSize)} bytes in place of {PlainSize}: it carries extensible data.");
        }

        uint recordDisk = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        uint directoryDisk = BinaryPrimitives.ReadUInt32LittleEndian(record[20..]);
        long here = BinaryPrimitives.ReadInt64LittleEndian(record[24..]);
        long entries = BinaryPrimitives.ReadInt64LittleEndian(record[32..]);
        if (recordDisk != 0 || directoryDisk != 0 || here != entries)
        {
            report(AnomalyKind.Zip64, null, at, $"The ZIP64 end record speaks of several disks: disk {recordDisk}, directory on {directoryDisk}, {here} of {entries} entries here.");
        }

        return new Zip64End(at, entries, BinaryPrimitives.ReadInt64LittleEndian(record[40..]), BinaryPrimitives.ReadInt64LittleEndian(record[48..]));
    }

    private static bool IsRecord(FileWindow file, long at, Span<byte> record) =>
        at >= 0 && file.ReadAt(at, record) == record.Length && BinaryPrimitives.ReadUInt32LittleEndian(record) == ZipFormat.Zip64EndSignature;
}
