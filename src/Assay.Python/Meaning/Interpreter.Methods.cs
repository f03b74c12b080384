using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Methods of values that are known: of lists, dictionaries, texts, bytes.</summary>
internal sealed partial class Interpreter
{
    private Value CallMethod(Value receiver, string name, ImmutableArray<Argument> arguments, int node)
    {
        Value first = arguments.Length > 0 ? arguments[0].Value : Value.Unknown;
        if (name is "__getattribute__" or "__getattr__" && PlainText(first) is { } attribute)
        {
            return Attribute(receiver, attribute, node);
        }

        if (name is "send" or "asend" && SendTo(receiver, arguments, node) is { } sent)
        {
            return sent;
        }

        Value? result = receiver switch
        {
            ListValue list => ListMethod(list, name, arguments),
            DictValue dict => DictMethod(dict, name, arguments, node),
            ByteArrayValue bytes => ByteArrayMethod(bytes, name, arguments),
            NamespaceValue names => NamespaceMethod(names, name, first),
            SymbolValue symbol when name is "get" or "pop" or "__getitem__" or "setdefault" => SymbolItem(symbol, first, node),
            TextValue or BytesValue when name == "join" => JoinText(receiver, Itemized(first)),
            TextValue text when name == "format" => FormatText(text, arguments),
            _ => null,
        };
        if (result is not null)
        {
            return result;
        }

        switch (name)
        {
            case "__add__":
                return Binary(Syntax.Operator.Add, receiver, first);
            case "__getitem__":
                return Item(receiver, first, node);
            case "__len__":
                return CallSymbol(Symbol("builtins", "len"), [new Argument(null, receiver)], node);
            case "__setitem__" when arguments.Length > 1:
                StoreItem(receiver, Freeze(first), arguments[1].Value, node);
                return s_none;
            case "__contains__" or "__eq__" or "__ne__":
                return Value.Unknown;
            default:
                break;
        }

        Labels labels = LabelsOf(receiver) | LabelsOf(arguments);
        if (first is AlternativeValue alternative && arguments.Length > 0)
        {
            return Each(
                alternative, (receiver, name, arguments, node), static (self, call, option) =>
                    self.CallMethod(call.receiver, call.name, call.arguments.SetItem(0, call.arguments[0] with { Value = option }), call.node));
        }

        Value? folded = Settle(Folder.Method(Freeze(receiver), name, Freeze(arguments), _folding), labels);
        if (folded is null && ByOwnCodec(receiver, name, arguments, node) is { } decoded)
        {
            return decoded;
        }

        if (folded is null)
        {
            return name is "sort" or "reverse" or "clear" ? s_none : new UnknownValue(labels);
        }

        Value made = folded.With(labels & ~Labels.Written);
        _derivations.Made(made, [folded, receiver, .. arguments.Select(static argument => argument.Value)], name == "decode" && made.Labels != labels ? "bytes.decode" : null);
        return made;
    }

    private Value JoinText(Value separator, Value items)
    {
        Labels labels = LabelsOf(separator) | LabelsOf(items);
        Value? folded = Settle(Folder.Method(Freeze(separator), "join", [new Argument(null, Freeze(items))], _folding), labels);
        if (folded is not null)
        {
            Value result = folded.With(labels);
            if (!_derivations.IsEmpty)
            {
                _derivations.Made(result, [folded, items, .. ItemsOf(items) is { IsDefault: false } all ? all.Take(MaxOptions) : []], null);
            }

            return result;
        }

        ImmutableArray<Value> parts = items switch
        {
            ListValue list => list.Store.Items,
            SequenceValue sequence => sequence.Items,
            _ => [],
        };
        if (separator is not TextValue between || parts.IsEmpty)
        {
            return new UnknownValue(labels);
        }

        // Known pieces with holes between them; as many as a rule would look at.
        System.Text.StringBuilder text = new();
        foreach (Value part in parts)
        {
            if (text.Length > _limits.MaxValueBytes || !_folding.TrySpend(1))
            {
                return new UnknownValue(labels);
            }

            text.Append(text.Length > 0 ? between.Text : "").Append(Freeze(part) is TextValue known ? known.Text : TextValue.Hole);
        }

        TextValue joined = new(text.ToString(), true, labels);
        _derivations.Made(joined, [items], null);
        return joined;
    }

