using System.Text;
using Assay.Python.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>The codecs <c>unicode_escape</c> and <c>raw_unicode_escape</c>.</summary>
internal static class EscapeCodec
{
    /// <param name="isRaw">Only <c>\u</c> and <c>\U</c> are escapes.</param>
    public static string? Decode(ReadOnlySpan<byte> bytes, bool isRaw, CodecErrors errors)
    {
        StringBuilder text = new(bytes.Length);
        for (int i = 0; i < bytes.Length;)
        {
            if (bytes[i] != '\\')
            {
                text.Append((char)bytes[i++]);
                continue;
            }

            int slashes = 1;
            while (isRaw && i + slashes < bytes.Length && bytes[i + slashes] == '\\')
            {
                slashes++;
            }

            if (isRaw)
            {
                // Only a backslash that no other one escapes starts one.
                bool isEscape = slashes % 2 == 1 && i + slashes < bytes.Length && bytes[i + slashes] is (byte)'u' or (byte)'U';
                text.Append('\\', isEscape ? slashes - 1 : slashes);
                i += isEscape ? slashes - 1 : slashes;
                if (!isEscape)
                {
                    continue;
                }
            }

            int end = i + 1 < bytes.Length ? One(bytes, i + 1, text) : -1;
            if (end < 0)
            {
                int bad = Math.Min(bytes.Length, i + 2);
                while (bad < bytes.Length && bad < i + 10 && char.IsAsciiHexDigit((char)bytes[bad]))
                {
                    bad++;
                }

                if (!Codecs.AppendBad(text, bytes[i..bad], errors))
                {
                    return null;
                }

                end = bad;
            }

            i = end;
        }

        return text.ToString();
    }

    public static byte[]? Encode(string text, bool isRaw)
    {
        StringBuilder escaped = new(text.Length);
        for (int i = 0; i < text.Length; i += Points.Width(text, i))
        {
            int point = Points.At(text, i);
            if (isRaw)
            {
                if (point < 0x100)
                {
                    escaped.Append((char)point);
                }
                else
                {
                    Representation.Escape(escaped, point);
                }

                continue;
            }

            switch (point)
            {
                case '\\':
                    escaped.Append("\\\\");
                    break;
                case '\n':
                    escaped.Append("\\n");
                    break;
                case '\r':
                    escaped.Append("\\r");
                    break;
                case '\t':
                    escaped.Append("\\t");
                    break;
                case >= ' ' and < 0x7F:
                    escaped.Append((char)point);
                    break;
                default:
                    Representation.Escape(escaped, point);
                    break;
            }
        }

        return Encoding.Latin1.GetBytes(escaped.ToString());
    }

    // Reads what follows a backslash; the place behind it, or -1.
    private static int One(ReadOnlySpan<byte> bytes, int at, StringBuilder text)
    {
        ReadOnlySpan<byte> escape = bytes[(at - 1)..];
        switch (bytes[at])
        {
            case (byte)'\n':
                return at + 1;
            case (byte)'x' or (byte)'u' or (byte)'U':
                int taken = Escapes.ReadCode(escape, text);
                return taken == 0 ? -1 : at - 1 + taken;
            case >= (byte)'0' and <= (byte)'7':
                text.Append((char)Escapes.ReadOctal(escape, out int length));
                return at - 1 + length;
            case (byte)'N':
                // Names of characters are not known here.
                return -1;
            case var letter when Escapes.Simple(letter) is byte simple:
                text.Append((char)simple);
                return at + 1;
            default:
                text.Append('\\').Append((char)bytes[at]);
                return at + 1;
        }
    }
}
