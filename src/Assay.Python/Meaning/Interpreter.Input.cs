using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>What a started interpreter is given to read, and objects that stand for a program: <c>sh.bash(…)</c>, <c>local["bash"](…)</c>.</summary>
internal sealed partial class Interpreter
{
    private static readonly FrozenSet<string> s_shells = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "sh", "bash", "zsh", "dash", "ksh", "ash", "cmd", "powershell", "pwsh");

    /// <summary>A shell or Python that was started is written to: as if it had been started with that as its input.</summary>
    private void FeedProgram(SymbolValue callee, ImmutableArray<Argument> arguments, int node)
    {
        string? api = callee.Name switch
        {
            "subprocess.Popen().communicate" or "subprocess.Popen().stdin.write" or "subprocess.Popen().stdin.writelines" => "subprocess.Popen",
            "asyncio.Process().communicate" or "asyncio.Process().stdin.write" => "asyncio.create_subprocess_exec",
            _ => null,
        };
        if (api is null || callee.Receiver is not ResultValue { Arguments: { IsEmpty: false } started } || (Find(arguments, "input") ?? At(arguments, 0)) is not { } input || input is NoneValue)
        {
            return;
        }

        List<Value> words = [];
        AddWords(words, (Find(started, "args") ?? At(started, 0)) ?? Value.Unknown, 0);
        if (words.Count == 0 || !IsInterpreter(words[0]))
        {
            return;
        }

        ImmutableArray<Argument> all = [.. started.Where(static argument => argument.Name is not ("stdin" or "input")), new Argument("input", Freeze(input))];
        Observe(ObservationKind.Call, api, null, all, node, callee.Receiver);
        ReadInput(words, input, node);
    }

    // Without a file to run, or with "-" in its place, Python runs what it reads.
    private void ReadInput(List<Value> words, Value input, int node)
    {
        if (words.Count > 0 && IsPython(words[0]) && words.Skip(1).All(word => PlainText(word) is { } option && option.StartsWith('-') && option is not ("-c" or "-m")))
        {
            ExecuteCode("python -", [new Argument(null, input)], node, isExpression: false);
        }
    }

    private bool IsInterpreter(Value word)
    {
        string name = (Freeze(word) as TextValue)?.Text is { } path ? PathText.NameOf(path) : "";
        name = name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        return s_shells.Contains(name) || IsPython(word);
    }

    /// <summary>A call of an object that stands for a program, as the start of that program; null for all others.</summary>
    private Value? CallProgram(SymbolValue callee, ImmutableArray<Argument> arguments, int node)
    {
        Value? program = callee.Name switch
        {
            "sh.Command()" or "plumbum.local[]" => callee.Receiver is ResultValue { Arguments: [{ Value: TextValue path }, ..] } ? path : null,
            ['s', 'h', '.', >= 'a' and <= 'z', ..] name when !name.AsSpan(3).ContainsAny('.', '(', '[') => Text(name[3..]),
            ['p', 'l', 'u', 'm', 'b', 'u', 'm', '.', 'c', 'm', 'd', '.', .. var name] when name.Length > 0 && !name.AsSpan().ContainsAny('.', '(', '[') => Text(name),
            _ => null,
        };
        if (program is null)
        {
            return null;
        }

        ImmutableArray<Value> words = [program, .. arguments.Where(static argument => argument.Name is null).Select(static argument => argument.Value)];
        ImmutableArray<Argument> started = [new Argument(null, new SequenceValue(SequenceForm.List, words, arguments.Any(static argument => argument.Name == "*"), Labels.None))];
        return CallSymbol(Symbol("subprocess", "run"), Find(arguments, "_in") is { } input ? started.Add(new Argument("input", input)) : started, node);
    }
}
