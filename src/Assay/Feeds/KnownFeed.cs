using System.Collections.Immutable;

namespace Assay.Feeds;

/// <summary>A source of advisories that is known by its records' ids: whose it is, and under which terms.</summary>
/// <param name="Licence">SPDX expression; empty where nothing is stated or the source is the user's own.</param>
/// <param name="Prefixes">What its records' ids begin with.</param>
public sealed record KnownFeed(string Id, string Title, string Address, string Licence, ImmutableArray<string> Prefixes)
{
    public const string ExploitedId = "cisa-kev";
    public const string PredictionId = "first-epss";
    public const string SafetyId = "safety";

    /// <summary>Records whose id nobody here knows.</summary>
    public static KnownFeed Other { get; } = new("other", "Other advisories", "", "", []);

    public static ImmutableArray<KnownFeed> All { get; } =
    [
        new("pysec", "Python Packaging Advisory Database", "https://github.com/pypa/advisory-database", "CC-BY-4.0", ["PYSEC-"]),
        new("ghsa", "GitHub Advisory Database", "https://github.com/github/advisory-database", "CC-BY-4.0", ["GHSA-"]),
        new("malicious-packages", "OpenSSF Malicious Packages", "https://github.com/ossf/malicious-packages", "Apache-2.0", ["MAL-"]),
        new("oss-fuzz", "OSS-Fuzz", "https://github.com/google/oss-fuzz-vulns", "CC-BY-4.0", ["OSV-"]),
        new(SafetyId, "Safety DB, the user's own copy", "", "", ["pyup.io-", "SAFETY-"]),
        new(ExploitedId, "CISA Known Exploited Vulnerabilities", "https://www.cisa.gov/known-exploited-vulnerabilities-catalog", "CC0-1.0", []),
        new(PredictionId, "FIRST Exploit Prediction Scoring System", "https://www.first.org/epss", "", []),
        Other,
    ];

    /// <summary>The feed that an id belongs to.</summary>
    public static KnownFeed Of(string id) =>
        All.FirstOrDefault(feed => feed.Prefixes.Any(prefix => id.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))) ?? Other;

    public static KnownFeed? Find(string feedId) => All.FirstOrDefault(feed => feed.Id == feedId);
}
