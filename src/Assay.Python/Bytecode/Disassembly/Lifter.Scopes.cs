using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Assay.Python.Bytecode.Disassembly;

/// <content>Functions, classes, exception tables, and the listing of what was not understood.</content>
internal sealed partial class Lifter
{
    private const int MaxTries = 20_000;

    // Offset where a try begins, with the handlers' offsets, how deep the stack is kept, and whether the instruction's offset is pushed.
    private readonly Dictionary<int, List<(int Target, int Depth, bool HasOffset)>> _tries = [];

    /// <summary>Writes a function or class under a name.</summary>
    private void Define(Operand operand, string name)
    {
        CodeObject code = (CodeObject)operand.Value!;
        _defined.Add(code);
        if (_scopeDepth == MaxScopes || _writer.Indent >= MaxIndent || _writer.IsFull)
        {
            _writer.IsPartial = true;
            return;
        }

        bool isClass = operand.Kind == OperandKind.Class;
        LiftedScope scope = isClass ? LiftedScope.Class : code.Name == "<genexpr>" ? LiftedScope.Generator : LiftedScope.Function;
        string header = isClass
            ? $"class {name}{(operand.Items.Count == 0 ? "" : Join(operand.Items, "(", ")"))}:"
            : $"{((code.Flags & (CodeFlags.Coroutine | CodeFlags.AsyncGenerator)) != CodeFlags.None ? "async " : "")}def {name}({Parameters(code, operand)}):";
        int line = _writer.Count;
        _writer.Line(header);
        if (_writer.Count == line)
        {
            return;
        }

        _writer.Indent++;
        new Lifter(_writer, _set, code, scope, _scopeDepth + 1).Run();
        if (_writer.Count == line + 1)
        {
            _writer.Pass();
        }

        _writer.Indent--;
    }

    private string Parameters(CodeObject code, Operand function)
    {
        List<Operand?> defaults = function.Items is [{ } given, ..] ? ItemsOf(given) ?? [] : [];
        List<Operand?> named = function.Items is [_, { Kind: OperandKind.Map } map, ..] ? map.Items : [];
        StringBuilder text = new();
        int at = 0;
        int positional = Math.Min(code.PositionalParameters, code.Variables.Length);
        HashSet<string> taken = [];
        void Add(string prefix, string? value)
        {
            string name = at < code.Variables.Length ? SourceLiteral.NameFor(code.Variables[at]) : AnyValue;
            at++;

            // No function takes a name twice, whatever the code says.
            while (!taken.Add(name))
            {
                name += "_";
            }

            text.Append(text.Length == 0 ? "" : ", ").Append(prefix).Append(name).Append(value is null ? "" : $"={value}");
        }

        for (int i = 0; i < positional && !_writer.IsFull; i++)
        {
            int from = i - (positional - defaults.Count);
            Add("", from < 0 ? null : Atom(defaults[from]));
            if (i + 1 == code.PositionalOnlyParameters)
            {
                text.Append(", /");
            }
        }

        int keywordOnly = Math.Clamp(code.KeywordOnlyParameters, 0, code.Variables.Length - at);
        int variable = at + keywordOnly;
        bool hasRest = (code.Flags & CodeFlags.VariableArguments) != CodeFlags.None;
        if (hasRest)
        {
            (at, variable) = (variable, at);
            Add("*", null);
            at = variable;
        }
        else if (keywordOnly > 0)
        {
            text.Append(text.Length == 0 ? "*" : ", *");
        }

        for (int i = 0; i < keywordOnly && !_writer.IsFull; i++)
        {
            string name = code.Variables[at];
            Operand? value = null;
            for (int k = 0; k + 1 < named.Count; k += 2)
            {
                value = named[k] is { Kind: OperandKind.Constant, Value: string key } && key == name ? named[k + 1] : value;
            }

            Add("", value is null ? null : Atom(value));
        }

        if ((code.Flags & CodeFlags.VariableKeywords) != CodeFlags.None)
        {
            at += hasRest ? 1 : 0;
            Add("**", null);
        }

        _writer.Charge(text.Length);
        return text.ToString();
    }

