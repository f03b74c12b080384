using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Names and targets: where a name is looked up and where it is bound.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Built-in names of Python 2 and 3 (library reference, "Built-in Functions", "Built-in Exceptions" by their ending).</summary>
    private static readonly FrozenSet<string> s_builtins =
        ("abs aiter all anext any apply ascii basestring bin bool breakpoint buffer bytearray bytes callable chr classmethod cmp coerce compile complex copyright " +
        "credits delattr dict dir divmod enumerate eval exec execfile exit file filter float format frozenset getattr globals hasattr hash help hex id " +
        "input int intern isinstance issubclass iter len license list locals long map max memoryview min next object oct open ord pow print property quit " +
        "range raw_input reduce reload repr reversed round set setattr slice sorted staticmethod str sum super tuple type unichr unicode vars xrange zip " +
        "__import__ __build_class__ __builtins__ __loader__ __spec__ NotImplemented Ellipsis BaseException Exception KeyboardInterrupt SystemExit StopIteration " +
        "GeneratorExit StopAsyncIteration Warning").Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What names that are bound nowhere stand for; null where that is not known.</summary>
    private readonly Dictionary<string, SymbolValue?> _builtins = new(StringComparer.Ordinal);

    private Value EvaluateName(int node)
    {
        string name = Tree.NameOf(node);
        return Lookup(name) ?? Value.Unknown;
    }

    private Value? Lookup(string name)
    {
        Scope scope = _frame.Scope;
        Scope? at = scope.Globals is { } globals && globals.Contains(name) ? ModuleScope(scope) : scope;
        for (; at is not null; at = at.Outer)
        {
            if ((at.Kind != ScopeKind.Class || at == scope) && at.Names.Find(name) is { } value)
            {
                return Read(value);
            }
        }

        return LookupOutside(name, scope.Module);
    }

    private Value? LookupOutside(string name, ModuleState module)
    {
        // A name of `from x import *`, where it is known or nothing else could give it.
        for (int i = module.StarImports.Count - 1; i >= 0; i--)
        {
            string full = module.StarImports[i] + "." + name;
            if (_knowledge.FindApi(full) is not null || OutsideModules.IsHeld(name))
            {
                return Symbol(module.StarImports[i], name);
            }
        }

        if (_added.Count > 0 && _added.TryGetValue("builtins." + name, out Value? added))
        {
            return added;
        }

        if (Builtin(name) is { } builtin)
        {
            return builtin;
        }

        return module.StarImports.Count switch
        {
            0 => null,
            _ => Symbol(module.StarImports[^1], name),
        };
    }

    private SymbolValue? Builtin(string name)
    {
        if (!_builtins.TryGetValue(name, out SymbolValue? known))
        {
            known = !IsBuiltin(name) ? null : name == "__builtins__" ? Symbol("builtins") : Symbol("builtins", name);
            _builtins.Add(name, known);
        }

        return known;
    }

    private static bool IsBuiltin(string name) =>
        s_builtins.Contains(name) || (char.IsUpper(name[0]) && (name.EndsWith("Error", StringComparison.Ordinal) || name.EndsWith("Warning", StringComparison.Ordinal) || name.EndsWith("ExceptionGroup", StringComparison.Ordinal)));

    private static Scope ModuleScope(Scope scope)
    {
        while (scope.Kind != ScopeKind.Module && scope.Outer is { } outer)
        {
            scope = outer;
        }

        return scope;
    }

    /// <summary>Where an assignment to a name goes.</summary>
    private Bindings BindingsFor(string name)
    {
        Scope scope = _frame.Scope;
        if (scope.Globals is { } globals && globals.Contains(name))
        {
            NoteEffect();
            return ModuleScope(scope).Names;
        }

        if (scope.Nonlocals is { } nonlocals && nonlocals.Contains(name))
        {
            NoteEffect();
            for (Scope? at = scope.Outer; at is not null && at.Kind != ScopeKind.Module; at = at.Outer)
            {
                if (at.Kind == ScopeKind.Function && at.Names.Find(name) is not null)
                {
                    return at.Names;
                }
            }
        }

        return scope.Names;
    }

    private void NoteEffect()
    {
        if (_frame.Function is { } function)
        {
            function.HasEffects = true;
        }
    }

    private void Bind(string name, Value value) => BindingsFor(name).Set(name, value);

    private void Assign(int target, Value value)
    {
        switch (Tree[target].Kind)
        {
            case NodeKind.Name:
                Bind(Tree.NameOf(target), value);
                break;
            case NodeKind.Tuple:
            case NodeKind.List:
                Unpack(target, value);
                break;
            case NodeKind.Starred:
                Assign(Tree[target].First, value is SequenceValue or ListValue or UnknownValue ? value : new UnknownValue(LabelsOf(value)));
                break;
            case NodeKind.Attribute:
                Value changed = Evaluate(Tree[target].First, isObject: true);
                AssignAttribute(changed, Tree.NameOf(target), value, target);
                if (changed is ResultValue)
                {
                    SetPart(Tree[target].First, Tree.NameOf(target), value);
                }

                break;
            case NodeKind.Subscript:
                AssignItem(target, value);
                break;
            default:
                break;
        }
    }

    private void Unpack(int target, Value value)
    {
        List<int> targets = [];
        int star = -1;
        foreach (int child in Tree.ChildrenOf(target))
        {
            star = Tree[child].Kind == NodeKind.Starred ? targets.Count : star;
            targets.Add(child);
        }

        ImmutableArray<Value> items = ItemsOf(value);
        if (items.IsDefault || (star < 0 ? items.Length != targets.Count : items.Length < targets.Count - 1))
        {
            Labels labels = LabelsOf(value);
            for (int i = 0; i < targets.Count; i++)
            {
                Value part = !items.IsDefault && i < items.Length && star < 0 ? Loosen(items[i]) : ElementOf(value);
                Assign(targets[i], part.With(labels));
            }

            return;
        }

        int after = star < 0 ? 0 : targets.Count - star - 1;
        for (int i = 0, at = 0; i < targets.Count; i++)
        {
            if (i == star)
            {
                int count = items.Length - at - after;
                Assign(Tree[targets[i]].First, NewList(SequenceForm.List, items.Slice(at, count)));
                at += count;
            }
            else
            {
                Assign(targets[i], items[at++].With(value.Labels));
            }
        }
    }

    private void AssignItem(int target, Value value)
    {
        Value container = Evaluate(Tree[target].First, isObject: true);
        int index = Tree.Child(target, 1);
        if (Tree[index].Kind == NodeKind.Slice)
        {
            AssignSlice(container, index, value);
            return;
        }

        StoreItem(container, Freeze(Evaluate(index)), value, target);
    }

    private void StoreItem(Value container, Value key, Value value, int node)
    {
        Labels labels = LabelsOf(value);
        switch (container)
        {
            case DictValue dict:
                dict.Store.TrySet(key, value.With(NameLabels(key)), labels);
                break;
            case ListValue list:
                if (key is IntValue at && at.Value < int.MaxValue && at.Value > int.MinValue && list.Store.TryReplace((int)at.Value, value, labels))
                {
                    break;
                }

                list.Store.Label(labels);
                list.Store.Loosen();
                break;
            case ByteArrayValue bytes:
                if (!(key is IntValue place && place.Value < int.MaxValue && place.Value > int.MinValue && value is IntValue item
                    && item.Value >= 0 && item.Value < 256 && bytes.Store.TryReplace((int)place.Value, (byte)item.Value, labels)))
                {
                    bytes.Store.Label(labels);
                }

                break;
            case NamespaceValue names when key is TextValue { IsPartial: false } name:
                NoteEffect();
                names.Names.Set(name.Text, value);
                break;
            case SymbolValue { Name: "sys.modules" } when key is TextValue { IsPartial: false }:
                break;
            case SymbolValue symbol when key is TextValue { IsPartial: false } attribute && symbol.Name.EndsWith(".__dict__", StringComparison.Ordinal):
                AssignAttribute(Symbol(symbol.Name[..^9]), attribute.Text, value, node);
                break;
            case SymbolValue symbol:
                ObserveItemStore(symbol, key, value, node);
                break;
            case InstanceValue instance when FindAttribute(instance, "__setitem__", node) is { } setter:
                Call(setter, [new Argument(null, key), new Argument(null, value)], node);
                break;
            case AlternativeValue alternative:
                foreach (Value option in alternative.Options)
                {
                    StoreItem(option, key, value, node);
                }

                break;
            default:
                break;
        }
    }

    private void AssignSlice(Value container, int slice, Value value)
    {
        Labels labels = LabelsOf(value);
        bool isWhole = Tree[slice].First == 0;
        EvaluateAll(slice);
        switch (container)
        {
            case ListValue list when isWhole && ItemsOf(value) is { IsDefault: false } items:
                list.Store.TryAssign(items, labels);
                break;
            case ListValue list:
                list.Store.Label(labels);
                list.Store.Loosen();
                break;
            case ByteArrayValue bytes when isWhole && Freeze(value) is BytesValue all:
                bytes.Store.TryAssign(all.Bytes.Span, labels);
                break;
            case ByteArrayValue bytes:
                bytes.Store.Label(labels);
                break;
            default:
                break;
        }
    }

    /// <summary>The items a loop goes through; default where they are not known.</summary>
    private ImmutableArray<Value> ItemsOf(Value value)
    {
        switch (value)
        {
            case ListValue { Store: { IsPartial: false } store }:
                return store.Items;
            case SequenceValue { IsPartial: false } sequence:
                return sequence.Items;
            case ResultValue { Name: Handle } handle when ReadHandleOf(handle) is { } content:
                return Settle(Folder.Method(content, "splitlines", [new Argument(null, s_true)], _folding), content.Labels) is ListValue { Store.IsPartial: false } lines
                    ? [.. ItemsOf(lines).Select(line => line.With(content.Labels))] : default;
            case ListValue or SequenceValue or AlternativeValue or UnknownValue or SymbolValue or ResultValue:
                return default;
            case DictValue { Store: { IsPartial: false } dict }:
                return [.. dict.Items.Select(static item => item.Key)];
            case NamespaceValue names:
                return [.. names.Names.All.Select(static name => Text(name.Key))];
            case InstanceValue instance when FindAttribute(instance, "__iter__", 0) is { } iterator:
                return Call(iterator, [], _frame.CallNode) is var iterated && iterated is InstanceValue own ? DrivenItems(own) : ItemsOf(iterated);
            case InstanceValue instance:
                return DrivenItems(instance);
            default:
                return Folder.Items(Freeze(value), _folding) is { IsDefault: false } items ? items : default;
        }
    }

    /// <summary>An instance that can be gone through as what it gives; everything else as it is.</summary>
    private Value Itemized(Value value) =>
        value is InstanceValue && ItemsOf(value) is { IsDefault: false } items ? new SequenceValue(SequenceForm.List, items, false, LabelsOf(value)) : value;

    /// <summary>One item of something through which a loop goes.</summary>
    private Value ElementOf(Value value)
    {
        Labels labels = LabelsOf(value);
        Value? joined = null;
        ReadOnlySpan<Value> items = value switch
        {
            ListValue list => list.Store.Items.AsSpan(),
            SequenceValue sequence => sequence.Items.AsSpan(),
            _ => [],
        };
        foreach (Value item in items[..Math.Min(items.Length, MaxOptions)])
        {
            joined = joined is null ? item : Join(joined, item);
        }

        return value switch
        {
            InstanceValue instance => NextOf(instance),
            AlternativeValue alternative => Each(alternative, 0, static (self, _, option) => self.ElementOf(option)),
            ResultValue result => new ResultValue(result.Name + "[]", [], labels),
            SymbolValue symbol when _knowledge.FindApi(symbol.Name)?.IsRead != true => new ResultValue(symbol.Name + "[]", [], labels),
            _ => joined is null ? new UnknownValue(labels) : Loosen(joined).With(labels),
        };
    }
}
