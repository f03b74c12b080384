using System.Collections.Immutable;
using System.Text;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>Says what a command line does, as far as it is known. Looks through shells, <c>sudo</c> and their like, and encoded commands.</summary>
public static class CommandClasses
{
    private const int MaxLength = 65_536;
    private const int MaxDepth = 6;
    private const int MaxHops = 16;

    /// <summary>A command line as text; a list of arguments joined as <see cref="Fact.Target"/> does.</summary>
    public static CommandReading Of(string commandLine)
    {
        string line = commandLine.Length > MaxLength ? commandLine[..MaxLength] : commandLine;
        Reader reader = new();
        reader.Read(line, 0);
        return new CommandReading(
            reader.Classes, [.. reader.Programs], HostClasses.FindAll(reader.Decoded is null ? line : line + "\n" + reader.Decoded), reader.Decoded, [.. reader.Packages])
        {
            PythonCode = reader.PythonCode,
        };
    }

    /// <summary>The name of a program without folder, <c>.exe</c> and version.</summary>
    internal static string NameOf(string word)
    {
        word = CommandTable.Undisguised(word);
        string name = word[(word.LastIndexOfAny(['/', '\\', TextValue.Hole]) + 1)..].ToLowerInvariant();
        foreach (string end in CommandTable.Extensions)
        {
            name = name.EndsWith(end, StringComparison.Ordinal) ? name[..^end.Length] : name;
        }

        return word is "sys.executable" || IsPython(name) ? "python" : name;
    }

    private static bool IsPython(string name)
    {
        string stem = name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        return stem is "python" or "pythonw" or "pypy" || name is "py" or "pyw";
    }

    private sealed class Reader
    {
        private static readonly List<string> s_callsShell = ["system", "exec", "popen", "do shell script", "`", "%x"];

        public CommandClass Classes { get; private set; }

        public List<string> Programs { get; } = [];

        public List<string> Packages { get; } = [];

        public string? Decoded { get; private set; }

        public string? PythonCode { get; private set; }

        public void Read(string line, int depth)
        {
            if (depth == MaxDepth)
            {
                return;
            }

            Classes |= CommandTable.OfText(line);
            foreach (SimpleCommand command in CommandLine.Split(line))
            {
                List<string> words = CommandTable.WithoutPrefixes(command.Words, ref _prefixes);
                if (words.Count == 0)
                {
                    continue;
                }

                if (words is [[TextValue.Hole], var second, _, ..] && (CommandTable.IsShell(NameOf(second)) || NameOf(second) == "python"))
                {
                    // What stands in front is not known, but it starts this.
                    words = words[1..];
                }

                if (words is ["eval", _, _, ..])
                {
                    words = words[1..];
                }

                string program = words is [var first, ..] && first.AsSpan().IndexOfAnyExcept(TextValue.Hole) < 0 ? InterpreterOf(words) : NameOf(words[0]);
                Programs.Add(program);
                command.Program = program;
                CommandClass own = CommandTable.Of(program, words);
                if (CommandTable.RunsItsInput(program, words))
                {
                    own |= Fed(command, depth);
                }

                if (command.Source is { } source && CommandTable.IsTalker(program, words) && CommandTable.IsOpenShell(source.Program, source.Words))
                {
                    own |= CommandClass.ReverseShell;
                }

                if (command.Consumer is { } consumer && CommandTable.WithoutPrefixes(consumer.Words, ref _prefixes) is [var asker, ..])
                {
                    own |= CommandTable.IsDownloader(NameOf(asker)) && CommandTable.TellsOfHost(program) ? CommandClass.Upload : CommandClass.None;
                    own |= CommandTable.RunsArguments(NameOf(asker)) ? RunOf(program) : CommandClass.None;
                }

                if (command.Output is { } output && PathClasses.Of(output).Class == PathClass.Autostart)
                {
                    own |= CommandClass.Persist;
                }

                if (_fetched.Contains(CommandTable.FileOf(words[0])) || words.Skip(1).Any(word => CommandTable.RunsArguments(program) && _fetched.Contains(CommandTable.FileOf(word))))
                {
                    own |= CommandClass.DownloadAndRun;
                }

                if (IsInFetched(words[0]) || (CommandTable.RunsArguments(program) && words.Skip(1).Any(IsInFetched)))
                {
                    own |= CommandClass.DownloadAndRun;
                }

                if (own.HasFlag(CommandClass.Download))
                {
                    _fetched.UnionWith(CommandTable.OutputsOf(words, command.Output));
                }

                if (program == "git" && FetchingCommand.CloneOf(words) is { Length: > 0 } cloned)
                {
                    _folders.Add(cloned.TrimEnd('/') + "/");
                }
                else if (program is "unzip" or "tar" && words.Exists(word => _fetched.Contains(CommandTable.FileOf(word))) && CommandTable.After(words, static word => word is "-d" or "-C") is int into)
                {
                    _folders.Add(words[into].TrimEnd('/') + "/");
                }

                Classes |= own | _prefixes;
                Inside(program, words, depth);
                // What a script writes into a script.
                if (program is "echo" or "printf" && command.Output is not null)
                {
                    Read(CommandTable.Join(words, 1), depth + 1);
                }
            }
        }

