using System.Collections.Immutable;
using System.Text.Json;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>OpenVEX 0.2.0: a statement for each vulnerability and stance, with the packages it holds for.</summary>
public sealed class AuditOpenVexReport : AuditReportFormat
{
    private const string Context = "https://openvex.dev/ns/v0.2.0";

    public override string Id => "openvex";

    public override string Title => "OpenVEX 0.2.0, what affects the packages and what does not";

    public override void Write(TextWriter output, ReportStyle style, AuditReport report)
    {
        ImmutableArray<Statement> statements = Statements(report);
        string name = Convert.ToHexStringLower(AuditJsonText.Digest(json => WriteDocument(json, style, statements, ""), [0]));
        AuditJsonText.Write(output, json => WriteDocument(json, style, statements, $"https://openvex.dev/docs/public/vex-{name}"));
    }

    private static ImmutableArray<Statement> Statements(AuditReport report)
    {
        IEnumerable<(Statement Statement, string? Product)> single = report.Entries.SelectMany(static entry =>
            entry.Vulnerabilities.Select(flaw => Found(entry, flaw))
                .Concat(entry.Ignored.Select(static ignored => Ignored(ignored.Vulnerability, AuditStance.Of(ignored.By))))
                .Concat(entry.Undecided.Select(static undecided => new Statement(undecided.Id, undecided.Aliases, null, AuditStance.UnderInvestigation, null, null, undecided.Reason)))
                .Select(statement => (statement, AuditPackageUrl.Of(entry.Item))));
        return
        [
            .. single.Where(static pair => pair.Product is not null)
                .GroupBy(static pair => pair.Statement.Key, StringComparer.Ordinal)
                .Select(static group => group.First().Statement with { Products = [.. group.Select(static pair => pair.Product!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] })
                .OrderBy(static statement => statement.Id, StringComparer.Ordinal)
                .ThenBy(static statement => statement.Products[0], StringComparer.Ordinal)
                .ThenBy(static statement => statement.Status, StringComparer.Ordinal)
                .ThenBy(static statement => statement.Notes, StringComparer.Ordinal),
        ];
    }

    // A package URL without a version stands for every version, so of a range only malware in all of it is stated as a fact: which version
    // will be there is not known.
    private static Statement Found(AuditEntry entry, Vulnerability flaw) =>
        entry.Range is RangeAnswer range && !(flaw.IsMalware && range.Share == RangeShare.All)
            ? new(flaw.Id, flaw.Aliases, AuditWords.Summary(flaw), AuditStance.UnderInvestigation, null, null, $"No version is pinned ({AuditWords.Allowed(entry.Item) ?? "any"}): {AuditWords.Answer(range)}.")
            : new(flaw.Id, flaw.Aliases, AuditWords.Summary(flaw), AuditStance.Affected, null, Action(entry, flaw), null);

    private static string Action(AuditEntry entry, Vulnerability flaw) =>
        flaw.IsMalware ? "Remove the package: it is malware."
        : entry.FixVersion is string fix ? $"Upgrade to {fix}."
        : flaw.FixedVersions.IsEmpty ? "No fixed version is known." : $"Upgrade to a fixed version: {string.Join(", ", flaw.FixedVersions)}.";

    private static Statement Ignored(Vulnerability flaw, AuditStance stance) => new(
        flaw.Id, flaw.Aliases, AuditWords.Summary(flaw), stance.Status, stance.Justification,
        stance.Status == AuditStance.Affected ? $"Accepted: {stance.Statement}" : null,
        stance.Status == AuditStance.Affected ? null : stance.Statement);

    private static void WriteDocument(Utf8JsonWriter json, ReportStyle style, ImmutableArray<Statement> statements, string id) => json.Object(() =>
    {
        json.WriteString("@context", Context);
        json.WriteString("@id", id);
        json.WriteString("author", "assay");
        json.WriteString("role", "Automated audit");
        json.WriteString("timestamp", ReasonText.Time(style.Created));
        json.WriteNumber("version", 1);
        json.WriteString("tooling", $"assay {style.Version}+{style.EngineBuild}");
        json.Array("statements", statements, statement => json.Object(() =>
        {
            json.Object("vulnerability", () =>
            {
                if (AuditLinks.PageOf(statement.Id) is Uri page)
                {
                    json.WriteString("@id", page.AbsoluteUri);
                }

                json.WriteString("name", statement.Id);
                WriteIfAny("description", statement.Summary);
                if (!statement.Aliases.IsEmpty)
                {
                    json.Array("aliases", statement.Aliases.Distinct(StringComparer.Ordinal), json.WriteStringValue);
                }
            });
            json.Array("products", statement.Products, product => json.Object(() =>
            {
                json.WriteString("@id", product);
                json.Object("identifiers", () => json.WriteString("purl", product));
            }));
            json.WriteString("status", statement.Status);
            WriteIfAny("status_notes", statement.Notes);
            WriteIfAny("justification", statement.Justification);
            WriteIfAny("action_statement", statement.Action);
        }));

        void WriteIfAny(string property, string? text)
        {
            if (text is not null)
            {
                json.WriteString(property, text);
            }
        }
    });

    private sealed record Statement(string Id, ImmutableArray<string> Aliases, string? Summary, string Status, string? Justification, string? Action, string? Notes)
    {
        public ImmutableArray<string> Products { get; init; } = [];

        /// <summary>The same for statements that differ in their products only.</summary>
        public string Key { get; } = AuditDigest.Of([Id, Summary, Status, Justification, Action, Notes, .. Aliases]);
    }
}
