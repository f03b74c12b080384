using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using Assay.Python.Text;

namespace Assay.Python.Syntax;

/// <summary>What literals mean (Python language reference, "Literals"): escapes, digits, prefixes.</summary>
internal static class Literals
{
    /// <summary>Digits from which on a decimal integer need not fit into 32 bits.</summary>
    private const int ShortNumber = 10;

    private static readonly SearchValues<byte> s_special = SearchValues.Create("\\\r{}"u8);

    /// <summary>The text of a string literal or of a part of an f-string; escapes that are none stay as they are written.</summary>
    public static string DecodeText(ReadOnlySpan<byte> source, in Node node)
    {
        StringForm form = (StringForm)node.Op;
        ReadOnlySpan<byte> body = Body(source, in node);
        bool doubled = (form.HasFlag(StringForm.Format) || form.HasFlag(StringForm.Template));
        int at = body.IndexOfAny(s_special);
        if (at < 0)
        {
            return Encoding.UTF8.GetString(body);
        }

        StringBuilder text = new(body.Length);
        while (at >= 0)
        {
            text.Append(Encoding.UTF8.GetString(body[..at]));
            body = body[at..];
            int taken = body[0] switch
            {
                (byte)'\r' => LineEnd(body, text),
                (byte)'\\' => Escape(body, form, text),
                _ => Brace(body, doubled, text),
            };
            body = body[taken..];
            at = body.IndexOfAny(s_special);
        }

        return text.Append(Encoding.UTF8.GetString(body)).ToString();
    }

    /// <summary>The bytes of a bytes literal.</summary>
    public static byte[] DecodeBytes(ReadOnlySpan<byte> source, in Node node)
    {
        bool isRaw = ((StringForm)node.Op).HasFlag(StringForm.Raw);
        ReadOnlySpan<byte> body = Body(source, in node);
        if (body.IndexOfAny((byte)'\\', (byte)'\r') < 0)
        {
            return body.ToArray();
        }

        byte[] bytes = new byte[body.Length];
        int length = 0;
        for (int at = 0; at < body.Length;)
        {
            byte unit = body[at];
            if (unit == '\r')
            {
                bytes[length++] = (byte)'\n';
                at += IsLineFeed(body, at + 1) ? 2 : 1;
            }
            else if (unit != '\\' || isRaw || at + 1 == body.Length)
            {
                bytes[length++] = unit;
                at++;
            }
            else
            {
                at += ByteEscape(body[at..], bytes, ref length);
            }
        }

        return bytes[..length];
    }

    /// <summary>The value of a number.</summary>
    /// <returns>A <see cref="BigInteger"/>, <see cref="double"/> or <see cref="Complex"/>; null for an integer of more digits than asked for.</returns>
    public static object? DecodeNumber(ReadOnlySpan<byte> source, in Node node, int maxDigits)
    {
        ReadOnlySpan<byte> written = source[node.Start..node.End];
        if (written.Length - 2 > maxDigits)
        {
            return null;
        }

        if (written.Length < ShortNumber && !written.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (written[0] != '0' || written.Length == 1))
        {
            int number = 0;
            foreach (byte digit in written)
            {
                number = (number * 10) + (digit - '0');
            }

            return new BigInteger(number);
        }

        Span<byte> digits = written.Length <= 256 ? stackalloc byte[256] : new byte[written.Length];
        int length = 0;
        foreach (byte unit in written)
        {
            if (unit != '_')
            {
                digits[length++] = unit;
            }
        }

        digits = digits[..length];
        if (digits.Length > 2 && digits[0] == '0' && (digits[1] | 0x20) is 'x' or 'o' or 'b')
        {
            return Radix(TrimLong(digits[2..]), (digits[1] | 0x20) switch { 'x' => 4, 'o' => 3, _ => 1 });
        }

        if ((digits[^1] | 0x20) == 'j')
        {
            return new Complex(0, Float(digits[..^1]));
        }