    private Value? FormatText(TextValue text, ImmutableArray<Argument> arguments)
    {
        Labels labels = text.Labels | LabelsOf(arguments);
        ImmutableArray<Argument> plain = [.. arguments.Select(argument =>
            argument with { Value = PathOf(argument.Value) is { } path ? path.With(LabelsOf(argument.Value)) : argument.Value })];
        if (Settle(Folder.Method(text, "format", Freeze(plain), _folding), labels) is { } folded)
        {
            return folded.With(labels);
        }

        // Fields of which the value is not known become holes.
        System.Text.StringBuilder built = new();
        int depth = 0;
        for (int i = 0; i < text.Text.Length; i++)
        {
            char at = text.Text[i];
            if (depth == 0 && at is '{' or '}' && i + 1 < text.Text.Length && text.Text[i + 1] == at)
            {
                built.Append(at);
                i++;
            }
            else if (at == '{' && depth++ == 0)
            {
                built.Append(TextValue.Hole);
            }
            else if (at == '}' && depth > 0)
            {
                depth--;
            }
            else if (depth == 0)
            {
                built.Append(at);
            }
        }

        return new TextValue(built.ToString(), true, labels);
    }

    private Value? ListMethod(ListValue list, string name, ImmutableArray<Argument> arguments)
    {
        ListStore store = list.Store;
        Value first = arguments.Length > 0 ? arguments[0].Value : Value.Unknown;
        switch (name)
        {
            case "append" or "add" or "put" or "appendleft":
                if (name == "appendleft")
                {
                    store.TryInsert(0, first, LabelsOf(first));
                }
                else
                {
                    store.TryAdd(first, LabelsOf(first));
                }

                return s_none;
            case "extend" or "update" or "__iadd__":
                Extend(list, first);
                return name == "__iadd__" ? list : s_none;
            case "insert" when arguments.Length > 1:
                Value item = arguments[1].Value;
                store.TryInsert(first is IntValue at && at.Value < int.MaxValue && at.Value > int.MinValue ? (int)at.Value : 0, item, LabelsOf(item));
                return s_none;
            case "pop" when !store.IsPartial && store.Count > 0:
                return store.TryRemoveAt(arguments.IsEmpty ? -1 : first is IntValue place && place.Value < int.MaxValue && place.Value > int.MinValue ? (int)place.Value : -1)
                    ?? new UnknownValue(LabelsOf(list));
            case "popleft" or "get" when !store.IsPartial && store.Count > 0:
                return store.TryRemoveAt(0)!;
            case "pop" or "popleft" or "get":
                return ElementOf(list);
            case "reverse" when !store.IsPartial:
                store.TryAssign([.. store.Items.Reverse()], Labels.None);
                return s_none;
            case "sort" when !store.IsPartial && arguments.IsEmpty:
                if (Folder.Function("builtins.sorted", [new Argument(null, Freeze(list))], _folding) is SequenceValue sorted)
                {
                    store.TryAssign(sorted.Items, Labels.None);
                }

                return s_none;
            case "clear":
                store.TryAssign([], Labels.None);
                return s_none;
            case "remove" or "discard" or "sort" or "reverse":
                store.Loosen();
                return s_none;
            case "copy":
                return NewList(store.Form, store.Items, store.IsPartial, store.Labels);
            default:
                return null;
        }
    }

    private void Extend(ListValue list, Value more)
    {
        Labels labels = LabelsOf(more);
        if (ItemsOf(more) is { IsDefault: false } items)
        {
            if (list.Store.Count == 0)
            {
                list.Store.TryAssign(items, labels);
                return;
            }

            Charge(items.Length);
            foreach (Value item in items)
            {
                if (!list.Store.TryAdd(item, labels))
                {
                    break;
                }
            }
        }
        else
        {
            list.Store.TryAdd(ElementOf(more), labels);
            list.Store.Loosen();
        }
    }

