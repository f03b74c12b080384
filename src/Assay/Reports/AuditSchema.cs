using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>The document of <c>assay audit --format json</c>: schema <c>assay.audit/1</c>.</summary>
/// <param name="Schema">Name and version of this shape; a reader checks it first.</param>
/// <param name="Created">UTC, to the second; <c>SOURCE_DATE_EPOCH</c> where set.</param>
/// <param name="Threshold"><c>any</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>critical</c> or <c>none</c>.</param>
/// <param name="Index">Lower-case hex sha256 of the advisories' index.</param>
public sealed record ReportedAudit(
    string Schema, string Created, ReportedTool Tool, string? AsOf, string Threshold, string Index, ReportedAuditCounts Summary,
    ImmutableArray<ReportedFeed> Feeds, ImmutableArray<ReportedSource> Sources, ImmutableArray<ReportedStep> Steps, ImmutableArray<ReportedPackage> Packages,
    ImmutableArray<ReportedIgnore> IdleIgnores, ImmutableArray<ReportedProblem> Problems, ImmutableArray<ReportedAuditGap> Gaps, ReportedSince? Since)
{
    public const string CurrentSchema = "assay.audit/1";

    public static ReportedAudit Of(ReportStyle style, AuditReport report)
    {
        AuditPlan plan = AuditPlan.Of(report);
        return new(
            CurrentSchema, ReasonText.Time(style.Created), new ReportedTool("assay", style.Version, style.EngineBuild), Day(report.AsOf),
            ReportedFinding.Lower(report.Threshold), report.IndexDigest, ReportedAuditCounts.Of(AuditCounts.Of(report)),
            [.. report.Feeds.Select(static feed => new ReportedFeed(feed.Id, feed.Title, feed.Address, feed.Licence, Day(feed.Date), feed.Records, feed.Withdrawn, feed.Dropped))],
            [.. report.Sources.Select(static source => new ReportedSource(source.Kind, source.Path))],
            [
                .. plan.Malware.Select(static step => ReportedStep.Of("remove", step)),
                .. plan.Upgrades.Select(static step => ReportedStep.Of("upgrade", step)),
                .. plan.Unfixed.Select(static step => ReportedStep.Of("none", step)),
            ],
            [.. report.Entries.Select(entry => ReportedPackage.Of(report, entry))],
            [.. report.IdleIgnores.Select(static idle => ReportedIgnore.Of(idle.Ignore, idle.Reason))],
            [.. report.Problems.Select(static problem => new ReportedProblem(problem.Place.File, problem.Place.Line, problem.Message, problem.MakesIncomplete))],
            [.. report.Gaps.Select(static gap => new ReportedAuditGap(gap.Id, ReportedFinding.Lower(gap.Weight), gap.Place.Describe(), gap.Limit, gap.Detail))],
            report.Since is AuditComparison since ? ReportedSince.Of(report, since) : null);
    }

    internal static string? Day(DateOnly? day) => day is DateOnly known ? AuditWords.Date(known) : null;
}

/// <summary>The numbers of the audit (<see cref="AuditCounts"/>).</summary>
public sealed record ReportedAuditCounts(
    int Audited, int Skipped, int Unknown, int Vulnerabilities, int Malware, int AtThreshold, int Affected, int Ignored, int Undecided, bool Complete)
{
    public static ReportedAuditCounts Of(AuditCounts counts) => new(
        counts.Audited, counts.Skipped, counts.Unknown, counts.Vulnerabilities, counts.Malware, counts.Reaching, counts.Affected, counts.Ignored, counts.Undecided, counts.IsComplete);
}

/// <summary>A source of advisories.</summary>
/// <param name="Date">The day its content is of; null where nobody stated it.</param>
public sealed record ReportedFeed(string Id, string Title, string Address, string Licence, string? Date, int Records, int Withdrawn, int Dropped);

/// <summary>Something that was asked about.</summary>
public sealed record ReportedSource(string Kind, string Path);

