using Assay.Engine.Findings;

namespace Assay.Engine.Advisories;

/// <summary>Scores vectors of the Common Vulnerability Scoring System (FIRST), versions 2.0, 3.0, 3.1 and 4.0.</summary>
public static class Cvss
{
    private const string Version30 = "CVSS:3.0/";
    private const string Version31 = "CVSS:3.1/";
    private const string Version40 = "CVSS:4.0/";

    /// <summary>
    /// The score of a vector, with its rating. Of versions 2 and 3 it is the base score, whatever else is written; version 4 has one score, in which
    /// threat and environment count as far as the vector states them (specification 4.0, section 7). A vector without a version is one of version 2.
    /// </summary>
    /// <returns><see cref="SeverityRating.Unknown"/> where the vector can't be read.</returns>
    public static SeverityRating Rate(string vector)
    {
        if (vector.StartsWith(Version40, StringComparison.Ordinal))
        {
            return CvssV4.Score(vector.AsSpan(Version40.Length)) is { } score ? new SeverityRating(Level(score), score, vector) : SeverityRating.Unknown;
        }

        if (vector.StartsWith(Version31, StringComparison.Ordinal) || vector.StartsWith(Version30, StringComparison.Ordinal))
        {
            return CvssV3.BaseScore(vector.AsSpan(Version31.Length)) is { } score ? new SeverityRating(Level(score), score, vector) : SeverityRating.Unknown;
        }

        return CvssV2.BaseScore(vector) is { } old ? new SeverityRating(LevelOfVersion2(old), old, vector) : SeverityRating.Unknown;
    }

    /// <summary>Newer versions say more: 4 before 3 before 2.</summary>
    internal static int VersionOf(string vector) =>
        vector.StartsWith(Version40, StringComparison.Ordinal) ? 4
        : vector.StartsWith(Version31, StringComparison.Ordinal) || vector.StartsWith(Version30, StringComparison.Ordinal) ? 3
        : 2;

    // Specifications 3.1 (section 5) and 4.0 (section 6), "Qualitative Severity Rating Scale".
    private static Severity Level(double score) => score switch
    {
        >= 9.0 => Severity.Critical,
        >= 7.0 => Severity.High,
        >= 4.0 => Severity.Medium,
        > 0.0 => Severity.Low,
        _ => Severity.Info,
    };

    // Version 2 has no scale of its own; this is the one of the National Vulnerability Database.
    private static Severity LevelOfVersion2(double score) => score switch
    {
        >= 7.0 => Severity.High,
        >= 4.0 => Severity.Medium,
        _ => Severity.Low,
    };
}
