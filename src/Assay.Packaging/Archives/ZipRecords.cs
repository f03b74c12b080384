using System.Buffers.Binary;

namespace Assay.Packaging.Archives;

/// <summary>Signatures, flags and fixed sizes of ZIP records (APPNOTE 4.3 and 4.4).</summary>
internal static class ZipFormat
{
    public const uint LocalSignature = 0x04034b50;
    public const uint DirectorySignature = 0x02014b50;
    public const uint EndSignature = 0x06054b50;
    public const uint Zip64EndSignature = 0x06064b50;
    public const uint Zip64LocatorSignature = 0x07064b50;
    public const uint DescriptorSignature = 0x08074b50;

    public const int LocalHeaderBytes = 30;
    public const int DirectoryHeaderBytes = 46;
    public const int EndBytes = 22;
    public const int Zip64EndBytes = 56;
    public const int Zip64LocatorBytes = 20;

    public const ushort FlagEncrypted = 0x0001;
    public const ushort FlagDescriptor = 0x0008;
    public const ushort FlagPatch = 0x0020;
    public const ushort FlagStrongEncryption = 0x0040;
    public const ushort FlagUtf8 = 0x0800;
    public const ushort FlagMaskedHeaders = 0x2000;

    public const ushort Stored = 0;
    public const ushort Deflated = 8;

    public const ushort ExtraZip64 = 0x0001;
    public const ushort ExtraUnicodePath = 0x7075;

    public const uint Sentinel32 = uint.MaxValue;
    public const ushort Sentinel16 = ushort.MaxValue;

    public static ReadOnlySpan<byte> LocalMark => "PK\u0003\u0004"u8;

    public static ReadOnlySpan<byte> DirectoryMark => "PK\u0001\u0002"u8;

    public static ReadOnlySpan<byte> EndMark => "PK\u0005\u0006"u8;
}

/// <summary>A local file header's fixed part (APPNOTE 4.3.7).</summary>
internal readonly record struct ZipLocalHeader(
    ushort Flags, ushort Method, uint Crc, uint CompressedSize, uint Size, ushort NameLength, ushort ExtraLength)
{
    /// <summary>Reads the 30 bytes of the header; null where the signature is missing.</summary>
    public static ZipLocalHeader? Read(ReadOnlySpan<byte> b) =>
        b.Length < ZipFormat.LocalHeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(b) != ZipFormat.LocalSignature
            ? null
            : new ZipLocalHeader(
                BinaryPrimitives.ReadUInt16LittleEndian(b[6..]),
                BinaryPrimitives.ReadUInt16LittleEndian(b[8..]),
                BinaryPrimitives.ReadUInt32LittleEndian(b[14..]),
                BinaryPrimitives.ReadUInt32LittleEndian(b[18..]),
                BinaryPrimitives.ReadUInt32LittleEndian(b[22..]),
                BinaryPrimitives.ReadUInt16LittleEndian(b[26..]),
                BinaryPrimitives.ReadUInt16LittleEndian(b[28..]));
}

/// <summary>A central directory header's fixed part (APPNOTE 4.3.12), sizes and offset already widened by its ZIP64 extra field.</summary>
/// <param name="RecordOffset">Where the header itself stands.</param>
/// <param name="LocalOffset">Where it says the local header stands, as stored.</param>
internal readonly record struct ZipDirectoryEntry(
    long RecordOffset,
    long LocalOffset,
    long CompressedSize,
    long Size,
    uint Crc,
    uint ExternalAttributes,
    ushort Flags,
    ushort Method,
    ushort NameLength,
    ushort ExtraLength,
    ushort CommentLength,
    ushort Disk)
{
    /// <summary>Reads the 46 bytes of the header; null where the signature is missing.</summary>
    public static ZipDirectoryEntry? Read(ReadOnlySpan<byte> b, long recordOffset) =>
        b.Length < ZipFormat.DirectoryHeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(b) != ZipFormat.DirectorySignature
            ? null
            : new ZipDirectoryEntry(
                recordOffset,
                BinaryPrimitives.ReadUInt32LittleEndian(b[42..]),
                BinaryPrimitives.ReadUInt32LittleEndian(b[20..]),
                BinaryPrimitives.ReadUInt32LittleEndian(b[24..]),
                BinaryPrimitives.ReadUInt32LittleEndian(b[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(b[38..]),
                BinaryPrimitives.ReadUInt16LittleEndian(b[8..]),
                BinaryPrimitives.ReadUInt16LittleEndian(b[10..]),
                BinaryPrimitives.ReadUInt16LittleEndian(b[28..]),
                BinaryPrimitives.ReadUInt16LittleEndian(b[30..]),
                BinaryPrimitives.ReadUInt16LittleEndian(b[32..]),
                BinaryPrimitives.ReadUInt16LittleEndian(b[34..]));
}
