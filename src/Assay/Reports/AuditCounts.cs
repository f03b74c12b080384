using Assay.Engine.Audits;

namespace Assay.Reports;

/// <summary>The numbers of an audit. A flaw counts once for each project and version that has it, however often that is installed or listed.</summary>
/// <param name="Vulnerabilities">Those that policy does not ignore, malware left out.</param>
/// <param name="Malware">Malicious releases.</param>
/// <param name="Reaching">Of both, those at or above the threshold.</param>
/// <param name="Affected">Projects at a version (or range) that have one.</param>
/// <param name="Undecided">Records that could not be decided.</param>
/// <param name="IsComplete">False where an item is unknown or an input could not be read whole.</param>
public sealed record AuditCounts(
    int Audited, int Skipped, int Unknown, int Vulnerabilities, int Malware, int Reaching, int Affected, int Ignored, int Undecided, bool IsComplete)
{
    public static AuditCounts Of(AuditReport report)
    {
        var found = report.Entries
            .Where(static entry => !entry.Vulnerabilities.IsEmpty)
            .Select(static entry => (Copy: CopyOf(entry.Item), entry.Vulnerabilities))
            .SelectMany(static entry => entry.Vulnerabilities.Select(vulnerability => (entry.Copy, Vulnerability: vulnerability)))
            .DistinctBy(static pair => (pair.Copy, pair.Vulnerability.Id))
            .ToList();
        return new(
            Count(Coverage.Audited), Count(Coverage.Skipped), Count(Coverage.Unknown),
            found.Count(static pair => !pair.Vulnerability.IsMalware),
            found.Count(static pair => pair.Vulnerability.IsMalware),
            found.Count(pair => report.Counts(pair.Vulnerability)),
            found.DistinctBy(static pair => pair.Copy).Count(),
            report.Entries.SelectMany(static entry => entry.Ignored.Select(ignored => (CopyOf(entry.Item), ignored.Vulnerability.Id))).Distinct().Count(),
            report.Entries.SelectMany(static entry => entry.Undecided.Select(undecided => (CopyOf(entry.Item), undecided.Id))).Distinct().Count(),
            !AuditOutcome.Of(report).IsIncomplete);

        int Count(Coverage coverage) => report.Entries.Count(entry => entry.Coverage == coverage);
    }

    private static (string, string?, string?) CopyOf(AuditItem item) => (AuditWords.KeyOf(item), item.Version, AuditWords.Allowed(item));
}
