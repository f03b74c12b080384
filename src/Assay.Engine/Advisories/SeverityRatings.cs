using Assay.Engine.Findings;

namespace Assay.Engine.Advisories;

/// <summary>How bad a record says its flaw is.</summary>
public static class SeverityRatings
{
    /// <summary>A package that is malware is critical; else the feed's word counts; else nothing is known.</summary>
    public static SeverityRating Of(AdvisoryRecord record) =>
        record.IsMalware ? new SeverityRating(Severity.Critical, null, null) : OfWord(record.SeverityWord);

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
