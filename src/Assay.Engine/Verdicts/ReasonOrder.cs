using Assay.Engine.Findings;

namespace Assay.Engine.Verdicts;

/// <summary>The order in which a verdict lists its reasons: worst first, of equals the gravest, then by rule, place and text, so that equal inputs give equal bytes.</summary>
internal sealed class ReasonOrder : IComparer<Reason>
{
    public static ReasonOrder Instance { get; } = new();

    public int Compare(Reason? x, Reason? y)
    {
        if (x is null || y is null)
        {
            return x is null ? (y is null ? 0 : -1) : 1;
        }

        int order = y.Ruling.CompareTo(x.Ruling);
        order = order != 0 ? order : Grave(y).CompareTo(Grave(x));
        order = order != 0 ? order : Weight(y).CompareTo(Weight(x));
        order = order != 0 ? order : string.CompareOrdinal(x.Id, y.Id);
        order = order != 0 ? order : PlaceOrder.Compare(x.Place, y.Place);
        order = order != 0 ? order : string.CompareOrdinal(x.Message, y.Message);
        order = order != 0 ? order : string.CompareOrdinal(x.PolicyLine, y.PolicyLine);
        order = order != 0 ? order : Nullable.Compare(x.Until, y.Until);
        order = order != 0 ? order : (x.Gap is null).CompareTo(y.Gap is null);
        order = order != 0 ? order : string.CompareOrdinal(x.Gap?.Limit, y.Gap?.Limit);
        return order != 0 || x.Finding is null || y.Finding is null ? order : Compare(x.Finding, y.Finding);
    }

    // A gap says nothing of its own, so what was seen stands before what was not.
    private static int Grave(Reason reason) => reason.Finding is Finding finding ? (int)finding.Severity : -1;

    private static double Weight(Reason reason) => reason.Finding is Finding finding ? ScoreTable.Of(finding) : 0;

    // Of two findings with the same words at the same place, the graver and surer first.
    private static int Compare(Finding x, Finding y)
    {
        int order = y.Severity.CompareTo(x.Severity);
        order = order != 0 ? order : y.Confidence.CompareTo(x.Confidence);
        order = order != 0 ? order : y.Context.CompareTo(x.Context);
        order = order != 0 ? order : x.Audience.CompareTo(y.Audience);
        order = order != 0 ? order : PlaceOrder.Compare(x.Trail.AsSpan(), y.Trail.AsSpan());
        return order != 0 ? order : PlaceOrder.Compare(Texts(x), Texts(y));
    }

    private static string[] Texts(Finding finding) => [.. finding.Evidence.SelectMany(static evidence => new[] { evidence.Label, evidence.Text })];
}
