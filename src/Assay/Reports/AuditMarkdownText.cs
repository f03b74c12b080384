using System.Globalization;
using System.Text;

namespace Assay.Reports;

/// <summary>Makes foreign text plain words in Markdown, wherever in a line it stands.</summary>
internal static class AuditMarkdownText
{
    // Never structure: everything else of ASCII's punctuation is written as a character reference, which CommonMark (section 2.5) takes as text.
    private const string Harmless = " ,.-/=;?'%\"()+";

    // GitHub and GitLab look for mentions and references in the text after the references are resolved; a zero-width space parts the mark from the name.
    private const string Marks = "@#!$&%~";

    public static string Escape(string text)
    {
        string shown = TerminalText.Escape(text);
        StringBuilder result = new(shown.Length + 16);
        for (int i = 0; i < shown.Length; i++)
        {
            char c = shown[i];
            bool isWord = i + 1 < shown.Length && (char.IsLetterOrDigit(shown[i + 1]) || shown[i + 1] is '_' or '[' or '"' or '{');
            if (c is ':' && (i + 1 == shown.Length || shown[i + 1] is ' ' || char.IsAsciiDigit(shown[i + 1])))
            {
                result.Append(c);
            }
            else if (c is '.' && i >= 3 && shown.AsSpan(i - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase))
            {
                result.Append("&#46;");
            }
            else if (!char.IsAscii(c) || char.IsAsciiLetterOrDigit(c) || Harmless.Contains(c, StringComparison.Ordinal))
            {
                result.Append(c).Append(isWord && c is '%' ? "&#8203;" : "");
            }
            else
            {
                result.Append(CultureInfo.InvariantCulture, $"&#{(int)c};").Append(isWord && Marks.Contains(c, StringComparison.Ordinal) ? "&#8203;" : "");
            }
        }

        return result.ToString();
    }
}
