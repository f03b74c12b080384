namespace Assay.Python.Meaning.Folding;

/// <summary>Base 85: Git's (<c>b85</c>), ZeroMQ's (<c>z85</c>) and Ascii85.</summary>
internal static class Base85
{
    public const string Git = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    public const string Zero = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    public static Value? Decode(ReadOnlySpan<byte> data, string alphabet, FoldingBudget budget)
    {
        if (!budget.TrySpend(data.Length, data.Length))
        {
            return null;
        }

        Span<int> values = stackalloc int[256];
        values.Fill(-1);
        for (int i = 0; i < alphabet.Length; i++)
        {
            values[alphabet[i]] = i;
        }

        int missing = (5 - (data.Length % 5)) % 5;
        List<byte> result = new(data.Length);
        for (int i = 0; i < data.Length; i += 5)
        {
            ulong word = 0;
            for (int k = 0; k < 5; k++)
            {
                int value = i + k < data.Length ? values[data[i + k]] : 84;
                if (value < 0)
                {
                    return null;
                }

                word = (word * 85) + (ulong)value;
            }

            if (word > uint.MaxValue)
            {
                return null;
            }

            AddWord(result, (uint)word);
        }

        result.RemoveRange(result.Count - Math.Min(missing, result.Count), Math.Min(missing, result.Count));
        return Numbers.Bytes([.. result]);
    }

    public static Value? Encode(ReadOnlySpan<byte> data, string alphabet, bool pads, FoldingBudget budget)
    {
        int padding = (4 - (data.Length % 4)) % 4;
        long length = (data.Length + (long)padding) / 4 * 5;
        if (!budget.TrySpend(length, length))
        {
            return null;
        }

        char[] text = new char[length];
        for (int i = 0; i < data.Length + padding; i += 4)
        {
            uint word = 0;
            for (int k = 0; k < 4; k++)
            {
                word = (word << 8) | (i + k < data.Length ? data[i + k] : 0u);
            }

            for (int k = 4; k >= 0; k--)
            {
                text[(i / 4 * 5) + k] = alphabet[(int)(word % 85)];
                word /= 85;
            }
        }

        return Characters.MakeBytes(new string(text, 0, pads ? text.Length : text.Length - padding), isPartial: false);
    }

    /// <summary><c>base64.a85decode</c>.</summary>
    public static Value? DecodeAscii(Call call)
    {
        string ignored = " \t\n\r\v";
        if (!call.TryBytes(0, out ReadOnlyMemory<byte> given) || call.Flag(1, false) is not bool foldsSpaces || call.Flag(2, false) is not bool isAdobe
            || (call[3] is not null && !(Characters.TryOf(call[3], out Characters chars) && (ignored = chars.Text) is not null)))
        {
            return null;
        }

        ReadOnlySpan<byte> data = given.Span;
        if (isAdobe)
        {
            if (!data.EndsWith("~>"u8))
            {
                return null;
            }

            data = data[(data.StartsWith("<~"u8) ? 2 : 0)..^2];
        }

        if (!call.Spend(data.Length * 4L))
        {
            return null;
        }

        List<byte> result = [];
        Span<uint> group = stackalloc uint[5];
        int held = 0;
        for (int i = 0; i < data.Length + 4; i++)
        {
            // Four times the last digit fill up the last group.
            byte c = i < data.Length ? data[i] : (byte)'u';
            if (c is >= (byte)'!' and <= (byte)'u')
            {
                group[held++] = (uint)(c - '!');
                if (held < 5)
                {
                    continue;
                }

                ulong word = 0;
                foreach (uint digit in group)
                {
                    word = (word * 85) + digit;
                }

                if (word > uint.MaxValue)
                {
                    return null;
                }

                AddWord(result, (uint)word);
                held = 0;
            }
            else if (c == 'z' || (foldsSpaces && c == 'y'))
            {
                if (held > 0)
                {
                    return null;
                }

                AddWord(result, c == 'z' ? 0 : 0x20202020u);
            }
            else if (!ignored.Contains((char)c, StringComparison.Ordinal))
            {
                return null;
            }
        }

        int padding = 4 - held;
        result.RemoveRange(result.Count - Math.Min(padding, result.Count), Math.Min(padding, result.Count));
        return Numbers.Bytes([.. result]);
    }

    private static void AddWord(List<byte> bytes, uint word)
    {
        for (int k = 0; k < 4; k++)
        {
            bytes.Add((byte)((word >> (24 - (8 * k))) & 0xFF));
        }
    }
}
