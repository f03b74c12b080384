using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Packaging.Names;

namespace Assay.Engine.Advisories;

/// <summary>What a policy says about known vulnerabilities.</summary>
/// <param name="Threshold">From which severity one counts.</param>
/// <param name="Disputed">What becomes of one that another source contradicts.</param>
/// <param name="MaxAge">How old a feed may be before reports say so.</param>
public sealed record AdvisoryPolicy(
    AuditThreshold Threshold, DisputeTreatment Disputed, TimeSpan MaxAge, ImmutableArray<AdvisoryIgnore> Ignores)
{
    /// <summary>Every vulnerability counts, disputed ones too; feeds may be 30 days old; nothing is ignored.</summary>
    public static AdvisoryPolicy Default { get; } = new(AuditThreshold.Any, DisputeTreatment.Count, TimeSpan.FromDays(30), []);

    /// <summary>True where a vulnerability is bad enough to count: unknown severity is at or above every threshold but <see cref="AuditThreshold.None"/>.</summary>
    public bool Counts(Vulnerability vulnerability) => Counts(vulnerability, Threshold, Disputed);

    /// <inheritdoc cref="Counts(Vulnerability)"/>
    public static bool Counts(Vulnerability vulnerability, AuditThreshold threshold, DisputeTreatment disputed) =>
        (vulnerability.Disputed is null || disputed == DisputeTreatment.Count || vulnerability.IsMalware) && IsAtOrAbove(vulnerability.Severity.Level, threshold);

    /// <summary>True where a level is at or above a threshold.</summary>
    /// <param name="level">Null: unknown.</param>
    public static bool IsAtOrAbove(Severity? level, AuditThreshold threshold) => threshold switch
    {
        AuditThreshold.None => false,
        AuditThreshold.Any => true,
        _ => level is null || level >= threshold switch
        {
            AuditThreshold.Low => Severity.Low,
            AuditThreshold.Medium => Severity.Medium,
            AuditThreshold.High => Severity.High,
            _ => Severity.Critical,
        },
    };
}

/// <summary>What becomes of a vulnerability when sources disagree about a version.</summary>
public enum DisputeTreatment
{
    /// <summary>It counts like any other.</summary>
    Count,

    /// <summary>It is listed as disputed and does not count.</summary>
    List,
}

/// <summary>Severity from which vulnerabilities count. Unknown severity is at or above every one but <see cref="None"/>.</summary>
public enum AuditThreshold
{
    /// <summary>Any vulnerability.</summary>
    Any,
    Low,
    Medium,
    High,
    Critical,

    /// <summary>None counts.</summary>
    None,
}

/// <summary>An entry of policy that ignores a vulnerability.</summary>
/// <param name="Id">Any id or alias of it.</param>
/// <param name="Versions">A PEP 440 specifier; null: all.</param>
/// <param name="Marker">A PEP 508 marker under which it counts; null: always.</param>
/// <param name="Expires">First day on which it no longer counts, in UTC; null: does not end by date.</param>
/// <param name="UntilFixed">It counts only as long as no fixed version is known.</param>
/// <param name="Origin">File and line, or the option.</param>
public sealed record AdvisoryIgnore(
    string Id, ProjectName? Project, string? Versions, string? Marker, string? Reason, string? Owner, DateOnly? Expires, bool UntilFixed, string Origin);