/// <summary>What there is to do about a project at a version.</summary>
/// <param name="Action"><c>remove</c> (malware), <c>upgrade</c>, or <c>none</c> where no fix is known.</param>
/// <param name="To">The version to go to; null unless <c>upgrade</c>.</param>
/// <param name="Complete">True where nothing known is left at <paramref name="To"/>.</param>
/// <param name="Solves">Ids of the vulnerabilities that it is about.</param>
public sealed record ReportedStep(string Action, string Name, string? Version, string? To, bool Complete, ImmutableArray<string> Solves)
{
    public static ReportedStep Of(string action, AuditStep step) =>
        new(action, step.Name, step.Version, step.Target, step.IsComplete, [.. step.Vulnerabilities.Select(static vulnerability => vulnerability.Id)]);
}

/// <summary>One requirement with its answer, in the order of the input.</summary>
/// <param name="Purl">Null where the name is none of a project.</param>
/// <param name="Allowed">The specifier where no version is pinned.</param>
/// <param name="Source">Index into <c>sources</c>.</param>
/// <param name="Status"><c>audited</c>, <c>skipped</c> or <c>unknown</c>.</param>
/// <param name="Reason">Why it was not audited; null where it was.</param>
/// <param name="Fix">The smallest change that leaves nothing known; null where none was looked for or none exists.</param>
public sealed record ReportedPackage(
    string Name, string? Version, string? Purl, string? Allowed, int Source, string File, int? Line, ImmutableArray<string> Labels, ImmutableArray<string> RequiredBy,
    string Status, string? Reason, string? Fix, ReportedRange? Range,
    ImmutableArray<ReportedVulnerability> Vulnerabilities, ImmutableArray<ReportedIgnoredVulnerability> Ignored, ImmutableArray<ReportedUndecided> Undecided)
{
    public static ReportedPackage Of(AuditReport report, AuditEntry entry)
    {
        AuditItem item = entry.Item;
        return new(
            item.Name, item.Version, AuditPackageUrl.Of(item), AuditWords.Allowed(item), item.Source, item.Place.File, item.Place.Line,
            item.Labels, item.RequiredBy, AuditWords.Word(entry.Coverage), entry.Reason, entry.FixVersion,
            entry.Range is RangeAnswer range ? new ReportedRange(ReportedFinding.Lower(range.Share), range.Tightened, range.FixedAbove) : null,
            [.. entry.Vulnerabilities.Select(vulnerability => ReportedVulnerability.Of(report, vulnerability))],
            [.. entry.Ignored.Select(ignored => new ReportedIgnoredVulnerability(ReportedVulnerability.Of(report, ignored.Vulnerability), ReportedIgnore.Of(ignored.By, null)))],
            [.. entry.Undecided.Select(static undecided => new ReportedUndecided(undecided.Id, undecided.Aliases, undecided.Feed, AuditWords.Level(undecided.Severity), undecided.Reason))]);
    }
}

/// <summary>How much of what a requirement allows is affected.</summary>
/// <param name="Share"><c>none</c>, <c>some</c> or <c>all</c>.</param>
/// <param name="Tightened">The smallest narrowing that allows nothing known to be affected.</param>
/// <param name="FixedAbove">Where none does: the lowest fixed version above what the requirement begins with.</param>
public sealed record ReportedRange(string Share, string? Tightened, string? FixedAbove);

