using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Assay.Tests.Packaging.Archives.Samples;

/// <summary>One entry of a ZIP in which every fact can be told twice in two ways. Null: as an honest writer would.</summary>
public sealed record ZipPart(string Name, string Content)
{
    public byte[]? RawName { get; init; }

    public string? LocalName { get; init; }

    /// <summary>Bytes stored in place of the packed content.</summary>
    public byte[]? Stored { get; init; }

    public ushort Method { get; init; }

    public ushort? LocalMethod { get; init; }

    public ushort Flags { get; init; }

    public ushort? LocalFlags { get; init; }

    public uint? Crc { get; init; }

    public uint? LocalCrc { get; init; }

    public uint? Size { get; init; }

    public uint? LocalSize { get; init; }

    public uint? Packed { get; init; }

    public uint? LocalPacked { get; init; }

    public byte[] Extra { get; init; } = [];

    public byte[] LocalExtra { get; init; } = [];

    public byte[] Comment { get; init; } = [];

    public uint Attributes { get; init; } = 0x81A4u << 16;

    public byte[] Before { get; init; } = [];

    /// <summary>Bytes behind the data, such as a descriptor.</summary>
    public byte[] After { get; init; } = [];

    public bool IsListed { get; init; } = true;

    public bool HasLocal { get; init; } = true;

    public uint? LocalOffset { get; init; }

    public byte[] Data => Stored ?? (Method == 8 ? ZipBuilder.Deflate(Encoding.UTF8.GetBytes(Content)) : Encoding.UTF8.GetBytes(Content));

    public uint TrueCrc => Crc32.HashToUInt32(Encoding.UTF8.GetBytes(Content));

    public uint TrueSize => (uint)Encoding.UTF8.GetByteCount(Content);
}

/// <summary>Writes a ZIP as told, true or not.</summary>
public sealed record ZipBuilder(params ZipPart[] Parts)
{
    public byte[] Prefix { get; init; } = [];

    public byte[] BeforeDirectory { get; init; } = [];

    public byte[] AfterDirectory { get; init; } = [];

    public byte[] Comment { get; init; } = [];

    public byte[] Suffix { get; init; } = [];

    public int? Count { get; init; }

    public uint? DirectoryOffset { get; init; }

    public uint? DirectorySize { get; init; }

    public ushort Disk { get; init; }

    public ushort? CommentLength { get; init; }

    /// <summary>Given the directory's start, size and end: what stands between it and the end record.</summary>
    public Func<long, long, long, byte[]>? EndRecords { get; init; }

    public byte[] Build()
    {
        using MemoryStream zip = new();
        using MemoryStream directory = new();
        zip.Write(Prefix);
        foreach (ZipPart part in Parts)
        {
            byte[] data = part.Data;
            byte[] name = part.RawName ?? Encoding.UTF8.GetBytes(part.Name);
            ushort flags = (ushort)(part.Flags | (part.RawName is null && !Ascii.IsValid(part.Name) ? 0x800 : 0));
            zip.Write(part.Before);
            uint offset = part.LocalOffset ?? (uint)zip.Length;
            if (part.HasLocal)
            {
                byte[] localName = part.LocalName is null ? name : Encoding.UTF8.GetBytes(part.LocalName);
                zip.Write("PK\u0003\u0004"u8);
                zip.Write([
                    20, 0, .. U16(part.LocalFlags ?? flags), .. U16(part.LocalMethod ?? part.Method), 0, 0, 0x21, 0,
                    .. U32(part.LocalCrc ?? part.Crc ?? part.TrueCrc), .. U32(part.LocalPacked ?? part.Packed ?? (uint)data.Length),
                    .. U32(part.LocalSize ?? part.Size ?? part.TrueSize), .. U16((ushort)localName.Length), .. U16((ushort)part.LocalExtra.Length),
                    .. localName, .. part.LocalExtra, .. data, .. part.After]);
            }

            if (part.IsListed)
            {
                directory.Write("PK\u0001\u0002"u8);
                directory.Write([
                    20, 3, 20, 0, .. U16(flags), .. U16(part.Method), 0, 0, 0x21, 0,
                    .. U32(part.Crc ?? part.TrueCrc), .. U32(part.Packed ?? (uint)data.Length), .. U32(part.Size ?? part.TrueSize),
                    .. U16((ushort)name.Length), .. U16((ushort)part.Extra.Length), .. U16((ushort)part.Comment.Length), 0, 0, 0, 0,
                    .. U32(part.Attributes), .. U32(offset), .. name, .. part.Extra, .. part.Comment]);
            }
        }

        zip.Write(BeforeDirectory);
        long start = zip.Length;
        directory.WriteTo(zip);
        zip.Write(AfterDirectory);
        zip.Write(EndRecords?.Invoke(start, directory.Length, zip.Length) ?? []);
        ushort count = (ushort)(Count ?? Parts.Count(part => part.IsListed));
        zip.Write("PK\u0005\u0006"u8);
        zip.Write([
            .. U16(Disk), 0, 0, .. U16(count), .. U16(count), .. U32(DirectorySize ?? (uint)directory.Length), .. U32(DirectoryOffset ?? (uint)start),
            .. U16(CommentLength ?? (ushort)Comment.Length), .. Comment, .. Suffix]);
        return zip.ToArray();
    }

    /// <summary>A ZIP64 end record (with extensible data where given) and its locator.</summary>
    public static byte[] Zip64End(long recordAt, long entries, long size, long offset, byte[]? extensible = null, long? locatorSays = null) =>
    [
        .. "PK\u0006\u0006"u8, .. U64(44 + (extensible?.Length ?? 0)), 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        .. U64(entries), .. U64(entries), .. U64(size), .. U64(offset), .. extensible ?? [],
        .. "PK\u0006\u0007"u8, 0, 0, 0, 0, .. U64(locatorSays ?? recordAt), 1, 0, 0, 0,
    ];

    /// <summary>A data descriptor with signature.</summary>
    public static byte[] Descriptor(uint crc, uint packed, uint size) => [.. "PK\u0007\u0008"u8, .. U32(crc), .. U32(packed), .. U32(size)];

    /// <summary>A part of an extra field.</summary>
    public static byte[] Extra(ushort id, params byte[] data) => [.. U16(id), .. U16((ushort)data.Length), .. data];

    public static byte[] Deflate(byte[] content)
    {
        using MemoryStream packed = new();
        using (DeflateStream deflate = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return packed.ToArray();
    }

    public static byte[] U16(ushort value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] U32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] U64(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
