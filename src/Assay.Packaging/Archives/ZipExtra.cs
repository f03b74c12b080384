using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>The parts of an extra field (APPNOTE 4.5) that change how an entry is read, and what is wrong with it.</summary>
internal ref struct ZipExtra
{
    // Far beyond any file, and small enough to be added up without overflow.
    private const long MaxValue = long.MaxValue / 4;

    /// <summary>The data of the first ZIP64 part.</summary>
    public ReadOnlySpan<byte> Zip64 { get; private set; }

    public bool HasZip64 { get; private set; }

    /// <summary>What is wrong with the ZIP64 parts as such, or null.</summary>
    public string? Zip64Problem { get; private set; }

    /// <summary>What is wrong with the field otherwise, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Splits an extra field; the name as stored is what a Unicode path must agree with.</summary>
    public static ZipExtra Parse(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name)
    {
        ZipExtra extra = default;
        bool hasPath = false;
        while (field.Length >= 4)
        {
            ushort id = BinaryPrimitives.ReadUInt16LittleEndian(field);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(field[2..]);
            if (length > field.Length - 4)
            {
                extra.Problem ??= $"Part 0x{id:x4} of the extra field claims {length} bytes; {field.Length - 4} are left.";
                return extra;
            }

            ReadOnlySpan<byte> data = field.Slice(4, length);
            if (id == ZipFormat.ExtraZip64)
            {
                extra.TakeZip64(data);
            }
            else if (id == ZipFormat.ExtraUnicodePath)
            {
                extra.Problem ??= hasPath ? "The extra field holds two Unicode paths." : UnicodePathProblem(data, name);
                hasPath = true;
            }

            field = field[(4 + length)..];
        }

        if (!field.IsEmpty)
        {
            extra.Problem ??= $"The extra field ends in {field.Length} stray bytes.";
        }

        return extra;
    }

    /// <summary>
    /// Takes the next 64-bit value if the 32-bit one is the sentinel. Values come in a fixed order: size, compressed size, offset
    /// (APPNOTE 4.5.3).
    /// </summary>
    /// <param name="at">Where in <see cref="Zip64"/> the next value stands; moved on.</param>
    public void Widen(ref long value, ref int at)
    {
        if (value != ZipFormat.Sentinel32 || !HasZip64)
        {
            return;
        }

        if (at + 8 > Zip64.Length)
        {
            Zip64Problem ??= $"The ZIP64 field has {Zip64.Length} bytes and lacks a value that the header refers to.";
            at = Zip64.Length;
            return;
        }

        long wide = BinaryPrimitives.ReadInt64LittleEndian(Zip64[at..]);
        at += 8;
        if (wide is < 0 or > MaxValue)
        {
            Zip64Problem ??= $"The ZIP64 field holds {unchecked((ulong)wide)}, which no file can have.";
            return;
        }

        value = wide;
    }

    /// <summary>Says whether values are left that the header did not refer to; the disk number may follow.</summary>
    public void EndWiden(int at)
    {
        int left = Zip64.Length - at;
        if (HasZip64 && left != 0 && left != 4)
        {
            Zip64Problem ??= $"The ZIP64 field has {Zip64.Length} bytes, {left} more than the header refers to.";
        }
    }

    private void TakeZip64(ReadOnlySpan<byte> data)
    {
        if (HasZip64)
        {
            Zip64Problem ??= "The extra field holds two ZIP64 parts.";
            return;
        }

        HasZip64 = true;
        Zip64 = data;
        if (data.Length is not (0 or 8 or 16 or 24 or 28))
        {
            Zip64Problem ??= $"The ZIP64 field has {data.Length} bytes.";
        }
    }

    // APPNOTE 4.6.9: version 1, CRC-32 of the name it replaces, the name in UTF-8.
    private static string? UnicodePathProblem(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name)
    {
        if (data.Length < 5 || data[0] != 1)
        {
            return "The Unicode path in the extra field is malformed.";
        }

        ReadOnlySpan<byte> path = data[5..];
        return BinaryPrimitives.ReadUInt32LittleEndian(data[1..]) != Crc32.HashToUInt32(name)
            ? "The Unicode path in the extra field belongs to another name."
            : path.SequenceEqual(name) ? null
            : $"The Unicode path in the extra field gives the entry another name: '{Encoding.UTF8.GetString(path)}'.";
    }
}
