using System.Text;

namespace Assay.Python.Bytecode.Disassembly;

/// <content>Lists, tuples, sets, maps, items and slices of them, and formatted strings.</content>
internal sealed partial class Lifter
{
    /// <summary>What stands between the braces of a formatted string.</summary>
    private sealed record FormattedPart(string Inside);

    private bool ExecuteDisplay(Instruction instruction)
    {
        int argument = instruction.Argument;
        switch (instruction.Operation)
        {
            case Op.BuildTuple:
                Push(Operand.Display(OperandKind.Tuple, Pop(argument)));
                return true;
            case Op.BuildList:
                Push(Operand.Display(OperandKind.List, Pop(argument)));
                return true;
            case Op.BuildSet:
                Push(Operand.Display(OperandKind.Set, Pop(argument)));
                return true;
            case Op.BuildMap:
                // In Python 2 the argument is only how many there will be.
                List<Operand?> pairs = Version < 300 ? [] : Pop(argument > int.MaxValue / 2 ? -1 : argument * 2);
                if (pairs.Count % 2 != 0)
                {
                    // Fewer than asked for: every key keeps a value.
                    pairs.RemoveAt(0);
                }

                Push(Operand.Display(OperandKind.Map, pairs));
                return true;
            case Op.BuildConstKeyMap:
                BuildConstantKeyMap(argument);
                return true;
            case Op.BuildTupleUnpack:
                BuildUnpacked(OperandKind.Tuple, argument);
                return true;
            case Op.BuildListUnpack:
                BuildUnpacked(OperandKind.List, argument);
                return true;
            case Op.BuildSetUnpack:
                BuildUnpacked(OperandKind.Set, argument);
                return true;
            case Op.BuildMapUnpack:
                Push(Operand.Display(OperandKind.Map, [.. Pop(argument).SelectMany(static item => new[] { null, item })]));
                return true;
            case Op.BuildSlice:
                if (argument is not (2 or 3))
                {
                    Confuse();
                }

                Push(Operand.Display(OperandKind.Slice, Pop(argument == 3 ? 3 : 2)));
                return true;
            case Op.ListToTuple:
                Operand list = Pop();
                Push(list.Kind == OperandKind.List ? list with { Kind = OperandKind.Tuple } : list);
                return true;
            case Op.ListAppend:
                AddTo(argument, OperandKind.List, "append", isMany: false);
                return true;
            case Op.SetAdd:
                AddTo(argument, OperandKind.Set, "add", isMany: false);
                return true;
            case Op.ListExtend:
                AddTo(argument, OperandKind.List, "extend", isMany: true);
                return true;
            case Op.SetUpdate:
                AddTo(argument, OperandKind.Set, "update", isMany: true);
                return true;
            case Op.MapAdd or Op.StoreMap:
                Operand upper = Pop();
                Operand lower = Pop();

                // The key is the lower of the two from 3.8.
                AddToMap(instruction.Operation == Op.StoreMap ? 1 : argument, Version >= 308 ? lower : upper, Version >= 308 ? upper : lower);
                return true;
            case Op.DictUpdate or Op.DictMerge:
                AddToMap(argument, null, Pop());
                return true;
            case Op.FormatValue:
                Operand? given = (argument & 4) != 0 ? Pop() : null;
                Push(Formatted(Pop(), (argument & 3) switch { 1 => "!s", 2 => "!r", 3 => "!a", _ => "" }, given));
                return true;
            case Op.ConvertValue:
                Operand converted = Pop();
                Push(Expression($"{argument switch { 2 => "repr", 3 => "ascii", _ => "str" }}({Use(converted)})", true, converted));
                return true;
            case Op.FormatSimple:
                Push(Formatted(Pop(), "", null));
                return true;
            case Op.FormatWithSpec:
                Operand specification = Pop();
                Push(Formatted(Pop(), "", specification));
                return true;
            case Op.BuildInterpolation:
                Operand? format = (argument & 1) != 0 ? Pop() : null;
                Pop();
                Push(Formatted(Pop(), "", format));
                return true;
            case Op.BuildTemplate:
                Push(Operand.Display(OperandKind.Tuple, Pop(2)));
                return true;
            case Op.BuildString:
                BuildString(argument);
                return true;
            default:
                return false;
        }
    }

    private void BuildConstantKeyMap(int count)
    {
        List<Operand?> keys = ItemsOf(Pop()) ?? [];
        List<Operand?> values = Pop(count);
        List<Operand?> items = [];
        for (int i = 0; i < values.Count; i++)
        {
            items.Add(i < keys.Count ? keys[i] : Operand.Name(AnyValue));
            items.Add(values[i]);
        }

        Push(Operand.Display(OperandKind.Map, items));
    }

    private void BuildUnpacked(OperandKind kind, int count)
    {
        List<Operand?> items = [];
        foreach (Operand? part in Pop(count))
        {
            AddUnpacked(items, part!);
        }

        Push(Operand.Display(kind, items));
    }

