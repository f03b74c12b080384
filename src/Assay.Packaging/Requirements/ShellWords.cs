using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Assay.Packaging.Requirements;

/// <summary>A word of an option line.</summary>
/// <param name="Opened">Where it begins in the file, a quote included.</param>
internal sealed record ShellWord(MappedText Text, int Opened);

/// <summary>Splits as Python's <c>shlex.split</c> does: blanks, both quotes, and a backslash outside single quotes.</summary>
internal static class ShellWords
{
    // What ends a word, or makes it another than it is written.
    private static readonly SearchValues<char> s_special = SearchValues.Create(" \t\r\n'\"\\");

    /// <summary>The words; false, with the reason, where a quote or an escape does not end.</summary>
    public static bool TrySplit(MappedText text, [NotNullWhen(true)] out List<ShellWord>? words, [NotNullWhen(false)] out string? problem)
    {
        List<ShellWord> found = [];
        (words, problem) = (null, null);
        int i = 0;
        while (true)
        {
            while (i < text.Length && IsBlank(text[i]))
            {
                i++;
            }

            if (i == text.Length)
            {
                words = found;
                return true;
            }

            int opened = text.Source(i, 1, 0).Start;
            int end = text.Span[i..].IndexOfAny(s_special) is >= 0 and int special ? i + special : text.Length;
            if (end == text.Length || IsBlank(text[end]))
            {
                found.Add(new ShellWord(text.Slice(i, end - i), opened));
                i = end;
                continue;
            }

            MappedText.Builder word = new();
            if (!TryReadWord(text, ref i, word, out problem))
            {
                return false;
            }

            found.Add(new ShellWord(word.Build(), opened));
        }
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';

    private static bool TryReadWord(MappedText text, ref int i, MappedText.Builder word, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        while (i < text.Length && !IsBlank(text[i]))
        {
            switch (text[i])
            {
                case '\'' or '"':
                    if (!TryReadQuoted(text, ref i, word))
                    {
                        problem = "a quote is not closed";
                        return false;
                    }

                    break;
                case '\\':
                    i++;
                    if (i == text.Length)
                    {
                        problem = "nothing follows the backslash";
                        return false;
                    }

                    word.Add(text, i++, 1);
                    break;
                default:
                    word.Add(text, i++, 1);
                    break;
            }
        }

        return true;
    }

    private static bool TryReadQuoted(MappedText text, ref int i, MappedText.Builder word)
    {
        char quote = text[i++];
        while (i < text.Length && text[i] != quote)
        {
            // Between double quotes a backslash escapes itself and the quote, and stands for itself before anything else.
            if (quote == '"' && text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\\')
            {
                i++;
            }

            word.Add(text, i++, 1);
        }

        if (i == text.Length)
        {
            return false;
        }

        i++;
        return true;
    }
}
