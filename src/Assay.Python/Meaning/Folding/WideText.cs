using System.Buffers.Binary;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>UTF-16, UTF-32 and UTF-7.</summary>
internal static class WideText
{
    public static string? Decode16(ReadOnlySpan<byte> bytes, string codec, CodecErrors errors)
    {
        bool isBig = codec == "utf_16_be";
        if (codec == "utf_16" && bytes.Length >= 2 && (bytes[0], bytes[1]) is (0xFF, 0xFE) or (0xFE, 0xFF))
        {
            isBig = bytes[0] == 0xFE;
            bytes = bytes[2..];
        }

        StringBuilder text = new(bytes.Length / 2);
        for (int i = 0; i < bytes.Length; i += 2)
        {
            if (i + 1 == bytes.Length)
            {
                return Codecs.AppendBad(text, bytes[i..], errors) ? text.ToString() : null;
            }

            char c = Unit(bytes[i..]);
            if (!char.IsSurrogate(c) || errors == CodecErrors.SurrogatePass)
            {
                text.Append(c);
            }
            else if (char.IsHighSurrogate(c) && i + 3 < bytes.Length && char.IsLowSurrogate(Unit(bytes[(i + 2)..])))
            {
                text.Append(c).Append(Unit(bytes[(i + 2)..]));
                i += 2;
            }
            else if (!Codecs.AppendBad(text, bytes.Slice(i, 2), errors))
            {
                return null;
            }
        }

        return text.ToString();

        char Unit(ReadOnlySpan<byte> two) => (char)(isBig ? BinaryPrimitives.ReadUInt16BigEndian(two) : BinaryPrimitives.ReadUInt16LittleEndian(two));
    }

    public static string? Decode32(ReadOnlySpan<byte> bytes, string codec, CodecErrors errors)
    {
        bool isBig = codec == "utf_32_be";
        if (codec == "utf_32" && bytes.Length >= 4 && (bytes[..4].SequenceEqual<byte>([0xFF, 0xFE, 0, 0]) || bytes[..4].SequenceEqual<byte>([0, 0, 0xFE, 0xFF])))
        {
            isBig = bytes[0] == 0;
            bytes = bytes[4..];
        }

        StringBuilder text = new(bytes.Length / 4);
        for (int i = 0; i < bytes.Length; i += 4)
        {
            ReadOnlySpan<byte> four = bytes[i..Math.Min(i + 4, bytes.Length)];
            uint point = four.Length < 4 ? uint.MaxValue : isBig ? BinaryPrimitives.ReadUInt32BigEndian(four) : BinaryPrimitives.ReadUInt32LittleEndian(four);
            if (point <= 0x10FFFF && (point is < 0xD800 or > 0xDFFF || errors == CodecErrors.SurrogatePass))
            {
                Points.Append(text, (int)point);
            }
            else if (!Codecs.AppendBad(text, four, errors))
            {
                return null;
            }
        }

        return text.ToString();
    }

    public static byte[]? Encode(string text, string codec, CodecErrors errors)
    {
        bool isBig = codec.EndsWith("be", StringComparison.Ordinal);
        bool isFour = codec.StartsWith("utf_32", StringComparison.Ordinal);
        List<byte> bytes = new((text.Length * (isFour ? 4 : 2)) + 4);
        if (!codec.EndsWith('e'))
        {
            Unit(0xFEFF);
        }

        for (int i = 0; i < text.Length; i += Points.Width(text, i))
        {
            int point = Points.At(text, i);
            if (point is < 0xD800 or > 0xDFFF || errors == CodecErrors.SurrogatePass)
            {
                Write(point);
            }
            else if (Codecs.BadCharacter(point, errors == CodecErrors.SurrogateEscape ? CodecErrors.Strict : errors) is byte[] bad)
            {
                foreach (byte value in bad)
                {
                    Write(value);
                }
            }
            else
            {
                return null;
            }
        }

        return [.. bytes];

        void Write(int point)
        {
            if (isFour || point < 0x10000)
            {
                Unit(point);
                return;
            }

            string pair = char.ConvertFromUtf32(point);
            Unit(pair[0]);
            Unit(pair[1]);
        }

        void Unit(int value)
        {
            int size = isFour ? 4 : 2;
            for (int k = 0; k < size; k++)
            {
                bytes.Add((byte)((value >> (8 * (isBig ? size - 1 - k : k))) & 0xFF));
            }
        }
    }

    /// <summary>UTF-7 (RFC 2152); null where it is malformed.</summary>
    public static string? Decode7(ReadOnlySpan<byte> bytes)
    {
        StringBuilder text = new(bytes.Length);
        for (int i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '+')
            {
                text.Append((char)bytes[i]);
                continue;
            }

            int start = ++i;
            while (i < bytes.Length && (char.IsAsciiLetterOrDigit((char)bytes[i]) || bytes[i] is (byte)'+' or (byte)'/'))
            {
                i++;
            }

            if (i == start)
            {
                if (i == bytes.Length || bytes[i] != '-')
                {
                    return null;
                }

                text.Append('+');
                continue;
            }

            int held = 0;
            int bits = 0;
            foreach (byte c in bytes[start..i])
            {
                int value = c switch { >= (byte)'a' => c - 'a' + 26, >= (byte)'A' => c - 'A', (byte)'+' => 62, (byte)'/' => 63, _ => c - '0' + 52 };
                held = ((held << 6) | value) & 0x3FFFFF;
                bits += 6;
                if (bits >= 16)
                {
                    bits -= 16;
                    text.Append((char)((held >> bits) & 0xFFFF));
                }
            }

            if (bits >= 6 || (held & ((1 << bits) - 1)) != 0)
            {
                return null;
            }

            // The minus that ends a run is no text.
            if (i == bytes.Length || bytes[i] != '-')
            {
                i--;
            }
        }

        return text.ToString();
    }
}
