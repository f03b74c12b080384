using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>The audit for people: what to do first, then what cannot be done, then what was and was not looked at.</summary>
public sealed class AuditTextReport : AuditReportFormat
{
    private const int Gutter = 10;
    private const int GradeWidth = 14;
    private const int PlacesShown = 5;

    private static readonly string s_indent = new(' ', Gutter);

    public override string Id => "text";

    public override string Title => "for people, in the terminal";

    public override bool ShowsReferences => false;

    public override void Write(TextWriter output, ReportStyle style, AuditReport report)
    {
        AuditCounts counts = AuditCounts.Of(report);
        if (IsUneventful(report, counts))
        {
            WriteUneventful(output, style, report, counts);
            return;
        }

        AuditPlan plan = AuditPlan.Of(report);
        Page page = new(output, style, new Ink(style.Color));
        foreach (AuditStep step in plan.Malware)
        {
            page.Head("malware", $"{Subject(step)}: remove it, and treat what it could reach as stolen", isBad: true);
            page.Step(step);
        }

        foreach (AuditStep step in plan.Upgrades)
        {
            page.Head("upgrade", $"{(step.BundledIn is string owner ? $"{Shown(owner)}, which bundles " : "")}{Subject(step)} → {Shown(step.Target!)} solves {step.Vulnerabilities.Length}{AuditWords.Left(step)}", isBad: false);
            page.Step(step);
        }

        foreach (AuditStep step in plan.Unfixed)
        {
            page.Head("no fix", $"{Subject(step)}: no version is known to solve {(step.Vulnerabilities.Length == 1 ? "this" : "these")}", isBad: false);
            page.Step(step);
        }

        foreach (AuditEntry entry in plan.Ranges)
        {
            page.Head("range", $"{Shown(AuditWords.Named(entry.Item))}: {Shown(AuditWords.Answer(entry.Range!))}", isBad: false);
            page.Vulnerabilities([.. entry.Vulnerabilities.Order(AuditWords.GravestFirst)]);
            page.Places([entry]);
        }

        WriteSince(page, report.Since);
        WriteIgnored(page, report);
        WriteUnread(page, report);
        WriteCoverage(page, report, counts);
        WriteFeeds(page, report);
        page.Blank();
        Lines.Write(output, "", 0, AuditWords.Totals(report, counts), style.Width);
    }

    private static bool IsUneventful(AuditReport report, AuditCounts counts) =>
        counts is { Vulnerabilities: 0, Malware: 0, Ignored: 0, Skipped: 0, Unknown: 0, Undecided: 0 }
        && report is { IdleIgnores.IsEmpty: true, Problems.IsEmpty: true, Gaps.IsEmpty: true, Since: null };

    private static void WriteUneventful(TextWriter output, ReportStyle style, AuditReport report, AuditCounts counts)
    {
        string inputs = report.Sources.IsEmpty ? "" : $" in {string.Join(", ", report.Sources.Select(static source => Shown(source.Path)))}";
        string data = Shown(AuditWords.Data(report));
        string text = counts.Audited == 0
            ? $"nothing to audit{inputs} (data: {data})"
            : $"nothing known against {ReasonText.Count(counts.Audited, "package")}{inputs}: none skipped, none unknown (data: {data})";
        Lines.Write(output, "", 0, text, style.Width);
    }

    private static void WriteSince(Page page, AuditComparison? since)
    {
        if (since is null)
        {
            return;
        }

        page.Head("since", Shown(since.Against), isBad: false);
        Write("new", since.New);
        Write("gone", since.Gone);
        page.Line("still there", since.Remaining.IsEmpty ? "none" : AuditWords.Flaws(since.Remaining.Length));

        void Write(string word, ImmutableArray<ComparedVulnerability> compared)
        {
            if (compared.IsEmpty)
            {
                page.Line(word, "none");
            }

            foreach (ComparedVulnerability one in compared)
            {
                page.Line(word, $"{Shown(one.Project)}{(one.Version is string version ? $" {Shown(version)}" : "")}: {Shown(AuditWords.Ids(one.Vulnerability))}, {AuditWords.Grade(one.Vulnerability)}");
            }
        }
    }

    private static void WriteIgnored(Page page, AuditReport report)
    {
        bool isFirst = true;
        foreach (AuditEntry entry in report.Entries)
        {
            foreach (IgnoredVulnerability ignored in entry.Ignored)
            {
                page.Head("ignored", $"{Shown(AuditWords.Named(entry.Item))}: {Shown(AuditWords.Ids(ignored.Vulnerability))}, {AuditWords.Grade(ignored.Vulnerability)}: {Shown(AuditWords.Terms(ignored.By))}", isBad: false, isFirst);
                isFirst = false;
            }
        }

        foreach (IdleIgnore idle in report.IdleIgnores)
        {
            page.Head("idle", $"the ignore of {Shown(AuditWords.Target(idle.Ignore))} ({Shown(idle.Ignore.Origin)}) changes nothing: {Shown(idle.Reason)}", isBad: false, isFirst);
            isFirst = false;
        }
    }

    private static void WriteUnread(Page page, AuditReport report)
    {
        bool isFirst = true;
        foreach (AuditProblem problem in report.Problems)
        {
            page.Head("problem", $"{Shown(problem.Place.Describe())}: {Shown(problem.Message)}{(problem.MakesIncomplete ? " (packages may be missing)" : "")}", isBad: problem.MakesIncomplete, isFirst);
            isFirst = false;
        }
    }

