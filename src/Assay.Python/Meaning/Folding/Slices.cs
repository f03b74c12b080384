using System.Collections.Immutable;
using System.Numerics;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>x[i]</c> and <c>x[i:j:k]</c>.</summary>
internal static class Slices
{
    public static Value? Index(Value container, Value index, FoldingBudget budget)
    {
        if (container is MappingValue mapping)
        {
            return Mappings.TryGet(mapping, index, budget, out Value? held) ? held?.With(mapping.Labels | index.Labels) : null;
        }

        if (!Numbers.TryInt(index, out BigInteger big) || big < int.MinValue || big > int.MaxValue || !budget.TrySpend(1))
        {
            return null;
        }

        int at = (int)big;
        Value? item = container switch
        {
            SequenceValue { IsPartial: false, Form: not SequenceForm.Set } sequence => At(at, sequence.Items.Length) is int i ? sequence.Items[i] : null,
            BytesValue { IsPartial: false } bytes => At(at, bytes.Bytes.Length) is int i ? Numbers.Of(bytes.Bytes.Span[i]) : null,
            TextValue text => Character(text, at, budget),
            BytesValue holed when Characters.TryOf(holed, out Characters characters) =>
                Character(new TextValue(characters.Text, true, Labels.None), at, budget) is TextValue one ? Numbers.Of(one.Text[0]) : null,
            _ => null,
        };
        return item?.With(container.Labels | index.Labels);
    }

    public static Value? Slice(Value container, Value? lower, Value? upper, Value? step, FoldingBudget budget)
    {
        if (!TryBound(lower, out long? from) || !TryBound(upper, out long? to) || !TryBound(step, out long? by) || by == 0)
        {
            return null;
        }

        Labels labels = container.Labels | (lower?.Labels ?? Labels.None) | (upper?.Labels ?? Labels.None) | (step?.Labels ?? Labels.None);
        long stride = by ?? 1;
        if (container is SequenceValue { IsPartial: false, Form: not SequenceForm.Set } sequence)
        {
            (long start, long count) = Range(from, to, stride, sequence.Items.Length);
            if (!budget.TrySpend(count, count * Operators.ItemBytes))
            {
                return null;
            }

            ImmutableArray<Value>.Builder items = ImmutableArray.CreateBuilder<Value>((int)count);
            for (long i = 0; i < count; i++)
            {
                items.Add(sequence.Items[(int)(start + (i * stride))]);
            }

            return sequence with { Items = items.MoveToImmutable(), Labels = labels };
        }

        if (container is BytesValue { IsPartial: false } bytes)
        {
            (long start, long count) = Range(from, to, stride, bytes.Bytes.Length);
            if (!budget.TrySpend(1 + (stride == 1 ? 0 : count), count))
            {
                return null;
            }

            // A slice shares the bytes: values never change.
            return new BytesValue(stride == 1 ? bytes.Bytes.Slice((int)start, (int)count) : Strided(bytes.Bytes.Span, start, count, stride), false, labels);
        }

        return Characters.TryOf(container, out Characters characters) ? Cut(characters, from, to, stride, budget)?.With(labels) : null;
    }

    private static byte[] Strided(ReadOnlySpan<byte> all, long start, long count, long stride)
    {
        byte[] taken = new byte[count];
        for (long i = 0; i < count; i++)
        {
            taken[i] = all[(int)(start + (i * stride))];
        }

        return taken;
    }

