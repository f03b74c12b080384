using System.Collections.Immutable;
using System.Text;

namespace Assay.Python.Bytecode.Disassembly;

/// <content>How operands become text.</content>
internal sealed partial class Lifter
{
    private Operand Expression(string text, bool isAtom, params ReadOnlySpan<Operand?> parts)
    {
        int depth = 0;
        foreach (Operand? part in parts)
        {
            depth = Math.Max(depth, part?.Depth ?? 0);
        }

        _writer.Charge(text.Length);
        Operand operand = new(OperandKind.Expression) { Text = text, IsAtom = isAtom, Depth = depth + 1 };
        return depth >= MaxDepth || text.Length > MaxLength ? Named(operand) : operand;
    }

    // Gives a value a name of its own.
    private Operand Named(Operand operand)
    {
        if (operand.Kind is not (OperandKind.Nothing or OperandKind.ClassBuilder or OperandKind.Exit or OperandKind.Enter or OperandKind.Import or OperandKind.ImportedName)
            && !(operand.IsPure && operand.Kind == OperandKind.Expression))
        {
            string text = Use(operand);
            string name = _writer.Temporary("t");
            _writer.Line($"{name} = {text}");
            return Operand.Name(name);
        }

        return operand;
    }

    // For a value that is about to be read twice.
    private Operand Shared(Operand operand) => operand.IsPure ? operand : Named(operand);

    /// <summary>The text as part of another expression.</summary>
    private string Atom(Operand? operand)
    {
        string text = Use(operand);
        return operand is null || IsAtomic(operand, text) ? text : $"({text})";
    }

    // A number's point would be its own.
    private string Owner(Operand of)
    {
        string text = Atom(of);
        return text.Length > 0 && char.IsAsciiDigit(text[0]) ? $"({text})" : text;
    }

    private static bool IsAtomic(Operand operand, string text) => operand.Kind switch
    {
        OperandKind.Expression => operand.IsAtom,
        OperandKind.Constant => text.Length > 0 && text[0] != '-',
        // Its text is that of an atom already.
        OperandKind.Unpacked => true,
        _ => true,
    };

    /// <summary>The text as it stands alone.</summary>
    private string Use(Operand? operand)
    {
        switch (operand?.Kind)
        {
            case null:
                return "None";
            case OperandKind.Expression or OperandKind.Nothing:
                return operand.Text;
            case OperandKind.Constant:
                return Constant(operand.Value);
            case OperandKind.Tuple:
                return Join(operand.Items, "(", operand.Items.Count == 1 ? ",)" : ")");
            case OperandKind.List:
                return Join(operand.Items, "[", "]");
            case OperandKind.Set:
                return operand.Items.Count == 0 ? "set()" : Join(operand.Items, "{", "}");
            case OperandKind.Map:
                return JoinMap(operand.Items);
            case OperandKind.Unpacked:
                return operand.Text;
            case OperandKind.Function or OperandKind.Class:
                string name = _writer.Temporary(SourceLiteral.NameFor(((CodeObject)operand.Value!).Name).Trim('_'));
                Define(operand, name);
                return name;
            case OperandKind.Import or OperandKind.ImportedName:
                return ImportExpression(operand);
            case OperandKind.Slice:
                return $"slice({Join(operand.Items, "", "")})";
            case OperandKind.ClassBuilder:
                return "__build_class__";
            case OperandKind.Enter:
                return $"{operand.Text}.__enter__";
            default:
                return AnyValue;
        }
    }

    private string Constant(object? value)
    {
        if (value is CodeObject code)
        {
            string name = _writer.Temporary(SourceLiteral.NameFor(code.Name).Trim('_'));
            Define(new Operand(OperandKind.Function) { Value = code, Items = [null, null] }, name);
            return name;
        }

        string? text = SourceLiteral.Of(value, _writer.Room);
        _writer.Charge(text?.Length ?? 0);
        if (text is null)
        {
            Confuse();
        }

        return text ?? AnyValue;
    }

    private string Join(List<Operand?> items, string open, string close)
    {
        StringBuilder text = new(open);
        for (int i = 0; i < items.Count && !_writer.IsFull; i++)
        {
            string item = (items[i]?.Kind == OperandKind.Unpacked ? "*" : "") + Use(items[i]);
            _writer.Charge(item.Length);
            text.Append(i == 0 ? "" : ", ").Append(item);
        }

        return text.Append(close).ToString();
    }

