using System.Collections.Immutable;
using Assay.Engine.Advisories;

namespace Assay.Engine.Audits;

/// <summary>Compares two audits: a vulnerability is the same if the project is and an id or alias is shared.</summary>
public static class AuditComparer
{
    /// <summary>What is new, gone, and still there, in the order of the entries.</summary>
    /// <param name="against">What <paramref name="before"/> is, for people.</param>
    public static AuditComparison Compare(AuditReport before, AuditReport now, string against)
    {
        ImmutableArray<ComparedVulnerability> old = All(before);
        ImmutableArray<ComparedVulnerability> current = All(now);
        HashSet<(string Project, string Id)> known = IdsOf(old);
        HashSet<(string Project, string Id)> present = IdsOf(current);
        return new AuditComparison(
            against,
            [.. current.Where(one => !IsAmong(one, known))],
            [.. old.Where(one => !IsAmong(one, present))],
            [.. current.Where(one => IsAmong(one, known))]);
    }

    private static ImmutableArray<ComparedVulnerability> All(AuditReport report)
    {
        ImmutableArray<ComparedVulnerability>.Builder all = ImmutableArray.CreateBuilder<ComparedVulnerability>();
        HashSet<(string, string)> seen = [];
        foreach (AuditEntry entry in report.Entries)
        {
            string project = entry.Item.Project?.Normalized ?? entry.Item.Name;
            foreach (Vulnerability vulnerability in entry.Vulnerabilities)
            {
                if (seen.Add((project, vulnerability.Id)))
                {
                    all.Add(new ComparedVulnerability(project, entry.Item.Version, vulnerability));
                }
            }
        }

        return all.DrainToImmutable();
    }

    private static HashSet<(string Project, string Id)> IdsOf(ImmutableArray<ComparedVulnerability> all) =>
        [.. all.SelectMany(static one => Ids(one.Vulnerability).Select(id => (one.Project, id)))];

    private static bool IsAmong(ComparedVulnerability one, HashSet<(string Project, string Id)> known) =>
        Ids(one.Vulnerability).Any(id => known.Contains((one.Project, id)));

    private static IEnumerable<string> Ids(Vulnerability vulnerability) => vulnerability.Aliases.Prepend(vulnerability.Id);
}
