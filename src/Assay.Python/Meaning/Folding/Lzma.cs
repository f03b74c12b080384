using System.Buffers.Binary;
using System.Numerics;
using SharpCompress.Compressors.LZMA;

namespace Assay.Python.Meaning.Folding;

/// <summary>
/// The module <c>lzma</c>: the xz container (its specification, section 3), <c>.lzma</c>, and raw streams of LZMA1 or LZMA2. The container is read
/// here so that no header decides how much memory a dictionary takes: it is never larger than the largest value.
/// </summary>
internal static class Lzma
{
    private const int Xz = 1;
    private const int Alone = 2;
    private const int Raw = 3;
    private const int MaxBlocks = 10_000;
    private static readonly BigInteger s_lzma1 = 0x4000000000000001;

    public static Value? Decompress(Call call) =>
        call.TryBytes(0, out ReadOnlyMemory<byte> data) && call.TryInt(1, 0, out int format) ? Decompress(data, format, call[3], call.Budget) : null;

    public static Value? DecompressByObject(Call call)
    {
        int format = 0;
        Value? filters = null;
        foreach ((string? name, Value given) in ((ResultValue)call.Receiver).Arguments)
        {
            Value value = Constants.Resolve(given);
            bool isRead = name switch
            {
                null or "format" => Numbers.TryInt32(value, out format),
                "filters" => (filters = value) is not null,
                _ => true,
            };
            if (!isRead)
            {
                return null;
            }
        }

        return call.TryBytes(0, out ReadOnlyMemory<byte> data) ? Decompress(data, format, filters, call.Budget) : null;
    }

    private static Value? Decompress(ReadOnlyMemory<byte> data, int format, Value? filters, FoldingBudget budget)
    {
        if (!budget.TrySpend(data.Length))
        {
            return null;
        }

        bool isXz = data.Span.StartsWith(Magic);
        MemoryStream output = new();
        bool isRead = format switch
        {
            0 when filters is null or NoneValue => isXz ? ReadXz(data, output, budget) : ReadAlone(data, output, budget),
            Xz => isXz && ReadXz(data, output, budget),
            Alone => ReadAlone(data, output, budget),
            Raw => ReadRaw(data, filters, output, budget),
            _ => false,
        };
        return isRead ? Numbers.Bytes(output.ToArray()) : null;
    }

