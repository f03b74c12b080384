using System.Buffers.Text;
using System.Text;

namespace Assay.Python.Text;

/// <summary>Backslash escapes of text (Python language reference, "Escape sequences").</summary>
internal static class Escapes
{
    /// <summary>Bytes of <c>\N{…}</c> at most: the longest name has 88 letters.</summary>
    private const int LongestName = 100;

    /// <summary>Appends what the escape at the start of the bytes stands for; one that is none stays as it is written.</summary>
    /// <param name="bytes">From the backslash on.</param>
    /// <returns>Bytes taken, at least 1.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, StringBuilder text)
    {
        byte next = bytes.Length > 1 ? bytes[1] : (byte)0;
        switch (next)
        {
            case (byte)'\n':
                return 2;
            case (byte)'\r':
                return bytes.Length > 2 && bytes[2] == '\n' ? 3 : 2;
            case >= (byte)'0' and <= (byte)'7':
                text.Append((char)ReadOctal(bytes, out int length));
                return length;
            case (byte)'x' or (byte)'u' or (byte)'U' when ReadCode(bytes, text) is int taken and not 0:
                return taken;
            case (byte)'N' when bytes.Length > 3 && bytes[2] == '{' && bytes[..Math.Min(bytes.Length, LongestName)].IndexOf((byte)'}') is int close and > 3:
                text.Append(CharacterNames.Find(bytes[3..close]) ?? "\uFFFD");
                return close + 1;
            case var _ when Simple(next) is byte simple:
                text.Append((char)simple);
                return 2;
            default:
                text.Append('\\');
                return 1;
        }
    }

    /// <summary>Appends what <c>\uXXXX</c> or <c>\UXXXXXXXX</c> stands for, surrogates too.</summary>
    /// <returns>Bytes taken; 0 where it is none.</returns>
    public static int ReadUnicode(ReadOnlySpan<byte> bytes, StringBuilder text) =>
        bytes.Length > 1 && bytes[1] is (byte)'u' or (byte)'U' ? ReadHex(bytes, bytes[1] == 'u' ? 4 : 8, text) : 0;

    /// <summary>Appends what <c>\xXX</c>, <c>\uXXXX</c> or <c>\UXXXXXXXX</c> stands for, surrogates too.</summary>
    /// <returns>Bytes taken; 0 where it is none.</returns>
    public static int ReadCode(ReadOnlySpan<byte> bytes, StringBuilder text) =>
        bytes.Length > 1 && bytes[1] == 'x' ? ReadHex(bytes, 2, text) : ReadUnicode(bytes, text);

    /// <summary>The number that up to three octal digits behind a backslash are.</summary>
    public static int ReadOctal(ReadOnlySpan<byte> bytes, out int length)
    {
        int value = 0;
        length = 1;
        while (length < 4 && length < bytes.Length && bytes[length] is >= (byte)'0' and <= (byte)'7')
        {
            value = (value * 8) + (bytes[length] - '0');
            length++;
        }

        return value;
    }

    /// <summary>What a backslash and a letter stand for; null where no single byte.</summary>
    public static byte? Simple(byte letter) => letter switch
    {
        (byte)'\\' or (byte)'\'' or (byte)'"' => letter,
        (byte)'a' => 7,
        (byte)'b' => 8,
        (byte)'f' => 12,
        (byte)'n' => 10,
        (byte)'r' => 13,
        (byte)'t' => 9,
        (byte)'v' => 11,
        _ => null,
    };

    private static int ReadHex(ReadOnlySpan<byte> bytes, int digits, StringBuilder text)
    {
        if (bytes.Length < 2 + digits || !Utf8Parser.TryParse(bytes.Slice(2, digits), out uint value, out int used, 'X') || used != digits || value > 0x10FFFF)
        {
            return 0;
        }

        if (value > char.MaxValue)
        {
            text.Append(new Rune(value).ToString());
        }
        else
        {
            text.Append((char)value);
        }

        return 2 + digits;
    }
}
