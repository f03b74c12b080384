using Assay.Python.Syntax;

namespace Assay.Python.Meaning.Folding;

/// <summary>Sets: made, combined and compared. Their order is not known, so what depends on it is not folded.</summary>
internal static class Sets
{
    /// <summary>A set of these items, each once; null where one is not known.</summary>
    public static SequenceValue? Make(IEnumerable<Value> items)
    {
        HashSet<Value> seen = new(Equality.Instance);
        List<Value> kept = [];
        foreach (Value item in items)
        {
            if (!Equality.IsKey(item))
            {
                return null;
            }

            if (seen.Add(item))
            {
                kept.Add(item);
            }
        }

        return new SequenceValue(SequenceForm.Set, [.. kept], false, Labels.None);
    }

    public static SequenceValue? Combine(Operator op, SequenceValue left, SequenceValue right, FoldingBudget budget)
    {
        if (left.Form != SequenceForm.Set || right.Form != SequenceForm.Set || Known(left, right, budget) is not (HashSet<Value> a, HashSet<Value> b))
        {
            return null;
        }

        return op switch
        {
            Operator.BitOr => Make(left.Items.Concat(right.Items)),
            Operator.BitAnd => Make(left.Items.Where(b.Contains)),
            Operator.Subtract => Make(left.Items.Where(item => !b.Contains(item))),
            Operator.BitXor => Make(left.Items.Where(item => !b.Contains(item)).Concat(right.Items.Where(item => !a.Contains(item)))),
            _ => null,
        };
    }

    public static bool? Compare(Operator op, SequenceValue left, SequenceValue right, FoldingBudget budget) =>
        Known(left, right, budget) is not (HashSet<Value> a, HashSet<Value> b) ? null : op switch
        {
            Operator.Less => a.IsProperSubsetOf(b),
            Operator.LessEqual => a.IsSubsetOf(b),
            Operator.Greater => a.IsProperSupersetOf(b),
            _ => a.IsSupersetOf(b),
        };

    private static (HashSet<Value> Left, HashSet<Value> Right)? Known(SequenceValue left, SequenceValue right, FoldingBudget budget) =>
        !left.IsPartial && !right.IsPartial && budget.TrySpend(left.Items.Length + right.Items.Length)
        && left.Items.All(static item => Equality.IsKey(item)) && right.Items.All(static item => Equality.IsKey(item))
            ? (left.Items.ToHashSet(Equality.Instance), right.Items.ToHashSet(Equality.Instance))
            : null;
}
