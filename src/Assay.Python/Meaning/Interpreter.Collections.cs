using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Built-in functions over collections, whose items may be the distribution's own objects and whose functions may be its own.</summary>
internal sealed partial class Interpreter
{
    private Value? BuiltinCollection(string name, ImmutableArray<Argument> arguments, int node)
    {
        Value first = arguments.Length > 0 ? arguments[0].Value : Value.Unknown;
        if (arguments.Length == 1 && first is AlternativeValue alternative && name is not "builtins.print")
        {
            SymbolValue callee = Symbol("builtins", name[9..]);
            return Each(
                alternative, (callee, arguments, node), static (self, call, option) => self.CallSymbol(call.callee, [call.arguments[0] with { Value = option }], call.node));
        }

        if (first is InstanceValue && name is "builtins.bytes" or "builtins.bytearray" or "builtins.sum" or "builtins.sorted" && Itemized(first) is SequenceValue own)
        {
            return CallSymbol(Symbol("builtins", name[9..]), arguments.SetItem(0, arguments[0] with { Value = own }), node);
        }

        switch (name)
        {
            case "builtins.dir":
                return arguments.IsEmpty ? NamesOf(_frame.Scope.Names) : NamesIn(first);
            case "builtins.str" when first is ResultValue raised && IsExceptionName(raised.Name) && raised.Arguments is [{ Name: null } only]:
                return only.Value;
            case "builtins.list":
                return MakeList(SequenceForm.List, arguments);
            case "builtins.set" or "builtins.frozenset":
                return MakeList(SequenceForm.Set, arguments);
            case "builtins.tuple" or "builtins.iter" or "builtins.aiter" when arguments.Length > 0:
                SequenceForm form = name == "builtins.tuple" ? SequenceForm.Tuple : SequenceForm.Iterator;
                return ItemsOf(first) is { IsDefault: false } items
                    ? new SequenceValue(form, items, false, LabelsOf(first)) : new SequenceValue(form, [ElementOf(first)], true, LabelsOf(first));
            case "builtins.dict":
                return MakeDict(arguments, null);
            case "builtins.reversed" when ItemsOf(first) is { IsDefault: false } known:
                return new SequenceValue(SequenceForm.Iterator, [.. known.Reverse()], false, LabelsOf(first) | (first is TextValue or BytesValue ? Labels.Decoded : Labels.None));
            case "builtins.enumerate":
                return Enumerate(arguments);
            case "builtins.zip":
                return Zip(arguments);
            case "builtins.map" when arguments.Length > 1:
                return Map(arguments, node);
            case "builtins.filter" when arguments.Length > 1:
                return Filter(arguments, node);
            case "builtins.reduce":
                return Reduce(arguments, node);
            case "builtins.sorted" or "builtins.min" or "builtins.max" when Find(arguments, "key") is { } key:
                return Sort(name, arguments, key, node);
            case "builtins.sorted" when arguments.Length == 1 && ItemsOf(first) is { IsDefault: false, IsEmpty: false } paths && paths.All(static path => path is ResultValue { Name: PathResult }):
                return NewList(SequenceForm.List, [.. paths.OrderBy(path => PathOf(path)?.Text ?? "", StringComparer.Ordinal)], labels: LabelsOf(first));
            case "builtins.len" when first is ListValue { Store: { IsPartial: false } store }:
                return new IntValue(store.Count, Labels.None);
            case "builtins.len" when first is DictValue { Store: { IsPartial: false } dict }:
                return new IntValue(dict.Count, Labels.None);
            case "builtins.len" when first is ByteArrayValue bytes:
                return new IntValue(bytes.Store.Count, Labels.None);
            case "builtins.len" when first is ListValue or DictValue or ResultValue or InstanceValue:
                return Value.Unknown;
            case "builtins.next" or "builtins.anext" when arguments.Length > 0:
                return ItemsOf(first) is { IsDefault: false, Length: > 0 } rest ? Loosen(rest[0]) : ElementOf(first);
            case "builtins.bytearray" when arguments.Length > 0:
                return Settle(Folder.Function("builtins.bytes", Freeze(arguments), _folding), LabelsOf(arguments)) is BytesValue filled
                    ? new ByteArrayValue(new BytesStore(_heap, filled.Bytes.Span, filled.Labels | LabelsOf(arguments)), Labels.None) : new UnknownValue(LabelsOf(arguments));
            case "builtins.bytearray":
                return new ByteArrayValue(new BytesStore(_heap, [], Labels.None), Labels.None);
            case "builtins.str" or "builtins.unicode" or "builtins.repr" or "builtins.bytes" when PathOf(first) is { } path && first is ResultValue:
                return path.With(LabelsOf(first));
            case "builtins.chr" or "builtins.unichr" or "builtins.bytes" when Settle(Folder.Function(name, Freeze(arguments), _folding), LabelsOf(arguments)) is { } text:
                // Text put together from numbers is text that was not to be read.
                Value made = text.With(LabelsOf(arguments) | (IsNumberText(name, first) ? Labels.Decoded : Labels.None));
                _derivations.Made(made, [first], null);
                return made;
            case "builtins.str" or "builtins.format" or "builtins.repr" or "builtins.ascii" when first is UnknownValue or ResultValue or SymbolValue or InstanceValue:
                return new TextValue(TextValue.Hole.ToString(), true, LabelsOf(arguments));
            default:
                return null;
        }
    }

