using System.Collections.Immutable;
using System.Text;

namespace Assay.Python.Lexing;

/// <summary>
/// The letters and digits of other alphabets that Python takes for ASCII in names (language reference, "Names"; NFKC, UAX #15): mathematical,
/// full-width, raised, enclosed in a ligature. The framework normalises nothing but ASCII where culture is invariant, so the table is ours;
/// it is made from the data of Unicode 14.0.0, and holds every character that may stand in a name and whose NFKC form is ASCII.
/// </summary>
internal static class CompatibilityLetters
{
    private static readonly ImmutableArray<Run> s_runs =
    [
        new(0x00AA, 1, 'a'), new(0x00BA, 1, 'o'), new(0x017F, 1, 's'), new(0x02B0, 1, 'h'), new(0x02B2, 1, 'j'), new(0x02B3, 1, 'r'),
        new(0x02B7, 1, 'w'), new(0x02B8, 1, 'y'), new(0x02E1, 1, 'l'), new(0x02E2, 1, 's'), new(0x02E3, 1, 'x'), new(0x1D2C, 1, 'A'),
        new(0x1D2E, 1, 'B'), new(0x1D30, 2, 'D'), new(0x1D33, 8, 'G'), new(0x1D3C, 1, 'O'), new(0x1D3E, 1, 'P'), new(0x1D3F, 1, 'R'),
        new(0x1D40, 2, 'T'), new(0x1D42, 1, 'W'), new(0x1D43, 1, 'a'), new(0x1D47, 1, 'b'), new(0x1D48, 2, 'd'), new(0x1D4D, 1, 'g'),
        new(0x1D4F, 1, 'k'), new(0x1D50, 1, 'm'), new(0x1D52, 1, 'o'), new(0x1D56, 1, 'p'), new(0x1D57, 2, 't'), new(0x1D5B, 1, 'v'),
        new(0x1D62, 1, 'i'), new(0x1D63, 1, 'r'), new(0x1D64, 2, 'u'), new(0x1D9C, 1, 'c'), new(0x1DA0, 1, 'f'), new(0x1DBB, 1, 'z'),
        new(0x2071, 1, 'i'), new(0x207F, 1, 'n'), new(0x2090, 1, 'a'), new(0x2091, 1, 'e'), new(0x2092, 1, 'o'), new(0x2093, 1, 'x'),
        new(0x2095, 1, 'h'), new(0x2096, 4, 'k'), new(0x209A, 1, 'p'), new(0x209B, 2, 's'), new(0x2102, 1, 'C'), new(0x210A, 1, 'g'),
        new(0x210B, 1, 'H'), new(0x210C, 1, 'H'), new(0x210D, 1, 'H'), new(0x210E, 1, 'h'), new(0x2110, 1, 'I'), new(0x2111, 1, 'I'),
        new(0x2112, 1, 'L'), new(0x2113, 1, 'l'), new(0x2115, 1, 'N'), new(0x2119, 3, 'P'), new(0x211C, 1, 'R'), new(0x211D, 1, 'R'),
        new(0x2124, 1, 'Z'), new(0x2128, 1, 'Z'), new(0x212A, 1, 'K'), new(0x212C, 2, 'B'), new(0x212F, 1, 'e'), new(0x2130, 2, 'E'),
        new(0x2133, 1, 'M'), new(0x2134, 1, 'o'), new(0x2139, 1, 'i'), new(0x2145, 1, 'D'), new(0x2146, 2, 'd'), new(0x2148, 2, 'i'),
        new(0x2160, 1, 'I'), new(0x2164, 1, 'V'), new(0x2169, 1, 'X'), new(0x216C, 1, 'L'), new(0x216D, 2, 'C'), new(0x216F, 1, 'M'),
        new(0x2170, 1, 'i'), new(0x2174, 1, 'v'), new(0x2179, 1, 'x'), new(0x217C, 1, 'l'), new(0x217D, 2, 'c'), new(0x217F, 1, 'm'),
        new(0x2C7C, 1, 'j'), new(0x2C7D, 1, 'V'), new(0xA7F2, 1, 'C'), new(0xA7F3, 1, 'F'), new(0xA7F4, 1, 'Q'), new(0xFE33, 1, '_'),
        new(0xFE34, 1, '_'), new(0xFE4D, 1, '_'), new(0xFE4E, 1, '_'), new(0xFE4F, 1, '_'), new(0xFF10, 10, '0'), new(0xFF21, 26, 'A'),
        new(0xFF3F, 1, '_'), new(0xFF41, 26, 'a'), new(0x107A5, 1, 'q'), new(0x1D400, 26, 'A'), new(0x1D41A, 26, 'a'), new(0x1D434, 26, 'A'),
        new(0x1D44E, 7, 'a'), new(0x1D456, 18, 'i'), new(0x1D468, 26, 'A'), new(0x1D482, 26, 'a'), new(0x1D49C, 1, 'A'), new(0x1D49E, 2, 'C'),
        new(0x1D4A2, 1, 'G'), new(0x1D4A5, 2, 'J'), new(0x1D4A9, 4, 'N'), new(0x1D4AE, 8, 'S'), new(0x1D4B6, 4, 'a'), new(0x1D4BB, 1, 'f'),
        new(0x1D4BD, 7, 'h'), new(0x1D4C5, 11, 'p'), new(0x1D4D0, 26, 'A'), new(0x1D4EA, 26, 'a'), new(0x1D504, 2, 'A'), new(0x1D507, 4, 'D'),
        new(0x1D50D, 8, 'J'), new(0x1D516, 7, 'S'), new(0x1D51E, 26, 'a'), new(0x1D538, 2, 'A'), new(0x1D53B, 4, 'D'), new(0x1D540, 5, 'I'),
        new(0x1D546, 1, 'O'), new(0x1D54A, 7, 'S'), new(0x1D552, 26, 'a'), new(0x1D56C, 26, 'A'), new(0x1D586, 26, 'a'), new(0x1D5A0, 26, 'A'),
        new(0x1D5BA, 26, 'a'), new(0x1D5D4, 26, 'A'), new(0x1D5EE, 26, 'a'), new(0x1D608, 26, 'A'), new(0x1D622, 26, 'a'), new(0x1D63C, 26, 'A'),
        new(0x1D656, 26, 'a'), new(0x1D670, 26, 'A'), new(0x1D68A, 26, 'a'), new(0x1D7CE, 10, '0'), new(0x1D7D8, 10, '0'), new(0x1D7E2, 10, '0'),
        new(0x1D7EC, 10, '0'), new(0x1D7F6, 10, '0'), new(0x1FBF0, 10, '0'),
    ];