    private static void WriteCoverage(Page page, AuditReport report, AuditCounts counts)
    {
        bool isFirst = true;
        foreach (AuditSource source in report.Sources)
        {
            page.Head(isFirst ? "audited" : "", source.Kind == source.Path ? Shown(source.Path) : $"{Shown(source.Path)} ({Shown(source.Kind)})", isBad: false, isFirst);
            isFirst = false;
        }

        page.Head("coverage", $"{counts.Audited} audited, {counts.Skipped} skipped, {counts.Unknown} unknown", isBad: counts.Unknown > 0, isFirst);
        foreach (Coverage coverage in (ReadOnlySpan<Coverage>)[Coverage.Unknown, Coverage.Skipped])
        {
            foreach (IGrouping<string, AuditEntry> reason in report.Entries
                .Where(entry => entry.Coverage == coverage)
                .GroupBy(static entry => entry.Reason ?? "no reason given", StringComparer.Ordinal))
            {
                page.Line(AuditWords.Word(coverage), $"{string.Join(", ", reason.Select(static entry => $"{Shown(AuditWords.Named(entry.Item))} ({Shown(entry.Item.Place.Describe())})"))}: {Shown(reason.Key)}");
                foreach (UndecidedAdvisory undecided in reason.SelectMany(static entry => entry.Undecided).DistinctBy(static undecided => undecided.Id))
                {
                    page.Line("", $"{Shown(undecided.Id)}: {Shown(undecided.Reason)}");
                }
            }
        }
    }

    private static void WriteFeeds(Page page, AuditReport report)
    {
        bool isFirst = true;
        foreach (AdvisoryFeed feed in report.Feeds)
        {
            string licence = feed.Licence.Length > 0 ? $", {Shown(feed.Licence)}" : "";
            string dropped = feed.Dropped > 0 ? $", {feed.Dropped} unreadable" : "";
            page.Head(isFirst ? "data" : "", $"{Shown(AuditWords.Dated(feed))} ({Shown(feed.Title)}{licence}): {ReasonText.Count(feed.Records, "record")}, {feed.Withdrawn} withdrawn{dropped}", isBad: false, isFirst);
            isFirst = false;
        }

        if (report.Feeds.IsEmpty)
        {
            page.Head("data", "no advisories at all", isBad: true);
        }

        foreach (Gap gap in report.Gaps)
        {
            // Of old data the sentence says what is old, since when, and what to do.
            page.Head("", Shown(gap.Detail) + (gap.Kind == GapKind.FeedOld ? "" : $" [{gap.Id}: {ReasonText.Meaning(gap.Weight)}]"), isBad: true, isFirst: false);
        }

        string asOf = report.AsOf is DateOnly day ? $", as known on {AuditWords.Date(day)}" : "";
        page.Head("", $"index sha256 {Shown(report.IndexDigest)}{asOf}", isBad: false, isFirst: false);
    }

    private static string Subject(AuditStep step) => step.Version is string version ? $"{Shown(step.Name)} {Shown(version)}" : Shown(step.Name);

    private static string Shown(string text) => TerminalText.Escape(text);

    /// <summary>Paragraphs behind a gutter that holds a word each.</summary>
    private sealed class Page(TextWriter output, ReportStyle style, Ink ink)
    {
        private bool _isBegun;

        public void Blank()
        {
            if (_isBegun)
            {
                output.WriteLine();
            }

            _isBegun = true;
        }

        /// <param name="text">Escaped.</param>
        /// <param name="isFirst">False where it continues a block.</param>
        public void Head(string word, string text, bool isBad, bool isFirst = true)
        {
            if (isFirst)
            {
                Blank();
            }

            string painted = word.Length == 0 ? "" : isBad ? ink.Error(word) : ink.Bold(word);
            Lines.Write(output, painted + new string(' ', Gutter - word.Length), Gutter, text, style.Width);
        }

        /// <param name="text">Escaped.</param>
        public void Line(string word, string text) =>
            Lines.Write(output, $"{s_indent}{ink.Faint(word)}{new string(' ', Math.Max(1, GradeWidth - word.Length))}", Gutter + Math.Max(word.Length + 1, GradeWidth), text, style.Width);

        public void Step(AuditStep step)
        {
            Vulnerabilities(step.Vulnerabilities);
            Places(step.Entries);
        }

        public void Vulnerabilities(ImmutableArray<Vulnerability> vulnerabilities)
        {
            foreach (Vulnerability vulnerability in vulnerabilities)
            {
                string grade = AuditWords.Grade(vulnerability);
                string painted = vulnerability.IsMalware || vulnerability.Severity.Level is Severity.Critical ? ink.Error(grade) : grade;
                Lines.Write(
                    output, $"{s_indent}{painted}{new string(' ', Math.Max(1, GradeWidth - grade.Length))}", Gutter + GradeWidth,
                    $"{Shown(AuditWords.Ids(vulnerability))}: {Shown(AuditWords.Summary(vulnerability))}", style.Width);
                foreach (string note in AuditWords.Notes(vulnerability))
                {
                    Line("", Shown(note));
                }
            }
        }

        public void Places(ImmutableArray<AuditEntry> entries)
        {
            foreach (AuditEntry entry in entries.Take(PlacesShown))
            {
                AuditItem item = entry.Item;
                string labels = item.Labels.IsEmpty ? "" : $" [{string.Join(", ", item.Labels.Select(Shown))}]";
                string by = item.RequiredBy.IsEmpty ? "" : $", required by {string.Join(", ", item.RequiredBy.Select(Shown))}";
                Lines.Write(output, $"{s_indent}{ink.Faint("at")} ", Gutter + 3, $"{Shown(item.Place.Describe())}{labels}{by}", style.Width);
            }

            if (entries.Length > PlacesShown)
            {
                output.WriteLine($"{s_indent}{ink.Faint("at")} {ReasonText.Count(entries.Length - PlacesShown, "more place")}: --format json lists them");
            }
        }
    }
}
