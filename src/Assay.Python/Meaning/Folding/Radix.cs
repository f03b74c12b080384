using System.Globalization;
using System.Numerics;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>Ints in other bases than ten.</summary>
internal static class Radix
{
    /// <summary>The digits of a number that is not negative, so many bits a digit; null over budget.</summary>
    public static string? Text(BigInteger number, int bits, FoldingBudget budget)
    {
        long length = Math.Max(1, (number.GetBitLength() + bits - 1) / bits);
        if (!budget.TrySpend(length, length))
        {
            return null;
        }

        byte[] bytes = number.ToByteArray(isUnsigned: true);
        char[] digits = new char[length];
        for (int i = 0; i < digits.Length; i++)
        {
            int bit = i * bits;
            int low = bytes[bit / 8] | ((bit / 8) + 1 < bytes.Length ? bytes[(bit / 8) + 1] << 8 : 0);
            digits[^(i + 1)] = "0123456789abcdef"[(low >> (bit % 8)) & ((1 << bits) - 1)];
        }

        return new string(digits);
    }

    /// <summary><c>int(text, radix)</c>; null where Python raises, or over budget.</summary>
    /// <param name="radix">0 (from the prefix), or 2 to 36.</param>
    public static BigInteger? Parse(string text, int radix, FoldingBudget budget)
    {
        if (radix is < 0 or 1 or > 36 || !budget.TrySpend(text.Length))
        {
            return null;
        }

        ReadOnlySpan<char> rest = Trim(text);
        bool isNegative = rest.StartsWith("-");
        rest = isNegative || rest.StartsWith("+") ? rest[1..] : rest;
        bool hadPrefix = false;
        if (rest.Length > 1 && rest[0] == '0')
        {
            int named = (rest[1] | 0x20) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 };
            if (named != 0 && (radix == 0 || radix == named))
            {
                radix = named;
                rest = rest[2..];
                hadPrefix = true;
                rest = rest.StartsWith("_") ? rest[1..] : rest;
            }
        }

        bool isLiteral = radix == 0 && !hadPrefix;
        radix = radix == 0 ? 10 : radix;
        if (Digits(rest, radix) is not string digits || (isLiteral && digits.Length > 1 && digits[0] == '0' && digits.AsSpan().ContainsAnyExcept('0')))
        {
            return null;
        }

        BigInteger? value = radix switch
        {
            10 => Representation.AffordsDigits(digits.Length, budget) ? BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : null,
            16 => budget.TrySpend(digits.Length, digits.Length / 2) ? BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : null,
            2 => budget.TrySpend(digits.Length, digits.Length / 8) ? BigInteger.Parse("0" + digits, NumberStyles.AllowBinarySpecifier, CultureInfo.InvariantCulture) : null,
            _ => Slow(digits, radix, budget),
        };
        return isNegative ? -value : value;
    }

    private static BigInteger? Slow(string digits, int radix, FoldingBudget budget)
    {
        if (!Representation.AffordsDigits(digits.Length, budget))
        {
            return null;
        }

        // Eight digits at a time keep the products few.
        BigInteger value = BigInteger.Zero;
        for (int start = 0; start < digits.Length; start += 8)
        {
            int end = Math.Min(digits.Length, start + 8);
            long part = 0;
            long scale = 1;
            for (int i = start; i < end; i++)
            {
                part = (part * radix) + Digit(digits[i]);
                scale *= radix;
            }

            value = (value * scale) + part;
        }

        return value;
    }

    // The digits without single underscores between them; null where there is anything else.
    private static string? Digits(ReadOnlySpan<char> text, int radix)
    {
        StringBuilder digits = new(text.Length);
        bool mayPart = false;
        foreach (char c in text)
        {
            if (c == '_' && mayPart)
            {
                mayPart = false;
                continue;
            }

            int digit = Digit(c);
            if (digit < 0 || digit >= radix)
            {
                return null;
            }

            digits.Append(digit < 10 ? (char)('0' + digit) : char.ToLowerInvariant(c));
            mayPart = true;
        }

        return mayPart ? digits.ToString() : null;
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'z' => c - 'a' + 10,
        >= 'A' and <= 'Z' => c - 'A' + 10,
        > '\x7F' when char.IsDigit(c) => (int)char.GetNumericValue(c),
        _ => -1,
    };

    private static ReadOnlySpan<char> Trim(string text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && Points.IsSpace(text[start]))
        {
            start++;
        }

        while (end > start && Points.IsSpace(text[end - 1]))
        {
            end--;
        }

        return text.AsSpan(start, end - start);
    }
}
