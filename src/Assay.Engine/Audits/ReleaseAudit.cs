using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Findings;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Engine.Audits;

/// <summary>Holds one release against the index, for a verdict.</summary>
public static class ReleaseAudit
{
    /// <summary>What is known against a release.</summary>
    /// <param name="version">As written; null where it is not known: then what speaks of every version hits, and what speaks of some is undecided.</param>
    /// <param name="now">Ends ignore entries.</param>
    /// <exception cref="AdvisoryIndexException">The index is damaged.</exception>
    public static ReleaseFlaws Of(AdvisoryIndex index, AdvisoryPolicy policy, ProjectName project, string? version, DateTimeOffset now)
    {
        ProjectAnswer answer = version is null ? OfAllVersions(index.Ask(project, (VersionSpecifierSet?)null)) : index.Ask(project, version);
        if (answer.Vulnerabilities.IsEmpty && answer.Undecided.IsEmpty)
        {
            return ReleaseFlaws.None;
        }

        IgnoreList ignores = new(policy.Ignores, environment: null, DateOnly.FromDateTime(now.UtcDateTime));
        return new ReleaseFlaws(
            [.. answer.Vulnerabilities.Where(static flaw => flaw.IsMalware)],
            [
                .. answer.Vulnerabilities
                    .Where(flaw => !flaw.IsMalware && policy.Counts(flaw) && ignores.Find(flaw, project, version) is null)
                    .OrderByDescending(static flaw => flaw.Severity.Level)
                    .ThenBy(static flaw => flaw.Id, StringComparer.Ordinal),
            ],
            answer.Undecided);
    }

    /// <summary>A world gap for each feed of the index that is older than allowed, or of no stated day.</summary>
    public static ImmutableArray<Gap> FeedGaps(AdvisoryIndex index, AdvisoryPolicy policy, DateTimeOffset now) =>
        Auditor.FeedGaps(index.Feeds, policy.MaxAge, DateOnly.FromDateTime(now.UtcDateTime));

    private static ProjectAnswer OfAllVersions(RangeAnswer answer) => new(
        [.. answer.Vulnerabilities.Where(static flaw => flaw.Share == RangeShare.All).Select(static flaw => flaw.Vulnerability)],
        [
            .. answer.Undecided,
            .. answer.Vulnerabilities.Where(static flaw => flaw.Share == RangeShare.Some).Select(static flaw => new UndecidedAdvisory(
                flaw.Vulnerability.Id, flaw.Vulnerability.Aliases, flaw.Vulnerability.Records[0].Feed, flaw.Vulnerability.Severity,
                "it speaks of some versions, and the file's name gives none")),
        ]);
}
