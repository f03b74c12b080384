using System.Collections.Immutable;
using Assay.Engine.Advisories;

namespace Assay.Engine.Audits;

/// <summary>Adds to a report where to read more: only formats that show it pay for it.</summary>
public static class AuditReferences
{
    /// <summary>The same report with the references of every record that hits.</summary>
    public static AuditReport Fill(AuditReport report, AdvisoryIndex index)
    {
        return report with { Entries = [.. report.Entries.Select(entry => entry.Vulnerabilities.IsEmpty && entry.Ignored.IsEmpty ? entry : Fill(entry))] };

        AuditEntry Fill(AuditEntry entry) => entry with
        {
            Vulnerabilities = [.. entry.Vulnerabilities.Select(Filled)],
            Ignored = [.. entry.Ignored.Select(ignored => ignored with { Vulnerability = Filled(ignored.Vulnerability) })],
        };

        Vulnerability Filled(Vulnerability vulnerability) =>
            vulnerability with { Records = [.. vulnerability.Records.Select(record => record with { References = index.ReferencesOf(record.Feed, record.Id) })] };
    }
}