        // The path of an interpreter is often not known, but only one takes a module's name or a program as an argument.
        private static string InterpreterOf(List<string> words) => words switch
        {
            [_, "-m", _, ..] => "python",
            [_, "-c", var code, ..] => ProgramBeginning.IsPython(code) ? "python" : "sh",
            [_, "/c" or "/C" or "/k" or "/K", _, ..] => "cmd",
            [var first, ..] => NameOf(first),
            _ => "",
        };

        // What an interpreter reads: the text in the line itself, that of an echo, or what came through a pipe.
        private CommandClass Fed(SimpleCommand command, int depth)
        {
            if (command.HereString is { } text)
            {
                Run(command.Program, text, depth);
            }

            SimpleCommand? source = command.Source;
            if (source is { Program: "echo" or "printf" })
            {
                Run(command.Program, CommandTable.Join(source.Words, 1), depth);
            }

            for (int hops = 0; source is not null && hops < MaxHops; source = source.Source, hops++)
            {
                if (CommandTable.IsDownloader(source.Program) || CommandTable.IsDecoder(source.Program))
                {
                    return RunOf(source.Program);
                }

                if (source.Program is "ollama" or "llm" || CommandTable.Of(source.Program, source.Words).HasFlag(CommandClass.Agent))
                {
                    return CommandClass.Agent | CommandClass.AgentUnasked;
                }

                if (CommandTable.IsTalker(source.Program, source.Words) && CommandTable.IsShell(command.Program))
                {
                    return CommandClass.ReverseShell;
                }
            }

            return CommandClass.None;
        }

        // A text that an interpreter is given to read.
        private void Run(string program, string text, int depth)
        {
            if (program == "python")
            {
                PythonCode ??= text;
            }
            else if (CommandTable.IsShell(program))
            {
                Read(program is "powershell" or "pwsh" ? PowerShellText.Plain(text) : text, depth + 1);
            }
        }

        private static CommandClass RunOf(string? source) =>
            CommandTable.IsDownloader(source) ? CommandClass.DownloadAndRun
            : CommandTable.IsDecoder(source) ? CommandClass.DecodeAndRun
            : CommandClass.None;

        private CommandClass _prefixes;

        // What was fetched whole, or unpacked.
        private readonly List<string> _folders = [];

        private bool IsInFetched(string word) => _folders.Exists(folder => word.StartsWith(folder, StringComparison.Ordinal));

        // By name, also for what is run within a shell.
        private readonly HashSet<string> _fetched = [];

