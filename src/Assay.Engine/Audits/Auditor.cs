using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Engine.Findings;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Engine.Audits;

/// <summary>Holds items against the index: a pure function of question, index, policy and time. Every item ends in the ledger.</summary>
public static class Auditor
{
    // Repairs of repairs: real chains have two or three.
    private const int MaxFixSteps = 16;

    /// <summary>Answers a question.</summary>
    /// <param name="now">The time of the audit: ends ignore entries and ages feeds.</param>
    public static AuditReport Audit(AuditQuestion question, AdvisoryIndex index, AdvisoryPolicy policy, DateTimeOffset now)
    {
        DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);
        IgnoreList ignores = new(policy.Ignores, question.Environment, today);
        ImmutableArray<AuditEntry>.Builder entries = ImmutableArray.CreateBuilder<AuditEntry>(question.Items.Length);
        foreach (AuditItem item in question.Items)
        {
            entries.Add(Answer(item, index, ignores, question.AsOf));
        }

        return new AuditReport(
            question.Sources, entries.MoveToImmutable(), index.Feeds, index.Digest, ignores.Idle(), question.Problems,
            FeedGaps(index.Feeds, policy.MaxAge, today), policy.Threshold)
        {
            AsOf = question.AsOf,
            Disputed = policy.Disputed,
        };
    }

    private static AuditEntry Answer(AuditItem item, AdvisoryIndex index, IgnoreList ignores, DateOnly? asOf)
    {
        if (item.SkipReason is string skip)
        {
            return new AuditEntry(item, Coverage.Skipped, skip, [], [], []);
        }

        if (item.Project is not ProjectName project)
        {
            return new AuditEntry(item, Coverage.Unknown, item.UnknownReason ?? $"'{item.Name}' is no project name", [], [], []);
        }

        return item.Version is null
            ? OfRange(item, project, index, ignores, asOf)
            : OfVersion(item, project, item.Version, index, ignores, asOf);
    }

    private static AuditEntry OfVersion(AuditItem item, ProjectName project, string version, AdvisoryIndex index, IgnoreList ignores, DateOnly? asOf)
    {
        ProjectAnswer answer = index.Ask(project, version, asOf);
        (ImmutableArray<Vulnerability> counted, ImmutableArray<IgnoredVulnerability> ignored) = Part(answer.Vulnerabilities, project, version, ignores);
        string? reason = item.UnknownReason ?? (answer.Undecided.IsEmpty ? null : Undecided(answer.Undecided));
        string? fix = FixOf(counted, ignored, project, index, asOf);
        return new AuditEntry(item, reason is null ? Coverage.Audited : Coverage.Unknown, reason, counted, ignored, answer.Undecided)
        {
            FixVersion = fix,
            FixLeaves = fix is null || ignored.IsEmpty ? default : new FixRemainder(index.Ask(project, fix, asOf).Vulnerabilities.Length, Milder: 0),
        };
    }

    // The lowest version of those that advisories name as repairs against which nothing is known: each flaw's first repair is the least that
    // it takes, and what is known against that version in turn says how much further it goes. Null where a flaw has no repair.
    private static string? FixOf(
        ImmutableArray<Vulnerability> flaws, ImmutableArray<IgnoredVulnerability> ignored, ProjectName project, AdvisoryIndex index, DateOnly? asOf)
    {
        string? target = null;
        for (int step = 0; step < MaxFixSteps && !flaws.IsEmpty; step++)
        {
            if (flaws.Any(static flaw => flaw.IsMalware || flaw.FixedVersions.IsEmpty))
            {
                return null;
            }

            string next = flaws.Select(static flaw => flaw.FixedVersions[0]).Max(VersionOrder.Instance)!;
            if (target is not null && VersionOrder.Instance.Compare(next, target) <= 0)
            {
                return null;
            }

            target = next;
            flaws = [.. index.Ask(project, target, asOf).Vulnerabilities.Where(flaw => !ignored.Any(one => flaw.IsKnownAs(one.Vulnerability.Id)))];
        }

        return flaws.IsEmpty ? target : null;
    }

    // What would be installed is not known, so a range that is affected in part is no clean answer, and one affected throughout is a finding.
    private static AuditEntry OfRange(AuditItem item, ProjectName project, AdvisoryIndex index, IgnoreList ignores, DateOnly? asOf)
    {
        RangeAnswer answer = item.Alternatives.IsEmpty
            ? index.Ask(project, item.Allowed, asOf)
            : RangeAnswer.OfUnion([.. item.Alternatives.Where(static one => !VersionRanges.AllowsNone(one) || one.ExactVersion is not null).Select(one => (one, index.Ask(project, one, asOf)))]);
        if (item is { TakesNewest: true, UnknownReason: null } && answer is { Share: RangeShare.Some, Tightened: string newer, Undecided.IsEmpty: true }
            && newer.Contains(">=", StringComparison.Ordinal) && answer.Vulnerabilities.All(static one => !one.Vulnerability.FixedVersions.IsEmpty))
        {
            return new AuditEntry(item, Coverage.Skipped, $"no lock holds it, and a build takes the newest release that fits; '{newer}' allows none that is affected", [], [], []);
        }

        (ImmutableArray<Vulnerability> counted, ImmutableArray<IgnoredVulnerability> ignored) = Part([.. answer.Vulnerabilities.Select(static one => one.Vulnerability)], project, version: null, ignores);
        string? reason = item.UnknownReason
            ?? (answer.Undecided.IsEmpty ? null : Undecided(answer.Undecided))
            ?? (answer.Share == RangeShare.Some && !counted.IsEmpty
                ? "no version is pinned, and some of those it allows are affected" + (answer.Tightened is null ? "" : $"; '{answer.Tightened}' allows none that is")
                : null);
        return new AuditEntry(item, reason is null ? Coverage.Audited : Coverage.Unknown, reason, counted, ignored, answer.Undecided) { Range = answer };
    }

    private static (ImmutableArray<Vulnerability> Counted, ImmutableArray<IgnoredVulnerability> Ignored) Part(
        ImmutableArray<Vulnerability> all, ProjectName project, string? version, IgnoreList ignores)
    {
        if (all.IsEmpty)
        {
            return ([], []);
        }

        ImmutableArray<Vulnerability>.Builder counted = ImmutableArray.CreateBuilder<Vulnerability>(all.Length);
        ImmutableArray<IgnoredVulnerability>.Builder ignored = ImmutableArray.CreateBuilder<IgnoredVulnerability>();
        foreach (Vulnerability vulnerability in all)
        {
            if (ignores.Find(vulnerability, project, version) is AdvisoryIgnore by)
            {
                ignored.Add(new IgnoredVulnerability(vulnerability, by));
            }
            else
            {
                counted.Add(vulnerability);
            }
        }

        return (counted.DrainToImmutable(), ignored.DrainToImmutable());
    }

    private static string Undecided(ImmutableArray<UndecidedAdvisory> undecided) =>
        undecided.Length == 1
            ? $"{undecided[0].Id} could not be decided: {undecided[0].Reason}"
            : $"{undecided.Length} records could not be decided, first {undecided[0].Id}: {undecided[0].Reason}";

    internal static ImmutableArray<Gap> FeedGaps(ImmutableArray<AdvisoryFeed> feeds, TimeSpan maxAge, DateOnly today)
    {
        ImmutableArray<Gap>.Builder gaps = ImmutableArray.CreateBuilder<Gap>();
        foreach (AdvisoryFeed feed in feeds)
        {
            if (feed.Date is not DateOnly date)
            {
                gaps.Add(Gap.Of(GapKind.FeedOld, new InputPlace(feed.Id), $"nobody stated of which day the advisories of '{feed.Id}' are, so they count as old; 'assay db update' fetches dated ones, 'assay db build --date' states a day"));
            }
            else if (today.DayNumber - date.DayNumber > maxAge.TotalDays)
            {
                gaps.Add(Gap.Of(GapKind.FeedOld, new InputPlace(feed.Id), string.Create(
                    CultureInfo.InvariantCulture,
                    $"the advisories of '{feed.Id}' are of {date:yyyy-MM-dd} and, with {maxAge.TotalDays:0} days allowed, too old since {TooOldSince(date, maxAge):yyyy-MM-dd}; 'assay db update' fetches newer ones")));
            }
        }

        return gaps.DrainToImmutable();
    }

    private static DateOnly TooOldSince(DateOnly date, TimeSpan maxAge) => date.AddDays((int)Math.Floor(maxAge.TotalDays) + 1);
}
