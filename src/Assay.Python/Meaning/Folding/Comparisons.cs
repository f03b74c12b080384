using Assay.Python.Syntax;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>==</c>, <c>&lt;</c>, <c>in</c>, <c>is</c>.</summary>
internal static class Comparisons
{
    private const int MaxDepth = 32;

    public static Value? Compare(Operator op, Value left, Value right, FoldingBudget budget)
    {
        bool? result = op switch
        {
            Operator.Equal => Equality.Same(left, right, budget),
            Operator.NotEqual => !Equality.Same(left, right, budget),
            Operator.In => Contains(right, left, budget),
            Operator.NotIn => !Contains(right, left, budget),
            Operator.Is => IsSame(left, right),
            Operator.IsNot => !IsSame(left, right),
            Operator.Less or Operator.LessEqual or Operator.Greater or Operator.GreaterEqual => Ordered(op, left, right, budget),
            _ => null,
        };
        return result is bool known ? Numbers.Of(known).With(left.Labels | right.Labels) : null;
    }

    /// <summary>Less than, equal to or greater than zero; null where Python compares no such values or they are not known.</summary>
    public static int? Order(Value left, Value right, FoldingBudget budget, int depth = 0)
    {
        if (depth > MaxDepth || !budget.TrySpend(1))
        {
            return null;
        }

        switch (left, right)
        {
            case (TextValue { IsPartial: false } a, TextValue { IsPartial: false } b):
                return budget.TrySpend(Math.Min(a.Text.Length, b.Text.Length)) ? OrderText(a.Text, b.Text) : null;
            case (BytesValue { IsPartial: false } a, BytesValue { IsPartial: false } b):
                return budget.TrySpend(Math.Min(a.Bytes.Length, b.Bytes.Length)) ? a.Bytes.Span.SequenceCompareTo(b.Bytes.Span) : null;
            case (SequenceValue { Form: SequenceForm.List or SequenceForm.Tuple, IsPartial: false } a, SequenceValue { IsPartial: false } b) when a.Form == b.Form:
                for (int i = 0; i < Math.Min(a.Items.Length, b.Items.Length); i++)
                {
                    if (Equality.Same(a.Items[i], b.Items[i], budget, depth + 1) is not bool isSame)
                    {
                        return null;
                    }

                    if (!isSame)
                    {
                        return Order(a.Items[i], b.Items[i], budget, depth + 1);
                    }
                }

                return a.Items.Length.CompareTo(b.Items.Length);
            default:
                return Arithmetic.Order(left, right);
        }
    }

    /// <summary>By code point: a surrogate pair stands above every single unit.</summary>
    public static int OrderText(string a, string b)
    {
        int at = a.AsSpan().CommonPrefixLength(b);
        if (at == a.Length || at == b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        bool isPair = char.IsLowSurrogate(a[at]) && at > 0 && char.IsHighSurrogate(a[at - 1]);
        int start = isPair ? at - 1 : at;
        return Points.At(a, start).CompareTo(Points.At(b, start));
    }

    private static bool? Ordered(Operator op, Value left, Value right, FoldingBudget budget)
    {
        if (left is SequenceValue { Form: SequenceForm.Set } a && right is SequenceValue { Form: SequenceForm.Set } b)
        {
            return Sets.Compare(op, a, b, budget);
        }

        if ((left is FloatValue x && double.IsNaN(x.Value) && Numbers.TryFloat(right, out _))
            || (right is FloatValue y && double.IsNaN(y.Value) && Numbers.TryFloat(left, out _)))
        {
            return false;
        }

        return Order(left, right, budget) is not int order ? null : op switch
        {
            Operator.Less => order < 0,
            Operator.LessEqual => order <= 0,
            Operator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private static bool? IsSame(Value left, Value right) => (left, right) switch
    {
        (NoneValue, NoneValue) => true,
        (BoolValue a, BoolValue b) => a.Value == b.Value,
        _ when Characters.MayBe(left) || Characters.MayBe(right) => null,
        (NoneValue or BoolValue, _) or (_, NoneValue or BoolValue) => false,
        _ => null,
    };

    private static bool? Contains(Value container, Value item, FoldingBudget budget)
    {
        if (Characters.TryOf(container, out Characters all))
        {
            if (all.IsBytes && Numbers.TryInt32(item, out int value))
            {
                return value is < 0 or > 255 || !budget.TrySpend(all.Text.Length) ? null : Sure(all.Text.Contains((char)value, StringComparison.Ordinal));
            }

            return Characters.TryOf(item, out Characters part) && !part.IsPartial && all.Same(part) is string needle && budget.TrySpend(all.Text.Length)
                ? Sure(all.Text.Contains(needle, StringComparison.Ordinal))
                : null;
        }

        if (container is MappingValue mapping)
        {
            return Mappings.TryGet(mapping, item, budget, out Value? held) || held is not null ? held is not null : null;
        }

        if (container is not SequenceValue sequence)
        {
            return null;
        }

        if (item is IntValue or TextValue { IsPartial: false } && budget.Left > sequence.Items.Length && !sequence.IsPartial && Find(sequence, item, budget) is bool isFound)
        {
            return isFound;
        }

        bool isSure = !sequence.IsPartial;
        foreach (Value candidate in sequence.Items)
        {
            switch (Equality.Same(candidate, item, budget))
            {
                case true:
                    return true;
                case null:
                    isSure = false;
                    break;
            }
        }

        return isSure ? false : null;

        bool? Sure(bool isIn) => isIn || !all.IsPartial ? isIn : null;
    }

    // The plain case without a look at each pair's kinds: numbers among numbers, texts among texts. Null: it is not that case.
    private static bool? Find(SequenceValue sequence, Value item, FoldingBudget budget)
    {
        long spent = 0;
        bool? found = false;
        foreach (Value candidate in sequence.Items)
        {
            spent++;
            if (candidate is IntValue number && item is IntValue wanted)
            {
                if (number.Value == wanted.Value)
                {
                    found = true;
                    break;
                }
            }
            else if (candidate is TextValue { IsPartial: false } text && item is TextValue sought)
            {
                if (text.Text.Length == sought.Text.Length)
                {
                    spent += text.Text.Length;
                    if (text.Text == sought.Text)
                    {
                        found = true;
                        break;
                    }
                }
            }
            else
            {
                found = null;
                break;
            }
        }

        return budget.TrySpend(spent) ? found : null;
    }
}
