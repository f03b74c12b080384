using System.Text;

namespace Assay.Python.Text;

/// <summary>Bytes to text by a codec; what cannot be decoded becomes U+FFFD.</summary>
internal static class Decoders
{
    private const string Base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public static string Decode(ReadOnlySpan<byte> bytes, Codec codec) => codec.Decoding switch
    {
        Decoding.Latin1 => Encoding.Latin1.GetString(bytes),
        Decoding.Ascii or Decoding.Utf8 or Decoding.Opaque => Encoding.UTF8.GetString(bytes),
        Decoding.Utf7 => Utf7(bytes),
        Decoding.Escapes => Escaped(bytes, isRaw: false),
        Decoding.Unicode => Escaped(bytes, isRaw: true),
        Decoding.Rot13 => Rot13(Encoding.Latin1.GetString(bytes)),
        _ => Page(codec.Page).GetString(bytes),
    };

    private static Encoding Page(int page) => page switch
    {
        1200 => Encoding.Unicode,
        1201 => Encoding.BigEndianUnicode,
        12000 => Encoding.UTF32,
        12001 => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"))
            ?? Encoding.Latin1,
    };

    /// <summary>UTF-7 (RFC 2152): <c>+</c> begins UTF-16 in base 64, anything that is no digit of it ends it, a hyphen with it.</summary>
    private static string Utf7(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        for (int at = 0; at < bytes.Length;)
        {
            byte unit = bytes[at++];
            if (unit != '+')
            {
                text.Append(unit < 0x80 ? (char)unit : '\uFFFD');
                continue;
            }

            if (at < bytes.Length && bytes[at] == '-')
            {
                text.Append('+');
                at++;
                continue;
            }

            at = ShiftedUnits(bytes, at, text);
        }

        return text.ToString();
    }

    private static int ShiftedUnits(ReadOnlySpan<byte> bytes, int at, StringBuilder text)
    {
        uint held = 0;
        int bits = 0;
        for (; at < bytes.Length; at++)
        {
            int digit = Base64Digits.IndexOf((char)bytes[at], StringComparison.Ordinal);
            if (digit < 0)
            {
                return bytes[at] == '-' ? at + 1 : at;
            }

            held = ((held << 6) | (uint)digit) & 0x3F_FFFF;
            bits += 6;
            if (bits >= 16)
            {
                bits -= 16;
                text.Append((char)((held >> bits) & 0xFFFF));
            }
        }

        return at;
    }

    /// <summary>ISO 8859-1 with backslash escapes: all of them, or <c>\u</c> and <c>\U</c> only.</summary>
    private static string Escaped(ReadOnlySpan<byte> bytes, bool isRaw)
    {
        StringBuilder text = new(bytes.Length);
        while (true)
        {
            int at = bytes.IndexOf((byte)'\\');
            if (at < 0)
            {
                return text.Append(Encoding.Latin1.GetString(bytes)).ToString();
            }

            text.Append(Encoding.Latin1.GetString(bytes[..at]));
            bytes = bytes[at..];
            int taken = isRaw ? Escapes.ReadUnicode(bytes, text) : Escapes.Read(bytes, text);
            if (taken == 0)
            {
                // An even number of backslashes escapes nothing.
                taken = bytes.Length > 1 && bytes[1] == '\\' ? 2 : 1;
                text.Append('\\', taken);
            }

            bytes = bytes[taken..];
        }
    }

    /// <summary>ASCII letters turned by thirteen places; the rest stays.</summary>
    public static string Rot13(string text) => string.Create(text.Length, text, static (turned, source) =>
    {
        for (int at = 0; at < source.Length; at++)
        {
            char c = source[at];
            int first = char.IsAsciiLetterUpper(c) ? 'A' : 'a';
            turned[at] = char.IsAsciiLetter(c) ? (char)(first + ((c - first + 13) % 26)) : c;
        }
    });
}
