using System.Buffers;
using System.Text;

namespace Assay.Engine.Rules;

/// <summary>Names that say nothing on purpose: letters that look alike, hexadecimal numbers, random letters, one sign repeated.</summary>
internal static class NoiseNames
{
    private static readonly SearchValues<char> s_lookAlikes = SearchValues.Create("Il1O0oQ_");

    /// <summary>True where nobody would give a name like this by hand.</summary>
    public static bool IsNoise(string name)
    {
        ReadOnlySpan<char> core = name.AsSpan().Trim('_');
        if (core.IsEmpty)
        {
            return name.Length >= 3;
        }

        return IsMonotonous(core) || IsHexadecimal(core) || IsShuffled(core) || IsForeignNoise(core);
    }

    // IlIIl1, OO0O0, xXxXxX.
    private static bool IsMonotonous(ReadOnlySpan<char> core)
    {
        if (core.Length >= 6 && !core.ContainsAnyExcept(s_lookAlikes))
        {
            return true;
        }

        return core.Length >= 6 && Distinct(core, 3) is int distinct && (distinct <= 2 || (distinct == 3 && core.Length >= 9));
    }

    // _0x3fa1, a94f0c1b2d3e4f55.
    private static bool IsHexadecimal(ReadOnlySpan<char> core)
    {
        ReadOnlySpan<char> digits = core.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? core[2..] : core;
        bool marked = digits.Length < core.Length;
        if (digits.Length < (marked ? 3 : 16))
        {
            return false;
        }

        int decimals = 0;
        foreach (char c in digits)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }

            decimals += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return marked || (decimals >= 3 && decimals < digits.Length);
    }

    // qVbHtWkzLp: no language piles up consonants while the case goes up and down.
    private static bool IsShuffled(ReadOnlySpan<char> core)
    {
        if (core.Length < 8 || core.Contains('_'))
        {
            return false;
        }

        int consonants = 0;
        int longest = 0;
        int turns = 0;
        for (int i = 0; i < core.Length; i++)
        {
            char c = core[i];
            if (!char.IsAsciiLetterOrDigit(c))
            {
                return false;
            }

            consonants = char.IsAsciiLetter(c) && !"aeiouyAEIOUY".Contains(c, StringComparison.Ordinal) ? consonants + 1 : 0;
            longest = Math.Max(longest, consonants);
            turns += i > 0 && Class(c) != Class(core[i - 1]) ? 1 : 0;
        }

        return longest >= 4 && turns * 3 >= core.Length;
    }

    // A sentence's worth of ideographs, or mathematical letters mixed at random.
    private static bool IsForeignNoise(ReadOnlySpan<char> core)
    {
        int foreign = 0;
        foreach (Rune rune in core.EnumerateRunes())
        {
            foreign += rune.IsAscii ? 0 : 1;
        }

        return foreign >= 12;
    }

    private static int Class(char c) => char.IsAsciiDigit(c) ? 0 : char.IsAsciiLetterUpper(c) ? 1 : 2;

    private static int Distinct(ReadOnlySpan<char> text, int most)
    {
        Span<char> seen = stackalloc char[most];
        int count = 0;
        foreach (char c in text)
        {
            if (!seen[..count].Contains(c))
            {
                if (count == most)
                {
                    return most + 1;
                }

                seen[count++] = c;
            }
        }

        return count;
    }
}
