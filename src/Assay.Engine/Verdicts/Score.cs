using System.Globalization;
using Assay.Engine.Findings;

namespace Assay.Engine.Verdicts;

/// <summary>
/// The sum of what different behaviours say together. Each pair of rule and context counts once, with its heaviest finding, so that
/// repeating one thing proves nothing more, and a second kind of thing does.
/// </summary>
internal static class Score
{
    /// <summary>Natural log-odds, from <see cref="ScoreTable.Prior"/> upwards; waived findings and rules that policy sets are left out.</summary>
    /// <param name="heaviest">Index of the reason that adds most; -1 where none adds anything.</param>
    /// <param name="kinds">How many kinds of behaviour add something.</param>
    public static double Of(IReadOnlyList<Reason> reasons, out int heaviest, out int kinds)
    {
        heaviest = -1;
        double most = 0;
        SortedDictionary<(string Rule, CodeContext Context), double> weights = [];
        for (int i = 0; i < reasons.Count; i++)
        {
            if (reasons[i] is not { Finding: Finding finding, WaivedBy: null, PolicyLine: "table" } || ScoreTable.Of(finding) is not (> 0 and double weight))
            {
                continue;
            }

            (string, CodeContext) kind = (finding.Rule, finding.Context);
            weights[kind] = Math.Max(weight, weights.GetValueOrDefault(kind));
            if (weight > most)
            {
                most = weight;
                heaviest = i;
            }
        }

        kinds = weights.Count;

        // In the order of the keys, so that the last bit does not depend on the order of the findings.
        return weights.Values.Aggregate(ScoreTable.Prior, static (sum, weight) => sum + weight);
    }

    /// <summary>What a score alone leads to.</summary>
    public static Ruling Band(double score) =>
        score >= ScoreTable.BlockFrom ? Ruling.Block : score >= ScoreTable.HoldFrom ? Ruling.Hold : Ruling.Allow;

    /// <summary>The heaviest reason, raised to what all of them lead to together.</summary>
    public static Reason Raise(Reason heaviest, Ruling band, double score, int kinds) => heaviest with
    {
        Ruling = band,
        PolicyLine = string.Create(CultureInfo.InvariantCulture, $"score {score:0.0}, of {kinds} kinds of behaviour together"),
    };
}