    private bool IsNumberText(string name, Value first) =>
        name == "builtins.bytes" ? first is ListValue or SequenceValue : Syntax.NodeKind.Number != ArgumentKind();

    /// <summary>What the first argument of the running call is.</summary>
    private Syntax.NodeKind ArgumentKind() =>
        Tree[_frame.CallNode].Kind == Syntax.NodeKind.Call ? Tree[Tree[Tree[_frame.CallNode].First].Next].Kind : Syntax.NodeKind.None;

    private ListValue MakeList(SequenceForm form, ImmutableArray<Argument> arguments)
    {
        if (arguments.IsEmpty)
        {
            return NewList(form, []);
        }

        Value first = arguments[0].Value;
        ImmutableArray<Value> items = ItemsOf(first);
        if (items.IsDefault)
        {
            return NewList(form, [ElementOf(first)], isPartial: true, LabelsOf(first));
        }

        if (form == SequenceForm.Set)
        {
            HashSet<string> seen = [];
            items = [.. items.Where(item => DictStore.KeyOf(Freeze(item)) is not { } key || seen.Add(key))];
        }

        return NewList(form, items, labels: LabelsOf(first));
    }

    private DictValue MakeDict(ImmutableArray<Argument> arguments, Value? missing)
    {
        DictValue dict = new(new DictStore(_heap, false, Labels.None) { Default = missing }, Labels.None);
        for (int i = missing is null ? 0 : 1; i < arguments.Length; i++)
        {
            if (arguments[i].Name is null or "**" or "*")
            {
                Update(dict, arguments[i].Value);
            }
            else
            {
                dict.Store.TrySet(Text(arguments[i].Name!), arguments[i].Value, LabelsOf(arguments[i].Value));
            }
        }

        return dict;
    }

    private SequenceValue Enumerate(ImmutableArray<Argument> arguments)
    {
        Value first = arguments.IsEmpty ? Value.Unknown : arguments[0].Value;
        ImmutableArray<Value> items = ItemsOf(first);
        if (items.IsDefault)
        {
            return new SequenceValue(SequenceForm.Iterator, [new SequenceValue(SequenceForm.Tuple, [Value.Unknown, ElementOf(first)], false, Labels.None)], true, LabelsOf(first));
        }

        System.Numerics.BigInteger start = Find(arguments, 1, "start") is IntValue from ? from.Value : 0;
        Labels labels = LabelsOf(first);
        ImmutableArray<Value>.Builder pairs = ImmutableArray.CreateBuilder<Value>(items.Length);
        for (int i = 0; i < items.Length; i++)
        {
            pairs.Add(new SequenceValue(SequenceForm.Tuple, [new IntValue(start + i, Labels.None), items[i]], false, Labels.None));
        }

        return new SequenceValue(SequenceForm.Iterator, pairs.MoveToImmutable(), false, labels);
    }

    private SequenceValue Zip(ImmutableArray<Argument> arguments)
    {
        List<ImmutableArray<Value>> columns = [];
        foreach (Argument argument in arguments)
        {
            if (argument.Name is null && ItemsOf(argument.Value) is { IsDefault: false } column)
            {
                columns.Add(column);
            }
            else if (argument.Value is ResultValue { Name: "itertools.cycle()", Arguments: [var cycled] } && ItemsOf(cycled.Value) is { IsDefault: false, Length: > 0 } ring)
            {
                columns.Add(ring);
            }
            else
            {
                return new SequenceValue(
                    SequenceForm.Iterator,
                    [new SequenceValue(SequenceForm.Tuple, [.. arguments.Select(each => ElementOf(each.Value))], false, Labels.None)], true, LabelsOf(arguments));
            }
        }

        int length = int.MaxValue;
        for (int i = 0; i < columns.Count; i++)
        {
            length = arguments[i].Value is ResultValue ? length : Math.Min(length, columns[i].Length);
        }

        length = length == int.MaxValue ? 0 : length;
        ImmutableArray<Value>.Builder rows = ImmutableArray.CreateBuilder<Value>(length);
        for (int i = 0; i < length; i++)
        {
            rows.Add(new SequenceValue(SequenceForm.Tuple, [.. columns.Select(column => column[i % column.Length])], false, Labels.None));
        }

        return new SequenceValue(SequenceForm.Iterator, rows.MoveToImmutable(), false, LabelsOf(arguments));
    }