        // What a shell, an interpreter or an installer was told to do.
        private void Inside(string program, List<string> words, int depth)
        {
            switch (program)
            {
                case "sh" or "bash" or "zsh" or "dash" or "ksh" or "ash" or "fish" or "su":
                    if (CommandTable.After(words, static word => word.StartsWith('-') && !word.StartsWith("--", StringComparison.Ordinal) && word.EndsWith('c')) is int script)
                    {
                        Read(words[script], depth + 1);
                    }

                    break;
                case "cmd":
                    if (CommandTable.After(words, static word => word.Length == 2 && word[0] is '/' or '-' && word[1] is 'c' or 'C' or 'k' or 'K' or 'r' or 'R') is int first)
                    {
                        Read(CommandTable.Join(words, first), depth + 1);
                    }

                    break;
                case "powershell" or "pwsh":
                    PowerShell(words, depth);
                    break;
                case "python":
                    Python(words, depth);
                    break;
                case "eval":
                    Read(CommandTable.Join(words, 1), depth + 1);
                    break;
                case "perl" or "ruby" or "php" or "lua" or "osascript" or "node" or "bun" or "deno" or "awk" or "gawk":
                    if (CommandTable.After(words, static word => word is "-e" or "-r" or "-E" or "--eval" or "eval" || (word.StartsWith('-') && word.EndsWith('e'))) is int source)
                    {
                        Classes |= CommandTable.OfForeignCode(words[source]);
                        Commands(words[source], depth);
                    }

                    break;
                case "wmic":
                    if (words.FindIndex(static word => word.Equals("create", StringComparison.OrdinalIgnoreCase)) is > 0 and int create && create + 1 < words.Count)
                    {
                        Read(CommandTable.Join(words, create + 1), depth + 1);
                    }

                    break;
                case "xargs" or "find" or "watch" or "script" or "ssh":
                    if (CommandTable.After(words, static word => word is "-exec" or "-c" or "sh" or "bash") is int inner)
                    {
                        Read(words[inner - 1] is "sh" or "bash" ? CommandTable.Join(words, inner - 1) : CommandTable.Join(words, inner), depth + 1);
                    }

                    break;
                default:
                    Packages.AddRange(CommandTable.PackagesOf(program, words));
                    break;
            }
        }

        private void Python(List<string> words, int depth)
        {
            if (words.IndexOf("-c") is > 0 and int code && code + 1 < words.Count)
            {
                PythonCode ??= words[code + 1];
            }
            else if (words.IndexOf("-m") is > 0 and int module && module + 1 < words.Count)
            {
                Read(CommandTable.Join(words, module + 1), depth + 1);
            }
        }

        // The strings of a program in another language that calls the shell.
        private void Commands(string program, int depth)
        {
            if (!s_callsShell.Exists(call => program.Contains(call, StringComparison.Ordinal)))
            {
                return;
            }

            for (int i = 0; i < program.Length; i++)
            {
                if (program[i] is '"' or '\'' or '`' && program.IndexOf(program[i], i + 1) is > 0 and int close)
                {
                    Read(program[(i + 1)..close], depth + 1);
                    i = close;
                }
            }
        }

        private void PowerShell(List<string> words, int depth)
        {
            for (int i = 1; i < words.Count; i++)
            {
                string option = words[i].ToLowerInvariant().Replace('/', '-');
                if (option.Length >= 2 && "-encodedcommand".StartsWith(option, StringComparison.Ordinal) || option is "-ec")
                {
                    Classes |= CommandClass.EncodedPowerShell;
                    if (i + 1 < words.Count && Decode(words[i + 1]) is string text)
                    {
                        Decoded = text;
                        Read(PowerShellText.Plain(text), depth + 1);
                    }

                    return;
                }

                if (option.Length >= 2 && "-command".StartsWith(option, StringComparison.Ordinal))
                {
                    Read(PowerShellText.Plain(CommandTable.Join(words, i + 1)), depth + 1);
                    return;
                }

                if (!option.StartsWith('-') && (i == 1 || !CommandTable.TakesValue(words[i - 1])))
                {
                    Read(PowerShellText.Plain(CommandTable.Join(words, i)), depth + 1);
                    return;
                }
            }
        }

        // about_PowerShell_exe: the encoded command is UTF-16LE in Base64.
        private static string? Decode(string word)
        {
            Span<byte> bytes = new byte[word.Length];
            return Convert.TryFromBase64String(word.PadRight((word.Length + 3) / 4 * 4, '='), bytes, out int count) && count >= 2
                ? Encoding.Unicode.GetString(bytes[..(count & ~1)])
                : null;
        }
    }
}
