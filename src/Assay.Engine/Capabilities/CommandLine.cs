using System.Text;

namespace Assay.Engine.Capabilities;

/// <summary>One program of a command line with its words.</summary>
/// <param name="Words">The first is the program.</param>
/// <param name="Source">The one whose output it reads; null where it is in no pipe, or the first there.</param>
internal sealed record SimpleCommand(List<string> Words, SimpleCommand? Source)
{
    /// <summary>The name of its program once it is known; empty before.</summary>
    public string Program { get; set; } = "";

    /// <summary>The file to which its output goes; null where it is none.</summary>
    public string? Output { get; set; }

    /// <summary>The file that it reads as its input (<c>&lt; file</c>); null where it is none.</summary>
    public string? Input { get; set; }

    /// <summary>The command among whose words its output stands: <c>sh -c "$(…)"</c>, <c>sh &lt;(…)</c>; null where there is none.</summary>
    public SimpleCommand? Consumer { get; set; }

    /// <summary>The text that it is given to read in the line itself (<c>&lt;&lt;&lt; 'text'</c>); null where there is none.</summary>
    public string? HereString { get; set; }
}

/// <summary>
/// Takes a command line apart as sh, cmd and PowerShell agree to: quotes, operators, redirections, substitutions. Where they differ (a
/// backslash, a caret, a backtick) the reading that finds more wins.
/// </summary>
internal static class CommandLine
{
    private const int MaxDepth = 8;

    private static readonly char[] s_between = [' ', '\t', '\n', '"', '\'', '&', '|', ';'];

    // A substitution that stands where a program would: what it prints is the command.
    private static readonly SimpleCommand s_runsOutput = new(["eval"], null);

    public static List<SimpleCommand> Split(string line) => Split(WithBlanks(line), 0);

    /// <summary>The words of a line wherever they stand: quotes and operators only part them.</summary>
    public static string[] LooseWords(string line) => line.Split(s_between, StringSplitOptions.RemoveEmptyEntries);

    // The separator of fields is a blank unless somebody changed it.
    private static string WithBlanks(string line) => line.Contains("$IFS", StringComparison.Ordinal) || line.Contains("${IFS", StringComparison.Ordinal)
        ? line.Replace("${IFS%??}", " ", StringComparison.Ordinal).Replace("${IFS}", " ", StringComparison.Ordinal).Replace("$IFS$9", " ", StringComparison.Ordinal).Replace("$IFS", " ", StringComparison.Ordinal)
        : line;

    private static List<SimpleCommand> Split(string line, int depth)
    {
        List<SimpleCommand> commands = [];
        SimpleCommand current = new([], null);
        SimpleCommand? ended = null;
        Stack<(char Open, SimpleCommand? Outer, string Word, SimpleCommand? Consumer)> around = new();
        StringBuilder word = new();
        bool inWord = false;
        bool toOutput = false;
        bool fromInput = false;
        bool toHereString = false;
        int backticks = 0;
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
                    i = Substitute(i + 2, CloseOf(line, i + 1));
                }
                else if (quote == '"' && unit == '`' && depth < MaxDepth && !char.IsAsciiLetterOrDigit(line[i - 1]) && line.IndexOf('`', i + 1) is > 0 and int end && line.AsSpan(i, end - i).Contains(' '))
                {
                    i = Substitute(i + 1, end);
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
                    if (unit == '<' && next == '<' && i + 2 < line.Length && line[i + 2] == '<')
                    {
                        toHereString = true;
                        i += 2;
                        break;
                    }

                    i += next == unit ? 1 : 0;
                    if (next == '(')
                    {
                        Open('(', current.Words.Count > 0 ? current : null, isSubstitution: true);
                        i++;
                    }

                    break;
                case '&' when i > 0 && line[i - 1] == '>':
                    toOutput = false;
                    break;
                case '`':
                    if (backticks > 0)
                    {
                        while (around.Peek().Open != '`')
                        {
                            Close();
                        }

                        Close();
                    }
                    else
                    {
                        OpenSubstitution('`');
                    }

                    break;
                case '(' when word.Length > 0 && word[^1] == '$':
                    word.Length--;
                    OpenSubstitution('(');
                    break;
                case '(' when word.Length == 0 && current.Words is [.., var last] && last.ToLowerInvariant() is "iex" or "invoke-expression":
                    // What stands in parentheses is what PowerShell's iex is given.
                    OpenSubstitution('(');
                    break;
                case '(':
                    EndWord();
                    EndCommand(false);
                    Open('(', null, isSubstitution: false);
                    break;
                case ')' when around.Count > 0 && around.Peek().Open == '(':
                    Close();
                    break;
                case '{' or '}' when word.Length > 0 || next is not (' ' or '\n' or ';' or '\0'):
                    word.Append(unit);
                    inWord = true;
                    break;
                case '|' or ';' or '&' or '\n' or '\r' or ')' or '{' or '}':
                    EndWord();
                    bool pipe = unit == '|' && next != '|';
                    i += next == unit ? 1 : 0;
                    EndCommand(pipe);
                    break;
                default:
                    word.Append(unit);
                    inWord = true;
                    break;
            }
        }

        EndWord();
        EndCommand(false);
        while (around.Count > 0)
        {
            Close();
        }

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
            else if (toHereString)
            {
                current.HereString = word.ToString();
                toHereString = false;
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

        void EndCommand(bool piped)
        {
            if (current.Words.Count > 0)
            {
                commands.Add(current);
                ended = current;
            }

            current = new SimpleCommand([], piped ? ended : null) { Consumer = around.Count > 0 ? around.Peek().Consumer : null };
        }

        void OpenSubstitution(char open)
        {
            bool isAlone = word.Length == 0;
            SimpleCommand? consumer = isAlone && current.Words.Count == 0 ? s_runsOutput
                : isAlone || (current.Words is [var program, ..] && CommandTable.IsDownloader(CommandClasses.NameOf(program))) ? current
                : null;
            Open(open, consumer, isSubstitution: true);
        }

        // The command around a substitution goes on behind it; that around a group of commands does not.
        void Open(char open, SimpleCommand? consumer, bool isSubstitution)
        {
            backticks += open == '`' ? 1 : 0;
            SimpleCommand? within = isSubstitution ? consumer : around.Count > 0 ? around.Peek().Consumer : null;
            around.Push((open, isSubstitution ? current : null, isSubstitution ? word.ToString() : "", within));
            word.Clear();
            inWord = false;
            toOutput = false;
            current = new SimpleCommand([], isSubstitution ? null : current.Source) { Consumer = within };
        }

        void Close()
        {
            EndWord();
            EndCommand(false);
            (char open, SimpleCommand? outer, string before, _) = around.Pop();
            backticks -= open == '`' ? 1 : 0;
            if (outer is null)
            {
                current = new SimpleCommand([], null) { Consumer = around.Count > 0 ? around.Peek().Consumer : null };
                return;
            }

            current = outer;
            word.Append(before).Append(Assay.Python.Meaning.TextValue.Hole);
            inWord = true;
        }

        // A substitution runs inside double quotes as well; what it prints is not known.
        int Substitute(int from, int close)
        {
            foreach (SimpleCommand inner in Split(line[from..close], depth + 1))
            {
                inner.Consumer ??= current;
                commands.Add(inner);
            }

            word.Append(Assay.Python.Meaning.TextValue.Hole);
            return close;
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
