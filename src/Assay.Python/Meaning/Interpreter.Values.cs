using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Values: what is changeable here and immutable outside, labels, and the join of two ways.</summary>
internal sealed partial class Interpreter
{
    private const int MaxOptions = 4;
    private const int MaxFreezeDepth = 12;
    private const int MaxLabelItems = 128;
    private const int CheapItems = 64;

    /// <summary>Values of one value that is made immutable; what is left over is not known.</summary>
    private const int MaxFreeze = 2_000_000;
    private const int CheapFreeze = 4_096;

    private int _freezeLeft;

    /// <summary>A folded value as the program may change it.</summary>
    private Value Wrap(Value value) => value switch
    {
        SequenceValue { Form: SequenceForm.List or SequenceForm.Set } list => NewList(list.Form, list.Items, list.IsPartial, list.Labels),
        MappingValue mapping => WrapMapping(mapping),
        _ => value,
    };

    private DictValue WrapMapping(MappingValue mapping)
    {
        DictValue dict = NewDict(mapping.IsPartial, mapping.Labels);
        foreach ((Value key, Value item) in mapping.Items)
        {
            dict.Store.TrySet(key, Wrap(item), LabelsOf(item));
        }

        return dict;
    }

    /// <summary>The value as those outside know it: immutable, without the distribution's own objects.</summary>
    private Value Freeze(Value value)
    {
        _freezeLeft = IsCheap ? CheapFreeze : MaxFreeze;
        return Freeze(value, 0);
    }

    private Value Freeze(Value value, int depth)
    {
        // Lists of one list many times over are small here and huge when written out.
        if (depth > MaxFreezeDepth || --_freezeLeft < 0)
        {
            return new UnknownValue(value.Labels);
        }

        switch (value)
        {
            case ListValue list:
                return FreezeList(list, depth);
            case DictValue dict:
                return FreezeDict(dict, depth);
            case ByteArrayValue bytes:
                return bytes.Store.Frozen.With(bytes.Labels | bytes.Store.Labels);
            case AlternativeValue alternative:
                return Freeze(alternative.Options[0], depth + 1).With(alternative.Labels);
            case GrowingValue growing:
                return growing.Buffer.Read(growing.Length, growing.Labels);
            case SequenceValue sequence:
                return FreezeSequence(sequence, depth);
            case FunctionValue function:
                return new OwnValue(function.Function.QualifiedName, function.Labels);
            case BoundValue bound:
                return new OwnValue(bound.Function.QualifiedName, bound.Labels);
            case ClassValue type:
                return new OwnValue(type.Class.QualifiedName, type.Labels);
            case InstanceValue instance:
                return new OwnValue(instance.Object.Class.QualifiedName + "()", LabelsOf(instance));
            case ModuleValue module:
                return new OwnValue(module.Module.Source.Name, module.Labels);
            case PartialCallValue partial:
                return Freeze(partial.Callee, depth + 1).With(partial.Labels);
            case SuperValue or NamespaceValue or MethodValue or GetterValue:
                return new UnknownValue(LabelsOf(value));
            default:
                return value;
        }
    }

    private SequenceValue FreezeList(ListValue list, int depth)
    {
        ListStore store = list.Store;
        if (store.Frozen is { } known && (known.Changes == -1 || known.Changes == _heap.Changes))
        {
            return (SequenceValue)known.Value.With(list.Labels | store.Labels);
        }

        SequenceValue plain = new(store.Form, store.Items, store.IsPartial, store.Labels);
        SequenceValue frozen = FreezeSequence(plain, depth);
        store.Frozen = (frozen, ReferenceEquals(plain, frozen) ? -1 : _heap.Changes);
        return (SequenceValue)frozen.With(list.Labels);
    }

    private SequenceValue FreezeSequence(SequenceValue sequence, int depth)
    {
        ImmutableArray<Value>.Builder? builder = null;
        sequence = Shorten(sequence);
        for (int i = 0; i < sequence.Items.Length; i++)
        {
            Value item = sequence.Items[i];
            Value frozen = Freeze(item, depth + 1);
            if (builder is null && !ReferenceEquals(item, frozen))
            {
                builder = ImmutableArray.CreateBuilder<Value>(sequence.Items.Length);
                builder.AddRange(sequence.Items.AsSpan()[..i]);
            }

            builder?.Add(frozen);
        }

        return builder is null ? sequence : sequence with { Items = builder.MoveToImmutable() };
    }

    // Containers are looked through again for each call that takes them: that is work, and counted.
    private SequenceValue Shorten(SequenceValue sequence)
    {
        Charge(sequence.Items.Length);
        return IsCheap && sequence.Items.Length > CheapItems ? sequence with { Items = sequence.Items[..CheapItems], IsPartial = true } : sequence;
    }

    private MappingValue FreezeDict(DictValue dict, int depth)
    {
        DictStore store = dict.Store;
        if (store.Frozen is { } known && known.Changes == _heap.Changes)
        {
            return (MappingValue)known.Value.With(dict.Labels | store.Labels);
        }

        ImmutableArray<KeyValuePair<Value, Value>>.Builder items = ImmutableArray.CreateBuilder<KeyValuePair<Value, Value>>();
        Charge(store.Count);
        int most = IsCheap ? CheapItems : int.MaxValue;
        foreach ((Value key, Value item) in store.Items)
        {
            if (items.Count == most)
            {
                break;
            }

            items.Add(new KeyValuePair<Value, Value>(Freeze(key, depth + 1), Freeze(item, depth + 1)));
        }

        MappingValue frozen = new(items.DrainToImmutable(), store.IsPartial || items.Count == most, store.Labels);
        store.Frozen = (frozen, _heap.Changes);
        return (MappingValue)frozen.With(dict.Labels);
    }