    private static ReadOnlySpan<byte> Magic => [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    // 13 bytes: properties, dictionary, length (all ones where it is marked in the stream).
    private static bool ReadAlone(ReadOnlyMemory<byte> data, MemoryStream output, FoldingBudget budget)
    {
        if (data.Length < 13 || data.Span[0] >= 225)
        {
            return false;
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(data.Span[5..]);
        bool isMarked = length == ulong.MaxValue;
        if (!isMarked && !budget.TrySpend(0, length > long.MaxValue ? long.MaxValue : (long)length))
        {
            return false;
        }

        byte[] properties = Properties(data.Span[0], BinaryPrimitives.ReadUInt32LittleEndian(data.Span[1..]), budget);
        long size = isMarked ? -1 : (long)length;
        return Drain(data[13..], stream => LzmaStream.Create(properties, stream, -1, size, leaveOpen: true), output, budget, out _)
            && (isMarked || output.Length == size);
    }

    private static bool ReadRaw(ReadOnlyMemory<byte> data, Value? filters, MemoryStream output, FoldingBudget budget)
    {
        if (filters is not SequenceValue { IsPartial: false, Items: [MappingValue filter] } || !Option(filter, "id", budget, -1, out BigInteger id)
            || !Option(filter, "dict_size", budget, 8 << 20, out BigInteger dictionary) || dictionary < 4_096 || dictionary > uint.MaxValue
            || !Option(filter, "lc", budget, 3, out BigInteger lc) || !Option(filter, "lp", budget, 0, out BigInteger lp) || !Option(filter, "pb", budget, 2, out BigInteger pb)
            || lc < 0 || lp < 0 || pb < 0 || lc + lp > 4 || pb > 4)
        {
            return false;
        }

        if (id == s_lzma1)
        {
            byte[] properties = Properties((byte)(int)((((pb * 5) + lp) * 9) + lc), (uint)dictionary, budget);
            return Drain(data, stream => LzmaStream.Create(properties, stream, -1, -1, leaveOpen: true), output, budget, out _);
        }

        return id == 0x21 && Drain(data, Lzma2(budget), output, budget, out _);
    }

    private static bool Option(MappingValue filter, string name, FoldingBudget budget, long otherwise, out BigInteger value)
    {
        value = otherwise;
        return Mappings.TryGet(filter, Numbers.Text(name), budget, out Value? held) && (held is null || Numbers.TryInt(Constants.Resolve(held), out value));
    }

    // Streams, each of blocks, with padding of zeros between them.
    private static bool ReadXz(ReadOnlyMemory<byte> data, MemoryStream output, FoldingBudget budget)
    {
        int at = 0;
        while (at < data.Length)
        {
            ReadOnlySpan<byte> rest = data.Span[at..];
            if (!rest.StartsWith(Magic))
            {
                return !rest.ContainsAnyExcept((byte)0);
            }

            if (rest.Length < 12 || rest[6] != 0 || ReadStream(data[at..], rest[7] & 0x0F, output, budget) is not int length)
            {
                return false;
            }

            at += length;
        }

        return true;
    }

    private static int? ReadStream(ReadOnlyMemory<byte> data, int checkType, MemoryStream output, FoldingBudget budget)
    {
        int checkSize = checkType switch { 0 => 0, <= 3 => 4, <= 6 => 8, <= 9 => 16, <= 12 => 32, _ => 64 };
        int at = 12;
        for (int block = 0; block < MaxBlocks; block++)
        {
            if (at >= data.Length)
            {
                return null;
            }

            if (data.Span[at] == 0)
            {
                return IndexEnd(data.Span, at);
            }

            int headerSize = (data.Span[at] + 1) * 4;
            long before = output.Length;
            if (at + headerSize > data.Length || !IsPlainBlock(data.Span.Slice(at, headerSize))
                || !Drain(data[(at + headerSize)..], Lzma2(budget), output, budget, out int taken))
            {
                return null;
            }

            at += headerSize + ((taken + 3) & ~3);
            if (at + checkSize > data.Length || !IsChecked(data.Span.Slice(at, checkSize), checkType, output, before))
            {
                return null;
            }

            at += checkSize;
        }

        return null;
    }

    private static bool IsChecked(ReadOnlySpan<byte> sum, int type, MemoryStream output, long from)
    {
        ReadOnlySpan<byte> content = output.GetBuffer().AsSpan((int)from, (int)(output.Length - from));
        return type switch
        {
            1 => BinaryPrimitives.ReadUInt32LittleEndian(sum) == Checksums.Crc32(content),
            10 => System.Security.Cryptography.SHA256.HashData(content).AsSpan().SequenceEqual(sum),
            _ => true,
        };
    }

    // One filter, LZMA2; the sizes that may stand before it are passed over.
    private static bool IsPlainBlock(ReadOnlySpan<byte> header)
    {
        byte flags = header[1];
        int at = 2;
        for (int sizes = (flags >> 6) & 3; sizes > 0; sizes >>= 1)
        {
            if ((sizes & 1) != 0 && Number(header, ref at) is null)
            {
                return false;
            }
        }

        return (flags & 0x3F) == 0 && Number(header, ref at) == 0x21 && Number(header, ref at) == 1;
    }

    // Index, then the footer of 12 bytes, whose size of the index leads back.
    private static int? IndexEnd(ReadOnlySpan<byte> data, int start)
    {
        int at = start + 1;
        if (Number(data, ref at) is not long records || records > MaxBlocks)
        {
            return null;
        }

        for (long i = 0; i < records * 2; i++)
        {
            if (Number(data, ref at) is null)
            {
                return null;
            }
        }

        int end = start + ((at - start + 3) & ~3) + 4 + 12;
        return end <= data.Length && data[end - 2] == 'Y' && data[end - 1] == 'Z' ? end : null;
    }

    private static long? Number(ReadOnlySpan<byte> data, ref int at)
    {
        long value = 0;
        for (int shift = 0; shift < 63 && at < data.Length; shift += 7)
        {
            byte part = data[at++];
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        return null;
    }

    private static byte[] Properties(byte packed, uint dictionary, FoldingBudget budget)
    {
        byte[] properties = new byte[5];
        properties[0] = packed;
        BinaryPrimitives.WriteUInt32LittleEndian(properties.AsSpan(1), Math.Clamp(dictionary, 4_096, (uint)Math.Max(4_096, budget.MaxValueBytes)));
        return properties;
    }

    // The dictionary as one byte: the smallest that holds the largest value.
    private static Func<Stream, Stream> Lzma2(FoldingBudget budget)
    {
        byte size = 0;
        while (size < 36 && (2L | (size & 1L)) << ((size / 2) + 11) < budget.MaxValueBytes)
        {
            size++;
        }

        return stream => LzmaStream.Create([size], stream, -1, -1, null, true, leaveOpen: true);
    }

    private static bool Drain(ReadOnlyMemory<byte> data, Func<Stream, Stream> open, MemoryStream output, FoldingBudget budget, out int taken)
    {
        Inflation.WatchedInput input = new(data);
        bool isRead = Inflation.TryDrain(input, open, output, budget, out bool isBroken);
        taken = input.Taken;
        return isRead && !isBroken && !input.IsStarved;
    }
}
