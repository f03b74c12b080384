using System.Globalization;
using System.Text;

namespace Assay.Reports;

/// <summary>One line of source with its number, and a caret under a column; a long line is cut around the caret.</summary>
public static class SourceLine
{
    // Lines of a file, a log or a pipe: as long as one can read without scrolling.
    private const int UnboundedColumns = 160;

    // Below this the terminal's own wrapping does less harm than ours.
    private const int Narrowest = 24;

    // Characters of the line looked at on each side of the caret: what is farther away is never shown.
    private const int Reach = 400;

    /// <param name="indent">Written before each of the two lines.</param>
    /// <param name="number">The line's number, from 1.</param>
    /// <param name="text">The line, unescaped, from its first column.</param>
    /// <param name="column">In characters (code points) from 1; null or behind the text: no caret.</param>
    /// <param name="width">Columns of the terminal; null: no terminal.</param>
    public static void Write(TextWriter output, Ink ink, string indent, int number, string text, int? column, int? width)
    {
        string gutter = number.ToString(CultureInfo.InvariantCulture);
        int room = (width ?? UnboundedColumns) - indent.Length - gutter.Length - 3;
        (string shown, int caret) = Fit(text, column, room < Narrowest ? UnboundedColumns : room);
        output.WriteLine($"{indent}{ink.Faint($"{gutter} │")} {shown}");
        if (caret >= 0)
        {
            output.WriteLine($"{indent}{ink.Faint($"{new string(' ', gutter.Length)} │")} {new string(' ', caret)}{ink.Error("^")}");
        }
    }

    /// <summary>The part of a line to show, escaped, without its indentation.</summary>
    /// <returns>The columns before the caret; -1 where there is none.</returns>
    private static (string Shown, int Caret) Fit(string text, int? column, int room)
    {
        int at = column is int wanted ? IndexOf(text, wanted) : -1;
        int start = text.Length - text.AsSpan().TrimStart(" \t").Length;
        if (at >= 0 && at < start)
        {
            at = -1;
        }

        bool cutBefore = at - Reach > start;
        start = cutBefore ? Whole(text, at - Reach) : start;
        int end = Whole(text, Math.Min(text.Length, Math.Max(at, start) + Reach));
        string part = text[start..end];
        string escaped = TerminalText.Escape(part, int.MaxValue, at < 0 ? 0 : at - start, out int mark);
        bool cutBehind = end < text.Length;

        // A third of the room for what stands before the caret, the rest for what it points to.
        int before = at < 0 ? 0 : Columns.Of(escaped.AsSpan(0, mark));
        int skip = Columns.Of(escaped) <= room ? 0 : Math.Min(Math.Max(0, before - room / 3), Math.Max(0, Columns.Of(escaped) + 1 - room));
        int from = Columns.Fitting(escaped, skip);
        if (from < mark && (cutBefore || from > 0) && escaped.AsSpan(from, mark - from).IsWhiteSpace())
        {
            // Code pushed out of sight by blanks: the blanks are not worth a column.
            from = mark;
        }

        cutBefore |= from > 0;
        string rest = escaped[from..];
        int left = room - (cutBefore ? 1 : 0);
        if (Columns.Of(rest) > left || cutBehind)
        {
            rest = rest[..Columns.Fitting(rest, left - 1)] + "…";
        }

        int caret = at < 0 || mark < from ? -1 : Columns.Of(escaped.AsSpan(from, mark - from)) + (cutBefore ? 1 : 0);
        return ((cutBefore ? "…" : "") + rest, caret);
    }

    // The index of a character counted in code points; -1 where the text is shorter.
    private static int IndexOf(string text, int column)
    {
        int at = 0;
        for (int left = column - 1; left > 0 && at < text.Length; left--)
        {
            at += char.IsSurrogatePair(text, at) ? 2 : 1;
        }

        return column < 1 || at >= text.Length ? -1 : at;
    }

    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) && char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;
}