    private ImmutableArray<Argument> Freeze(ImmutableArray<Argument> arguments)
    {
        ImmutableArray<Argument>.Builder? builder = null;
        for (int i = 0; i < arguments.Length; i++)
        {
            Value frozen = Freeze(arguments[i].Value);
            if (builder is null && !ReferenceEquals(frozen, arguments[i].Value))
            {
                builder = arguments.ToBuilder();
            }

            if (builder is not null)
            {
                builder[i] = arguments[i] with { Value = frozen };
            }
        }

        return builder?.MoveToImmutable() ?? arguments;
    }

    /// <summary>The labels of a value and of what it holds.</summary>
    private static Labels LabelsOf(Value value)
    {
        int left = MaxLabelItems;
        return LabelsOf(value, 0, ref left);
    }

    private static Labels LabelsOf(ImmutableArray<Argument> arguments)
    {
        Labels labels = Labels.None;
        foreach (Argument argument in arguments)
        {
            labels |= LabelsOf(argument.Value);
        }

        return labels;
    }

    private static Labels LabelsOf(Value value, int depth, ref int left)
    {
        Labels labels = value.Labels;
        if (depth > 5 || --left < 0)
        {
            return labels;
        }

        switch (value)
        {
            case ListValue list:
                labels |= list.Store.Labels;
                for (int i = 0; i < list.Store.Count && left > 0; i++)
                {
                    labels |= LabelsOf(list.Store[i], depth + 1, ref left);
                }

                break;
            case SequenceValue sequence:
                for (int i = 0; i < sequence.Items.Length && left > 0; i++)
                {
                    labels |= LabelsOf(sequence.Items[i], depth + 1, ref left);
                }

                break;
            case DictValue dict:
                labels |= dict.Store.Labels;
                for (int i = 0; i < dict.Store.Places && left > 0; i++)
                {
                    labels |= dict.Store.At(i) is { } item ? LabelsOf(item, depth + 1, ref left) : Labels.None;
                }

                break;
            case MappingValue mapping:
                for (int i = 0; i < mapping.Items.Length && left > 0; i++)
                {
                    labels |= LabelsOf(mapping.Items[i].Key, depth + 1, ref left) | LabelsOf(mapping.Items[i].Value, depth + 1, ref left);
                }

                break;
            case ByteArrayValue bytes:
                labels |= bytes.Store.Labels;
                break;
            case InstanceValue instance:
                Bindings attributes = instance.Object.Attributes;
                for (int i = 0; i < attributes.Places && left > 0; i++)
                {
                    labels |= attributes.At(i) is { } item ? LabelsOf(item, depth + 1, ref left) : Labels.None;
                }

                break;
            default:
                break;
        }

        return labels;
    }

    /// <summary>A value that is one of two, as after a test that is not known.</summary>
    private Value Join(Value left, Value right)
    {
        if (ReferenceEquals(left, right))
        {
            return left;
        }

        left = Read(left);
        right = Read(right);
        Labels labels = left.Labels | right.Labels;
        if (Names(left) != Names(right) && (left is UnknownValue or NoneValue || right is UnknownValue or NoneValue))
        {
            return Names(left) ? left.With(labels) : right.With(labels);
        }

        if (left is UnknownValue && right is UnknownValue)
        {
            return left.With(labels);
        }

        if (left is not AlternativeValue && right is not AlternativeValue && left.With(labels).Equals(right.With(labels)))
        {
            return left.With(labels);
        }

        List<Value> options = new(MaxOptions);
        AddOptions(left, options);
        AddOptions(right, options);
        return options.Count == 0 ? new UnknownValue(labels) : new AlternativeValue([.. options], labels);
    }

    /// <summary>True for what a name stands for rather than what it holds: exactness does not matter for it.</summary>
    private static bool Names(Value value) =>
        value is SymbolValue or FunctionValue or ClassValue or ModuleValue or InstanceValue or BoundValue or ResultValue or ListValue or DictValue;

    private static void AddOptions(Value value, List<Value> options)
    {
        if (value is AlternativeValue alternative)
        {
            foreach (Value option in alternative.Options)
            {
                AddOptions(option, options);
            }
        }
        else if (value is not UnknownValue && options.Count < MaxOptions && !IsAmong(options, value))
        {
            options.Add(value);
        }
    }

    private static bool IsAmong(List<Value> options, Value value)
    {
        foreach (Value option in options)
        {
            if (ReferenceEquals(option, value) || option.Equals(value) || Knowing.AreSame(option, value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A binding's value as everyone else knows it.</summary>
    private static Value Read(Value value) => value is GrowingValue growing ? growing.Buffer.Read(growing.Length, growing.Labels) : value;

    /// <summary>Applies a step to each of the possible values. What the step needs is handed in, so that it captures nothing where there is no choice.</summary>
    private Value Each<T>(AlternativeValue alternative, T given, Func<Interpreter, T, Value, Value> step)
    {
        Value? joined = null;
        foreach (Value option in alternative.Options)
        {
            Value result = step(this, given, option.With(alternative.Labels));
            joined = joined is null ? result : Join(joined, result);
        }

        // One option stands for itself and others that are not known.
        return alternative.Options.Length > 1 || Names(joined!) || joined is UnknownValue or AlternativeValue
            ? joined! : new AlternativeValue([joined!], joined!.Labels);
    }

    private Value Loosen(Value value) => Read(value) switch
    {
        AlternativeValue or UnknownValue => value,
        { } known when Names(known) => known,
        { } known => new AlternativeValue([known], known.Labels),
    };
}
