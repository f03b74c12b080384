using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>A file to be packed.</summary>
/// <param name="Path">Name with <c>/</c>; one that ends in <c>/</c> is a folder.</param>
/// <param name="Bytes">Content; empty for folders.</param>
/// <param name="Mode">Unix permission bits, such as <c>0o644</c> (420).</param>
public sealed record ArchiveInput(string Path, ReadOnlyMemory<byte> Bytes, int Mode = 0b110_100_100)
{
    /// <summary>A text file in UTF-8.</summary>
    public static ArchiveInput Text(string path, string text, int mode = 0b110_100_100) => new(path, Encoding.UTF8.GetBytes(text), mode);

    internal bool IsDirectory => Path.EndsWith('/');
}

/// <summary>
/// Writes ZIP archives (APPNOTE 6.3) that depend on nothing but their input: 1980-01-01, Unix attributes, true sizes in local headers, no
/// ZIP64, no descriptors, no extra fields.
/// </summary>
public static class ZipWriter
{
    // The format's own zero: 1980-01-01 00:00.
    private const ushort Date = 0x0021;
    private const ushort VersionNeeded = 20;
    private const ushort MadeByUnix = (3 << 8) | VersionNeeded;

    /// <summary>The archive's bytes, entries in the order given.</summary>
    /// <exception cref="ArgumentException">More than 65,534 entries or 4 GiB, which would need ZIP64; or a name of more than 65,535 bytes.</exception>
    public static byte[] Write(IEnumerable<ArchiveInput> inputs)
    {
        using MemoryStream archive = new();
        Write(inputs, archive);
        return archive.ToArray();
    }

    /// <summary>Writes the archive at the stream's position, which must be the archive's first byte; the stream is not read and not sought.</summary>
    /// <inheritdoc cref="Write(IEnumerable{ArchiveInput})"/>
    public static void Write(IEnumerable<ArchiveInput> inputs, Stream target)
    {
        using MemoryStream directory = new();
        long written = 0;
        int count = 0;
        Span<byte> header = stackalloc byte[ZipFormat.DirectoryHeaderBytes];
        foreach (ArchiveInput input in inputs)
        {
            byte[] name = Encoding.UTF8.GetBytes(input.Path);
            byte[] packed = input.IsDirectory ? [] : Deflate(input.Bytes.Span);
            bool deflated = packed.Length < input.Bytes.Length;
            ReadOnlySpan<byte> stored = deflated ? packed : input.Bytes.Span;
            if (name.Length > ushort.MaxValue || written + stored.Length > uint.MaxValue - ushort.MaxValue || ++count >= ushort.MaxValue)
            {
                throw new ArgumentException("The archive would need ZIP64.", nameof(inputs));
            }

            Span<byte> shared = header[6..32];
            header.Clear();
            BinaryPrimitives.WriteUInt16LittleEndian(shared, VersionNeeded);
            BinaryPrimitives.WriteUInt16LittleEndian(shared[2..], IsAscii(input.Path) ? (ushort)0 : ZipFormat.FlagUtf8);
            BinaryPrimitives.WriteUInt16LittleEndian(shared[4..], deflated ? ZipFormat.Deflated : ZipFormat.Stored);
            BinaryPrimitives.WriteUInt16LittleEndian(shared[8..], Date);
            BinaryPrimitives.WriteUInt32LittleEndian(shared[10..], Crc32.HashToUInt32(input.Bytes.Span));
            BinaryPrimitives.WriteUInt32LittleEndian(shared[14..], (uint)stored.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(shared[18..], (uint)input.Bytes.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(shared[22..], (ushort)name.Length);

            BinaryPrimitives.WriteUInt32LittleEndian(header, ZipFormat.DirectorySignature);
            BinaryPrimitives.WriteUInt16LittleEndian(header[4..], MadeByUnix);
            BinaryPrimitives.WriteUInt32LittleEndian(header[38..], Attributes(input));
            BinaryPrimitives.WriteUInt32LittleEndian(header[42..], (uint)written);
            directory.Write(header);
            directory.Write(name);

            // The local header shares the 26 bytes from "version needed" on, directly behind its signature.
            target.Write(ZipFormat.LocalMark);
            target.Write(shared);
            target.Write(name);
            target.Write(stored);
            written += ZipFormat.LocalHeaderBytes + name.Length + stored.Length;
        }

        Span<byte> end = stackalloc byte[ZipFormat.EndBytes];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, ZipFormat.EndSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], (uint)directory.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], (uint)written);
        directory.WriteTo(target);
        target.Write(end);
    }

    private static uint Attributes(ArchiveInput input) =>
        input.IsDirectory ? ((0x4000u | (uint)(input.Mode & 0xFFF)) << 16) | 0x10 : (0x8000u | (uint)(input.Mode & 0xFFF)) << 16;

    private static bool IsAscii(string text) => Ascii.IsValid(text);

    private static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return packed.ToArray();
    }
}
