using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Assay.Engine.Advisories;

/// <summary>A block of texts, unpacked.</summary>
/// <param name="FirstRecord">The record whose text stands first.</param>
/// <param name="LastRecord">The record whose text stands last.</param>
internal sealed record TextBlock(int FirstRecord, int LastRecord, byte[] Bytes);

/// <summary>The parts of an index by number, read where they stand. Every number in them is checked before it is followed.</summary>
internal sealed class IndexFile : IDisposable
{
    private readonly IndexBytes _bytes;
    private readonly IndexFormat _format;
    private TextBlock? _lastBlock;

    /// <exception cref="AdvisoryIndexException">The bytes are no index, of a newer format, cut or damaged.</exception>
    public IndexFile(IndexBytes bytes)
    {
        _bytes = bytes;
        _format = IndexFormat.ReadHead(bytes);
    }

    public string Digest => _format.Digest;

    public int LengthOf(IndexSection section) => _format.Sections[(int)section].Length is var length and <= int.MaxValue
        ? (int)length
        : throw IndexReader.Damaged("a part is too large");

    /// <summary>How many numbers a directory has.</summary>
    public int CountOf(IndexSection section)
    {
        int length = LengthOf(section);
        return length % sizeof(uint) == 0 ? length / sizeof(uint) : throw IndexReader.Damaged("a directory has an impossible length");
    }

    public byte[] Whole(IndexSection section)
    {
        byte[] bytes = new byte[LengthOf(section)];
        _bytes.Read(_format.Sections[(int)section].Offset, bytes);
        return bytes;
    }

    /// <summary>The entries of the bucket that a hash falls into.</summary>
    public (int Start, int End) Bucket(IndexSection section, uint hash)
    {
        int buckets = CountOf(section) - 1;
        return buckets > 0 && (buckets & (buckets - 1)) == 0
            ? Pair(section, (int)(hash & (uint)(buckets - 1)))
            : throw IndexReader.Damaged("a directory has an impossible length");
    }

    /// <summary>The part between two offsets of a directory.</summary>
    public byte[] Part(IndexSection offsets, IndexSection parts, int at)
    {
        (int start, int end) = Pair(offsets, at);
        if (end > LengthOf(parts))
        {
            throw IndexReader.Damaged("a part is outside its place");
        }

        byte[] part = new byte[end - start];
        _bytes.Read((long)_format.Sections[(int)parts].Offset + start, part);
        return part;
    }

    /// <summary>A number of a directory.</summary>
    public int NumberAt(IndexSection section, int at)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        ReadNumbers(section, at, number);
        return Checked(number);
    }

    /// <summary>The text of a record. The last block stays unpacked, for questions come project by project.</summary>
    public ReadOnlySpan<byte> Text(int record)
    {
        TextBlock? block = Volatile.Read(ref _lastBlock);
        if (block is null || record < block.FirstRecord || record > block.LastRecord)
        {
            block = Block(record);
            Volatile.Write(ref _lastBlock, block);
        }

        IndexReader reader = new(block.Bytes);
        for (int i = block.FirstRecord; i < record; i++)
        {
            _ = reader.Bytes();
        }

        return reader.Bytes();
    }

    private TextBlock Block(int record)
    {
        int first = 0;
        int last = CountOf(IndexSection.TextRecords) - 2;
        while (first < last)
        {
            int middle = (first + last + 1) / 2;
            (first, last) = NumberAt(IndexSection.TextRecords, middle) <= record ? (middle, last) : (first, middle - 1);
        }

        (int start, int end) = Pair(IndexSection.TextRecords, first);
        if (record < start || record >= end)
        {
            throw IndexReader.Damaged("a record's text is elsewhere");
        }

        byte[] part = Part(IndexSection.TextOffsets, IndexSection.Texts, first);
        int length = part.Length < sizeof(uint) ? throw IndexReader.Damaged("a block of texts is cut") : Checked(part);
        if (length > IndexFormat.MaxTextBlockLength)
        {
            throw IndexReader.Damaged("a block of texts is too long");
        }

        byte[] bytes = new byte[length];
        if (!BrotliDecoder.TryDecompress(part.AsSpan(sizeof(uint)), bytes, out int written) || written != length)
        {
            throw IndexReader.Damaged("a block of texts can't be unpacked");
        }

        return new TextBlock(start, end - 1, bytes);
    }

    /// <summary>The digest of the bytes as they are, in lower-case hex.</summary>
    public string ComputeDigest()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        for (long at = 0; at < _bytes.Length; at += buffer.Length)
        {
            Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, _bytes.Length - at));
            _bytes.Read(at, piece);
            if (at == 0)
            {
                piece.Slice(IndexFormat.DigestOffset, IndexFormat.DigestLength).Clear();
            }

            hash.AppendData(piece);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    public void Dispose() => _bytes.Dispose();

    private (int Start, int End) Pair(IndexSection section, int at)
    {
        Span<byte> numbers = stackalloc byte[2 * sizeof(uint)];
        ReadNumbers(section, at, numbers);
        int start = Checked(numbers);
        int end = Checked(numbers[sizeof(uint)..]);
        return start <= end ? (start, end) : throw IndexReader.Damaged("a directory runs backwards");
    }

    private void ReadNumbers(IndexSection section, int at, Span<byte> numbers)
    {
        if (at > CountOf(section) - (numbers.Length / sizeof(uint)))
        {
            throw IndexReader.Damaged("a directory is too short");
        }

        _bytes.Read(_format.Sections[(int)section].Offset + (sizeof(uint) * (long)at), numbers);
    }

    private static int Checked(ReadOnlySpan<byte> number) => BinaryPrimitives.ReadUInt32LittleEndian(number) is var value and <= int.MaxValue
        ? (int)value
        : throw IndexReader.Damaged("a number is too large");
}