    private static Value? Cut(Characters all, long? from, long? to, long stride, FoldingBudget budget)
    {
        if (all.IsPartial)
        {
            return CutPartial(all, from, to, stride, budget);
        }

        bool isFlat = budget.IsFlat(all.Text);
        if (isFlat)
        {
            (long first, long length) = Range(from, to, stride, all.Text.Length);
            if (!budget.TrySpend(length + 1, length))
            {
                return null;
            }

            return all.Make(stride == 1 ? all.Text.Substring((int)first, (int)length) : string.Create((int)length, (all.Text, first, stride), static (span, state) =>
            {
                for (int i = 0; i < span.Length; i++)
                {
                    span[i] = state.Text[(int)(state.first + (i * state.stride))];
                }
            }));
        }

        if (!budget.TrySpend(2L * all.Text.Length))
        {
            return null;
        }

        int[] points = Points.Split(all.Text);
        (long start, long count) = Range(from, to, stride, points.Length);
        StringBuilder text = new();
        for (long i = 0; i < count; i++)
        {
            Points.Append(text, points[start + (i * stride)]);
        }

        return all.Make(text.ToString());
    }

    // What stands before the first hole has known positions from the start, what stands behind the last has known ones from the end.
    private static Value? CutPartial(Characters all, long? from, long? to, long stride, FoldingBudget budget)
    {
        string text = all.Text;
        int head = text.IndexOf(TextValue.Hole, StringComparison.Ordinal);
        int tail = text.Length - text.LastIndexOf(TextValue.Hole) - 1;
        if (!budget.TrySpend(text.Length, text.Length) || !Points.IsFlat(text))
        {
            return null;
        }

        if (stride == -1 && from is null && to is null)
        {
            char[] reversed = text.ToCharArray();
            Array.Reverse(reversed);
            return all.Make(new string(reversed));
        }

        if (stride != 1)
        {
            return null;
        }

        long start = from ?? 0;
        if (start < 0)
        {
            // From the end to the end, or to before the end.
            return -start <= tail && (to ?? 0) <= 0 ? all.Make(text[^(int)-start..^(int)Math.Min(-(to ?? 0), -start)]) : null;
        }

        if (start > head)
        {
            return null;
        }

        return to switch
        {
            null => all.Make(text[(int)start..]),
            < 0 => -to <= tail ? all.Make(text[(int)start..^(int)-to.Value]) : null,
            _ => all.Make(to <= head ? text[(int)start..(int)Math.Max(start, to.Value)] : text[(int)start..(head + 1)]),
        };
    }

    private static TextValue? Character(TextValue text, int at, FoldingBudget budget)
    {
        if (!text.IsPartial && budget.IsFlat(text.Text))
        {
            return At(at, text.Text.Length) is int i ? Numbers.Character(text.Text[i]) : null;
        }

        if (!budget.TrySpend(text.Text.Length))
        {
            return null;
        }

        int[] points = Points.Split(text.Text);
        if (At(at, points.Length) is not int place)
        {
            return null;
        }

        bool isReached = !text.IsPartial || (at >= 0
            ? Array.IndexOf(points, TextValue.Hole, 0, place + 1) < 0
            : Array.IndexOf(points, TextValue.Hole, place) < 0);
        return isReached ? Numbers.Character(points[place]) : null;
    }

    private static int? At(int index, int length)
    {
        int at = index < 0 ? index + length : index;
        return at >= 0 && at < length ? at : null;
    }

    private static bool TryBound(Value? value, out long? bound)
    {
        bound = null;
        if (value is null or NoneValue)
        {
            return true;
        }

        bool isInt = Numbers.TryPosition(value, out long known);
        bound = known;
        return isInt;
    }

    /// <summary>The first position and the number of positions of a slice.</summary>
    private static (long Start, long Count) Range(long? from, long? to, long stride, int length)
    {
        long lowest = stride > 0 ? 0 : -1;
        long highest = stride > 0 ? length : length - 1L;
        long start = from is long f ? Math.Clamp(f < 0 ? f + length : f, lowest, highest) : stride > 0 ? lowest : highest;
        long stop = to is long t ? Math.Clamp(t < 0 ? t + length : t, lowest, highest) : stride > 0 ? highest : lowest;
        long span = stride > 0 ? stop - start : start - stop;
        long count = span <= 0 ? 0 : ((span - 1) / Math.Abs(stride)) + 1;
        return (count == 0 ? 0 : start, count);
    }
}
