using System.Collections.Immutable;
using System.Text;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>Workflow commands of GitHub Actions: an annotation for each package, at the line that pins it.</summary>
public sealed class AuditGitHubReport : AuditReportFormat
{
    public override string Id => "github";

    public override string Title => "annotations of a GitHub workflow";

    public override bool TellsFromRepository => true;

    public override bool ShowsReferences => false;

    public override void Write(TextWriter output, ReportStyle style, AuditReport report)
    {
        AuditPlan plan = AuditPlan.Of(report);
        WriteSteps(plan.Malware, "malware", static _ => "remove it");
        WriteSteps(plan.Upgrades, "vulnerable", static step => step.BundledIn is string owner ? $"upgrade {owner}, which bundles it; fixed in {step.Target}" : $"upgrade to {step.Target}");
        WriteSteps(plan.Unfixed, "vulnerable", static _ => "no fix is known");
        foreach (AuditEntry entry in plan.Ranges)
        {
            Command(Level(entry.Vulnerabilities), entry.Item.Place, $"{AuditWords.Named(entry.Item)}: {AuditWords.Answer(entry.Range!)}", Lines(entry.Vulnerabilities));
        }

        foreach (AuditEntry entry in report.Entries.Where(static entry => entry.Coverage != Coverage.Audited))
        {
            string word = AuditWords.Word(entry.Coverage);
            Command(entry.Coverage == Coverage.Unknown ? "warning" : "notice", entry.Item.Place, $"{AuditWords.Named(entry.Item)}: {word}", entry.Reason ?? word);
        }

        foreach (AuditProblem problem in report.Problems)
        {
            Command(problem.MakesIncomplete ? "error" : "warning", problem.Place, "not read", problem.Message);
        }

        foreach (IdleIgnore idle in report.IdleIgnores)
        {
            Command("warning", null, "idle ignore", $"The ignore of {AuditWords.Target(idle.Ignore)} ({idle.Ignore.Origin}) changes nothing: {idle.Reason}");
        }

        foreach (Gap gap in report.Gaps)
        {
            Command("warning", null, "advisories", gap.Detail);
        }

        Command("notice", null, "audit", $"{AuditWords.Totals(report, AuditCounts.Of(report))} (data: {AuditWords.Data(report)})");

        void WriteSteps(ImmutableArray<AuditStep> steps, string word, Func<AuditStep, string> advice)
        {
            foreach (AuditStep step in steps)
            {
                foreach (InputPlace place in step.Entries.Select(static entry => entry.Item.Place).Distinct())
                {
                    Command(Level(step.Vulnerabilities), place, $"{word}: {step.Name} {step.Version}, {advice(step)}", Lines(step.Vulnerabilities));
                }
            }
        }

        string Level(ImmutableArray<Vulnerability> vulnerabilities) =>
            vulnerabilities.Any(vulnerability => report.Counts(vulnerability)) ? "error" : "warning";

        void Command(string level, InputPlace? place, string title, string message)
        {
            string file = place is null ? "" : $"file={Property(place.File)},{(place.Line is int line ? $"line={line}," : "")}";
            output.Write($"::{level} {file}title={Property(title)}::{string.Join("%0A", message.Split('\n').Select(Data))}\n");
        }
    }

    private static string Lines(IEnumerable<Vulnerability> vulnerabilities) =>
        string.Join('\n', vulnerabilities.Order(AuditWords.GravestFirst).Select(static vulnerability =>
            OneLine($"{AuditWords.Ids(vulnerability)}, {AuditWords.Grade(vulnerability)}: {AuditWords.Summary(vulnerability)}")));

    private static string OneLine(string text) => TerminalText.Escape(text);

    // What the runner decodes again is encoded (actions/toolkit, command.ts); what a log or a page would act on is written out before.
    private static string Data(string text) => TerminalText.Escape(text).Replace("%", "%25", StringComparison.Ordinal);

    private static string Property(string text) =>
        new StringBuilder(Data(text)).Replace(":", "%3A").Replace(",", "%2C").ToString();
}
