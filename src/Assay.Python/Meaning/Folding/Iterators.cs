using System.Collections.Immutable;
using System.Numerics;

namespace Assay.Python.Meaning.Folding;

/// <summary>Built-ins and <c>itertools</c> that make one sequence of others, <c>map</c> over known functions among them.</summary>
internal static class Iterators
{
    public static void AddTo(Table table)
    {
        const Traits Keeps = Traits.Holes | Traits.Shallow;
        table.Add("builtins.range builtins.xrange", "start stop? step?", Range);
        table.Add("builtins.iter", "items", static call => Items(call, 0) is { IsDefault: false } items ? Make(items) : null, Keeps);
        table.Add("builtins.reversed", "items", Reversed, Keeps);
        table.Add("builtins.enumerate", "items start?", Enumerate, Keeps);
        table.Add("builtins.zip itertools.izip", "* strict=", static call => Zip(call, isLongest: false), Keeps);
        table.Add("itertools.zip_longest itertools.izip_longest", "* fillvalue=", static call => Zip(call, isLongest: true), Keeps);
        table.Add("builtins.sorted", "items key= reverse=", Sorted, Keeps);
        table.Add("builtins.map itertools.imap", "function items *", Map, Keeps);
        table.Add("builtins.filter itertools.ifilter", "function items", Filter, Keeps);
        table.Add("functools.reduce builtins.reduce", "function items initial?", Reduce, Keeps);
        table.Add("itertools.chain", "*", static call => Chain(call, call.More), Keeps);
        table.Add("itertools.chain.from_iterable", "items", static call => Items(call, 0) is { IsDefault: false } parts ? Chain(call, parts) : null, Keeps);
        table.Add("itertools.islice", "items start stop? step?", Slice, Keeps);
        table.Add("itertools.repeat", "object times", Repeat, Keeps);
        table.Add("itertools.starmap", "function items", StarMap, Keeps);
        table.Add("itertools.accumulate", "items", Accumulate, Keeps);
    }

    private static ImmutableArray<Value> Items(Call call, int index) => Folder.Items(call[index]!, call.Budget);

    private static SequenceValue Make(ImmutableArray<Value> items) => new(SequenceForm.Iterator, items, false, Labels.None);

    private static SequenceValue Pair(params ReadOnlySpan<Value> items) => new(SequenceForm.Tuple, [.. items], false, Labels.None);

    private static Value? Range(Call call)
    {
        BigInteger stop = 0;
        BigInteger step = 1;
        if (!call.TryBig(0, out BigInteger start) || (call[1] is not null && !call.TryBig(1, out stop)) || (call[2] is not null && !call.TryBig(2, out step)) || step.IsZero)
        {
            return null;
        }

        if (call[1] is null)
        {
            (start, stop) = (0, start);
        }

        BigInteger span = step.Sign > 0 ? stop - start : start - stop;
        BigInteger count = span.Sign <= 0 ? 0 : ((span - 1) / BigInteger.Abs(step)) + 1;
        if (!Iteration.Affords(count > int.MaxValue ? int.MaxValue : (long)count, call.Budget))
        {
            return null;
        }

        ImmutableArray<Value>.Builder items = ImmutableArray.CreateBuilder<Value>((int)count);
        for (BigInteger value = start; items.Count < items.Capacity; value += step)
        {
            items.Add(Numbers.Of(value));
        }

        return Make(items.MoveToImmutable());
    }

    private static Value? Reversed(Call call)
    {
        if (call[0] is SequenceValue { Form: SequenceForm.Set })
        {
            return null;
        }

        ImmutableArray<Value> items = Items(call, 0);
        return items.IsDefault || !Iteration.Affords(items.Length, call.Budget) ? null : Make([.. items.Reverse()]);
    }

    private static Value? Enumerate(Call call)
    {
        ImmutableArray<Value> items = Items(call, 0);
        if (items.IsDefault || !call.TryInt(1, 0, out int start) || !Iteration.Affords(items.Length * 3L, call.Budget))
        {
            return null;
        }

        return Make([.. items.Select((item, i) => Pair(Numbers.Of((long)start + i), item))]);
    }