    private string JoinMap(List<Operand?> items)
    {
        StringBuilder text = new("{");
        for (int i = 0; i + 1 < items.Count && !_writer.IsFull; i += 2)
        {
            string key = items[i] is null ? "**" : $"{Use(items[i])}: ";
            string item = items[i] is null ? Atom(items[i + 1]) : Use(items[i + 1]);
            _writer.Charge(key.Length + item.Length);
            text.Append(i == 0 ? "" : ", ").Append(key).Append(item);
        }

        return text.Append('}').ToString();
    }

    // A value that nobody takes: shown where reading it may do something.
    private void Discard(Operand operand)
    {
        switch (operand.Kind)
        {
            case OperandKind.Expression when !operand.IsPure && MayAct(operand.Text):
            case OperandKind.Tuple or OperandKind.List or OperandKind.Set or OperandKind.Map when operand.Items.Exists(static item => item is { IsPure: false, Kind: not OperandKind.Constant }):
                _writer.Line(Use(operand));
                break;
            case OperandKind.Function or OperandKind.Class:
                Use(operand);
                break;
            case OperandKind.Import:
                WriteImport(operand, null);
                break;
            case OperandKind.Enter:
                EnterWith(operand);
                break;
            default:
                break;
        }
    }

    // Without a call, an attribute, an item or a word in it, an expression does nothing that anybody asks for.
    private static bool MayAct(string text) =>
        text.AsSpan().ContainsAny('(', '.', '[') || text.StartsWith("await ", StringComparison.Ordinal);

    private void Store(string name, Operand value)
    {
        if (_scope == LiftedScope.Class && name is "__module__" or "__qualname__" or "__firstlineno__" or "__static_attributes__" or "__classdictcell__")
        {
            return;
        }

        name = SourceLiteral.NameFor(name);
        KeepFrom(name);
        switch (value.Kind)
        {
            case OperandKind.Nothing or OperandKind.Exit:
                break;
            case OperandKind.Function or OperandKind.Class:
                Define(value, name);
                break;
            case OperandKind.Import or OperandKind.ImportedName:
                WriteImport(value, name);
                break;
            case OperandKind.Expression when value.Text == name:
                break;
            case OperandKind.Expression when value.Text == AnyException:
                break;
            default:
                _writer.Line($"{name} = {Use(value)}");
                break;
        }
    }

    // Values further down that speak of a variable mean what it was before.
    private void KeepFrom(string name)
    {
        const int MostLookedAt = 4;
        Stack<Operand> above = new();
        StackCell? cell = _stack;
        bool isAny = false;
        for (int i = 0; i < MostLookedAt && cell is not null; i++, cell = cell.Below)
        {
            above.Push(cell.Top);
            isAny |= SpeaksOf(cell.Top, name);
        }

        if (!isAny)
        {
            return;
        }

        _stack = cell;
        while (above.TryPop(out Operand? operand))
        {
            if (SpeaksOf(operand, name))
            {
                string kept = _writer.Temporary("t");
                _writer.Line($"{kept} = {operand.Text}");
                operand = Operand.Name(kept);
            }

            Push(operand);
        }
    }

    private static bool SpeaksOf(Operand operand, string name) =>
        operand.Kind == OperandKind.Expression && operand.Text.Length <= MaxLength && operand.Text.Contains(name, StringComparison.Ordinal) && operand.Text[0] != '_';

    // ---- names ----

    private string NameAt(int index)
    {
        if (InstructionSet.IsWithin(index, _code.Names.Length))
        {
            return _code.Names[index];
        }

        Confuse();
        return AnyValue;
    }

    private string VariableAt(int index)
    {
        if (index >= 0 && index < _code.Variables.Length)
        {
            return _code.Variables[index];
        }

        Confuse();
        return AnyValue;
    }

    // Until 3.10 cells and free variables are counted on their own.
    private string CellAt(int index) => VariableAt(Version < 311 && index >= 0 ? (int)Math.Min(int.MaxValue, (long)index + _code.LocalCount) : index);

    private object? ConstantAt(int index)
    {
        if (InstructionSet.IsWithin(index, _code.Constants.Length))
        {
            return _code.Constants[index];
        }

        Confuse();
        return null;
    }

    private static Operand Variable(string name) => Operand.Name(SourceLiteral.NameFor(name));

    private static Operand ConstantOperand(object? value) => new(OperandKind.Constant) { Value = value, IsPure = value is not CodeObject };

    private Operand Attribute(Operand of, string name)
    {
        if (of.Kind == OperandKind.Import)
        {
            // Until 3.6, import a.b as x takes b from a.
            return of with { Kind = OperandKind.ImportedName };
        }

        return SourceLiteral.IsName(name)
            ? Expression(Owner(of) + "." + name, true, of)
            : Expression($"getattr({Use(of)}, {SourceLiteral.Of(name, _writer.Room)})", true, of);
    }
}
