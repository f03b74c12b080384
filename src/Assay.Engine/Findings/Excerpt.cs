using System.Text;

namespace Assay.Engine.Findings;

/// <summary>A few lines of a long text, for evidence.</summary>
public static class Excerpt
{
    private const int LinesBefore = 2;
    private const int LinesShown = 6;
    private const int CharactersOfLine = 160;

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
