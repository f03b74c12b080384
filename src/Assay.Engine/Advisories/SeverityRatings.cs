using Assay.Engine.Findings;

namespace Assay.Engine.Advisories;

/// <summary>How bad a record says its flaw is.</summary>
public static class SeverityRatings
{
    /// <summary>
    /// A package that is malware is critical. Else the best vector counts that can be read: of the newest version of CVSS, and of several of that the
    /// worst; else the feed's word, <c>MODERATE</c> being medium; else nothing is known.
    /// </summary>
    public static SeverityRating Of(AdvisoryRecord record) =>
        record.IsMalware
            ? new SeverityRating(Severity.Critical, null, null)
            : record.Severities
                .Select(static severity => (Version: Cvss.VersionOf(severity.Vector), Rating: Cvss.Rate(severity.Vector)))
                .Where(static rated => rated.Rating.Level is not null)
                .OrderByDescending(static rated => rated.Version)
                .ThenByDescending(static rated => rated.Rating.Score)
                .Select(static rated => rated.Rating)
                .FirstOrDefault() ?? OfWord(record.SeverityWord);

    private static SeverityRating OfWord(string? word)
    {
        Severity? level = word?.ToUpperInvariant() switch
        {
            "CRITICAL" => Severity.Critical,
            "HIGH" => Severity.High,
            "MODERATE" or "MEDIUM" => Severity.Medium,
            "LOW" => Severity.Low,
            "NONE" => Severity.Info,
            _ => null,
        };
        return level is null ? SeverityRating.Unknown : new SeverityRating(level, null, null);
    }
}