    // The items of a display or a constant tuple; null where they are not known.
    private static List<Operand?>? ItemsOf(Operand operand) => operand.Kind switch
    {
        OperandKind.Tuple or OperandKind.List => operand.Items,
        OperandKind.Constant when operand.Value is ImmutableArray<object?> items => [.. items.Select(ConstantOperand)],
        _ => null,
    };

    // Names that are assigned here but belong elsewhere.
    private void Declare()
    {
        if (_scope is LiftedScope.Module)
        {
            return;
        }

        SortedSet<string> globals = new(StringComparer.Ordinal);
        foreach (Instruction instruction in _instructions)
        {
            if (instruction.Operation == Op.StoreGlobal && InstructionSet.IsWithin(instruction.Argument, _code.Names.Length))
            {
                globals.Add(SourceLiteral.NameFor(_code.Names[instruction.Argument]));
            }
        }

        globals.ExceptWith(_code.Variables);
        if (globals.Count > 0)
        {
            _writer.Line($"global {string.Join(", ", globals)}");
        }
    }

    /// <summary>Reads the table of 3.11 and later: numbers of 6 bits a byte, the greatest first; a byte with bit 7 begins an entry.</summary>
    private void ReadExceptionTable()
    {
        ReadOnlySpan<byte> table = _code.ExceptionTable.Span;
        int at = 0;
        for (int entries = 0; at < table.Length && entries < MaxTries; entries++)
        {
            long start = Number(table, ref at) * 2;
            Number(table, ref at);
            long target = Number(table, ref at) * 2;
            long depth = Number(table, ref at);
            if (start > _code.Code.Length || target > _code.Code.Length)
            {
                continue;
            }

            if (!_tries.TryGetValue((int)start, out List<(int, int, bool)>? tries))
            {
                _tries[(int)start] = tries = [];
            }

            tries.Add(((int)target, (int)(depth >> 1), (depth & 1) != 0));
        }
    }

    private static long Number(ReadOnlySpan<byte> table, ref int at)
    {
        long number = 0;
        while (at < table.Length)
        {
            byte unit = table[at++];
            number = ((number << 6) | (long)(unit & 0x3F)) & 0x3FFF_FFFF;
            if ((unit & 0x40) == 0)
            {
                break;
            }
        }

        return number;
    }

    private void StartTries(int offset)
    {
        if (!_tries.Remove(offset, out List<(int Target, int Depth, bool HasOffset)>? tries))
        {
            return;
        }

        foreach ((int target, int depth, bool hasOffset) in tries)
        {
            if (target <= offset || _handlers.ContainsKey(target))
            {
                continue;
            }

            StackCell? kept = _stack;
            while (kept is not null && kept.Depth > depth)
            {
                kept = kept.Below;
            }

            // The compiler counts what this reader does not push; hostile tables count anything.
            for (int i = 0; i < 8 && StackCell.DepthOf(kept) < depth; i++)
            {
                kept = new StackCell(Operand.Nothing, kept);
            }

            _handlers[target] = new Handler(kept, hasOffset ? [Operand.Nothing, Operand.Name(AnyException)] : [Operand.Name(AnyException)]);
        }
    }

    // Code that no instruction made a function of, as far as it was seen.
    private void DefineForgotten()
    {
        foreach (object? constant in _code.Constants)
        {
            if (constant is CodeObject code && !_defined.Contains(code) && !_writer.IsFull)
            {
                Define(new Operand(OperandKind.Function) { Value = code, Items = [null, null] }, _writer.Temporary(SourceLiteral.NameFor(code.Name).Trim('_')));
            }
        }
    }

    // Every name and constant, so that nothing is hidden by what was not understood.
    private void List()
    {
        foreach (string name in _code.Names)
        {
            _writer.Line(SourceLiteral.NameFor(name));
        }

        foreach (object? constant in _code.Constants)
        {
            if (constant is not (null or CodeObject) && SourceLiteral.Of(constant, _writer.Room) is string text)
            {
                _writer.Line(text);
            }
        }
    }
}
