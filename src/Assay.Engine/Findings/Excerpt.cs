using System.Text;

namespace Assay.Engine.Findings;

/// <summary>A few lines of a long text, for evidence.</summary>
public static class Excerpt
{
    private const int LinesBefore = 2;
    private const int LinesShown = 6;
    private const int CharactersOfLine = 160;
    private const int BytesAround = 200;
    private const int CharactersBefore = 40;

    // Farther to the right than any place of a line that was not cut before it: 200 bytes are at least 50 characters.
    private const int LeastColumnOfCut = BytesAround / 4;

    /// <summary>
    /// The line around a place, whole from its beginning; where the place is far to the right, <c>…</c> and the forty characters before it.
    /// Takes the same time however long the line is.
    /// </summary>
    /// <param name="utf8">The text.</param>
    /// <param name="offset">Bytes, 0 to the text's length.</param>
    public static string LineAt(ReadOnlySpan<byte> utf8, int offset)
    {
        int from = Math.Max(0, offset - BytesAround);
        int end = utf8[from..offset].LastIndexOfAny((byte)'\n', (byte)'\r');
        bool isWhole = end >= 0 || from == 0;
        int start = end >= 0 ? from + end + 1 : from;
        if (!isWhole)
        {
            start = offset;
            for (int left = CharactersBefore; left > 0; left--)
            {
                start--;
                while ((utf8[start] & 0xC0) == 0x80 && start > from)
                {
                    start--;
                }
            }
        }

        ReadOnlySpan<byte> rest = utf8[offset..Math.Min(utf8.Length, offset + BytesAround)];
        int stop = rest.IndexOfAny((byte)'\n', (byte)'\r');
        stop = stop >= 0 ? stop : rest.Length;
        while (stop > 0 && offset + stop < utf8.Length && (utf8[offset + stop] & 0xC0) == 0x80)
        {
            stop--;
        }

        bool isCut = offset + stop < utf8.Length && utf8[offset + stop] is not ((byte)'\n' or (byte)'\r');
        return $"{(isWhole ? "" : "…")}{Encoding.UTF8.GetString(utf8[start..(offset + stop)]).TrimEnd()}{(isCut ? "…" : "")}";
    }

    /// <summary>The column of a place in what <see cref="LineAt"/> shows of its line.</summary>
    /// <param name="column">The column in the line itself, from 1.</param>
    public static int ColumnIn(string shown, int column) =>
        shown.StartsWith('…') && column > LeastColumnOfCut ? CharactersBefore + 2 : column;

    /// <summary>At most six lines that say something, each cut; <c>…</c> where lines were left out before or behind.</summary>
    /// <param name="line">The line from 1 that must be among them; null: the beginning. Blank lines are left out.</param>
    public static string Of(string text, int? line)
    {
        int first = Math.Max(1, (line ?? 1) - LinesBefore);
        StringBuilder excerpt = new();
        int number = 0;
        int shown = 0;
        foreach (ReadOnlySpan<char> one in text.AsSpan().EnumerateLines())
        {
            number++;
            if (number < first || one.IsWhiteSpace())
            {
                continue;
            }

            if (shown == LinesShown)
            {
                excerpt.Append("\n…");
                break;
            }

            excerpt.Append(shown > 0 ? "\n" : number > 1 && first > 1 ? "…\n" : "");
            ReadOnlySpan<char> end = one.TrimEnd();
            excerpt.Append(end.Length <= CharactersOfLine ? end : end[..CharactersOfLine]);
            excerpt.Append(end.Length <= CharactersOfLine ? "" : "…");
            shown++;
        }

        return excerpt.ToString();
    }
}
