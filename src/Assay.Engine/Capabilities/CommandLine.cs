using System.Text;

namespace Assay.Engine.Capabilities;

/// <summary>One program of a command line with its words.</summary>
/// <param name="Words">The first is the program.</param>
/// <param name="IsPiped">True where it reads what the one before it wrote.</param>
internal sealed record SimpleCommand(List<string> Words, bool IsPiped)
{
    /// <summary>The file to which its output goes; null where it is none.</summary>
    public string? Output { get; set; }

    /// <summary>The file that it reads as its input (<c>&lt; file</c>); null where it is none.</summary>
    public string? Input { get; set; }

    /// <summary>The command among whose words its output stands: <c>sh -c "$(…)"</c>, <c>sh &lt;(…)</c>; null where there is none.</summary>
    public SimpleCommand? Consumer { get; set; }
}

/// <summary>
/// Takes a command line apart as sh, cmd and PowerShell agree to: quotes, operators, redirections, substitutions. Where they differ (a
/// backslash, a caret, a backtick) the reading that finds more wins.
/// </summary>
internal static class CommandLine
{
    private const int MaxDepth = 8;

    public static List<SimpleCommand> Split(string line) => Split(line, 0);

    private static List<SimpleCommand> Split(string line, int depth)
    {
        List<SimpleCommand> commands = [];
        SimpleCommand current = new([], false);
        StringBuilder word = new();
        bool inWord = false;
        bool toOutput = false;
        bool fromInput = false;
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            char unit = line[i];
            char next = i + 1 < line.Length ? line[i + 1] : '\0';
            if (quote != '\0')
            {
                if (unit == quote)
                {
                    quote = '\0';
                }
                else if (unit == '\\' && quote == '"' && next is '"' or '$' or '`')
                {
                    word.Append(next);
                    i++;
                }
                else if (quote == '"' && unit == '$' && next == '(' && depth < MaxDepth)
                {
                    // A substitution runs inside double quotes as well; what it prints is not known.
                    int close = CloseOf(line, i + 1);
                    foreach (SimpleCommand inner in Split(line[(i + 2)..close], depth + 1))
                    {
                        inner.Consumer ??= current;
                        commands.Add(inner);
                    }

                    word.Append(Assay.Python.Meaning.TextValue.Hole);
                    i = close;
                }
                else
                {
                    word.Append(unit);
                }

                continue;
            }

            switch (unit)
            {
                case '"' or '\'':
                    quote = unit;
                    inWord = true;
                    break;
                case '^' when char.IsAsciiLetterOrDigit(next) && word.Length > 0 && char.IsAsciiLetter(word[^1]):
                case '`' when char.IsAsciiLetterOrDigit(next) && word.Length > 0 && char.IsAsciiLetterOrDigit(word[^1]):
                    break;
                case '\\' when next is ' ' or '"' or '\'' or '$' or '`' or ';' or '|' or '&' or '(' or ')' or '<' or '>' or '\n':
                    if (next != '\n')
                    {
                        word.Append(next);
                        inWord = true;
                    }

                    i++;
                    break;
                case ' ' or '\t':
                    EndWord();
                    break;
                case '>' or '<':
                    // A descriptor's number in front belongs to the redirection.
                    if (word.Length == 1 && char.IsAsciiDigit(word[0]))
                    {
                        word.Clear();
                        inWord = false;
                    }

                    EndWord();
                    toOutput = unit == '>' && next != '&';
                    fromInput = unit == '<' && next is not '<' and not '(' and not '&';
                    i += next == unit ? 1 : 0;
                    if (next == '(')
                    {
                        EndCommand(piped: false, isConsumer: true);
                        i++;
                    }

                    break;
                case '&' when i > 0 && line[i - 1] == '>':
                    toOutput = false;
                    break;
                case '|' or ';' or '&' or '\n' or '\r' or '(' or ')' or '`' or '{' or '}':
                    bool substitutes = unit == '(' && word.Length == 1 && word[0] == '$';
                    if (substitutes)
                    {
                        word.Clear();
                    }
                    else if (unit is '{' or '}' && (word.Length > 0 || next is not (' ' or '\n' or ';' or '\0')))
                    {
                        word.Append(unit);
                        inWord = true;
                        break;
                    }

                    EndWord();
                    bool pipe = unit == '|' && next != '|';
                    i += next == unit ? 1 : 0;
                    EndCommand(pipe, substitutes);
                    break;
                default:
                    word.Append(unit);
                    inWord = true;
                    break;
            }
        }

        EndWord();
        EndCommand(false);
        return commands;

        void EndWord()
        {
            if (!inWord && word.Length == 0)
            {
                return;
            }

            if (toOutput)
            {
                current.Output = word.ToString();
                toOutput = false;
            }
            else
            {
                current.Input = fromInput ? word.ToString() : current.Input;
                fromInput = false;
                current.Words.Add(word.ToString());
            }

            word.Clear();
            inWord = false;
        }

        void EndCommand(bool piped, bool isConsumer = false)
        {
            SimpleCommand? consumer = isConsumer && current.Words.Count > 0 ? current : null;
            if (current.Words.Count > 0)
            {
                commands.Add(current);
            }

            current = new SimpleCommand([], piped) { Consumer = consumer };
        }
    }

    // The parenthesis that closes the one at a position; the end of the text where none does.
    private static int CloseOf(string line, int open)
    {
        int depth = 0;
        for (int i = open; i < line.Length; i++)
        {
            depth += line[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return i;
            }
        }

        return line.Length;
    }
}
