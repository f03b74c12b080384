using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Assay.Packaging.Requirements;

/// <summary>
/// The text of a quoted string in a marker. The specification allows no backslash in it; installers read one as Python does,
/// and so does this, because what they read is what is installed.
/// </summary>
internal static class PythonLiteral
{
    /// <summary>The value between two equal quotes; false where Python would refuse the literal.</summary>
    public static bool TryUnescape(ReadOnlySpan<char> content, [NotNullWhen(true)] out string? value)
    {
        value = null;
        if (content.ContainsAny('\n', '\r', '\0'))
        {
            return false;
        }

        StringBuilder text = new(content.Length);
        int at = 0;
        while (at < content.Length)
        {
            char c = content[at++];
            if (c != '\\')
            {
                text.Append(c);
            }
            else if (at == content.Length || !TryEscape(content, ref at, text))
            {
                return false;
            }
        }

        value = text.ToString();
        return true;
    }

    /// <summary>The literal that <see cref="TryUnescape"/> reads back, in the quotes that need least escaping.</summary>
    public static string Quote(string value)
    {
        char quote = value.Contains('"', StringComparison.Ordinal) && !value.Contains('\'', StringComparison.Ordinal) ? '\'' : '"';
        StringBuilder text = new(value.Length + 2);
        text.Append(quote);
        foreach (char c in value)
        {
            if (c is '\n' or '\r' or '\0')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
                continue;
            }

            // The tokenizer ends a string at the first quote, so a quote inside can only be written as its number.
            if (c == quote)
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
                continue;
            }

            if (c == '\\')
            {
                text.Append('\\');
            }

            text.Append(c);
        }

        return text.Append(quote).ToString();
    }

    private static bool TryEscape(ReadOnlySpan<char> content, ref int at, StringBuilder text)
    {
        char c = content[at++];
        switch (c)
        {
            case '\\' or '\'' or '"':
                text.Append(c);
                return true;
            case 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v':
                text.Append("\a\b\f\n\r\t\v"["abfnrtv".IndexOf(c, StringComparison.Ordinal)]);
                return true;
            case 'x':
                return TryHex(content, ref at, 2, text);
            case 'u':
                return TryHex(content, ref at, 4, text);
            case 'U':
                return TryHex(content, ref at, 8, text);
            case 'N':
                // A character by its Unicode name: nothing real needs it, and the table is large.
                return false;
            case >= '0' and <= '7':
                int number = c - '0';
                for (int i = 0; i < 2 && at < content.Length && content[at] is >= '0' and <= '7'; i++)
                {
                    number = (number * 8) + content[at++] - '0';
                }

                text.Append((char)number);
                return true;
            default:
                text.Append('\\').Append(c);
                return true;
        }
    }

    private static bool TryHex(ReadOnlySpan<char> content, ref int at, int digits, StringBuilder text)
    {
        if (content.Length - at < digits
            || !uint.TryParse(content.Slice(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value)
            || value > 0x10ffff)
        {
            return false;
        }

        at += digits;
        if (value <= 0xffff)
        {
            text.Append((char)value);
        }
        else
        {
            text.Append(char.ConvertFromUtf32((int)value));
        }

        return true;
    }
}
