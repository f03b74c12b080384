using System.Buffers.Binary;
using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>One 512-byte tar header (POSIX ustar and GNU), as written.</summary>
/// <param name="Name">Bytes of the name field up to NUL, with the prefix before it.</param>
/// <param name="Size">Content bytes; null where the number cannot be read or is negative.</param>
/// <param name="HasStrayPrefix">The prefix field is filled although the header is not ustar's.</param>
/// <param name="Problem">What is wrong with its number fields, or null.</param>
internal sealed record TarHeader(byte[] Name, byte[] LinkName, char Type, long? Size, int Mode, bool HasStrayPrefix, string? Problem)
{
    public const int Bytes = 512;

    private const int ChecksumAt = 148;
    private const int ChecksumBytes = 8;
    private const int MagicAt = 257;
    private const int PrefixAt = 345;
    private const int PrefixBytes = 155;

    /// <summary>True where the header's checksum is right, by unsigned or (as some old programs wrote) signed bytes.</summary>
    public static bool IsChecksumRight(ReadOnlySpan<byte> block)
    {
        long? stated = ReadNumber(block.Slice(ChecksumAt, ChecksumBytes));
        int unsigned = 0;
        int signed = 0;
        for (int i = 0; i < block.Length; i++)
        {
            byte b = i is >= ChecksumAt and < ChecksumAt + ChecksumBytes ? (byte)' ' : block[i];
            unsigned += b;
            signed += unchecked((sbyte)b);
        }

        return stated == unsigned || stated == signed;
    }

    /// <summary>Takes the fields apart.</summary>
    public static TarHeader Read(ReadOnlySpan<byte> block)
    {
        ReadOnlySpan<byte> name = UpToNul(block[..100]);
        ReadOnlySpan<byte> prefix = UpToNul(block.Slice(PrefixAt, PrefixBytes));
        char type = (char)block[156];
        bool isUstar = block.Slice(MagicAt, 6).SequenceEqual("ustar\0"u8);
        long? size = ReadNumber(block.Slice(124, 12));
        long? mode = ReadNumber(block.Slice(100, 8));
        string? problem = size is null ? "The size is not a number." : size < 0 ? $"The size is {size}." : mode is null ? "The mode is not a number." : null;
        // tarfile takes the prefix whatever the magic says, but for GNU's sparse members, which keep other things there.
        bool hasPrefix = !prefix.IsEmpty && type != 'S';
        byte[] whole = hasPrefix ? [.. prefix, (byte)'/', .. name] : name.ToArray();
        return new TarHeader(
            whole,
            UpToNul(block.Slice(157, 100)).ToArray(),
            type,
            size < 0 ? null : size,
            (int)((mode ?? 0) & 0xFFF),
            hasPrefix && !isUstar,
            problem);
    }

    /// <summary>A number field: octal digits between blanks and NULs, or GNU's base 256; null where it is neither.</summary>
    public static long? ReadNumber(ReadOnlySpan<byte> field)
    {
        if (field[0] is 0x80 or 0xFF)
        {
            return ReadBase256(field);
        }

        ReadOnlySpan<byte> digits = UpToNul(field).Trim((byte)' ');
        long value = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'7' || value > long.MaxValue >> 3)
            {
                return null;
            }

            value = (value << 3) | (long)(digit - '0');
        }

        return value;
    }

    /// <summary>The bytes before the first NUL.</summary>
    public static ReadOnlySpan<byte> UpToNul(ReadOnlySpan<byte> field) => field.IndexOf((byte)0) is int end and >= 0 ? field[..end] : field;

    // The first byte only marks the form and the sign; what does not fit 64 bits is no size of anything.
    private static long? ReadBase256(ReadOnlySpan<byte> field)
    {
        bool negative = field[0] == 0xFF;
        if (field.Length > 8 && field[1..^8].IndexOfAnyExcept(negative ? (byte)0xFF : (byte)0) >= 0)
        {
            return null;
        }

        Span<byte> wide = stackalloc byte[8];
        wide.Fill(negative ? (byte)0xFF : (byte)0);
        ReadOnlySpan<byte> low = field.Length > 8 ? field[^8..] : field[1..];
        low.CopyTo(wide[^low.Length..]);
        long value = BinaryPrimitives.ReadInt64BigEndian(wide);
        return negative == value < 0 ? value : null;
    }

    /// <summary>The name for messages.</summary>
    public string ShownName => Encoding.UTF8.GetString(Name);
}