    private static Value? Zip(Call call, bool isLongest)
    {
        if (call.More.Count == 0)
        {
            return Make([]);
        }

        List<ImmutableArray<Value>> columns = [];
        foreach (Value given in call.More)
        {
            ImmutableArray<Value> items = Folder.Items(given, call.Budget);
            if (items.IsDefault || (given is SequenceValue { Form: SequenceForm.Set } && items.Length > 1))
            {
                return null;
            }

            columns.Add(items);
        }

        if (call.More.Count > 1 && call.More[0] is SequenceValue { Form: SequenceForm.Iterator } shared && call.More.TrueForAll(item => ReferenceEquals(item, shared)))
        {
            return Grouped(call, columns[0], columns.Count);
        }

        int length = isLongest ? columns.Max(static column => column.Length) : columns.Min(static column => column.Length);
        if (!Iteration.Affords((long)length * (columns.Count + 1), call.Budget))
        {
            return null;
        }

        Value fill = (isLongest ? call[0] : null) ?? Numbers.None;
        ImmutableArray<Value>.Builder rows = ImmutableArray.CreateBuilder<Value>(length);
        for (int i = 0; i < length; i++)
        {
            rows.Add(new SequenceValue(SequenceForm.Tuple, [.. columns.Select(column => i < column.Length ? column[i] : fill)], false, Labels.None));
        }

        return Make(rows.MoveToImmutable());
    }

    // zip(*[iter(x)] * n) takes from one iterator in turn. A range is not used up, but looks the same here: an even run of ints is left unknown.
    private static SequenceValue? Grouped(Call call, ImmutableArray<Value> items, int size)
    {
        bool isRange = items.Length < 2 || (Numbers.TryInt(items[0], out BigInteger first) && Numbers.TryInt(items[1], out BigInteger second)
            && items.Select((item, i) => Numbers.TryInt(item, out BigInteger value) && value == first + (i * (second - first))).All(static hit => hit));
        if (isRange || !Iteration.Affords(items.Length * 2L, call.Budget))
        {
            return null;
        }

        return Make([.. items.Chunk(size).Where(chunk => chunk.Length == size).Select(static chunk => Pair(chunk))]);
    }

    private static Value? Sorted(Call call)
    {
        ImmutableArray<Value> items = Items(call, 0);
        return items.IsDefault || call.Flag(2, false) is not bool isReversed ? null : Sort(items, call[1], isReversed, call.Budget);
    }

    /// <summary>A stable sort; null where two items have no known order.</summary>
    public static SequenceValue? Sort(ImmutableArray<Value> items, Value? key, bool isReversed, FoldingBudget budget)
    {
        if (!Iteration.Affords(items.Length, budget))
        {
            return null;
        }

        Value[] keys = new Value[items.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            Value? made = key is null or NoneValue ? items[i] : Folder.Call(key, [new Argument(null, items[i])], budget);
            if (made is null || Comparisons.Order(made, made, budget) is null)
            {
                return null;
            }

            keys[i] = made;
        }

        bool isKnown = true;
        int[] order = [.. Enumerable.Range(0, items.Length)];
        MergeSort(order, new int[order.Length], 0, order.Length);
        return isKnown ? new SequenceValue(SequenceForm.List, [.. order.Select(i => items[i])], false, Labels.None) : null;

        void MergeSort(int[] array, int[] buffer, int start, int end)
        {
            if (end - start < 2 || !isKnown)
            {
                return;
            }

            int middle = (start + end) / 2;
            MergeSort(array, buffer, start, middle);
            MergeSort(array, buffer, middle, end);
            int left = start;
            int right = middle;
            for (int i = start; i < end; i++)
            {
                bool takesRight = left == middle || (right < end && IsBefore(array[right], array[left]));
                buffer[i] = takesRight ? array[right++] : array[left++];
            }

            Array.Copy(buffer, start, array, start, end - start);
        }

        bool IsBefore(int a, int b)
        {
            if (!isKnown || Comparisons.Order(keys[a], keys[b], budget) is not int result)
            {
                isKnown = false;
                return false;
            }

            return isReversed ? result > 0 : result < 0;
        }
    }

