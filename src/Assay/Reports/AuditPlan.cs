using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Packaging.Versions;

namespace Assay.Reports;

/// <summary>A project at one version, and what one change of it does about a set of vulnerabilities.</summary>
/// <param name="Name">As the first of its entries writes it.</param>
/// <param name="Target">The version to go to; null where nothing but removing it or waiting helps.</param>
/// <param name="IsComplete">True where nothing known is left at the target.</param>
/// <param name="Vulnerabilities">The gravest first.</param>
/// <param name="Entries">Where it stands, in the order of the input.</param>
public sealed record AuditStep(
    string Name, string? Version, string? Target, bool IsComplete, ImmutableArray<Vulnerability> Vulnerabilities, ImmutableArray<AuditEntry> Entries)
{
    /// <summary>The project that is to be changed instead, since it holds these copies; null for none. Unescaped.</summary>
    public string? BundledIn => Entries[0].Item.BundledIn;
}

/// <summary>What an audit found, by what there is to do about it: every counted vulnerability stands in exactly one of the four lists.</summary>
/// <param name="Malware">To be removed, with whatever else is known against them.</param>
/// <param name="Upgrades">Solved by another version.</param>
/// <param name="Unfixed">No version is known that solves them.</param>
/// <param name="Ranges">Entries without a pin that allow affected versions, the gravest first.</param>
public sealed record AuditPlan(
    ImmutableArray<AuditStep> Malware, ImmutableArray<AuditStep> Upgrades, ImmutableArray<AuditStep> Unfixed, ImmutableArray<AuditEntry> Ranges)
{
    public static AuditPlan Of(AuditReport report)
    {
        List<AuditStep> malware = [];
        List<AuditStep> upgrades = [];
        List<AuditStep> unfixed = [];
        IEnumerable<IGrouping<(string, string?, string?, string?), AuditEntry>> copies = report.Entries
            .Where(static entry => entry.Range is null && !entry.Vulnerabilities.IsEmpty)
            .GroupBy(static entry => (AuditWords.KeyOf(entry.Item), entry.Item.Version, entry.Item.BundledIn, entry.FixVersion));
        foreach (IGrouping<(string, string?, string?, string?), AuditEntry> group in copies)
        {
            ImmutableArray<AuditEntry> entries = [.. group];
            ImmutableArray<Vulnerability> all = [.. entries.SelectMany(static entry => entry.Vulnerabilities).DistinctBy(static vulnerability => vulnerability.Id).Order(AuditWords.GravestFirst)];

            // What goes for being malware takes its flaws along.
            if (all.Any(static vulnerability => vulnerability.IsMalware))
            {
                Add(malware, null, false, [.. all.OrderByDescending(static vulnerability => vulnerability.IsMalware)]);
                continue;
            }

            (string? target, ImmutableArray<Vulnerability> solved) = entries[0].FixVersion is string planned ? (planned, all) : TargetOf(all);
            Add(upgrades, target, entries[0].FixVersion is not null && entries[0].FixLeaves.IsNothing, solved);
            Add(unfixed, null, false, [.. all.Except(solved)]);

            void Add(List<AuditStep> steps, string? to, bool isComplete, ImmutableArray<Vulnerability> about)
            {
                if (!about.IsEmpty)
                {
                    steps.Add(new(entries[0].Item.Name, entries[0].Item.Version, to, isComplete, about, entries));
                }
            }
        }

        return new(
            Sorted(malware), Sorted(upgrades), Sorted(unfixed),
            [
                .. report.Entries.Where(static entry => entry.Range is not null && !entry.Vulnerabilities.IsEmpty)
                    .OrderBy(static entry => entry.Vulnerabilities.Order(AuditWords.GravestFirst).First(), AuditWords.GravestFirst),
            ]);
    }

    private static ImmutableArray<AuditStep> Sorted(List<AuditStep> steps) =>
    [
        .. steps.OrderBy(static step => step.Vulnerabilities[0], AuditWords.GravestFirst)
            .ThenByDescending(static step => step.Vulnerabilities.Length)
            .ThenBy(static step => step.Name, StringComparer.Ordinal)
            .ThenBy(static step => step.Version ?? "", VersionOrder.Instance),
    ];

    // Where nobody planned: the first version that each of the flaws names as fixed, or that is not below the last such version. A version
    // between two branches' fixes may be affected again, so it does not count.
    private static (string? Target, ImmutableArray<Vulnerability> Solved) TargetOf(ImmutableArray<Vulnerability> flaws)
    {
        ImmutableArray<Vulnerability> fixable = [.. flaws.Where(static flaw => !flaw.FixedVersions.IsEmpty)];
        string[] candidates = [.. fixable.SelectMany(static flaw => flaw.FixedVersions).Distinct(StringComparer.Ordinal).Order(VersionOrder.Instance)];
        Dictionary<string, int> ranks = RanksOf(candidates);
        string? target = Array.Find(candidates, candidate => fixable.All(flaw => Solves(candidate, flaw, ranks)));
        return (target, target is null ? [] : fixable);
    }

    // Each version is compared once with its neighbour: several spellings of one version have the same rank.
    private static Dictionary<string, int> RanksOf(string[] ordered)
    {
        Dictionary<string, int> ranks = new(ordered.Length, StringComparer.Ordinal);
        int rank = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            rank = i > 0 && VersionOrder.Instance.Compare(ordered[i - 1], ordered[i]) != 0 ? i : rank;
            ranks.Add(ordered[i], rank);
        }

        return ranks;
    }

    private static bool Solves(string candidate, Vulnerability flaw, Dictionary<string, int> ranks) =>
        ranks[candidate] >= ranks[flaw.FixedVersions[^1]] || flaw.FixedVersions.Contains(candidate, StringComparer.Ordinal);
}
