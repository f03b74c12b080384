using System.Globalization;
using System.Text;

namespace Assay.Reports;

/// <summary>Makes foreign text fit for a terminal, a log and a reader's eye: whatever would act, hide or reorder is written out.</summary>
public static class TerminalText
{
    // Honest writing stacks few marks on a letter; a hundred of them paint over the lines above.
    private const int MarksInARow = 4;

    /// <summary>The text on one line, with control characters, terminal sequences, direction marks, invisible and unpaired characters as visible escapes.</summary>
    /// <param name="text">Package text, file names, messages of servers.</param>
    /// <param name="limit">Characters of the input after which it is cut with an ellipsis.</param>
    public static string Escape(string text, int limit = 2_000) =>
        text.Length <= limit && !NeedsWork(text) ? text : Escape(text, limit, text.Length, out _);

    /// <summary>The same, and where a character of the input came to stand.</summary>
    /// <param name="at">Index into <paramref name="text"/>, 0 to its length.</param>
    /// <param name="shownAt">Index into the result of what is shown for it; the result's length where it was cut away.</param>
    public static string Escape(string text, int limit, int at, out int shownAt)
    {
        StringBuilder result = new(Math.Min(text.Length, limit) + 16);
        shownAt = -1;
        int marks = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (i >= limit)
            {
                result.Append('…');
                break;
            }

            if (i >= at && shownAt < 0)
            {
                shownAt = result.Length;
            }

            char c = text[i];
            if (IsLogCommand(text, i))
            {
                AppendEscape(result, c);
                continue;
            }

            if (c is >= ' ' and < '\x7f')
            {
                marks = 0;
                result.Append(c);
                continue;
            }

            if (!Rune.TryGetRuneAt(text, i, out Rune rune))
            {
                AppendEscape(result, c);
                continue;
            }

            marks = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (IsVisible(rune) && marks <= MarksInARow)
            {
                result.Append(rune.ToString());
            }
            else
            {
                AppendEscape(result, rune);
            }

            i += rune.Utf16SequenceLength - 1;
        }

        shownAt = shownAt < 0 ? result.Length : shownAt;
        return result.ToString();
    }

    private static bool NeedsWork(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or >= '\x7f' || IsLogCommand(text, i))
            {
                return true;
            }
        }

        return false;
    }

    // GitHub and its kin read "::name" at the start of a line and "##[" anywhere, Azure Pipelines "##vso[" anywhere. Text may be wrapped
    // or indented after this, so every place that could become the start of a line counts.
    private static bool IsLogCommand(string text, int i) =>
        text[i] switch
        {
            ':' => i + 2 < text.Length && text[i + 1] == ':' && char.IsAsciiLetter(text[i + 2]) && (i == 0 || char.IsWhiteSpace(text[i - 1])),
            '#' => i + 2 < text.Length && text[i + 1] == '#' && (text[i + 2] == '[' || string.CompareOrdinal(text, i + 2, "vso[", 0, 4) == 0),
            _ => false,
        };

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate => false,

        // Blanks that look like the plain one, or like nothing.
        UnicodeCategory.SpaceSeparator => false,
        _ => rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800),
    };

    private static void AppendEscape(StringBuilder result, char c)
    {
        _ = c switch
        {
            '\n' => result.Append("\\n"),
            '\r' => result.Append("\\r"),
            '\t' => result.Append("\\t"),
            < '\x100' => result.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
            _ => result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
        };
    }

    private static void AppendEscape(StringBuilder result, Rune rune)
    {
        if (rune.IsBmp)
        {
            AppendEscape(result, (char)rune.Value);
        }
        else
        {
            result.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
        }
    }
}
