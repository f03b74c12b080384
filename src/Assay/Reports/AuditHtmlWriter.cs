using System.Security.Cryptography;
using System.Text;

namespace Assay.Reports;

/// <summary>The elements that a page of a report is made of; none of them loads or runs anything.</summary>
internal enum HtmlTag
{
    Article, Bdi, Caption, Dd, Div, Dl, Dt, Footer, H1, H2, H3, Header, Input, Label, Li, Main, Option, P, Rect, Section, Select, Small, Span, Strong, Svg, Table, Tbody, Td, Th, Thead, Tr, Ul,
}

/// <summary>The attributes of those elements; none of them holds script, style or an address.</summary>
internal enum HtmlAttribute
{
    Aria, Class, DataKind, DataLabel, For, Height, Hidden, Id, Placeholder, PreserveAspectRatio, Role, Scope, Type, Value, ViewBox, Width, X,
}

/// <summary>
/// Writes HTML in which text can only be text: elements and attributes come from closed lists, every value is escaped, an address is a parsed one of the
/// web, and the only style and script are the two that the page is opened with and that its content security policy names by hash.
/// </summary>
internal sealed class AuditHtmlWriter(TextWriter output)
{
    private static readonly string[] s_attributes =
    [
        "aria-label", "class", "data-kind", "data-label", "for", "height", "hidden", "id", "placeholder", "preserveAspectRatio", "role", "scope", "type", "value", "viewBox", "width", "x",
    ];

    // One thing a line, so that two reports can be compared; no line is broken where a blank would show.
    private static bool IsOnOwnLine(HtmlTag tag) =>
        tag is not (HtmlTag.Bdi or HtmlTag.Label or HtmlTag.Rect or HtmlTag.Small or HtmlTag.Span or HtmlTag.Strong or HtmlTag.Svg or HtmlTag.Td or HtmlTag.Th);

    /// <summary>A whole document.</summary>
    /// <param name="style">Trusted; part of the program.</param>
    /// <param name="script">Trusted; part of the program.</param>
    public void Document(string title, string style, string script, Action body)
    {
        output.Write("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"");
        WriteEscaped($"default-src 'none'; style-src '{HashOf(style)}'; script-src '{HashOf(script)}'; base-uri 'none'; form-action 'none'");
        output.Write("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
        Text(title);
        output.Write("</title>\n<style>");
        output.Write(style);
        output.Write("</style>\n</head>\n<body>\n");
        body();
        output.Write("<script>");
        output.Write(script);
        output.Write("</script>\n</body>\n</html>\n");
    }

    public void Element(HtmlTag tag, Action content, params ReadOnlySpan<(HtmlAttribute Name, string Value)> attributes)
    {
        Open(tag, attributes);
        content();
        output.Write($"</{NameOf(tag)}>");
        EndLine(tag);
    }

    /// <summary>An element with text; without text it is empty.</summary>
    public void Element(HtmlTag tag, string text, params ReadOnlySpan<(HtmlAttribute Name, string Value)> attributes)
    {
        Open(tag, attributes);
        if (tag is not HtmlTag.Input)
        {
            Text(text);
            output.Write($"</{NameOf(tag)}>");
        }

        EndLine(tag);
    }

    /// <summary>Text of this program, or of others with nothing beside it that could be reordered.</summary>
    public void Text(string text) => WriteEscaped(TerminalText.Escape(text));

    /// <summary>Text of others: set apart, so that its direction of writing moves nothing around it.</summary>
    public void Foreign(string text) => Element(HtmlTag.Bdi, text);

    /// <summary>A link that tells the other side nothing of this page.</summary>
    public void Link(Uri address, string text)
    {
        output.Write("<a rel=\"noopener noreferrer\" href=\"");
        WriteEscaped(address.AbsoluteUri);
        output.Write("\">");
        Text(text);
        output.Write("</a>");
    }

    private void Open(HtmlTag tag, ReadOnlySpan<(HtmlAttribute Name, string Value)> attributes)
    {
        output.Write($"<{NameOf(tag)}");
        foreach ((HtmlAttribute name, string value) in attributes)
        {
            output.Write($" {s_attributes[(int)name]}=\"");
            Text(value);
            output.Write('"');
        }

        output.Write('>');
    }

    private void EndLine(HtmlTag tag)
    {
        if (IsOnOwnLine(tag))
        {
            output.Write('\n');
        }
    }

    private void WriteEscaped(string text)
    {
        foreach (char c in text)
        {
            switch (c)
            {
                case '&':
                    output.Write("&amp;");
                    break;
                case '<':
                    output.Write("&lt;");
                    break;
                case '>':
                    output.Write("&gt;");
                    break;
                case '"':
                    output.Write("&quot;");
                    break;
                case '\'':
                    output.Write("&#39;");
                    break;
                default:
                    output.Write(c);
                    break;
            }
        }
    }

    private static string NameOf(HtmlTag tag) => tag.ToString().ToLowerInvariant();

    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
