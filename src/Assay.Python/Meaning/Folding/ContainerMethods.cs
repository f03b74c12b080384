using System.Collections.Immutable;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning.Folding;

/// <summary>Methods of lists, tuples, sets and dictionaries that change nothing.</summary>
internal static class ContainerMethods
{
    public static void AddTo(Table table)
    {
        const Traits Keeps = Traits.Holes | Traits.Shallow;
        table.Add("get", "key default?", Get, Keeps);
        table.Add("__getitem__", "key", static call => Slices.Index(call.Receiver, call[0]!, call.Budget), Keeps);
        table.Add("__contains__", "key", static call => Operators.Binary(Operator.In, call[0]!, call.Receiver, call.Budget), Keeps);
        table.Add("__len__", "", static call => Folder.Function("builtins.len", [new Argument(null, call.Receiver)], call.Budget), Keeps);
        table.Add("keys iterkeys", "", static call => View(call, static item => item.Key), Keeps);
        table.Add("values itervalues", "", static call => View(call, static item => item.Value), Keeps);
        table.Add("items iteritems", "", static call => View(call, static item => new SequenceValue(SequenceForm.Tuple, [item.Key, item.Value], false, Labels.None)), Keeps);
        table.Add("copy", "", static call => call.Receiver, Keeps);
        table.Add("index", "value start? end?", Index, Keeps);
        table.Add("count", "value", Count, Keeps);
        table.Add("union", "*", static call => Combine(call, Operator.BitOr), Keeps);
        table.Add("intersection", "*", static call => Combine(call, Operator.BitAnd), Keeps);
        table.Add("difference", "*", static call => Combine(call, Operator.Subtract), Keeps);
        table.Add("symmetric_difference", "*", static call => Combine(call, Operator.BitXor), Keeps);
        table.Add("issubset", "other", static call => Relate(call, Operator.LessEqual), Keeps);
        table.Add("issuperset", "other", static call => Relate(call, Operator.GreaterEqual), Keeps);
    }

    private static Value? Get(Call call)
    {
        if (call.Receiver is not MappingValue mapping || !Mappings.TryGet(mapping, call[0]!, call.Budget, out Value? held))
        {
            return null;
        }

        return held ?? call[1] ?? Numbers.None;
    }

    private static Value? View(Call call, Func<KeyValuePair<Value, Value>, Value> part)
    {
        if (call.Receiver is not MappingValue mapping)
        {
            return null;
        }

        ImmutableArray<KeyValuePair<Value, Value>> items = Mappings.Items(mapping, call.Budget);
        return items.IsDefault || !Iteration.Affords(items.Length, call.Budget) ? null : new SequenceValue(SequenceForm.Iterator, [.. items.Select(part)], false, Labels.None);
    }

    private static Value? Index(Call call)
    {
        if (call.Receiver is not SequenceValue { IsPartial: false, Form: not SequenceForm.Set } sequence
            || Slices.Slice(sequence, Numbers.Of(0), call[2], null, call.Budget) is not SequenceValue window)
        {
            return null;
        }

        long start = 0;
        if (call[1] is not null && !Numbers.TryPosition(call[1], out start))
        {
            return null;
        }

        start = start < 0 ? Math.Max(0, start + sequence.Items.Length) : start;
        for (long i = start; i < window.Items.Length; i++)
        {
            switch (Equality.Same(window.Items[(int)i], call[0]!, call.Budget))
            {
                case true:
                    return Numbers.Of(i);
                case null:
                    return null;
            }
        }

        return null;
    }

    private static Value? Count(Call call)
    {
        if (call.Receiver is not SequenceValue { IsPartial: false } sequence)
        {
            return null;
        }

        int count = 0;
        foreach (Value item in sequence.Items)
        {
            switch (Equality.Same(item, call[0]!, call.Budget))
            {
                case true:
                    count++;
                    break;
                case null:
                    return null;
            }
        }

        return Numbers.Of(count);
    }

    private static SequenceValue? AsSet(Value value, FoldingBudget budget) =>
        value is SequenceValue { Form: SequenceForm.Set, IsPartial: false } set ? set
        : Folder.Items(value, budget) is { IsDefault: false } items ? Sets.Make(items)
        : null;

    private static Value? Combine(Call call, Operator op)
    {
        if (call.Receiver is not SequenceValue { Form: SequenceForm.Set, IsPartial: false } result)
        {
            return null;
        }

        foreach (Value other in call.More)
        {
            if (AsSet(other, call.Budget) is not SequenceValue set || Sets.Combine(op, result, set, call.Budget) is not SequenceValue combined)
            {
                return null;
            }

            result = combined;
        }

        return result;
    }

    private static Value? Relate(Call call, Operator op) =>
        call.Receiver is SequenceValue { Form: SequenceForm.Set, IsPartial: false } set && AsSet(call[0]!, call.Budget) is SequenceValue other
        && Sets.Compare(op, set, other, call.Budget) is bool known
            ? Numbers.Of(known)
            : null;
}