    private SequenceValue Map(ImmutableArray<Argument> arguments, int node)
    {
        Value function = arguments[0].Value;
        Labels labels = LabelsOf(arguments[1..]);
        Value rows = arguments.Length == 2 ? arguments[1].Value : Zip(arguments[1..]);
        ImmutableArray<Value> items = ItemsOf(rows);
        if (items.IsDefault || IsCheap)
        {
            Value one = Call(function, arguments.Length == 2 ? [new Argument(null, ElementOf(rows))] : [new Argument("*", rows)], node);
            return new SequenceValue(SequenceForm.Iterator, [Loosen(one)], true, labels);
        }

        long allowed = Allowance();
        ImmutableArray<Value>.Builder results = ImmutableArray.CreateBuilder<Value>();
        foreach (Value item in items)
        {
            Step(node);
            if (_module.Steps > allowed || results.Count >= MaxRounds)
            {
                return new SequenceValue(SequenceForm.Iterator, results.DrainToImmutable(), true, labels);
            }

            results.Add(Call(function, arguments.Length == 2 || item is not SequenceValue row
                ? [new Argument(null, item)] : [.. row.Items.Select(static each => new Argument(null, each))], node));
        }

        return new SequenceValue(SequenceForm.Iterator, results.DrainToImmutable(), false, labels);
    }

    private SequenceValue Filter(ImmutableArray<Argument> arguments, int node)
    {
        Value rows = arguments[1].Value;
        Labels labels = LabelsOf(rows);
        ImmutableArray<Value> items = ItemsOf(rows);
        if (items.IsDefault)
        {
            Value element = ElementOf(rows);
            Call(arguments[0].Value, [new Argument(null, element)], node);
            return new SequenceValue(SequenceForm.Iterator, [element], true, labels);
        }

        ImmutableArray<Value>.Builder results = ImmutableArray.CreateBuilder<Value>();
        bool isPartial = false;
        foreach (Value item in items)
        {
            Step(node);
            bool? truth = arguments[0].Value is NoneValue ? TruthOf(item) : TruthOf(Call(arguments[0].Value, [new Argument(null, item)], node));
            isPartial |= truth is null;
            if (truth != false)
            {
                results.Add(item);
            }
        }

        return new SequenceValue(SequenceForm.Iterator, results.DrainToImmutable(), isPartial, labels);
    }

    private Value Reduce(ImmutableArray<Argument> arguments, int node)
    {
        if (arguments.Length < 2)
        {
            return Value.Unknown;
        }

        ImmutableArray<Value> items = ItemsOf(arguments[1].Value);
        if (items.IsDefault)
        {
            Value element = ElementOf(arguments[1].Value);
            return Loosen(Call(arguments[0].Value, [new Argument(null, element), new Argument(null, element)], node));
        }

        Value? result = arguments.Length > 2 ? arguments[2].Value : null;
        foreach (Value item in items)
        {
            Step(node);
            result = result is null ? item : Call(arguments[0].Value, [new Argument(null, result), new Argument(null, item)], node);
        }

        return result ?? Value.Unknown;
    }

    private Value Sort(string name, ImmutableArray<Argument> arguments, Value key, int node)
    {
        Value rows = arguments[0].Value;
        Labels labels = LabelsOf(rows);
        ImmutableArray<Value> items = ItemsOf(rows);
        if (items.IsDefault)
        {
            Value element = ElementOf(rows);
            Call(key, [new Argument(null, element)], node);
            return name == "builtins.sorted" ? NewList(SequenceForm.List, [element], isPartial: true, labels) : element;
        }

        List<(Value Key, Value Item)> keyed = [];
        foreach (Value item in items)
        {
            Step(node);
            keyed.Add((Freeze(Call(key, [new Argument(null, item)], node)), item));
        }

        IEnumerable<(Value Key, Value Item)> ordered;
        if (keyed.TrueForAll(static pair => pair.Key is IntValue))
        {
            ordered = keyed.OrderBy(static pair => ((IntValue)pair.Key).Value);
        }
        else if (keyed.TrueForAll(static pair => pair.Key is TextValue))
        {
            ordered = keyed.OrderBy(static pair => ((TextValue)pair.Key).Text, StringComparer.Ordinal);
        }
        else
        {
            return name == "builtins.sorted" ? NewList(SequenceForm.List, items, isPartial: true, labels) : ElementOf(rows);
        }

        ImmutableArray<Value> sorted = [.. ordered.Select(static pair => pair.Item)];
        if (Find(arguments, "reverse") is { } reverse && TruthOf(reverse) == true)
        {
            sorted = [.. sorted.Reverse()];
        }

        return name switch
        {
            "builtins.sorted" => NewList(SequenceForm.List, sorted, labels: labels),
            _ when sorted.IsEmpty => Value.Unknown,
            "builtins.min" => sorted[0],
            _ => sorted[^1],
        };
    }
}
