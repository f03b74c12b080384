using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Engine.Advisories;

/// <summary>An advisory in the form of OSV (schema 1.7.5), reduced to what concerns Python projects: what feeds yield and the index keeps.</summary>
/// <param name="Id">The feed's own id, such as <c>PYSEC-2019-179</c> or <c>MAL-2023-6655</c>.</param>
/// <param name="Feed">The id of the <see cref="AdvisoryFeed"/> it came from.</param>
public sealed record AdvisoryRecord(string Id, string Feed)
{
    private const string MalwarePrefix = "MAL-";

    /// <summary>Other ids of the same flaw; symmetric and transitive in meaning.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    public DateTimeOffset? Published { get; init; }

    public DateTimeOffset? Modified { get; init; }

    /// <summary>When it was taken back; such a record matches nothing after that moment.</summary>
    public DateTimeOffset? Withdrawn { get; init; }

    /// <summary>One line; empty where there is none. Unescaped.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Markdown of unknown origin; empty where there is none. Unescaped.</summary>
    public string Details { get; init; } = "";

    /// <summary>Vectors as written.</summary>
    public ImmutableArray<SeverityVector> Severities { get; init; } = [];

    /// <summary>A word such as <c>HIGH</c> where the feed rates in words (GHSA's <c>database_specific.severity</c>); null otherwise.</summary>
    public string? SeverityWord { get; init; }

    /// <summary>Weaknesses, such as <c>CWE-79</c>.</summary>
    public ImmutableArray<string> Weaknesses { get; init; } = [];

    public ImmutableArray<AdvisoryReference> References { get; init; } = [];

    /// <summary>One for each entry of <c>affected</c> whose ecosystem is PyPI; a project may stand in several.</summary>
    public ImmutableArray<AffectedProject> Affected { get; init; } = [];

    /// <summary>Known to be exploited (CISA KEV): the day it was listed; null where it is not, or no such list was given.</summary>
    public DateOnly? ExploitedSince { get; init; }

    /// <summary>Probability of exploitation within 30 days (FIRST EPSS), from 0 to 1; null where not known.</summary>
    public double? ExploitProbability { get; init; }

    /// <summary>True for records of the malicious-packages kind: the package itself is the harm.</summary>
    public bool IsMalware => Id.StartsWith(MalwarePrefix, StringComparison.Ordinal);
}

/// <summary>One entry of <c>affected</c>. A version is affected if a range holds it or it is listed (OSV schema, "Evaluation").</summary>
/// <param name="Ranges">Those of type ECOSYSTEM; GIT and SEMVER ranges say nothing about versions of the index and are left out when read.</param>
/// <param name="Versions">As written; need not be versions of PEP 440.</param>
public sealed record AffectedProject(ProjectName Project, ImmutableArray<AffectedRange> Ranges, ImmutableArray<string> Versions);

/// <summary>Events in the record's order.</summary>
public sealed record AffectedRange(ImmutableArray<RangeEvent> Events);

/// <summary>What happens at a version.</summary>
public enum RangeEventKind
{
    /// <summary>From here on affected; <c>0</c> is below every version.</summary>
    Introduced,

    /// <summary>From here on no longer affected.</summary>
    Fixed,

    /// <summary>The last that is affected.</summary>
    LastAffected,

    /// <summary>The range says nothing from here on.</summary>
    Limit,
}

/// <summary>One event of a range.</summary>
/// <param name="Version">As written.</param>
public readonly record struct RangeEvent(RangeEventKind Kind, string Version);

/// <summary>A severity as a vector.</summary>
/// <param name="Type"><c>CVSS_V2</c>, <c>CVSS_V3</c>, <c>CVSS_V4</c> or another word of the feed.</param>
/// <param name="Vector">As written.</param>
public readonly record struct SeverityVector(string Type, string Vector);

/// <summary>Where to read more.</summary>
/// <param name="Type">OSV's word: <c>ADVISORY</c>, <c>FIX</c>, <c>WEB</c> …</param>
/// <param name="Address">As written; untrusted.</param>
public readonly record struct AdvisoryReference(string Type, string Address);

/// <summary>A source of advisories, as of one date.</summary>
/// <param name="Id">A short word: <c>pysec</c>, <c>malicious-packages</c>, or the user's.</param>
/// <param name="Licence">SPDX expression, or empty where the user's own.</param>
/// <param name="Date">The day the feed's content is of, as stated by who built the index; null where nobody said.</param>
/// <param name="Records">Live records kept.</param>
/// <param name="Withdrawn">Withdrawn records kept.</param>
/// <param name="Dropped">Records that could not be read and were left out.</param>
public sealed record AdvisoryFeed(string Id, string Title, string Address, string Licence, DateOnly? Date, int Records, int Withdrawn, int Dropped);
