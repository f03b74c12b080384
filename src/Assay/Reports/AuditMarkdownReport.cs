using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>Markdown (GitHub's and GitLab's) for comments on changes and summaries of jobs.</summary>
public sealed class AuditMarkdownReport : AuditReportFormat
{
    private const int PlacesShown = 5;

    public override string Id => "markdown";

    public override string Title => "Markdown, for pull requests and job summaries";

    public override void Write(TextWriter output, ReportStyle style, AuditReport report)
    {
        AuditPlan plan = AuditPlan.Of(report);
        AuditCounts counts = AuditCounts.Of(report);
        string inputs = report.Sources.IsEmpty ? "" : $" of {string.Join(", ", report.Sources.Select(static source => Text(source.Path)))}";
        Line($"### Audit{inputs}");
        Line("");
        Line($"**{Text(AuditWords.Totals(report, counts))}**");
        if (!plan.Malware.IsEmpty || !plan.Upgrades.IsEmpty || !plan.Unfixed.IsEmpty)
        {
            Table("Package", "Change", "Solves", "Severity", "Vulnerabilities", "Where");
            Steps(plan.Malware, static _ => "**remove it: malware**");
            Steps(plan.Upgrades, static step => step.BundledIn is string owner ? $"upgrade {Text(owner)}, which bundles it; fixed in {Text(step.Target!)}" : $"upgrade to {Text(step.Target!)}");
            Steps(plan.Unfixed, static _ => "no fix is known");
        }

        if (!plan.Ranges.IsEmpty)
        {
            Table("Requirement", "Answer", "Vulnerabilities", "Where");
            foreach (AuditEntry entry in plan.Ranges)
            {
                Row(Text(AuditWords.Named(entry.Item)), Text(AuditWords.Answer(entry.Range!)), Flaws(entry.Vulnerabilities), Places([entry]));
            }
        }

        Since(report.Since);
        Section("Ignored", [
            .. report.Entries.SelectMany(static entry => entry.Ignored.Select(ignored => $"{Text(AuditWords.Named(entry.Item))}: {Linked(ignored.Vulnerability.Id)}: {Text(AuditWords.Terms(ignored.By))}")),
            .. report.IdleIgnores.Select(static idle => $"the ignore of {Text(AuditWords.Target(idle.Ignore))} ({Text(idle.Ignore.Origin)}) changes nothing: {Text(idle.Reason)}"),
        ]);
        Section("Not read", [.. report.Problems.Select(static problem => $"{Text(problem.Place.Describe())}: {Text(problem.Message)}")]);
        Section("Not audited", [
            .. report.Entries.Where(static entry => entry.Coverage != Coverage.Audited)
                .OrderByDescending(static entry => entry.Coverage)
                .Select(static entry => $"{AuditWords.Word(entry.Coverage)}: {Text(AuditWords.Named(entry.Item))} ({Text(entry.Item.Place.Describe())}): {Text(entry.Reason ?? "no reason given")}"),
        ]);
        Section("Data", [
            .. report.Feeds.Select(static feed => Text($"{AuditWords.Dated(feed)}: {feed.Title}{(feed.Licence.Length > 0 ? $" ({feed.Licence})" : "")}")),
            .. report.Gaps.Select(static gap => Text(gap.Detail)),
            $"index sha256 {Text(report.IndexDigest)}{(report.AsOf is DateOnly day ? $", as known on {AuditWords.Date(day)}" : "")}; assay {Text(style.Version)}, {ReasonText.Time(style.Created)}",
        ]);

        void Line(string text) => output.Write(text + "\n");

        void Row(params ReadOnlySpan<string> cells) => Line($"| {string.Join(" | ", cells)} |");

        void Table(params ReadOnlySpan<string> heads)
        {
            Line("");
            Row(heads);
            Line(string.Concat(Enumerable.Repeat("|---", heads.Length)) + "|");
        }

        void Steps(ImmutableArray<AuditStep> steps, Func<AuditStep, string> change)
        {
            foreach (AuditStep step in steps)
            {
                Row(
                    Text($"{step.Name} {step.Version}".TrimEnd()), change(step), step.Target is null ? "" : $"{step.Vulnerabilities.Length}",
                    AuditWords.Grade(step.Vulnerabilities[0]), Flaws(step.Vulnerabilities), Places(step.Entries));
            }
        }

        void Since(AuditComparison? since)
        {
            if (since is not null)
            {
                Section($"Since {Text(since.Against)}", [
                    .. since.New.Select(static one => $"**new**: {Compared(one)}"),
                    .. since.Gone.Select(static one => $"gone: {Compared(one)}"),
                    $"still there: {since.Remaining.Length}",
                ]);
            }
        }

        void Section(string head, ImmutableArray<string> items)
        {
            if (items.IsEmpty)
            {
                return;
            }

            Line("");
            Line($"**{head}**");
            Line("");
            foreach (string item in items)
            {
                Line($"- {item}");
            }
        }
    }

    private static string Compared(ComparedVulnerability one) => $"{Text($"{one.Project} {one.Version}".TrimEnd())}: {Linked(one.Vulnerability.Id)}, {AuditWords.Grade(one.Vulnerability)}";

    private static string Flaws(IEnumerable<Vulnerability> vulnerabilities) =>
        string.Join("<br>", vulnerabilities.Order(AuditWords.GravestFirst).Select(static flaw =>
            $"{Linked(flaw.Id)}{(flaw.Aliases.IsEmpty ? "" : $" ({string.Join(", ", flaw.Aliases.Select(Text))})")}, {AuditWords.Grade(flaw)}: {Text(AuditWords.Summary(flaw))}{string.Concat(AuditWords.Notes(flaw).Select(static note => $"; {Text(note)}"))}"));

    private static string Places(ImmutableArray<AuditEntry> entries) =>
        string.Join("<br>", entries.Take(PlacesShown).Select(static entry =>
            Text(entry.Item.Place.Describe()) + (entry.Item.Labels.IsEmpty ? "" : $" ({string.Join(", ", entry.Item.Labels.Select(Text))})") + (entry.Item.RequiredBy.IsEmpty ? "" : $", required by {string.Join(", ", entry.Item.RequiredBy.Select(Text))}")))
        + (entries.Length > PlacesShown ? $"<br>and {ReasonText.Count(entries.Length - PlacesShown, "more place")}" : "");

    private static string Linked(string id) => AuditLinks.PageOf(id) is Uri page ? $"[{id}]({page.AbsoluteUri})" : Text(id);

    private static string Text(string text) => AuditMarkdownText.Escape(text);
}
