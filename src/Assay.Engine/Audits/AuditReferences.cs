using System.Collections.Immutable;
using Assay.Engine.Advisories;

namespace Assay.Engine.Audits;

/// <summary>Adds to a report where to read more: it lies in compressed text, so only formats that show it pay for it.</summary>
public static class AuditReferences
{
    /// <summary>The same report with the references of every record that hits.</summary>
    public static AuditReport Fill(AuditReport report, AdvisoryIndex index)
    {
        // Records lie in the order of their ids, so that asking in that order unpacks each block of text once.
        Dictionary<(string Feed, string Id), ImmutableArray<AdvisoryReference>> known = [];
        foreach ((string feed, string id) in report.Entries
            .SelectMany(static entry => entry.Vulnerabilities.Concat(entry.Ignored.Select(static ignored => ignored.Vulnerability)))
            .SelectMany(static vulnerability => vulnerability.Records.Select(static record => (record.Feed, record.Id)))
            .Distinct()
            .OrderBy(static record => record.Feed, StringComparer.Ordinal)
            .ThenBy(static record => record.Id, StringComparer.Ordinal))
        {
            known.Add((feed, id), index.Find(id).FirstOrDefault(found => found.Id == id && found.Feed == feed)?.References ?? []);
        }

        return report with { Entries = [.. report.Entries.Select(entry => entry.Vulnerabilities.IsEmpty && entry.Ignored.IsEmpty ? entry : Fill(entry))] };

        AuditEntry Fill(AuditEntry entry) => entry with
        {
            Vulnerabilities = [.. entry.Vulnerabilities.Select(Filled)],
            Ignored = [.. entry.Ignored.Select(ignored => ignored with { Vulnerability = Filled(ignored.Vulnerability) })],
        };

        Vulnerability Filled(Vulnerability vulnerability) =>
            vulnerability with { Records = [.. vulnerability.Records.Select(record => record with { References = known[(record.Feed, record.Id)] })] };
    }
}
