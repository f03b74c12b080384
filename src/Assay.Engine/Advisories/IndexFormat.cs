using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Assay.Engine.Advisories;

/// <summary>The parts of an index, in their order in the file.</summary>
internal enum IndexSection
{
    /// <summary>The feeds.</summary>
    Feeds,

    /// <summary>What short texts are made of, by <see cref="IndexPieces"/>.</summary>
    Pieces,

    /// <summary>For each bucket of names the number of projects before it, and the number of all.</summary>
    ProjectBuckets,

    /// <summary>For each project the offset of its block, and the end of the last.</summary>
    ProjectOffsets,

    /// <summary>What each project's records say, by <see cref="SpanCodec"/>.</summary>
    ProjectBlocks,

    /// <summary>For each record the offset of its facts, and the end of the last.</summary>
    RecordOffsets,

    /// <summary>What answers show of each record, by <see cref="RecordFacts"/> and <see cref="ReferenceCodec"/>.</summary>
    RecordFacts,

    /// <summary>For each bucket of ids and aliases the number of entries before it, and the number of all.</summary>
    IdBuckets,

    /// <summary>Records by the bucket of their ids and aliases.</summary>
    IdEntries,

    /// <summary>For each block of texts the number of records before it, and the number of all.</summary>
    TextRecords,

    /// <summary>For each block of texts its offset, and the end of the last.</summary>
    TextOffsets,

    /// <summary>Everything else of the records in their order, by <see cref="RecordText"/>, in compressed blocks, each after its unpacked length.</summary>
    Texts,
}

/// <summary>The head of an index: 160 bytes. Numbers are little-endian.</summary>
/// <param name="FileLength">In bytes.</param>
/// <param name="Digest">Sha256 of the whole file with these 32 bytes at zero.</param>
/// <param name="Sections">Offset and length of each <see cref="IndexSection"/>; each begins where the one before it ends.</param>
internal sealed record IndexFormat(long FileLength, string Digest, ImmutableArray<(uint Offset, uint Length)> Sections)
{
    public const uint Version = 2;
    public const int HeadLength = 160;
    public const int DigestOffset = 24;
    public const int DigestLength = 32;

    /// <summary>How far a block of texts is filled, in bytes; one long record makes a longer one.</summary>
    public const int TextBlockLength = 256 << 10;

    /// <summary>What a block of texts may hold, in bytes.</summary>
    public const int MaxTextBlockLength = 64 << 20;

    private const int VersionOffset = 8;
    private const int HeadLengthOffset = 12;
    private const int FileLengthOffset = 16;
    private const int SectionsOffset = DigestOffset + DigestLength;
    private const int SectionCount = (int)IndexSection.Texts + 1;

    private static ReadOnlySpan<byte> Magic => "ASSAYADV"u8;

    /// <summary>The head of a file with these parts, its digest at zero.</summary>
    public static byte[] WriteHead(ReadOnlySpan<int> lengths)
    {
        byte[] head = new byte[HeadLength];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(VersionOffset), Version);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(HeadLengthOffset), HeadLength);
        uint offset = HeadLength;
        for (int i = 0; i < lengths.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(SectionsOffset + (8 * i)), offset);
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(SectionsOffset + (8 * i) + 4), (uint)lengths[i]);
            offset += (uint)lengths[i];
        }

        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(FileLengthOffset), offset);
        return head;
    }

    /// <exception cref="AdvisoryIndexException">It is no head, or not that of a file of this length.</exception>
    public static IndexFormat ReadHead(IndexBytes bytes)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        if (bytes.Length < HeadLength)
        {
            throw new AdvisoryIndexException($"This is no advisory index: {bytes.Length} bytes are too few for one.");
        }

        bytes.Read(0, head);
        if (!head.StartsWith(Magic))
        {
            throw new AdvisoryIndexException("This is no advisory index: it begins with other bytes.");
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(head[VersionOffset..]);
        if (version != Version)
        {
            throw new AdvisoryIndexException(version > Version
                ? $"The advisory index has format {version}, and this program reads formats up to {Version}: update Assay, or build the index again."
                : $"The advisory index has format {version}, which this program no longer reads: build the index again.");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(head[FileLengthOffset..]);
        if (bytes.Length < length)
        {
            throw new AdvisoryIndexException($"The advisory index is cut: it has {bytes.Length} of {length} bytes.");
        }

        (uint, uint)[] sections = new (uint, uint)[SectionCount];
        long end = HeadLength;
        for (int i = 0; i < SectionCount; i++)
        {
            uint offset = BinaryPrimitives.ReadUInt32LittleEndian(head[(SectionsOffset + (8 * i))..]);
            uint size = BinaryPrimitives.ReadUInt32LittleEndian(head[(SectionsOffset + (8 * i) + 4)..]);
            if (offset != end)
            {
                throw IndexReader.Damaged("its parts do not follow one another");
            }

            end += size;
            sections[i] = (offset, size);
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(head[HeadLengthOffset..]) != HeadLength || end != length || length != bytes.Length)
        {
            throw IndexReader.Damaged("its parts do not fill it");
        }

        return new IndexFormat(length, Convert.ToHexStringLower(head.Slice(DigestOffset, DigestLength)), [.. sections]);
    }

    /// <summary>FNV-1a of 32 bits over UTF-8: which bucket a name or an id in upper case falls into.</summary>
    public static uint Hash(string text)
    {
        uint hash = 2166136261;
        Span<byte> buffer = stackalloc byte[256];
        int count = Encoding.UTF8.GetByteCount(text);
        Span<byte> bytes = count <= buffer.Length ? buffer : new byte[count];
        foreach (byte b in bytes[..Encoding.UTF8.GetBytes(text, bytes)])
        {
            hash = unchecked((hash ^ b) * 16777619);
        }

        return hash;
    }

    /// <summary>The power of two that gives each bucket about one entry.</summary>
    public static int BucketCount(int entries)
    {
        int count = 1;
        while (count < entries)
        {
            count *= 2;
        }

        return count;
    }
}