    private static readonly ImmutableArray<Several> s_several =
    [
        new(0x0132, "IJ"), new(0x0133, "ij"), new(0x01C7, "LJ"), new(0x01C8, "Lj"), new(0x01C9, "lj"), new(0x01CA, "NJ"), new(0x01CB, "Nj"),
        new(0x01CC, "nj"), new(0x01F1, "DZ"), new(0x01F2, "Dz"), new(0x01F3, "dz"), new(0x2161, "II"), new(0x2162, "III"), new(0x2163, "IV"),
        new(0x2165, "VI"), new(0x2166, "VII"), new(0x2167, "VIII"), new(0x2168, "IX"), new(0x216A, "XI"), new(0x216B, "XII"), new(0x2171, "ii"),
        new(0x2172, "iii"), new(0x2173, "iv"), new(0x2175, "vi"), new(0x2176, "vii"), new(0x2177, "viii"), new(0x2178, "ix"), new(0x217A, "xi"),
        new(0x217B, "xii"), new(0xFB00, "ff"), new(0xFB01, "fi"), new(0xFB02, "fl"), new(0xFB03, "ffi"), new(0xFB04, "ffl"), new(0xFB05, "st"),
        new(0xFB06, "st"),
    ];

    /// <summary>A name with those letters as ASCII; all others stay as they are.</summary>
    public static string Fold(string name)
    {
        if (Ascii.IsValid(name))
        {
            return name;
        }

        StringBuilder folded = new(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (rune.Value < 0x80)
            {
                folded.Append((char)rune.Value);
            }
            else if (Find(rune.Value) is char letter)
            {
                folded.Append(letter);
            }
            else
            {
                folded.Append(FindSeveral(rune.Value) ?? rune.ToString());
            }
        }

        return folded.ToString();
    }

    private static char? Find(int code)
    {
        int low = 0;
        int high = s_runs.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            Run run = s_runs[middle];
            if (code < run.First)
            {
                high = middle - 1;
            }
            else if (code >= run.First + run.Count)
            {
                low = middle + 1;
            }
            else
            {
                return (char)(run.Letter + (code - run.First));
            }
        }

        return null;
    }

    private static string? FindSeveral(int code)
    {
        foreach (Several several in s_several)
        {
            if (several.Code == code)
            {
                return several.Letters;
            }
        }

        return null;
    }

    /// <summary>Characters that follow one another as their letters do.</summary>
    private readonly record struct Run(int First, int Count, char Letter);

    /// <summary>A character that stands for several letters.</summary>
    private readonly record struct Several(int Code, string Letters);
}
