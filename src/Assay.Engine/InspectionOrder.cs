using System.Collections.Immutable;
using Assay.Engine.Findings;

namespace Assay.Engine;

/// <summary>The one order of findings and gaps in an inspection: it depends on what they say, not on when they were found.</summary>
public static class InspectionOrder
{
    public static ImmutableArray<Finding> Sort(List<Finding> findings)
    {
        findings.Sort(Compare);
        return [.. findings];
    }

    /// <summary>Sorts, and drops gaps that say the same.</summary>
    public static ImmutableArray<Gap> Sort(List<Gap> gaps)
    {
        gaps.Sort(Compare);
        ImmutableArray<Gap>.Builder kept = ImmutableArray.CreateBuilder<Gap>(gaps.Count);
        foreach (Gap gap in gaps)
        {
            if (kept.Count == 0 || Compare(kept[^1], gap) != 0)
            {
                kept.Add(gap);
            }
        }

        return kept.DrainToImmutable();
    }

    private static int Compare(Finding left, Finding right)
    {
        int order = string.CompareOrdinal(left.Rule, right.Rule);
        order = order != 0 ? order : PlaceOrder.Compare(left.Place, right.Place);
        order = order != 0 ? order : string.CompareOrdinal(left.Message, right.Message);
        order = order != 0 ? order : right.Severity.CompareTo(left.Severity);
        order = order != 0 ? order : right.Confidence.CompareTo(left.Confidence);
        order = order != 0 ? order : right.Context.CompareTo(left.Context);
        return order != 0 ? order : CompareEvidence(left.Evidence, right.Evidence);
    }

    private static int Compare(Gap left, Gap right)
    {
        int order = left.Kind.CompareTo(right.Kind);
        order = order != 0 ? order : PlaceOrder.Compare(left.Place, right.Place);
        order = order != 0 ? order : string.CompareOrdinal(left.Limit, right.Limit);
        return order != 0 ? order : string.CompareOrdinal(left.Detail, right.Detail);
    }

    private static int CompareEvidence(ImmutableArray<Evidence> left, ImmutableArray<Evidence> right)
    {
        int shared = Math.Min(left.Length, right.Length);
        for (int i = 0; i < shared; i++)
        {
            int order = string.CompareOrdinal(left[i].Label, right[i].Label);
            order = order != 0 ? order : string.CompareOrdinal(left[i].Text, right[i].Text);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
