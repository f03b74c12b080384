using System.Collections.Immutable;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>Follows data through one command line: from files, variables and programs that print secrets, through pipes, substitutions and archives, to what sends.</summary>
public static class CommandFlows
{
    private const int MaxLength = 65_536;
    private const int MaxDepth = 6;
    private const int MaxWritten = 64;

    /// <summary>A command line as text.</summary>
    public static CommandFlow Of(string commandLine)
    {
        if (commandLine.Length is 0 or > MaxLength)
        {
            return CommandFlow.None;
        }

        Reader reader = new();
        Labels printed = reader.Read(commandLine, new Stream(Labels.None, IsOwnInput: true), 0).Labels;
        return new CommandFlow(printed, reader.Sent, reader.SendsInput, [.. reader.Written.Select(static file => (file.Key, file.Value))]);
    }

    /// <summary>The flow of what a call starts; null where it starts no program.</summary>
    public static CommandFlow? OfCall(Api api, ImmutableArray<Argument> arguments) =>
        api is CatalogueEntry { Capability: Capability.Spawn } entry && TargetText.Of(entry, arguments, null).Text is { Length: > 0 } line ? Of(line) : null;

    /// <summary>What flows from one command to the next.</summary>
    /// <param name="IsOwnInput">True where it is, or is made of, what the whole line is given to read.</param>
    private readonly record struct Stream(Labels Labels, bool IsOwnInput);

    private sealed class Reader
    {
        public Labels Sent { get; private set; }

        public bool SendsInput { get; private set; }

        public Dictionary<string, Labels> Written { get; } = new(StringComparer.Ordinal);

        /// <summary>Reads a line; what it prints.</summary>
        public Stream Read(string line, Stream input, int depth)
        {
            if (depth == MaxDepth)
            {
                return default;
            }

            Labels printed = Labels.None;
            Stream pipe = input;
            SimpleCommand? consumer = null;
            CommandClass ignored = default;
            foreach (SimpleCommand command in CommandLine.Split(line))
            {
                if (command.Source is null)
                {
                    printed |= End(consumer, pipe.Labels);
                    pipe = input;
                    consumer = command.Consumer;
                }

                List<string> words = CommandTable.WithoutPrefixes(command.Words, ref ignored);
                if (words.Count > 0)
                {
                    pipe = Run(CommandClasses.NameOf(words[0]), words, command, command is { Source: null, Input: { } file } ? new Stream(LabelsOf(file), false) : pipe, depth);
                }
            }

            return new Stream(printed | End(consumer, pipe.Labels), false);
        }

        // What stands among the words of another command goes where that one sends.
        private Labels End(SimpleCommand? consumer, Labels output)
        {
            if (consumer is { Words: [var first, ..] } && CommandFlowTable.IsSender(CommandClasses.NameOf(first), consumer.Words))
            {
                Sent |= output;
                return Labels.None;
            }

            return output;
        }

        private Stream Run(string program, List<string> words, SimpleCommand command, Stream input, int depth)
        {
            if (ScriptOf(program, words) is { } script)
            {
                return Out(command, Read(script, input, depth + 1));
            }

            Labels told = CommandFlowTable.Printed(program, words);
            if (told == Labels.None && CommandFlowTable.IsSender(program, words))
            {
                Sent |= OfWords(CommandFlowTable.SentWords(program, words));
                if (CommandFlowTable.SendsItsInput(program, words))
                {
                    Sent |= input.Labels;
                    SendsInput |= input.IsOwnInput;
                }

                return default;
            }

            if (CommandFlowTable.ArchiveOf(program, words) is var (archive, members))
            {
                Labels packed = OfWords(members);
                if (archive is not null)
                {
                    Write(archive, packed);
                    return default;
                }

                return Out(command, new Stream(packed, false));
            }

            if (program is "cp" or "mv" or "copy" or "xcopy" or "move" or "ln" or "install" or "ditto" or "copy-item" or "robocopy" && words.Count > 2)
            {
                Write(words[^1], OfWords(words.Skip(1).SkipLast(1)));
                return default;
            }

            if (CommandFlowTable.CaptureOf(program, words) is var (picture, captured))
            {
                Write(picture, captured);
            }

            Labels own = told | (CommandFlowTable.PrintsFiles(program, words) ? OfWords(words.Skip(1)) : Labels.None);
            if (program == "tee")
            {
                foreach (string file in words.Skip(1))
                {
                    Write(file, input.Labels);
                }
            }

            bool passes = CommandFlowTable.Passes(program);
            return Out(command, new Stream(own | (passes ? input.Labels : Labels.None), input.IsOwnInput && passes));
        }

        private Stream Out(SimpleCommand command, Stream output)
        {
            if (command.Output is not { } file)
            {
                return output;
            }

            Write(file, output.Labels);
            return default;
        }

        private void Write(string file, Labels labels)
        {
            if (labels != Labels.None && Written.Count < MaxWritten)
            {
                Written[file] = Written.GetValueOrDefault(file) | labels;
            }
        }

        private static string? ScriptOf(string program, List<string> words) => program switch
        {
            "sh" or "bash" or "zsh" or "dash" or "ksh" or "ash" or "fish" or "su" =>
                CommandTable.After(words, static word => word.StartsWith('-') && !word.StartsWith("--", StringComparison.Ordinal) && word.EndsWith('c')) is int script ? words[script] : null,
            "cmd" => CommandTable.After(words, static word => word is ['/', 'c' or 'C' or 'k' or 'K']) is int line ? CommandTable.Join(words, line) : null,
            "powershell" or "pwsh" =>
                CommandTable.After(words, static word => word.Length > 1 && "-command".StartsWith(word, StringComparison.OrdinalIgnoreCase)) is int command ? CommandTable.Join(words, command) : null,
            "eval" => CommandTable.Join(words, 1),
            _ => null,
        };

        private Labels OfWords(IEnumerable<string> words) => words.Aggregate(Labels.None, (all, word) => all | LabelsOf(word));

        // A path, where one is named with what stands around it: "@file", "name=@file", "if=file", "--post-file=file"; variables in it.
        private Labels LabelsOf(string word)
        {
            Labels labels = CommandFlowTable.LabelsOfVariables(word);
            int at = word.LastIndexOfAny(['@', '=', '<']);
            string path = at >= 0 && !word.Contains("://", StringComparison.Ordinal) ? word[(at + 1)..] : word;
            return path.Length == 0 || path[0] == '-' ? labels
                : labels | Written.GetValueOrDefault(path) | (PathClasses.LabelsOf(path) & ~Labels.File) | (CommandFlowTable.IsHome(path) ? Labels.SecretFile : Labels.None);
        }
    }
}
