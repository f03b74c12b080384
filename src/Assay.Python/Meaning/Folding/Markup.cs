using System.Net;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>html.unescape</c>, <c>html.escape</c> and <c>textwrap.dedent</c>.</summary>
internal static class Markup
{
    private const int MaxName = 32;

    public static void AddTo(Table table)
    {
        table.Add("html.unescape HTMLParser.HTMLParser().unescape html.parser.HTMLParser().unescape", "s",
            static call => call.Text(0) is string text && call.Spend(text.Length) && Unescape(text) is string plain ? Numbers.Text(plain) : null, Traits.Decoder);
        table.Add("html.escape cgi.escape", "s quote?", static call => call.Text(0) is string text && call.Flag(1, true) is bool quotes && call.Spend(text.Length * 6L)
            ? Numbers.Text(Escape(text, quotes))
            : null);
        table.Add("textwrap.dedent", "text", static call => call[0] is TextValue text && call.Spend(text.Text.Length * 2L) ? text with { Text = Dedent(text.Text) } : null, Traits.Holes);
        table.Add("textwrap.indent", "text prefix", static call => call.Text(0) is string text && call.Text(1) is string prefix ? Indent(text, prefix, call.Budget) : null);
    }

    private static string Escape(string text, bool quotes)
    {
        string escaped = text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#x27;", StringComparison.Ordinal) : escaped;
    }

    // Null at a name that is no HTML 4 entity: HTML 5 has two thousand more, which are not known here.
    private static string? Unescape(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            if (text[i] != '&')
            {
                plain.Append(text[i++]);
                continue;
            }

            int end = i + 1;
            if (end < text.Length && text[end] == '#')
            {
                if (Number(text, end + 1, plain) is int next)
                {
                    i = next;
                    continue;
                }

                plain.Append(text[i++]);
                continue;
            }

            while (end < text.Length && end - i <= MaxName && char.IsAsciiLetterOrDigit(text[end]))
            {
                end++;
            }

            string name = text[(i + 1)..end];
            if (end < text.Length && text[end] == ';' && name.Length > 0)
            {
                if (Entity(name) is not string known)
                {
                    return null;
                }

                plain.Append(known);
                i = end + 1;
                continue;
            }

            // Old names count without their semicolon, and in front of other letters.
            string? old = null;
            int length = name.Length;
            for (; length > 1 && old is null; length--)
            {
                old = Entity(name[..length]) is { Length: 1 } latin && latin[0] < 0x100 ? latin : null;
            }

            plain.Append(old ?? "&");
            i += old is null ? 1 : length + 2;
        }

        return plain.ToString();
    }

    private static string? Entity(string name)
    {
        string decoded = WebUtility.HtmlDecode($"&{name};");
        return name == "apos" ? "'" : decoded.Length < name.Length + 2 && !decoded.EndsWith(';') ? decoded : null;
    }

    private static int? Number(string text, int at, StringBuilder plain)
    {
        bool isHex = at < text.Length && text[at] is 'x' or 'X';
        int start = isHex ? at + 1 : at;
        int end = start;
        long value = 0;
        while (end < text.Length && (isHex ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])))
        {
            value = Math.Min(0x110000, (value * (isHex ? 16 : 10)) + Hexadecimal.Value(text[end++]));
        }

        if (end == start)
        {
            return null;
        }

        if (value is 0 or (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF)
        {
            plain.Append('\uFFFD');
        }
        else if (value is >= 0x80 and <= 0x9F)
        {
            plain.Append(CodePage.Of(1252).At((byte)value) ?? (char)value);
        }
        else if (value == '\r' || !((value < 0x20 && value is not ('\t' or '\n' or '\f')) || value == 0x7F || (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF))
        {
            Points.Append(plain, (int)value);
        }

        return end < text.Length && text[end] == ';' ? end + 1 : end;
    }

    private static string Dedent(string text)
    {
        string[] lines = text.Split('\n');
        string? margin = null;
        for (int i = 0; i < lines.Length; i++)
        {
            string body = lines[i].TrimStart(' ', '\t');
            if (body.Length == 0)
            {
                lines[i] = "";
                continue;
            }

            ReadOnlySpan<char> indent = lines[i].AsSpan(0, lines[i].Length - body.Length);
            margin = margin is null ? indent.ToString() : margin[..margin.AsSpan().CommonPrefixLength(indent)];
        }

        return string.Join('\n', margin is { Length: > 0 } ? lines.Select(line => line.Length > 0 ? line[margin.Length..] : line) : lines);
    }

    private static Value? Indent(string text, string prefix, FoldingBudget budget)
    {
        StringBuilder indented = new();
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end + 1;
            if (!budget.TrySpend(end - start, indented.Length + (long)prefix.Length + end - start))
            {
                return null;
            }

            indented.Append(text.AsSpan(start, end - start).IsWhiteSpace() ? "" : prefix).Append(text, start, end - start);
            start = end;
        }

        return Numbers.Text(indented.ToString());
    }
}
