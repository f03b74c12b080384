using System.Buffers;
using System.Text;

namespace Assay.Engine.Capabilities;

/// <summary>
/// PowerShell as it would be written without disguise: backticks within words, texts put together of pieces, names of commands and methods
/// that are called as texts (about_Special_Characters, about_Operators). What does not look like that stays as it is.
/// </summary>
internal static class PowerShellText
{
    private static readonly SearchValues<char> s_nameUnits = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static string Plain(string text) => text.AsSpan().IndexOfAny('`', '+', '&') >= 0 || text.Contains(".invoke(", StringComparison.OrdinalIgnoreCase)
        ? Called(Joined(WithoutBackticks(text))).Replace(".invoke(", "(", StringComparison.OrdinalIgnoreCase)
        : text;

    // Between the letters of a word a backtick says nothing.
    private static string WithoutBackticks(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '`' || i == 0 || i + 1 == text.Length || !s_nameUnits.Contains(text[i - 1]) || !s_nameUnits.Contains(text[i + 1]))
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }

    // 'down'+'load' and "down" + "load".
    private static string Joined(string text)
    {
        StringBuilder plain = new(text.Length);
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            if (quote != '\0' && text[i] == quote)
            {
                int plus = Next(text, i + 1);
                int open = plus > 0 && text[plus] == '+' ? Next(text, plus + 1) : 0;
                if (open > 0 && text[open] == quote)
                {
                    i = open;
                    continue;
                }

                quote = '\0';
            }
            else if (quote == '\0' && text[i] is '\'' or '"')
            {
                quote = text[i];
            }

            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    // &('iex') and .'iex' call a command of that name, x.('DownloadString') is a member.
    private static string Called(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('&' or '.') || NameAt(text, i + 1) is not var (name, end))
            {
                plain.Append(text[i]);
                continue;
            }

            bool isMember = text[i] == '.' && i > 0 && (text[i - 1] == ')' || s_nameUnits.Contains(text[i - 1]));
            plain.Append(isMember ? "." : "").Append(name);
            i = end;
        }

        return plain.ToString();
    }

    // A name in quotes, with parentheses around it or without, and where that ends.
    private static (string Name, int End)? NameAt(string text, int at)
    {
        int open = Next(text, at);
        bool isWrapped = open > 0 && text[open] == '(';
        int quote = isWrapped ? Next(text, open + 1) : open;
        int close = quote > 0 && text[quote] is '\'' or '"' ? text.IndexOf(text[quote], quote + 1) : 0;
        if (close <= quote + 1 || text.AsSpan(quote + 1, close - quote - 1).IndexOfAnyExcept(s_nameUnits) >= 0)
        {
            return null;
        }

        int end = isWrapped ? Next(text, close + 1) : close;
        return isWrapped && (end == 0 || text[end] != ')') ? null : (text[(quote + 1)..close], end);
    }

    // The next character that is no blank; 0 where there is none.
    private static int Next(string text, int at)
    {
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return at < text.Length ? at : 0;
    }
}
