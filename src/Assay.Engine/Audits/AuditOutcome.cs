using Assay.Engine.Advisories;

namespace Assay.Engine.Audits;

/// <summary>What an audit comes to, for exit codes and for the last line of a report.</summary>
/// <param name="HasFindings">A vulnerability counts.</param>
/// <param name="IsIncomplete">An item is unknown, or items may be missing.</param>
/// <param name="HasOldFeeds">A feed is older than allowed, or of no stated day.</param>
public sealed record AuditOutcome(bool HasFindings, bool IsIncomplete, bool HasOldFeeds)
{
    /// <summary>Sums a report up.</summary>
    public static AuditOutcome Of(AuditReport report) => new(
        report.Entries.Any(entry => Counts(entry) && entry.Vulnerabilities.Any(report.Counts)),
        report.Entries.Any(static entry => entry.Coverage == Coverage.Unknown) || report.Problems.Any(static problem => problem.MakesIncomplete),
        !report.Gaps.IsEmpty);

    // Of a range affected in part nobody knows which version would come; that is incomplete, not a finding.
    private static bool Counts(AuditEntry entry) => entry.Range is null or { Share: RangeShare.All };
}
