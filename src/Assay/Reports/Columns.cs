using System.Globalization;
using System.Text;

namespace Assay.Reports;

/// <summary>How many columns text takes in a terminal: two for the wide characters of East Asia and for pictures, none for marks on a letter.</summary>
public static class Columns
{
    // Unicode's EastAsianWidth W and F, in blocks: the few narrow characters inside them would only shift a caret.
    private static readonly (int First, int Last)[] s_wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0x33FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xA000, 0xA4CF), (0xA960, 0xA97F),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x16FE0, 0x18DFF), (0x1B000, 0x1B2FF),
        (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    /// <param name="shown">Escaped text.</param>
    public static int Of(ReadOnlySpan<char> shown)
    {
        int columns = 0;
        foreach (Rune rune in shown.EnumerateRunes())
        {
            columns += Of(rune);
        }

        return columns;
    }

    /// <summary>The longest beginning that fits.</summary>
    /// <returns>Its length in characters, never within a pair of surrogates.</returns>
    public static int Fitting(ReadOnlySpan<char> shown, int columns)
    {
        int length = 0;
        foreach (Rune rune in shown.EnumerateRunes())
        {
            columns -= Of(rune);
            if (columns < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    private static int Of(Rune rune)
    {
        if (rune.Value < 0x300)
        {
            return 1;
        }

        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            return 0;
        }

        foreach ((int first, int last) in s_wide)
        {
            if (rune.Value <= last)
            {
                return rune.Value >= first ? 2 : 1;
            }
        }

        return 1;
    }
}
