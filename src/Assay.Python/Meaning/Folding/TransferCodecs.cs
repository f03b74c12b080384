namespace Assay.Python.Meaning.Folding;

/// <summary>uuencode and quoted-printable, as mail carried them.</summary>
internal static class TransferCodecs
{
    /// <summary>One uuencoded line; null where Python raises.</summary>
    public static Value? UuLine(ReadOnlySpan<byte> line) => DecodeLine(line) is byte[] bytes ? Numbers.Bytes(bytes) : null;

    /// <summary>A whole uuencoded file, from <c>begin</c> to <c>end</c>; null where Python raises.</summary>
    public static byte[]? Uu(ReadOnlySpan<byte> data)
    {
        List<byte> result = [];
        bool hasBegun = false;
        foreach (Range range in data.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = data[range].TrimEnd((byte)'\r');
            if (!hasBegun)
            {
                hasBegun = line.StartsWith("begin"u8);
                continue;
            }

            if (line.SequenceEqual("end"u8))
            {
                return [.. result];
            }

            if (line.IsEmpty)
            {
                continue;
            }

            if (DecodeLine(line) is not byte[] bytes)
            {
                return null;
            }

            result.AddRange(bytes);
        }

        return null;
    }

    /// <summary>Quoted-printable (RFC 2045, section 6.7).</summary>
    /// <param name="isHeader">An underscore is a space.</param>
    public static byte[] QuotedPrintable(ReadOnlySpan<byte> data, bool isHeader)
    {
        List<byte> result = new(data.Length);
        for (int i = 0; i < data.Length; i++)
        {
            byte c = data[i];
            if (c != '=')
            {
                result.Add(isHeader && c == '_' ? (byte)' ' : c);
                continue;
            }

            if (i + 1 == data.Length)
            {
                break;
            }

            byte next = data[i + 1];
            if (next is (byte)'\n' or (byte)'\r')
            {
                // A soft line break: the rest of the line is passed over.
                int end = data[i..].IndexOf((byte)'\n');
                i = end < 0 ? data.Length : i + end;
            }
            else if (next == '=')
            {
                result.Add(c);
                i++;
            }
            else if (i + 2 < data.Length && char.IsAsciiHexDigit((char)next) && char.IsAsciiHexDigit((char)data[i + 2]))
            {
                result.Add((byte)((Hexadecimal.Value((char)next) << 4) | Hexadecimal.Value((char)data[i + 2])));
                i += 2;
            }
            else
            {
                result.Add(c);
            }
        }

        return [.. result];
    }

    private static byte[]? DecodeLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            // CPython reads the NUL behind its end.
            return new byte[32];
        }

        int length = (line[0] - ' ') & 0x3F;
        byte[] result = new byte[length];
        int held = 0;
        int bits = 0;
        int at = 1;
        for (int made = 0; made < length; at++)
        {
            byte c = at < line.Length ? line[at] : (byte)' ';
            bool isEnd = c is (byte)'\n' or (byte)'\r' || at >= line.Length;
            if (!isEnd && c is < (byte)' ' or > (byte)' ' + 64)
            {
                return null;
            }

            held = ((held << 6) | (isEnd ? 0 : (c - ' ') & 0x3F)) & 0xFFFF;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                result[made++] = (byte)((held >> bits) & 0xFF);
            }
        }

        for (; at < line.Length; at++)
        {
            if (line[at] is not ((byte)' ' or (byte)'`' or (byte)'\n' or (byte)'\r'))
            {
                return null;
            }
        }

        return result;
    }
}
