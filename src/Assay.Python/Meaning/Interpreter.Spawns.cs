using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Programs that are started: where it is Python again, what it runs is read in the same context.</summary>
internal sealed partial class Interpreter
{
    private const int MaxWords = 256;

    private static readonly FrozenSet<string> s_spawns =
        ("subprocess.Popen subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.getoutput subprocess.getstatusoutput " +
        "os.system os.popen os.popen2 os.popen3 os.startfile os.execl os.execle os.execlp os.execlpe os.execv os.execve os.execvp os.execvpe " +
        "os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe os.posix_spawn os.posix_spawnp asyncio.create_subprocess_exec " +
        "asyncio.create_subprocess_shell pty.spawn commands.getoutput commands.getstatusoutput popen2.popen2 distutils.spawn.spawn setuptools._distutils.spawn.spawn " +
        "webbrowser.open multiprocessing.spawn.spawn_main psutil.Popen pexpect.spawn pexpect.run sh.python sh.python3 invoke.run plumbum.local").Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private void Start(string name, Api? api, ImmutableArray<Argument> arguments, int node)
    {
        if (!s_spawns.Contains(name) || arguments.IsEmpty)
        {
            return;
        }

        List<Value> words = [];
        bool skipsFirst = name.StartsWith("os.spawn", StringComparison.Ordinal);
        foreach (Argument argument in arguments)
        {
            if (argument.Name is not (null or "args" or "cmd" or "command" or "*"))
            {
                continue;
            }

            if (skipsFirst)
            {
                skipsFirst = false;
                continue;
            }

            AddWords(words, argument.Value, 0);
        }

        StartWords(name, words, node);
        NoteFetched(words);
        if (Find(arguments, "input") is { } input)
        {
            ReadInput(words, input, node);
        }

        if (Find(arguments, "preexec_fn") is { } before)
        {
            CallBack(before, [], node, name);
        }
    }

    /// <summary>What a downloader puts onto the disk is downloaded.</summary>
    private void NoteFetched(List<Value> words)
    {
        foreach (string file in EffectOf(words).Files)
        {
            _written.Write(PathText.Normalize(file), null, Labels.Downloaded, _frame.Unit.Module.Source.Id, isAppended: false);
        }
    }

    private CommandEffect EffectOf(List<Value> words)
    {
        string[] texts = [.. words.Select(word => Freeze(word) is TextValue text ? text.Text : "").Where(static text => text.Length > 0)];
        return texts.Length < 2 ? CommandEffect.None : _knowledge.EffectOf(string.Join(' ', texts));
    }

    /// <summary>Labels of what a command prints, where it is one that fetches.</summary>
    private Labels LabelsOfOutput(string name, ImmutableArray<Argument> arguments)
    {
        if (!s_spawns.Contains(name) || arguments.IsEmpty)
        {
            return Labels.None;
        }

        List<Value> words = [];
        AddWords(words, Find(arguments, "args") ?? Find(arguments, "0") ?? Value.Unknown, 0);
        return EffectOf(words).Output;
    }

    private void AddWords(List<Value> words, Value value, int depth)
    {
        if (words.Count >= MaxWords || depth > 4)
        {
            return;
        }

        switch (value)
        {
            case ListValue or SequenceValue:
                ImmutableArray<Value> items = value is ListValue list ? list.Store.Items : ((SequenceValue)value).Items;
                if (items is [TextValue line] && line.Text.Contains(' ', StringComparison.Ordinal))
                {
                    AddWords(words, line, depth + 1);
                    break;
                }

                foreach (Value item in items.Take(MaxWords))
                {
                    words.Add(item is AlternativeValue one ? one.Options[0] : item);
                }

                break;
            case AlternativeValue alternative:
                foreach (Value option in alternative.Options)
                {
                    AddWords(words, option, depth + 1);
                    words.Add(Text(";"));
                }

                break;
            case TextValue text when text.Text.Contains(' ', StringComparison.Ordinal):
                foreach (string word in PathText.SplitCommand(text.Text, MaxWords))
                {
                    words.Add(Text(word, text.Labels));
                }

                break;
            default:
                words.Add(value);
                break;
        }
    }

