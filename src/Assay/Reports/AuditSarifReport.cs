using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>
/// SARIF 2.1.0 for code scanning: a rule for each vulnerability, a result for each package that has it, at the line that pins it. What policy
/// ignores is a suppressed result, what could not be decided an open one, and what was not looked at a notification.
/// </summary>
public sealed class AuditSarifReport : AuditReportFormat
{
    private const string SchemaAddress = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    // The middle of each band of CVSS, where a source rates in words only: readers sort by number (GitHub, "security-severity").
    private static readonly ImmutableDictionary<string, string> s_scores = new Dictionary<string, string>
    {
        ["critical"] = "9.5", ["high"] = "8.0", ["medium"] = "5.5", ["low"] = "2.0", ["info"] = "0.0",
    }.ToImmutableDictionary(StringComparer.Ordinal);

    private static readonly string[] s_notifications = ["unknown", "skipped", "problem", "idle-ignore", "gap"];

    public override string Id => "sarif";

    public override string Title => "SARIF 2.1.0, for code scanning";

    public override bool TellsFromRepository => true;

    public override void Write(TextWriter output, ReportStyle style, AuditReport report) => AuditJsonText.Write(output, json => WriteLog(json, style, report));

    private static void WriteLog(Utf8JsonWriter json, ReportStyle style, AuditReport report)
    {
        Rules rules = Rules.Of(report);
        json.Object(() =>
        {
            json.WriteString("$schema", SchemaAddress);
            json.WriteString("version", "2.1.0");
            json.Array("runs", [report], _ => json.Object(() =>
            {
                WriteTool(json, style, rules);
                WriteInvocation(json, style, report);
                WriteResults(json, report, rules);
                json.Object("properties", () =>
                {
                    json.WriteString("index", report.IndexDigest);
                    json.Array("feeds", report.Feeds, feed => json.WriteStringValue(AuditWords.Dated(feed)));
                });
            }));
        });
    }

    private static void WriteTool(Utf8JsonWriter json, ReportStyle style, Rules rules) => json.Object("tool", () => json.Object("driver", () =>
    {
        json.WriteString("name", "assay");
        json.WriteString("semanticVersion", style.Version);
        json.WriteString("version", $"{style.Version}+{style.EngineBuild}");
        json.Array("rules", rules.All, rule => json.Object(() =>
        {
            json.WriteString("id", rule.Id);
            json.Message("shortDescription", rule.Summary);
            json.Message("fullDescription", rule.Summary);
            json.Message("help", $"{rule.Summary}\n\n{string.Join('\n', rule.Help)}".TrimEnd());
            if (AuditLinks.PageOf(rule.Id) is Uri page)
            {
                json.WriteString("helpUri", page.AbsoluteUri);
            }

            json.Object("properties", () =>
            {
                json.Array("tags", ["security", rule.IsMalware ? "malware" : "vulnerability"], json.WriteStringValue);
                json.Array("aliases", rule.Aliases, json.WriteStringValue);
                if (rule.Score is string score)
                {
                    json.WriteString("security-severity", score);
                }
            });
        }));
        json.Array("notifications", s_notifications, id => json.Object(() => json.WriteString("id", id)));
    }));

    private static void WriteInvocation(Utf8JsonWriter json, ReportStyle style, AuditReport report) => json.Array("invocations", [report], _ => json.Object(() =>
    {
        json.WriteBoolean("executionSuccessful", !report.Problems.Any(static problem => problem.MakesIncomplete));
        json.WriteString("endTimeUtc", ReasonText.Time(style.Created));
        json.WriteStartArray("toolExecutionNotifications");
        foreach (AuditEntry entry in report.Entries.Where(static entry => entry.Coverage != Coverage.Audited))
        {
            bool isUnknown = entry.Coverage == Coverage.Unknown;
            Notify(isUnknown ? "unknown" : "skipped", isUnknown ? "error" : "note", $"{AuditWords.Named(entry.Item)} is {AuditWords.Word(entry.Coverage)}: {entry.Reason}", entry.Item.Place);
        }

        foreach (AuditProblem problem in report.Problems)
        {
            Notify("problem", problem.MakesIncomplete ? "error" : "warning", problem.Message, problem.Place);
        }

        foreach (IdleIgnore idle in report.IdleIgnores)
        {
            Notify("idle-ignore", "warning", $"The ignore of {AuditWords.Target(idle.Ignore)} ({idle.Ignore.Origin}) changes nothing: {idle.Reason}", null);
        }

        foreach (Gap gap in report.Gaps)
        {
            Notify("gap", "warning", $"{gap.Detail} [{gap.Id}]", null);
        }

        json.WriteEndArray();

        void Notify(string id, string level, string message, InputPlace? place) => json.Object(() =>
        {
            json.Object("descriptor", () =>
            {
                json.WriteString("id", id);
                json.WriteNumber("index", Array.IndexOf(s_notifications, id));
            });
            json.WriteString("level", level);
            json.Message("message", message);
            if (place is not null)
            {
                WriteLocations(json, place);
            }
        });
    }));

