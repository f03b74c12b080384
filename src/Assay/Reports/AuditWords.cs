using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>What every format of an audit's report says in the same words; unescaped, since each format escapes for itself.</summary>
internal static class AuditWords
{
    /// <summary>The gravest first; unknown severity stands between critical and high, because it may be either.</summary>
    public static IComparer<Vulnerability> GravestFirst { get; } = Comparer<Vulnerability>.Create(static (left, right) =>
    {
        int order = RankOf(right).CompareTo(RankOf(left));
        order = order != 0 ? order : (right.Severity.Score ?? 0).CompareTo(left.Severity.Score ?? 0);
        return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
    });

    /// <summary>Every word that <see cref="Level(Vulnerability)"/> can give, the gravest first.</summary>
    public static ImmutableArray<string> Levels { get; } = ["critical", "unknown", "high", "medium", "low", "info"];

    /// <summary>Two items of the same project have the same key, however they write its name.</summary>
    public static string KeyOf(AuditItem item) => item.Project?.Normalized ?? item.Name;

    /// <summary>Malware is critical whatever the record says.</summary>
    public static string Level(Vulnerability vulnerability) =>
        vulnerability.IsMalware ? Levels[0] : Level(vulnerability.Severity);

    public static string Level(SeverityRating rating) =>
        rating.Level is Severity level ? level.ToString().ToLowerInvariant() : "unknown";

    /// <summary>With one decimal; null where there is no score.</summary>
    public static string? Score(SeverityRating rating) => rating.Score?.ToString("0.0", CultureInfo.InvariantCulture);

    public static string Grade(Vulnerability vulnerability) =>
        Score(vulnerability.Severity) is string score && !vulnerability.IsMalware ? $"{Level(vulnerability)} {score}" : Level(vulnerability);

    /// <summary>The first sentence that a record has for it.</summary>
    public static string Summary(Vulnerability vulnerability) =>
        vulnerability.Records.Select(static record => record.Summary).FirstOrDefault(static summary => summary.Length > 0)
        ?? (vulnerability.IsMalware ? "The package is malware" : "The advisory has no summary");

    /// <summary>Name and version, or what is allowed where nothing is pinned.</summary>
    public static string Named(AuditItem item) =>
        item.Version is string version ? $"{item.Name} {version}" : Allowed(item) is string range ? $"{item.Name} {range}" : item.Name;

    /// <summary>The specifier in the order written; null where a version is pinned or nothing limits it.</summary>
    public static string? Allowed(AuditItem item) =>
        item is { Version: null, Alternatives: { IsEmpty: false } alternatives } ? string.Join(" || ", alternatives.Select(static one => string.Join(',', one.Specifiers)))
        : item is { Version: null, Allowed.Specifiers: { IsEmpty: false } specifiers } ? string.Join(',', specifiers) : null;

    /// <summary>What a range's answer means.</summary>
    public static string Answer(RangeAnswer answer) => (answer.Share, answer.Tightened) switch
    {
        (RangeShare.None, _) => "no allowed version is affected",
        (RangeShare.Some, string tightened) => $"some of the allowed versions are affected: narrow it to {tightened}",
        (RangeShare.Some, null) => $"some of the allowed versions are affected{Beyond(answer)}",
        (_, string tightened) => $"every allowed version is affected: change it to {tightened}",
        _ => $"every allowed version is affected{Beyond(answer)}",
    };

    /// <summary>What an upgrade leaves, to be set behind what it solves; empty where that was not looked for.</summary>
    public static string Left(AuditStep step) =>
        step.IsComplete ? ", nothing known is left"
        : step.Entries[0] is { FixVersion: not null, FixLeaves: { IsNothing: false } left }
            ? (left.Ignored > 0 ? $", {left.Ignored} ignored {Remain(left.Ignored)}" : "") + (left.Milder > 0 ? $", {left.Milder} below the threshold {Remain(left.Milder)}" : "")
            : "";

    private static string Remain(int count) => count == 1 ? "remains" : "remain";

    private static string Beyond(RangeAnswer answer) => answer.FixedAbove is string version ? $": allow {version}, which fixes it" : "";