    private void StartWords(string api, List<Value> words, int node)
    {
        for (int i = 0; i < words.Count; i++)
        {
            if (IsPython(words[i]) || (i + 2 < words.Count && IsHole(words[i]) && (PlainText(words[i + 1]) == "-m" || (PlainText(words[i + 1]) == "-c" && words[i + 2] is TextValue code && ProgramBeginning.IsPython(code.Text)))))
            {
                i = StartPython(api, words, i + 1, node);
            }
            else if (i == 0 || PlainText(words[i - 1]) is ";" or "start" or "/c" || IsHole(words[i]))
            {
                StartScript(api, words[i], node, isPython: false);
            }
        }
    }

    // Only an interpreter takes "-m" and a module's name; its own path is often not known.
    private static bool IsHole(Value word) => word is TextValue { Text: [TextValue.Hole] };

    private bool IsPython(Value word)
    {
        if (word is SymbolValue { Name: "sys.executable" or "sys._base_executable" })
        {
            return true;
        }

        if (Freeze(word) is not TextValue text)
        {
            return false;
        }

        ReadOnlySpan<char> name = PathText.NameOf(text.Text).AsSpan();
        name = name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        if (!name.StartsWith("py", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        ReadOnlySpan<char> rest = name.StartsWith("python", StringComparison.OrdinalIgnoreCase) ? name[6..] : name[2..];
        return rest.TrimStart('w').TrimStart("0123456789.").IsEmpty;
    }

    /// <summary>Follows a command line of Python from behind its name; returns the last word that was looked at.</summary>
    private int StartPython(string api, List<Value> words, int at, int node)
    {
        for (; at < words.Count; at++)
        {
            string? word = (Freeze(words[at]) as TextValue)?.Text;
            switch (word)
            {
                case "-c":
                    if (at + 1 < words.Count)
                    {
                        ExecuteCode("python -c", [new Argument(null, words[at + 1])], node, isExpression: false);
                    }

                    return at + 1;
                case "-m":
                    if (at + 1 < words.Count && PlainText(words[at + 1]) is { } module)
                    {
                        StartModule(module, node);
                    }

                    return at + 1;
                case "-W" or "-X":
                    at++;
                    continue;
                case ";":
                    return at;
                case not null when word.StartsWith('-') && word.Length > 1:
                    continue;
                default:
                    StartScript(api, words[at], node, isPython: true);
                    return at;
            }
        }

        return at;
    }

    private void StartModule(string name, int node)
    {
        if (_modules.Find(name, _frame.Unit.Module.Source) is not { } module)
        {
            return;
        }

        if (_modules.Below(module, "__main__") is { } main)
        {
            RunImported(module, node);
            module = main;
        }

        StartOwn(module, node);
    }

    /// <summary>Runs a module of the distribution as a program.</summary>
    private void StartOwn(ModuleState module, int node)
    {
        module.IsMain |= module.Stage == ModuleStage.Fresh;
        RunImported(module, node);
    }

    /// <summary>Starts a file: one of the distribution, or one that the program wrote.</summary>
    private void StartScript(string api, Value path, int node, bool isPython)
    {
        if (PathOf(path) is { IsPartial: false } text && text.Text.Length > 0 && FindModule(text.Text) is { } module)
        {
            StartOwn(module, node);
            return;
        }

        WrittenFile? written = WrittenAt(path) ?? (Freeze(path) is TextValue word ? _written.FindIn(word.Text, _frame.Unit.Module.Source.Id) : null);
        if (written?.Content is { } content && (isPython || PathText.Split(written.Path).Suffix is ".py" or ".pyw"))
        {
            ExecuteCode(api, [new Argument(null, content.With(written.Labels | Labels.Written))], node, isExpression: false);
        }
        else if (path is TextValue { Labels: var labels } hole && IsHole(hole) && labels.HasFlag(Labels.Written | Labels.ProgramText)
            && _written.LastUnnamed(_frame.Unit.Module.Source.Id) is { Content: { } program } unnamed && (isPython || BeginsAsPython(program)))
        {
            ExecuteCode(api, [new Argument(null, program.With(unnamed.Labels | Labels.Written))], node, isExpression: false);
        }
        else if (isPython && ReadFile(path, isText: true) is TextValue script)
        {
            ExecuteCode(api, [new Argument(null, script)], node, isExpression: false);
        }
    }

    private ModuleState? FindModule(string path)
    {
        string normal = PathText.Normalize(path);
        string folder = FolderOf(_frame.Unit.Module.Source.Path);
        return _modules.ByPath(normal) ?? (folder.Length > 0 && normal.Length > 0 ? _modules.ByPath(PathText.Normalize(folder + "/" + normal)) : null);
    }
}
