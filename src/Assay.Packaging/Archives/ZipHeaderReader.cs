using System.Buffers;
using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>Reads the parts of ZIP headers that have no fixed size: names, extra fields, and the sizes that these widen.</summary>
internal sealed class ZipHeaderReader(FileWindow file, FileWindow directory, int maxNameBytes, AnomalyReport report) : IDisposable
{
    private readonly byte[] _listedName = ArrayPool<byte>.Shared.Rent(ushort.MaxValue);
    private readonly byte[] _localName = ArrayPool<byte>.Shared.Rent(ushort.MaxValue);
    private readonly byte[] _field = ArrayPool<byte>.Shared.Rent(ushort.MaxValue);
    private int _listedNameLength;

    /// <summary>The central directory's name, sizes and local offset of an entry; what is wrong with its header is reported.</summary>
    public (string Path, long Size, long CompressedSize, long LocalOffset) ReadListed(ZipDirectoryEntry entry)
    {
        // The last record may claim more than the file has.
        long at = entry.RecordOffset + ZipFormat.DirectoryHeaderBytes;
        _listedNameLength = directory.ReadAt(at, _listedName.AsSpan(0, entry.NameLength));
        ReadOnlySpan<byte> name = _listedName.AsSpan(0, _listedNameLength);
        ReadOnlySpan<byte> field = _field.AsSpan(0, directory.ReadAt(at + entry.NameLength, _field.AsSpan(0, entry.ExtraLength)));
        string path = DecodeName(name, entry.Flags, entry.RecordOffset);

        ZipExtra extra = ZipExtra.Parse(field, name);
        int wide = 0;
        (long size, long packed, long local) = (entry.Size, entry.CompressedSize, entry.LocalOffset);
        extra.Widen(ref size, ref wide);
        extra.Widen(ref packed, ref wide);
        extra.Widen(ref local, ref wide);
        extra.EndWiden(wide);
        ReportExtra(ref extra, path, entry.RecordOffset);
        if (entry.CommentLength > 0)
        {
            report(AnomalyKind.CommentOrExtra, path, entry.RecordOffset, $"The directory carries a comment of {entry.CommentLength} bytes on the entry.");
        }

        if (entry.Disk != 0)
        {
            report(AnomalyKind.EndRecord, path, entry.RecordOffset, $"The entry is said to stand on disk {entry.Disk}.");
        }

        return (path, size, packed, local);
    }

    /// <summary>The local header at a place; null where none stands there.</summary>
    /// <param name="isListed">It belongs to the entry that <see cref="ReadListed"/> read last: its name counts only where it differs.</param>
    public ZipLocalReading? ReadLocal(long offset, bool isListed)
    {
        Span<byte> fixedPart = stackalloc byte[ZipFormat.LocalHeaderBytes];
        if (file.ReadAt(offset, fixedPart) < fixedPart.Length || ZipLocalHeader.Read(fixedPart) is not ZipLocalHeader header)
        {
            return null;
        }

        long at = offset + fixedPart.Length;
        Span<byte> name = _localName.AsSpan(0, header.NameLength);
        if (file.ReadAt(at, name) < name.Length)
        {
            return null;
        }

        bool isSame = isListed && name.SequenceEqual(_listedName.AsSpan(0, _listedNameLength));
        string? otherName = isSame ? null : DecodeName(name, header.Flags, offset);
        at += header.NameLength;
        long size = header.Size;
        long packed = header.CompressedSize;
        if (header.ExtraLength > 0)
        {
            ReadOnlySpan<byte> field = _field.AsSpan(0, file.ReadAt(at, _field.AsSpan(0, header.ExtraLength)));
            ZipExtra extra = ZipExtra.Parse(field, name);
            int wide = 0;
            extra.Widen(ref size, ref wide);
            extra.Widen(ref packed, ref wide);
            extra.EndWiden(wide);
            ReportExtra(ref extra, otherName ?? EntryName.DecodeUtf8(name, out _), offset);
        }

        return new ZipLocalReading(header.Flags, header.Method, header.Crc, packed, size, at + header.ExtraLength, otherName);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_listedName);
        ArrayPool<byte>.Shared.Return(_localName);
        ArrayPool<byte>.Shared.Return(_field);
    }

    private string DecodeName(ReadOnlySpan<byte> bytes, ushort flags, long offset)
    {
        if (bytes.Length > maxNameBytes)
        {
            report(AnomalyKind.LimitReached, null, offset, $"The name has {bytes.Length} bytes and is cut ({nameof(ArchiveLimits.MaxNameBytes)}).");
            bytes = bytes[..maxNameBytes];
        }

        if (Ascii.IsValid(bytes))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        string name = EntryName.DecodeUtf8(bytes, out bool valid);
        if (!valid)
        {
            report(AnomalyKind.MalformedName, name, offset, "The name is not valid UTF-8.");
        }

        if ((flags & ZipFormat.FlagUtf8) != 0)
        {
            return name;
        }

        string other = EntryName.DecodeCp437(bytes);
        report(AnomalyKind.MalformedName, name, offset, $"The name is not marked as UTF-8: some readers see '{other}'.");
        return valid ? name : other;
    }

    private void ReportExtra(ref ZipExtra extra, string path, long offset)
    {
        if (extra.Zip64Problem is string wide)
        {
            report(AnomalyKind.Zip64, path, offset, wide);
        }

        if (extra.Problem is string problem)
        {
            report(AnomalyKind.CommentOrExtra, path, offset, problem);
        }
    }
}
