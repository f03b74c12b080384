using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Subscripts and slices.</summary>
internal sealed partial class Interpreter
{
    private Value EvaluateSubscript(int node)
    {
        int target = Tree[node].First;
        int index = Tree[target].Next;
        Value container = Evaluate(target, isObject: true);
        if (index == 0)
        {
            return container;
        }

        if (Tree[index].Kind == NodeKind.Slice)
        {
            return EvaluateSlice(container, index);
        }

        Value key = Evaluate(index);
        return Item(container, key, node);
    }

    private Value EvaluateSlice(Value container, int slice)
    {
        Value? lower = null;
        Value? upper = null;
        Value? step = null;
        foreach (int child in Tree.ChildrenOf(slice))
        {
            Value bound = Freeze(Evaluate(Tree[child].First));
            switch (Tree[child].Kind)
            {
                case NodeKind.SliceLower:
                    lower = bound;
                    break;
                case NodeKind.SliceUpper:
                    upper = bound;
                    break;
                default:
                    step = bound;
                    break;
            }
        }

        return Slice(container, lower, upper, step);
    }

    private Value Slice(Value container, Value? lower, Value? upper, Value? step)
    {
        if (container is AlternativeValue alternative)
        {
            return Each(alternative, (lower, upper, step), static (self, at, option) => self.Slice(option, at.lower, at.upper, at.step));
        }

        Labels labels = LabelsOf(container);
        Value frozen = Freeze(container);
        if (frozen is UnknownValue or ResultValue or SymbolValue)
        {
            return new UnknownValue(labels);
        }

        bool reverses = step is IntValue { Value.Sign: < 0 } && frozen is TextValue or BytesValue;
        Value? folded = Settle(Folder.Slice(frozen, lower, upper, step, _folding), labels);
        if (folded is null)
        {
            // What is left of a list is a list of the same things.
            return container is ListValue or SequenceValue ? Loosen(ElementOf(container)).With(labels) is var element
                ? NewList(SequenceForm.List, [element], isPartial: true, labels) : container : new UnknownValue(labels);
        }

        Value result = folded.With(reverses ? labels | Labels.Decoded : labels);
        _derivations.Made(result, [folded, container], reverses ? "[::-1]" : null);
        return result;
    }

    private Value Item(Value container, Value key, int node)
    {
        switch (container)
        {
            case AlternativeValue alternative:
                return Each(alternative, (key, node), static (self, at, option) => self.Item(option, at.key, at.node));
            case SymbolValue symbol:
                return SymbolItem(symbol, key, node);
            case NamespaceValue names:
                return PlainText(key) is { } name ? NameIn(names.Names, name) : new UnknownValue(names.Labels);
            case ListValue list when key is IntValue at && at.Value < list.Store.Count && at.Value >= -list.Store.Count && !list.Store.IsPartial:
                return list.Store[(int)(at.Value < 0 ? at.Value + list.Store.Count : at.Value)];
            case SequenceValue { IsPartial: false } tuple when key is IntValue at && at.Value < tuple.Items.Length && at.Value >= -tuple.Items.Length:
                return tuple.Items[(int)(at.Value < 0 ? at.Value + tuple.Items.Length : at.Value)].With(tuple.Labels);
            case DictValue dict:
                Value frozenKey = Freeze(key);
                return dict.Store.Find(frozenKey) is { } found ? (dict.Store.IsPartial ? Loosen(found) : found)
                    : dict.Store.Default is { } missing ? Missing(dict, missing, frozenKey, node)
                    : AnyItem(dict.Store.Items, LabelsOfItem(dict.Store, frozenKey)).With(NameLabels(frozenKey));
            case ListValue or SequenceValue:
                return ElementOf(container);
            case InstanceValue instance when FindAttribute(instance, "__getitem__", node) is { } getter:
                return Call(getter, [new Argument(null, key)], node);
            case InstanceValue instance when FindAttribute(instance, "__missing__", node) is { } absent:
                return Call(absent, [new Argument(null, key)], node);
            case ClassValue type when InClass(type, "__class_getitem__") is FunctionValue getter:
                return Invoke(getter.Function, type, [new Argument(null, key)], node);
            case ClassValue:
                return container;
            case ResultValue { Name: EnvironmentCopy }:
                return Variable(key);
            case ResultValue result:
                return new ResultValue(result.Name + "[]", [], result.Labels | NameLabels(key));
            case ByteArrayValue bytes when key is IntValue at && at.Value >= 0 && at.Value < bytes.Store.Count:
                return new IntValue(bytes.Store[(int)at.Value], bytes.Labels | bytes.Store.Labels);
            default:
                Labels labels = LabelsOf(container);
                Value frozen = Freeze(container);
                return frozen is UnknownValue ? new UnknownValue(labels | NameLabels(key))
                    : (Settle(Folder.Index(frozen, Freeze(key), _folding), labels) ?? new UnknownValue(labels)).With(labels);
        }
    }

    private Value NameIn(Bindings names, string name) =>
        names.Find(name) is { } bound ? Read(bound) : name == "__builtins__" ? Symbol("builtins") : Value.Unknown;

    // Of a copy of the environment, one item is one variable.
    private Labels LabelsOfItem(DictStore store, Value key) =>
        store.HoldsEnvironment && PlainText(key) is { } name ? store.Labels & ~Labels.Environment | _knowledge.LabelsOfVariable(name) : store.Labels;

    private Value Missing(DictValue dict, Value factory, Value key, int node)
    {
        Value made = Call(factory, [], node);
        dict.Store.TrySet(key, made, Labels.None);
        return made;
    }

    private Labels NameLabels(Value key) => key is TextValue { IsPartial: false } name ? LabelsOfName(name.Text) : Labels.None;

    private Value AnyItem(IEnumerable<KeyValuePair<Value, Value>> items, Labels labels)
    {
        Value? joined = null;
        foreach ((Value _, Value item) in items.Take(MaxOptions))
        {
            joined = joined is null ? item : Join(joined, item);
        }

        return joined is null ? new UnknownValue(labels) : Loosen(joined).With(labels);
    }
}