/// <summary>One flaw as all records about it say together.</summary>
/// <param name="Severity"><c>info</c> … <c>critical</c>, or <c>unknown</c>.</param>
/// <param name="Score">CVSS base score from 0.0 to 10.0.</param>
/// <param name="AtThreshold">True where it counts for the exit code.</param>
/// <param name="ExploitProbability">Within 30 days, from 0 to 1.</param>
public sealed record ReportedVulnerability(
    string Id, ImmutableArray<string> Aliases, string Severity, double? Score, string? Vector, bool Malware, bool AtThreshold, string Summary, ImmutableArray<string> Fixed,
    string? ExploitedSince, double? ExploitProbability, ReportedDispute? Disputed, ImmutableArray<ReportedRecord> Records)
{
    public static ReportedVulnerability Of(AuditReport report, Vulnerability vulnerability) => new(
        vulnerability.Id, vulnerability.Aliases, AuditWords.Level(vulnerability), vulnerability.Severity.Score, vulnerability.Severity.Vector, vulnerability.IsMalware,
        report.Counts(vulnerability), AuditWords.Summary(vulnerability), vulnerability.FixedVersions,
        ReportedAudit.Day(vulnerability.ExploitedSince), vulnerability.ExploitProbability,
        vulnerability.Disputed is Dispute dispute ? new ReportedDispute(dispute.HitBy, dispute.HitRanges, dispute.ClearedBy, dispute.ClearedRanges) : null,
        [
            .. vulnerability.Records.Select(static record => new ReportedRecord(
                record.Id, record.Feed, AuditWords.Level(record.Severity), record.Severity.Score, record.Severity.Vector, record.Ranges, record.Summary,
                ReportedFinding.Time(record.Published), [.. record.References.Select(static reference => reference.Address)])),
        ]);
}

/// <summary>A record that another source contradicts.</summary>
public sealed record ReportedDispute(string HitBy, ImmutableArray<string> HitRanges, string ClearedBy, ImmutableArray<string> ClearedRanges);

/// <summary>One source's record.</summary>
/// <param name="References">As the source has them: untrusted.</param>
public sealed record ReportedRecord(
    string Id, string Feed, string Severity, double? Score, string? Vector, ImmutableArray<string> Ranges, string Summary, string? Published, ImmutableArray<string> References);

/// <summary>A vulnerability that policy takes out of the count.</summary>
public sealed record ReportedIgnoredVulnerability(ReportedVulnerability Vulnerability, ReportedIgnore By);

/// <summary>An entry of policy.</summary>
/// <param name="Idle">Why it changed nothing; null where it did.</param>
public sealed record ReportedIgnore(
    string Id, string? Project, string? Versions, string? Marker, string? Reason, string? Owner, string? Expires, bool UntilFixed, string Origin, string? Idle)
{
    public static ReportedIgnore Of(AdvisoryIgnore ignore, string? idle) => new(
        ignore.Id, ignore.Project?.Normalized, ignore.Versions, ignore.Marker, ignore.Reason, ignore.Owner, ReportedAudit.Day(ignore.Expires), ignore.UntilFixed, ignore.Origin, idle);
}

/// <summary>A record that could not be decided.</summary>
public sealed record ReportedUndecided(string Id, ImmutableArray<string> Aliases, string Feed, string Severity, string Reason);

/// <summary>Something wrong with an input.</summary>
public sealed record ReportedProblem(string File, int? Line, string Message, bool MakesIncomplete);

/// <summary>Outside knowledge that is missing or too old.</summary>
public sealed record ReportedAuditGap(string Kind, string Weight, string Place, string? Limit, string Reason);

/// <summary>What changed since an earlier state.</summary>
public sealed record ReportedSince(
    string Against, ImmutableArray<ReportedComparison> New, ImmutableArray<ReportedComparison> Gone, ImmutableArray<ReportedComparison> Remaining)
{
    public static ReportedSince Of(AuditReport report, AuditComparison since)
    {
        return new(since.Against, Of(since.New), Of(since.Gone), Of(since.Remaining));

        ImmutableArray<ReportedComparison> Of(ImmutableArray<ComparedVulnerability> compared) =>
            [.. compared.Select(one => new ReportedComparison(one.Project, one.Version, ReportedVulnerability.Of(report, one.Vulnerability)))];
    }
}

/// <summary>A vulnerability in a comparison.</summary>
public sealed record ReportedComparison(string Project, string? Version, ReportedVulnerability Vulnerability);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReportedAudit))]
internal sealed partial class AuditSchema : JsonSerializerContext;