    /// <summary>What else is known of it, a phrase each.</summary>
    public static IEnumerable<string> Notes(Vulnerability vulnerability)
    {
        if (vulnerability.ExploitedSince is DateOnly since)
        {
            yield return $"known to be exploited since {Date(since)}";
        }

        if (vulnerability.ExploitProbability is double probability)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"exploited within 30 days with a probability of {probability * 100:0.#} %");
        }

        if (vulnerability.Disputed is Dispute dispute)
        {
            yield return $"disputed: {dispute.HitBy} says {Spans(dispute.HitRanges)}, {dispute.ClearedBy} says {Spans(dispute.ClearedRanges)}";
        }
    }

    /// <summary>Which feeds are too old and of when, with the next step; null where none is. Feed ids are unescaped.</summary>
    public static string? OldData(ImmutableArray<AdvisoryFeed> feeds, TimeSpan allowed, DateTimeOffset now) =>
        feeds.IsEmpty ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"advisories: {string.Join(", ", feeds.Select(feed => feed.Date is DateOnly date ? $"{feed.Id} {DateOnly.FromDateTime(now.UtcDateTime).DayNumber - date.DayNumber} days old ({date:yyyy-MM-dd})" : $"{feed.Id} of no stated day"))}; {allowed.TotalDays:0} are allowed: run 'assay db update'");

    /// <summary>Who ignores what until when and why, in one sentence.</summary>
    public static string Terms(AdvisoryIgnore ignore)
    {
        List<string> terms = [ignore.Reason is { Length: > 0 } reason ? reason : "no reason given"];
        if (ignore.Owner is { Length: > 0 } owner)
        {
            terms.Add($"owner {owner}");
        }

        terms.Add((ignore.Expires, ignore.UntilFixed) switch
        {
            (DateOnly day, true) => $"until {Date(day)} or a fix",
            (DateOnly day, false) => $"until {Date(day)}",
            (null, true) => "until a fix is known",
            _ => "without an end",
        });
        return $"{string.Join("; ", terms)} ({ignore.Origin})";
    }

    /// <summary>What an entry of policy applies to.</summary>
    public static string Target(AdvisoryIgnore ignore)
    {
        string project = ignore.Project is { } name ? $" for {name}{(ignore.Versions is string versions ? $" {versions}" : "")}" : ignore.Versions is string any ? $" for {any}" : "";
        return ignore.Marker is string marker ? $"{ignore.Id}{project} where {marker}" : ignore.Id + project;
    }

    /// <summary>Id and date of a source; a date that nobody stated is said to be unknown.</summary>
    public static string Dated(AdvisoryFeed feed) => feed.Date is DateOnly day ? $"{feed.Id} of {Date(day)}" : $"{feed.Id} of an unknown date";

    /// <summary>The dates of all sources.</summary>
    public static string Data(AuditReport report) =>
        (report.Feeds.IsEmpty ? "no advisories at all" : string.Join(", ", report.Feeds.Select(Dated))) + (report.AsOf is DateOnly day ? $", as known on {Date(day)}" : "");

    /// <summary>The numbers in one line.</summary>
    public static string Totals(AuditReport report, AuditCounts counts)
    {
        string malware = counts.Malware == 0 ? "" : $"{ReasonText.Count(counts.Malware, "malicious release")} and ";
        string threshold = report.Threshold switch
        {
            AuditThreshold.Any => "",
            AuditThreshold.None => ", none of which counts",
            _ => string.Create(CultureInfo.InvariantCulture, $", {counts.Reaching} at or above {report.Threshold.ToString().ToLowerInvariant()}"),
        };
        string found = counts.Affected == 0 ? (counts.Ignored == 0 ? "nothing known against what was audited" : "nothing counts against what was audited") : $"{malware}{Flaws(counts.Vulnerabilities)} in {ReasonText.Count(counts.Affected, "package")}{threshold}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{found}; {counts.Ignored} ignored; {counts.Audited} audited, {counts.Skipped} skipped, {counts.Unknown} unknown{(counts.IsComplete ? "" : "; incomplete")}");
    }

    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Word(Coverage coverage) => coverage switch { Coverage.Audited => "audited", Coverage.Skipped => "skipped", _ => "unknown" };

    public static string Flaws(int number) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? "vulnerability" : "vulnerabilities")}");

    /// <summary>The id, its aliases in brackets.</summary>
    public static string Ids(Vulnerability vulnerability) =>
        vulnerability.Aliases.IsEmpty ? vulnerability.Id : $"{vulnerability.Id} ({string.Join(", ", vulnerability.Aliases)})";

    private static string Spans(ImmutableArray<string> ranges) => ranges.IsEmpty ? "nothing" : string.Join(" or ", ranges);

    private static double RankOf(Vulnerability vulnerability) =>
        vulnerability.IsMalware ? (double)Severity.Critical : vulnerability.Severity.Level is Severity level ? (double)level : (double)Severity.High + 0.5;
}
