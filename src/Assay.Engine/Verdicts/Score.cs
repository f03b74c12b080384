using System.Globalization;
using Assay.Engine.Findings;

namespace Assay.Engine.Verdicts;

/// <summary>
/// The sum of what different behaviours of one file say together, of the file with the greatest. Each pair of rule and context counts
/// once, with its heaviest finding, so that repeating one thing proves nothing more, and a second kind of thing does. Files are not
/// added up: a large package does many things, each for its own reason.
/// </summary>
internal static class Score
{
    /// <summary>Natural log-odds, from <see cref="ScoreTable.Prior"/> upwards; waived findings and rules that policy sets are left out.</summary>
    /// <param name="heaviest">Index of the reason that adds most; -1 where none adds anything.</param>
    /// <param name="kinds">How many kinds of behaviour add something.</param>
    public static double Of(IReadOnlyList<Reason> reasons, out int heaviest, out int kinds)
    {
        heaviest = -1;
        kinds = 0;
        SortedDictionary<string, Dictionary<(string Rule, CodeContext Context), (double Weight, int Index)>> files = new(StringComparer.Ordinal);
        for (int i = 0; i < reasons.Count; i++)
        {
            if (reasons[i] is not { Finding: Finding finding, WaivedBy: null, PolicyLine: "table" } || ScoreTable.Of(finding) is not (> 0 and double weight))
            {
                continue;
            }

            string file = finding.Place is MemberPlace member ? string.Join('\0', member.Path) : "";
            if (!files.TryGetValue(file, out Dictionary<(string, CodeContext), (double Weight, int Index)>? weights))
            {
                files.Add(file, weights = []);
            }

            (string, CodeContext) kind = (finding.Rule, finding.Context);
            if (weight > weights.GetValueOrDefault(kind).Weight)
            {
                weights[kind] = (weight, i);
            }
        }

        double most = 0;
        foreach (Dictionary<(string, CodeContext), (double Weight, int Index)> weights in files.Values)
        {
            // From the smallest, so that the last bit does not depend on the order of the findings.
            double sum = weights.Values.Select(static entry => entry.Weight).Order().Sum();
            if (sum > most)
            {
                most = sum;
                kinds = weights.Count;
                heaviest = weights.Values.MaxBy(static entry => entry.Weight).Index;
            }
        }

        return ScoreTable.Prior + most;
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