        if (digits.ContainsAny((byte)'.', (byte)'e', (byte)'E'))
        {
            return Float(digits);
        }

        digits = TrimLong(digits);
        return digits.Length > 1 && digits[0] == '0' && !digits.ContainsAny((byte)'8', (byte)'9')
            ? Radix(digits, 3)
            : BigInteger.Parse(Encoding.ASCII.GetString(digits), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>What stands between the quotes; a part of an f-string has none.</summary>
    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> source, in Node node)
    {
        ReadOnlySpan<byte> written = source[node.Start..node.End];
        if (node.Kind == NodeKind.StringPart)
        {
            return written;
        }

        int quote = written.IndexOfAny((byte)'"', (byte)'\'');
        int quotes = ((StringForm)node.Op).HasFlag(StringForm.Triple) ? 3 : 1;
        return written[(quote + quotes)..^quotes];
    }

    private static int LineEnd(ReadOnlySpan<byte> body, StringBuilder text)
    {
        text.Append('\n');
        return IsLineFeed(body, 1) ? 2 : 1;
    }

    private static int Brace(ReadOnlySpan<byte> body, bool doubled, StringBuilder text)
    {
        text.Append((char)body[0]);
        return doubled && body.Length > 1 && body[1] == body[0] ? 2 : 1;
    }

    private static bool IsLineFeed(ReadOnlySpan<byte> body, int at) => at < body.Length && body[at] == '\n';

    /// <returns>Bytes taken.</returns>
    private static int Escape(ReadOnlySpan<byte> body, StringForm form, StringBuilder text)
    {
        if (!form.HasFlag(StringForm.Raw))
        {
            return Escapes.Read(body, text);
        }

        // Python 2 decodes \u in ur"" too.
        if (form.HasFlag(StringForm.Unicode) && Escapes.ReadUnicode(body, text) is int taken and not 0)
        {
            return taken;
        }

        text.Append('\\');
        return 1;
    }

    private static int ByteEscape(ReadOnlySpan<byte> body, byte[] bytes, ref int length)
    {
        byte next = body[1];
        switch (next)
        {
            case (byte)'\n':
                return 2;
            case (byte)'\r':
                return IsLineFeed(body, 2) ? 3 : 2;
            case >= (byte)'0' and <= (byte)'7':
                bytes[length++] = (byte)(Escapes.ReadOctal(body, out int octalLength) & 0xFF);
                return octalLength;
            case (byte)'x' when body.Length >= 4 && Utf8Parser.TryParse(body[2..4], out byte value, out int used, 'X') && used == 2:
                bytes[length++] = value;
                return 4;
            case var _ when Escapes.Simple(next) is byte simple:
                bytes[length++] = simple;
                return 2;
            default:
                bytes[length++] = (byte)'\\';
                return 1;
        }
    }

    private static Span<byte> TrimLong(Span<byte> digits) => digits.Length > 1 && (digits[^1] | 0x20) == 'l' ? digits[..^1] : digits;

    private static double Float(ReadOnlySpan<byte> digits) => double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static BigInteger Radix(ReadOnlySpan<byte> digits, int bits)
    {
        // From the last digit, eight bits at a time.
        byte[] bytes = new byte[((digits.Length * bits) / 8) + 2];
        int shift = 0;
        int at = 0;
        uint held = 0;
        for (int index = digits.Length - 1; index >= 0; index--)
        {
            uint digit = (uint)(digits[index] <= '9' ? digits[index] - '0' : (digits[index] | 0x20) - 'a' + 10);
            held |= digit << shift;
            shift += bits;
            if (shift >= 8)
            {
                bytes[at++] = (byte)(held & 0xFF);
                held >>= 8;
                shift -= 8;
            }
        }

        bytes[at] = (byte)held;
        return new BigInteger(bytes, isUnsigned: true);
    }
}
