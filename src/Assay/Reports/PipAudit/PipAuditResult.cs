using System.Collections.Immutable;

namespace Assay.Reports.PipAudit;

/// <summary>What a run of the pip-audit profile found, in the shape in which pip-audit 2.10 reports.</summary>
/// <param name="Dependencies">In the order of the input.</param>
/// <param name="Fixes">With <c>--fix</c>: one a project and version; empty otherwise, and in a dry run.</param>
public sealed record PipAuditResult(ImmutableArray<PipAuditDependency> Dependencies, ImmutableArray<PipAuditFix> Fixes)
{
    /// <summary>Vulnerabilities in all.</summary>
    public int VulnerabilityCount => Dependencies.Sum(static dependency => dependency.Vulnerabilities.Length);

    /// <summary>Dependencies that have any.</summary>
    public int VulnerableCount => Dependencies.Count(static dependency => !dependency.Vulnerabilities.IsEmpty);

    /// <summary>Of these, the ones that an upgrade mended.</summary>
    public int FixedCount => Dependencies.Count(IsFixed);

    /// <summary>Vulnerabilities of those.</summary>
    public int FixedVulnerabilityCount => Dependencies.Where(IsFixed).Sum(static dependency => dependency.Vulnerabilities.Length);

    private bool IsFixed(PipAuditDependency dependency) =>
        !dependency.Vulnerabilities.IsEmpty && Fixes.Any(fix => fix.NewVersion is not null && fix.CanonicalName == dependency.CanonicalName && fix.OldVersion == dependency.Version);
}

/// <summary>One dependency.</summary>
/// <param name="Name">As its metadata or the file writes it; untrusted.</param>
/// <param name="CanonicalName">Normalised, where it is a project's name; else as written.</param>
/// <param name="Version">Null where it was skipped.</param>
/// <param name="SkipReason">Null where it was audited.</param>
public sealed record PipAuditDependency(
    string Name, string CanonicalName, string? Version, string? SkipReason, ImmutableArray<PipAuditVulnerability> Vulnerabilities);

/// <summary>One vulnerability of a dependency.</summary>
/// <param name="Description">On one line; untrusted.</param>
public sealed record PipAuditVulnerability(
    string Id, ImmutableArray<string> FixVersions, ImmutableArray<string> Aliases, string Description);

/// <summary>One upgrade that <c>--fix</c> made, or could not make.</summary>
/// <param name="OldVersion">Normalised where it is one of PEP 440.</param>
/// <param name="NewVersion">Null where none was found.</param>
/// <param name="SkipReason">Null where there is a new version.</param>
public sealed record PipAuditFix(string CanonicalName, string OldVersion, string? NewVersion, string? SkipReason);

/// <summary>Which columns are shown.</summary>
public sealed record PipAuditShown(bool Descriptions, bool Aliases);
