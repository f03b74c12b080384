using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>Writes gzip-compressed POSIX ustar archives that depend on nothing but their input: time 0, user and group 0, no names of either.</summary>
public static class TarGzipWriter
{
    /// <summary>The archive's bytes, entries in the order given.</summary>
    /// <exception cref="ArgumentException">A name that ustar's 100 + 155 bytes cannot hold.</exception>
    public static byte[] Write(IEnumerable<ArchiveInput> inputs) => Gzip(WriteTar(inputs));

    /// <summary>The uncompressed tar.</summary>
    /// <inheritdoc cref="Write"/>
    public static byte[] WriteTar(IEnumerable<ArchiveInput> inputs)
    {
        using MemoryStream tar = new();
        Span<byte> header = stackalloc byte[512];
        ReadOnlySpan<byte> zeros = new byte[1024];
        foreach (ArchiveInput input in inputs)
        {
            header.Clear();
            WriteName(header, Encoding.UTF8.GetBytes(input.Path));
            WriteOctal(header.Slice(100, 8), input.Mode & 0xFFF);
            WriteOctal(header.Slice(108, 8), 0);
            WriteOctal(header.Slice(116, 8), 0);
            WriteOctal(header.Slice(124, 12), input.IsDirectory ? 0 : input.Bytes.Length);
            WriteOctal(header.Slice(136, 12), 0);
            header[156] = input.IsDirectory ? (byte)'5' : (byte)'0';
            "ustar\u000000"u8.CopyTo(header[257..]);
            header.Slice(148, 8).Fill((byte)' ');
            int sum = 0;
            foreach (byte b in header)
            {
                sum += b;
            }

            WriteOctal(header.Slice(148, 7), sum);
            tar.Write(header);
            if (!input.IsDirectory)
            {
                tar.Write(input.Bytes.Span);
                tar.Write(zeros[..(-input.Bytes.Length & 511)]);
            }
        }

        tar.Write(zeros);
        return tar.ToArray();
    }

    /// <summary>One gzip member (RFC 1952) without name and time.</summary>
    public static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using MemoryStream gzip = new();
        // Deflate, no flags, no time, no hint of the level, operating system unknown.
        gzip.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]);
        using (DeflateStream deflate = new(gzip, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        if (bytes.IsEmpty)
        {
            // The in-box encoder writes nothing for nothing; a final empty block is what the format wants.
            gzip.Write([0x03, 0x00]);
        }

        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32.HashToUInt32(bytes));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], unchecked((uint)bytes.Length));
        gzip.Write(trailer);
        return gzip.ToArray();
    }

    private static void WriteName(Span<byte> header, ReadOnlySpan<byte> name)
    {
        if (name.Length <= 100)
        {
            name.CopyTo(header);
            return;
        }

        // The prefix takes whole folders; the name keeps at least one byte behind the slash.
        for (int slash = name.Length - 2; slash > 0; slash--)
        {
            if (name[slash] == (byte)'/' && slash <= 155 && name.Length - slash - 1 <= 100)
            {
                name[..slash].CopyTo(header[345..]);
                name[(slash + 1)..].CopyTo(header);
                return;
            }
        }

        throw new ArgumentException($"The name is too long for ustar: {Encoding.UTF8.GetString(name)}");
    }

    private static void WriteOctal(Span<byte> field, long value)
    {
        for (int i = field.Length - 2; i >= 0; i--)
        {
            field[i] = (byte)('0' + (value & 7));
            value >>= 3;
        }
    }
}
