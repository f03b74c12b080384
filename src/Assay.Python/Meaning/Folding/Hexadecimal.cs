namespace Assay.Python.Meaning.Folding;

/// <summary>Bytes as hexadecimal digits.</summary>
internal static class Hexadecimal
{
    /// <summary>Null where there is anything but pairs of digits, or over budget.</summary>
    /// <param name="skipsSpace">Between pairs, as <c>bytes.fromhex</c> does.</param>
    public static Value? Decode(string text, bool skipsSpace, FoldingBudget budget)
    {
        if (!budget.TrySpend(text.Length, text.Length / 2))
        {
            return null;
        }

        byte[] bytes = new byte[text.Length / 2];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (skipsSpace && text[i] is ' ' or (>= '\t' and <= '\r'))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsAsciiHexDigit(text[i]) || !char.IsAsciiHexDigit(text[i + 1]))
            {
                return null;
            }

            bytes[length++] = (byte)((Value(text[i]) << 4) | Value(text[++i]));
        }

        return Numbers.Bytes(bytes[..length]);
    }

    /// <summary>The digits, with the separator of the arguments at this position and the next.</summary>
    public static string? Encode(ReadOnlyMemory<byte> data, Call call, int at)
    {
        if (!call.Spend(data.Length * 3L))
        {
            return null;
        }

        string digits = Convert.ToHexStringLower(data.Span);
        if (call.IsNone(at))
        {
            return digits;
        }

        if (!Characters.TryOf(call[at], out Characters separator) || separator.Text.Length != 1 || !call.TryInt(at + 1, 1, out int size) || size == int.MinValue)
        {
            return null;
        }

        if (size == 0 || data.Length == 0)
        {
            return digits;
        }

        // Groups are counted from the right, with a negative size from the left.
        int width = Math.Abs(size);
        int first = size > 0 ? data.Length % width : width;
        first = first == 0 ? width : first;
        System.Text.StringBuilder text = new();
        for (int i = 0; i < data.Length; i++)
        {
            if (i > 0 && (i - first) % width == 0 && i >= first)
            {
                text.Append(separator.Text);
            }

            text.Append(digits, i * 2, 2);
        }

        return text.ToString();
    }

    public static int Value(char digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