    private static Value? Map(Call call)
    {
        List<ImmutableArray<Value>> columns = [Items(call, 1), .. call.More.Select(item => Folder.Items(item, call.Budget))];
        if (columns.Exists(static column => column.IsDefault))
        {
            return null;
        }

        if (call[0] is NoneValue && columns.Count == 1)
        {
            return Make(columns[0]);
        }

        int length = columns.Min(static column => column.Length);
        if (!Iteration.Affords(length, call.Budget))
        {
            return null;
        }

        ImmutableArray<Value>.Builder results = ImmutableArray.CreateBuilder<Value>(length);
        for (int i = 0; i < length; i++)
        {
            if (Folder.Call(call[0]!, [.. columns.Select(column => new Argument(null, column[i]))], call.Budget) is not Value result)
            {
                return null;
            }

            results.Add(result);
        }

        return Make(results.MoveToImmutable());
    }

    private static Value? Filter(Call call)
    {
        ImmutableArray<Value> items = Items(call, 1);
        if (items.IsDefault || !Iteration.Affords(items.Length, call.Budget))
        {
            return null;
        }

        List<Value> kept = [];
        foreach (Value item in items)
        {
            Value? result = call[0] is NoneValue ? item : Folder.Call(call[0]!, [new Argument(null, item)], call.Budget);
            if (result is null || Folder.Truth(result) is not bool truth)
            {
                return null;
            }

            if (truth)
            {
                kept.Add(item);
            }
        }

        return Make([.. kept]);
    }

    private static Value? Reduce(Call call)
    {
        ImmutableArray<Value> items = Items(call, 1);
        if (items.IsDefault || (items.IsEmpty && call[2] is null))
        {
            return null;
        }

        Value? total = call[2] ?? items[0];
        foreach (Value item in call[2] is null ? items[1..] : items)
        {
            total = Folder.Call(call[0]!, [new Argument(null, total), new Argument(null, item)], call.Budget);
            if (total is null)
            {
                return null;
            }
        }

        return total;
    }

    private static Value? Chain(Call call, IEnumerable<Value> parts)
    {
        ImmutableArray<Value>.Builder all = ImmutableArray.CreateBuilder<Value>();
        foreach (Value part in parts)
        {
            ImmutableArray<Value> items = Folder.Items(part, call.Budget);
            if (items.IsDefault || !call.Budget.TrySpend(items.Length, (all.Count + (long)items.Length) * Operators.ItemBytes))
            {
                return null;
            }

            all.AddRange(items);
        }

        return Make(all.DrainToImmutable());
    }

    private static Value? Slice(Call call)
    {
        ImmutableArray<Value> items = Items(call, 0);
        if (items.IsDefault)
        {
            return null;
        }

        Value? start = call[2] is null ? null : call[1];
        Value? stop = call[2] ?? call[1];
        bool isNegative = new[] { start, stop, call[3] }.Any(static bound => Numbers.TryInt(bound, out BigInteger value) && value.Sign < 0);
        return isNegative ? null : Slices.Slice(Make(items), start, stop, call[3], call.Budget);
    }

    private static Value? Repeat(Call call) =>
        Numbers.TryPosition(call[1], out long times) && Iteration.Affords(Math.Max(0, times), call.Budget)
            ? Make([.. Enumerable.Repeat(call[0]!, (int)Math.Max(0, times))])
            : null;

    private static Value? StarMap(Call call)
    {
        ImmutableArray<Value> rows = Items(call, 1);
        if (rows.IsDefault || !Iteration.Affords(rows.Length, call.Budget))
        {
            return null;
        }

        List<Value> results = [];
        foreach (Value row in rows)
        {
            if (Folder.Call(call[0]!, [new Argument("*", row)], call.Budget) is not Value result)
            {
                return null;
            }

            results.Add(result);
        }

        return Make([.. results]);
    }

    private static Value? Accumulate(Call call)
    {
        ImmutableArray<Value> items = Items(call, 0);
        if (items.IsDefault || !Iteration.Affords(items.Length, call.Budget))
        {
            return null;
        }

        List<Value> sums = [];
        foreach (Value item in items)
        {
            if ((sums.Count == 0 ? item : Folder.Binary(Syntax.Operator.Add, sums[^1], item, call.Budget)) is not Value sum)
            {
                return null;
            }

            sums.Add(sum);
        }

        return Make([.. sums]);
    }
}