    private void AddUnpacked(List<Operand?> items, Operand part)
    {
        if (ItemsOf(part) is List<Operand?> inner)
        {
            items.AddRange(inner);
        }
        else
        {
            items.Add(new Operand(OperandKind.Unpacked) { Text = Atom(part), Depth = part.Depth });
        }
    }

    private Operand? At(int depth)
    {
        StackCell? cell = _stack;
        for (int i = 1; i < depth && cell is not null; i++)
        {
            cell = cell.Below;
        }

        if (cell is null || depth < 1)
        {
            Miss();
        }

        return cell?.Top;
    }

    private void AddTo(int depth, OperandKind kind, string method, bool isMany)
    {
        Operand item = Pop();
        Operand? target = At(Math.Min(depth, MaxTries));
        if (target?.Kind == kind && depth == 1)
        {
            target.Depth = Math.Max(target.Depth, item.Depth + 1);
            if (isMany)
            {
                AddUnpacked(target.Items, item);
            }
            else
            {
                target.Items.Add(item);
            }
        }
        else if (target is not null)
        {
            _writer.Line($"{Owner(target)}.{method}({Use(item)})");
        }
    }

    private void AddToMap(int depth, Operand? key, Operand value)
    {
        Operand? target = At(Math.Min(depth, MaxTries));
        if (target?.Kind == OperandKind.Map && depth == 1)
        {
            target.Depth = Math.Max(target.Depth, Math.Max(key?.Depth ?? 0, value.Depth) + 1);
            if (key is null && value.Kind == OperandKind.Map)
            {
                target.Items.AddRange(value.Items);
            }
            else
            {
                target.Items.Add(key);
                target.Items.Add(value);
            }
        }
        else if (target is not null)
        {
            _writer.Line(key is null ? $"{Owner(target)}.update({Use(value)})" : $"{Atom(target)}[{Use(key)}] = {Use(value)}");
        }
    }

    private Operand Formatted(Operand value, string conversion, Operand? specification)
    {
        string inside = Simple(value) + conversion;
        if (specification is { Kind: OperandKind.Constant, Value: string text } && text.All(static unit => char.IsAsciiLetterOrDigit(unit) || ".,<>^+- #%_".Contains(unit, StringComparison.Ordinal)))
        {
            inside += $":{text}";
        }
        else if (specification is not null)
        {
            inside += $":{{{Simple(specification)}}}";
        }

        return Expression($"f'{{{inside}}}'", true, value) with { Value = new FormattedPart(inside) };
    }

    // Between the braces stand only names and attributes, so that quotes and braces cannot meet.
    private string Simple(Operand value)
    {
        Operand named = value.Kind == OperandKind.Expression && value.Text.All(static unit => char.IsLetterOrDigit(unit) || unit is '_' or '.') ? value : Named(value);
        string text = Use(named);
        return text.Length > 0 && text.All(static unit => char.IsLetterOrDigit(unit) || unit is '_' or '.') ? text : AnyValue;
    }

    private void BuildString(int count)
    {
        List<Operand?> parts = Pop(count);
        StringBuilder text = new("f'");
        foreach (Operand? part in parts)
        {
            switch (part)
            {
                case { Value: FormattedPart formatted }:
                    text.Append('{').Append(formatted.Inside).Append('}');
                    break;
                case { Kind: OperandKind.Constant, Value: string characters }:
                    StringBuilder literal = new();
                    SourceLiteral.WriteInside(literal, characters, '\'', _writer.Room);
                    text.Append(literal.Replace("{", "{{").Replace("}", "}}"));
                    break;
                default:
                    text.Append('{').Append(Simple(part!)).Append('}');
                    break;
            }

            if (text.Length > _writer.Room)
            {
                Confuse();
                break;
            }
        }

        text.Append('\'');
        Push(Expression(text.ToString(), true, [.. parts]));
    }

    private void BinarySubscript()
    {
        Operand key = Pop();
        Push(Subscript(Pop(), key));
    }

    // a[:], a[b:], a[:c], a[b:c] of Python 2.
    private (Operand Of, Operand Slice) PopSlice(int form)
    {
        Operand? to = (form & 2) != 0 ? Pop() : null;
        Operand? from = (form & 1) != 0 ? Pop() : null;
        return (Pop(), Operand.Display(OperandKind.Slice, [from, to]));
    }

    private Operand Subscript(Operand of, Operand key) => Expression(Item(of, key), true, of, key);

    // Also what can be assigned to, however long it is.
    private string Item(Operand of, Operand key)
    {
        string inside = key.Kind == OperandKind.Tuple && key.Items.Exists(static item => item?.Kind == OperandKind.Slice)
            ? string.Join(", ", key.Items.Select(item => Inside(item!)))
            : Inside(key);
        return $"{Atom(of)}[{inside}]";
    }

    private string Inside(Operand key) => key switch
    {
        { Kind: OperandKind.Slice } => string.Join(':', key.Items.Select(item => item is null || IsNone(item) ? "" : Atom(item))),
        { Kind: OperandKind.Constant, Value: MarshalledSlice slice } => string.Join(
            ':', new[] { slice.Start, slice.Stop, slice.Step }.Select(item => item is null ? "" : Constant(item))),
        _ => Use(key),
    };
}
