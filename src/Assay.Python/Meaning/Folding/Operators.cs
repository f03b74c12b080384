using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning.Folding;

/// <summary>Binary and unary operators.</summary>
internal static class Operators
{
    /// <summary>What a reference to an item of a sequence costs.</summary>
    public const int ItemBytes = 32;

    public static Value? Binary(Operator op, Value left, Value right, FoldingBudget budget)
    {
        switch (op)
        {
            case Operator.And:
            case Operator.Or:
                return Folder.Truth(left) is bool truth ? (truth == (op == Operator.And) ? right : left) : null;
            case >= Operator.Equal:
                return Comparisons.Compare(op, left, right, budget);
            case Operator.Add when Concatenate(left, right, budget) is Value joined:
                return joined.With(left.Labels | right.Labels);
            case Operator.Modulo when Characters.TryOf(left, out Characters format):
                return PercentFormat.Format(format, right, budget)?.With(left.Labels | Provenance.Of(right));
            case Operator.Multiply when (Repeat(left, right, budget) ?? Repeat(right, left, budget)) is Value repeated:
                return repeated.With(left.Labels | right.Labels);
            case Operator.BitOr when left is MappingValue a && right is MappingValue b:
                return budget.TrySpend(a.Items.Length + b.Items.Length, (long)(a.Items.Length + b.Items.Length) * ItemBytes)
                    ? Mappings.Make(a.Items.Concat(b.Items), a.IsPartial || b.IsPartial).With(left.Labels | right.Labels)
                    : null;
            default:
                Value? result = left is SequenceValue first && right is SequenceValue second
                    ? Sets.Combine(op, first, second, budget)
                    : Arithmetic.Binary(op, left, right, budget);
                return result?.With(left.Labels | right.Labels);
        }
    }

    public static Value? Unary(Operator op, Value operand) => op == Operator.Not
        ? Folder.Truth(operand) is bool truth ? Numbers.Of(!truth).With(operand.Labels) : null
        : Arithmetic.Unary(op, operand)?.With(operand.Labels);

    private static Value? Concatenate(Value left, Value right, FoldingBudget budget)
    {
        if (left is BytesValue { IsPartial: false } front && right is BytesValue { IsPartial: false } back)
        {
            long size = (long)front.Bytes.Length + back.Bytes.Length;
            return budget.TrySpend(size, size) ? new BytesValue((byte[])[.. front.Bytes.Span, .. back.Bytes.Span], false, Labels.None) : null;
        }

        bool isLeft = Characters.TryOf(left, out Characters a);
        bool isRight = Characters.TryOf(right, out Characters b);
        if (isLeft && isRight)
        {
            // Of text and plain bytes Python 2 makes text.
            Characters kind = a.IsBytes ? b : a;
            if (kind.Same(a) is not string first || kind.Same(b) is not string second || !budget.TrySpend(first.Length + second.Length, first.Length + (long)second.Length))
            {
                return null;
            }

            return a.IsPartial && b.IsPartial ? Join(kind, first, second) : kind.Make(first + second, a.IsPartial || b.IsPartial);
        }

        if (isLeft && Characters.MayBe(right))
        {
            return budget.TrySpend(a.Text.Length, a.Text.Length) ? Join(a, a.Text, Hole) : null;
        }

        if (isRight && Characters.MayBe(left))
        {
            return budget.TrySpend(b.Text.Length, b.Text.Length) ? Join(b, Hole, b.Text) : null;
        }

        if (left is SequenceValue { Form: SequenceForm.List or SequenceForm.Tuple } x && right is SequenceValue y && x.Form == y.Form)
        {
            long count = (long)x.Items.Length + y.Items.Length;
            return budget.TrySpend(count, count * ItemBytes) ? new SequenceValue(x.Form, x.Items.AddRange(y.Items), x.IsPartial || y.IsPartial, Labels.None) : null;
        }

        return null;
    }

    private const string Hole = "\uFFFC";

    // Bytes or characters of a repeated value that are kept: longer than any key that is drawn out to the length of a payload.
    private const int MaxRepeated = 4 << 20;

    private static Value Join(Characters kind, string first, string second)
    {
        StringBuilder text = new(first);
        Characters.Append(text, second);
        return kind.Make(text.ToString(), isPartial: true);
    }

    private static Value? Repeat(Value value, Value times, FoldingBudget budget)
    {
        if (!Numbers.TryPosition(times, out long count))
        {
            return null;
        }

        count = Math.Clamp(count, 0, int.MaxValue);
        if (value is SequenceValue { Form: SequenceForm.List or SequenceForm.Tuple } sequence)
        {
            long items = sequence.Items.Length * count;
            if (!budget.TrySpend(items, items * ItemBytes))
            {
                return null;
            }

            Value[] all = new Value[items];
            Fill(all, sequence.Items.AsSpan());
            return sequence with { Items = ImmutableCollectionsMarshal.AsImmutableArray(all), Labels = Labels.None };
        }

        if (value is BytesValue bytes)
        {
            long size = bytes.Bytes.Length * count;
            if (IsFiller(bytes.Bytes.Length, size, budget))
            {
                return Characters.TryOf(bytes, out Characters unit) ? Join(unit, unit.Text, Hole) : null;
            }

            return budget.TrySpend(size, size) ? new BytesValue(RepeatBytes(bytes.Bytes.Span, (int)size), bytes.IsPartial && size > 0, Labels.None) : null;
        }

        if (!Characters.TryOf(value, out Characters characters))
        {
            return null;
        }

        long length = characters.Text.Length * count;
        if (IsFiller(characters.Text.Length, length, budget))
        {
            return Join(characters, characters.Text, Hole);
        }

        if (!budget.TrySpend(length, length))
        {
            return null;
        }

        return characters.Make(RepeatText(characters.Text, (int)length));
    }

    // What is repeated that often says nothing more by its end: once, and a hole, stand for it.
    private static bool IsFiller(int unit, long length, FoldingBudget budget) => length > MaxRepeated && unit < length && budget.TrySpend(unit, length);

    private static string RepeatText(string unit, int length) => length == 0 ? "" : unit.Length == 1 ? new string(unit[0], length)
        : string.Create(length, unit, static (all, unit) => Fill<char>(all, unit));

    private static byte[] RepeatBytes(ReadOnlySpan<byte> unit, int size)
    {
        byte[] all = new byte[size];
        Fill(all, unit);
        return all;
    }

    // Each round doubles what is there.
    private static void Fill<T>(Span<T> all, ReadOnlySpan<T> unit)
    {
        int done = Math.Min(unit.Length, all.Length);
        unit[..done].CopyTo(all);
        while (done < all.Length)
        {
            int more = Math.Min(done, all.Length - done);
            all[..more].CopyTo(all[done..]);
            done += more;
        }
    }
}