    private static void WriteResults(Utf8JsonWriter json, AuditReport report, Rules rules)
    {
        Dictionary<string, int> seen = [];
        json.WriteStartArray("results");
        foreach (AuditEntry entry in report.Entries)
        {
            foreach (Vulnerability vulnerability in entry.Vulnerabilities)
            {
                WriteFlaw(entry, vulnerability, report.Counts(vulnerability) ? "error" : "warning", null);
            }

            foreach (IgnoredVulnerability ignored in entry.Ignored)
            {
                WriteFlaw(entry, ignored.Vulnerability, "note", ignored.By);
            }

            foreach (UndecidedAdvisory undecided in entry.Undecided)
            {
                WriteResult(entry, undecided.Id, "open", "none", $"It is not known whether {undecided.Id} affects {AuditWords.Named(entry.Item)}: {undecided.Reason}", null);
            }
        }

        json.WriteEndArray();

        void WriteFlaw(AuditEntry entry, Vulnerability vulnerability, string level, AdvisoryIgnore? by) =>
            WriteResult(entry, vulnerability.Id, "fail", level, Sentence(entry, vulnerability), by);

        void WriteResult(AuditEntry entry, string id, string kind, string level, string message, AdvisoryIgnore? by) => json.Object(() =>
        {
            json.WriteString("ruleId", id);
            json.WriteNumber("ruleIndex", rules.IndexOf(id));
            json.WriteString("kind", kind);
            json.WriteString("level", level);
            json.Message("message", message);
            WriteLocations(json, entry.Item.Place, entry.Item);

            // Without line and version: the same flaw stays the same alert while the file is edited.
            string key = AuditDigest.Of(AuditWords.KeyOf(entry.Item), id, entry.Item.Place.File);
            seen[key] = seen.GetValueOrDefault(key) + 1;
            json.Object("partialFingerprints", () => json.WriteString("assayAdvisory/v1", seen[key] == 1 ? key[..32] : string.Create(CultureInfo.InvariantCulture, $"{key[..32]}:{seen[key]}")));
            json.Array("suppressions", by is null ? Array.Empty<AdvisoryIgnore>() : [by], ignore => json.Object(() =>
            {
                json.WriteString("kind", "external");
                json.WriteString("status", "accepted");
                json.WriteString("justification", AuditWords.Terms(ignore));
            }));
        });
    }

    private static string Sentence(AuditEntry entry, Vulnerability vulnerability)
    {
        string what = $"{AuditWords.Named(entry.Item)} is {(vulnerability.IsMalware ? "malware by" : "affected by")} {AuditWords.Ids(vulnerability)}: {AuditWords.Summary(vulnerability)}";
        string step = vulnerability.IsMalware ? "Remove it." : entry.Range is RangeAnswer range ? $"{AuditWords.Answer(range)}."
            : entry.FixVersion is string fix ? $"Upgrade to {fix}." : vulnerability.FixedVersions.IsEmpty ? "No fix is known." : $"Fixed in {string.Join(", ", vulnerability.FixedVersions)}.";
        string by = entry.Item.RequiredBy.IsEmpty ? "" : $" Required by {string.Join(", ", entry.Item.RequiredBy)}.";
        return $"{what}{(what[^1] is '.' or '!' or '?' ? "" : ".")} {step}{by}";
    }

    private static void WriteLocations(Utf8JsonWriter json, InputPlace place, AuditItem? item = null) => json.Array("locations", [place], _ => json.Object(() =>
    {
        json.Object("physicalLocation", () =>
        {
            json.Object("artifactLocation", () => SarifReport.WriteAddress(json, place.File));
            if (place.Line is int line)
            {
                json.Object("region", () =>
                {
                    json.WriteNumber("startLine", line);
                    if (place.Column is int column)
                    {
                        json.WriteNumber("startColumn", column);
                    }
                });
            }
        });
        if (item is not null)
        {
            json.Array("logicalLocations", [item], _ => json.Object(() =>
            {
                json.WriteString("fullyQualifiedName", AuditPackageUrl.Of(item) ?? item.Name);
                json.WriteString("kind", "package");
            }));
        }
    }));

    /// <summary>What a rule says, whichever package it hits.</summary>
    private sealed record Rule(string Id, string Summary, ImmutableArray<string> Aliases, ImmutableArray<string> Help, string? Score, bool IsMalware);

    private sealed record Rules(ImmutableArray<Rule> All, ImmutableDictionary<string, int> Places)
    {
        public int IndexOf(string id) => Places[id];

        public static Rules Of(AuditReport report)
        {
            SortedDictionary<string, Rule> rules = new(StringComparer.Ordinal);
            IEnumerable<Vulnerability> flaws = report.Entries
                .SelectMany(static entry => entry.Vulnerabilities.Concat(entry.Ignored.Select(static ignored => ignored.Vulnerability)))
                .Order(AuditWords.GravestFirst);
            foreach (Vulnerability flaw in flaws)
            {
                rules.TryAdd(flaw.Id, new(flaw.Id, AuditWords.Summary(flaw), flaw.Aliases, [.. AuditLinks.References(flaw).Select(static address => address.AbsoluteUri)], ScoreOf(flaw), flaw.IsMalware));
            }

            foreach (UndecidedAdvisory undecided in report.Entries.SelectMany(static entry => entry.Undecided))
            {
                rules.TryAdd(undecided.Id, new(undecided.Id, "A record that could not be decided for a version", undecided.Aliases, [], AuditWords.Score(undecided.Severity) ?? s_scores.GetValueOrDefault(AuditWords.Level(undecided.Severity)), undecided.IsMalware));
            }

            return new([.. rules.Values], rules.Keys.Select(static (id, index) => (id, index)).ToImmutableDictionary(static pair => pair.id, static pair => pair.index, StringComparer.Ordinal));
        }

        private static string? ScoreOf(Vulnerability flaw) =>
            flaw.IsMalware ? "10.0" : AuditWords.Score(flaw.Severity) ?? s_scores.GetValueOrDefault(AuditWords.Level(flaw));
    }
}