    private Value? DictMethod(DictValue dict, string name, ImmutableArray<Argument> arguments, int node)
    {
        DictStore store = dict.Store;
        Value first = arguments.Length > 0 ? arguments[0].Value : Value.Unknown;
        Value? second = arguments.Length > 1 ? arguments[1].Value : null;
        switch (name)
        {
            case "get" or "pop" or "__getitem__":
                return (name == "pop" ? store.TryRemove(Freeze(first)) : null) ?? (store.Find(Freeze(first)) is { } found ? found
                    : store.IsPartial || store.Count > 0 && DictStore.KeyOf(Freeze(first)) is null ? AnyItem(store.Items, LabelsOfItem(store, first)) : second ?? s_none);
            case "setdefault":
                if (store.Find(Freeze(first)) is not { } known)
                {
                    store.TrySet(Freeze(first), second ?? s_none, second is null ? Labels.None : LabelsOf(second));
                    return second ?? s_none;
                }

                return known;
            case "update" or "__ior__":
                foreach (Argument argument in arguments)
                {
                    if (argument.Name is null or "**")
                    {
                        Update(dict, argument.Value);
                    }
                    else
                    {
                        store.TrySet(Text(argument.Name), argument.Value, LabelsOf(argument.Value));
                    }
                }

                return s_none;
            case "keys" or "iterkeys":
                return new SequenceValue(SequenceForm.Iterator, [.. store.Items.Select(static item => item.Key)], store.IsPartial, store.Labels);
            case "values" or "itervalues":
                return new SequenceValue(SequenceForm.Iterator, [.. store.Items.Select(static item => item.Value)], store.IsPartial, store.Labels);
            case "items" or "iteritems":
                return new SequenceValue(
                    SequenceForm.Iterator,
                    [.. store.Items.Select(static item => (Value)new SequenceValue(SequenceForm.Tuple, [item.Key, item.Value], false, Labels.None))],
                    store.IsPartial, store.Labels);
            case "copy":
                DictValue copy = NewDict(store.IsPartial, store.Labels);
                Update(copy, dict);
                return copy;
            case "has_key" or "__contains__":
                return Value.Unknown;
            case "__setitem__" when second is not null:
                StoreItem(dict, Freeze(first), second, node);
                return s_none;
            default:
                return null;
        }
    }

    private void Update(DictValue dict, Value more)
    {
        switch (more)
        {
            case DictValue other:
                foreach ((Value key, Value item) in other.Store.Items.ToList())
                {
                    dict.Store.TrySet(key, item, LabelsOf(item));
                }

                if (other.Store.IsPartial)
                {
                    dict.Store.Loosen();
                }

                dict.Store.Label(other.Store.Labels);
                dict.Store.HoldsEnvironment |= other.Store.HoldsEnvironment;
                break;
            case NamespaceValue names:
                foreach ((string name, Value item) in names.Names.All.ToList())
                {
                    dict.Store.TrySet(Text(name), Read(item), Labels.None);
                }

                break;
            default:
                dict.Store.Label(LabelsOf(more));
                dict.Store.HoldsEnvironment |= more is SymbolValue { Name: "os.environ" or "os.environb" } or ResultValue { Name: EnvironmentCopy };
                dict.Store.Loosen();
                if (ItemsOf(more) is { IsDefault: false } pairs)
                {
                    foreach (Value pair in pairs)
                    {
                        if (ItemsOf(pair) is { IsDefault: false, Length: 2 } two)
                        {
                            dict.Store.TrySet(Freeze(two[0]), two[1], LabelsOf(two[1]));
                        }
                    }
                }

                break;
        }
    }

    private Value? ByteArrayMethod(ByteArrayValue bytes, string name, ImmutableArray<Argument> arguments)
    {
        Value first = arguments.Length > 0 ? arguments[0].Value : Value.Unknown;
        switch (name)
        {
            case "append" when first is IntValue item && item.Value >= 0 && item.Value < 256:
                bytes.Store.TryAppend([(byte)item.Value], LabelsOf(first));
                return s_none;
            case "extend" when Freeze(first) is BytesValue more:
                bytes.Store.TryAppend(more.Bytes.Span, LabelsOf(first));
                return s_none;
            case "extend" when ItemsOf(first) is { IsDefault: false } items && items.All(static item => item is IntValue value && value.Value >= 0 && value.Value < 256):
                bytes.Store.TryAppend([.. items.Select(static item => (byte)((IntValue)item).Value)], LabelsOf(first));
                return s_none;
            case "append" or "extend" or "insert":
                bytes.Store.Label(LabelsOf(arguments));
                return s_none;
            case "tobytes" or "tostring" or "tounicode":
                return Freeze(bytes);
            default:
                return null;
        }
    }

    private Value? NamespaceMethod(NamespaceValue names, string name, Value first)
    {
        switch (name)
        {
            case "get" or "pop" or "setdefault" or "__getitem__":
                return PlainText(first) is { } key ? NameIn(names.Names, key) : Value.Unknown;
            case "update":
                if (first is DictValue dict)
                {
                    foreach ((Value itemKey, Value item) in dict.Store.Items)
                    {
                        if (itemKey is TextValue { IsPartial: false } text)
                        {
                            names.Names.Set(text.Text, item);
                        }
                    }
                }

                return s_none;
            default:
                return Value.Unknown;
        }
    }
}
