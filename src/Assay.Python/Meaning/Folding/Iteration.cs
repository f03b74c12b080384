using System.Collections.Immutable;

namespace Assay.Python.Meaning.Folding;

/// <summary>What a loop goes through, and what a condition takes a value for.</summary>
internal static class Iteration
{
    public static ImmutableArray<Value> Items(Value iterable, FoldingBudget budget)
    {
        Labels labels = iterable.Labels;
        switch (iterable)
        {
            case SequenceValue { IsPartial: false } sequence:
                return Labelled(sequence.Items, labels, budget);
            case MappingValue mapping:
                ImmutableArray<KeyValuePair<Value, Value>> pairs = Mappings.Items(mapping, budget);
                return pairs.IsDefault ? default : Labelled([.. pairs.Select(static pair => pair.Key)], labels, budget);
            case BytesValue { IsPartial: false } bytes:
                if (!Affords(bytes.Bytes.Length, budget))
                {
                    return default;
                }

                ImmutableArray<Value>.Builder numbers = ImmutableArray.CreateBuilder<Value>(bytes.Bytes.Length);
                foreach (byte value in bytes.Bytes.Span)
                {
                    numbers.Add(Numbers.Of(value).With(labels));
                }

                return numbers.MoveToImmutable();
            case TextValue { IsPartial: false } text:
                return Affords(text.Text.Length, budget) ? [.. Points.Split(text.Text).Select(point => Numbers.Character(point).With(labels))] : default;
            default:
                return default;
        }
    }

    /// <summary>Takes units for so many new items.</summary>
    public static bool Affords(long count, FoldingBudget budget) => budget.TrySpend(count, count * Operators.ItemBytes);

    public static bool? Truth(Value value)
    {
        value = Constants.Resolve(value);
        return value switch
        {
            NoneValue => false,
            BoolValue truth => truth.Value,
            IntValue whole => !whole.Value.IsZero,
            FloatValue real => real.Value != 0,
            TextValue text => Known(text.Text.AsSpan().ContainsAnyExcept(TextValue.Hole) || (text.Text.Length > 0 && !text.IsPartial), text.IsPartial),
            BytesValue { IsPartial: false } bytes => bytes.Bytes.Length > 0,
            BytesValue bytes => bytes.Bytes.Length > 3 ? true : null,
            SequenceValue { Form: SequenceForm.Iterator } => null,
            SequenceValue sequence => Known(sequence.Items.Length > 0, sequence.IsPartial),
            MappingValue mapping => Known(mapping.Items.Length > 0, mapping.IsPartial),
            CodeValue => true,
            _ => null,
        };

        static bool? Known(bool isTrue, bool isPartial) => isTrue || !isPartial ? isTrue : null;
    }

    private static ImmutableArray<Value> Labelled(ImmutableArray<Value> items, Labels labels, FoldingBudget budget)
    {
        if (!budget.TrySpend(items.Length))
        {
            return default;
        }

        return labels == Labels.None ? items : [.. items.Select(item => item.With(labels))];
    }
}
