using System.Collections.Immutable;
using System.Text.Json;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>CycloneDX 1.6: every package as a component with where it stands, every vulnerability with its ratings and, where policy ignores it, the analysis (VEX).</summary>
public sealed class AuditCycloneDxReport : AuditReportFormat
{
    private const string SchemaAddress = "http://cyclonedx.org/schema/bom-1.6.schema.json";

    public override string Id => "cyclonedx";

    public override string Title => "CycloneDX 1.6 JSON, packages and vulnerabilities with VEX";

    public override void Write(TextWriter output, ReportStyle style, AuditReport report)
    {
        byte[] content = AuditJsonText.Digest(json => WriteBom(json, style, report, null), []);
        AuditJsonText.Write(output, json => WriteBom(json, style, report, $"urn:uuid:{AuditDigest.Uuid(content)}"));
    }

    private static void WriteBom(Utf8JsonWriter json, ReportStyle style, AuditReport report, string? serialNumber) => json.Object(() =>
    {
        json.WriteString("$schema", SchemaAddress);
        json.WriteString("bomFormat", "CycloneDX");
        json.WriteString("specVersion", "1.6");
        if (serialNumber is not null)
        {
            json.WriteString("serialNumber", serialNumber);
        }

        json.WriteNumber("version", 1);
        json.Object("metadata", () =>
        {
            json.WriteString("timestamp", ReasonText.Time(style.Created));
            json.Object("tools", () => json.Array("components", [style], tool => json.Object(() =>
            {
                json.WriteString("type", "application");
                json.WriteString("name", "assay");
                json.WriteString("version", $"{tool.Version}+{tool.EngineBuild}");
            })));
            WriteProperties(json, Properties(report));
        });
        json.Array("components", report.Entries.GroupBy(static entry => RefOf(entry.Item), StringComparer.Ordinal), component => WriteComponent(json, component.Key, [.. component]));
        if (!AuditCounts.Of(report).IsComplete)
        {
            json.Array("compositions", ["incomplete"], aggregate => json.Object(() => json.WriteString("aggregate", aggregate)));
        }

        json.Array("vulnerabilities", Statements(report), statement => WriteVulnerability(json, report, statement));
    });

    private static IEnumerable<(string Name, string Value)> Properties(AuditReport report)
    {
        foreach (AuditSource source in report.Sources)
        {
            yield return ("assay:source", $"{source.Kind} {source.Path}");
        }

        foreach (AdvisoryFeed feed in report.Feeds)
        {
            yield return ("assay:feed", AuditWords.Dated(feed));
        }

        yield return ("assay:index-sha256", report.IndexDigest);
        if (report.AsOf is DateOnly day)
        {
            yield return ("assay:as-of", AuditWords.Date(day));
        }

        foreach (AuditProblem problem in report.Problems)
        {
            yield return ("assay:problem", $"{problem.Place.Describe()}: {problem.Message}");
        }

        foreach (Gap gap in report.Gaps)
        {
            yield return ("assay:gap", gap.Detail);
        }
    }

    // A package URL names a pinned version; what is not pinned, or not a project's, is told apart by its content.
    private static string RefOf(AuditItem item) =>
        item.Version is not null && AuditPackageUrl.Of(item) is string purl ? purl : $"item-{AuditDigest.Of(AuditWords.KeyOf(item), item.Version, AuditWords.Allowed(item))[..32]}";

    private static void WriteComponent(Utf8JsonWriter json, string reference, ImmutableArray<AuditEntry> entries) => json.Object(() =>
    {
        AuditItem item = entries[0].Item;
        json.WriteString("type", "library");
        json.WriteString("bom-ref", reference);
        json.WriteString("name", item.Project?.Normalized ?? item.Name);
        if (item.Version is string version)
        {
            json.WriteString("version", version);
        }

        if (AuditPackageUrl.Of(item) is string purl)
        {
            json.WriteString("purl", purl);
        }

        json.Object("evidence", () => json.Array("occurrences", entries.Select(static entry => entry.Item.Place).Distinct(), place => json.Object(() =>
        {
            json.WriteString("location", place.File);
            if (place.Line is int line)
            {
                json.WriteNumber("line", line);
            }
        })));
        WriteProperties(json, Properties(entries).Distinct());
    });

    private static IEnumerable<(string Name, string Value)> Properties(ImmutableArray<AuditEntry> entries)
    {
        foreach (AuditEntry entry in entries)
        {
            yield return ("assay:coverage", AuditWords.Word(entry.Coverage));
            if (entry.Reason is string reason)
            {
                yield return ("assay:reason", reason);
            }

            if (AuditWords.Allowed(entry.Item) is string range)
            {
                yield return ("assay:allowed", range);
            }

            foreach (string label in entry.Item.Labels)
            {
                yield return ("assay:label", label);
            }

            foreach (string by in entry.Item.RequiredBy)
            {
                yield return ("assay:required-by", by);
            }
        }
    }

    private static void WriteProperties(Utf8JsonWriter json, IEnumerable<(string Name, string Value)> properties) => json.Array("properties", properties, property => json.Object(() =>
    {
        json.WriteString("name", property.Name);
        json.WriteString("value", property.Value);
    }));

    private static IEnumerable<IGrouping<string, Statement>> Statements(AuditReport report) => report.Entries
        .SelectMany(static entry =>
            entry.Vulnerabilities.Select(flaw => new Statement(entry, flaw.Id, flaw.Aliases, flaw, null, null))
                .Concat(entry.Ignored.Select(ignored => new Statement(entry, ignored.Vulnerability.Id, ignored.Vulnerability.Aliases, ignored.Vulnerability, AuditStance.Of(ignored.By), null)))
                .Concat(entry.Undecided.Select(undecided => new Statement(entry, undecided.Id, undecided.Aliases, null, null, undecided))))
        .GroupBy(static statement => $"vulnerability-{AuditDigest.Of(statement.Id, statement.Stance?.Statement, statement.Undecided?.Reason)[..32]}", StringComparer.Ordinal)
        .OrderBy(static group => group.First().Id, StringComparer.Ordinal)
        .ThenBy(static group => group.Key, StringComparer.Ordinal);

    private static void WriteVulnerability(Utf8JsonWriter json, AuditReport report, IGrouping<string, Statement> group) => json.Object(() =>
    {
        Statement first = group.First();
        json.WriteString("bom-ref", group.Key);
        json.WriteString("id", first.Id);
        WriteSource(json, first.Id, report.Feeds.FirstOrDefault(feed => feed.Id == (first.Flaw is Vulnerability known ? known.Records.FirstOrDefault()?.Feed : first.Undecided?.Feed)));
        json.Array("references", first.Aliases, alias => json.Object(() =>
        {
            json.WriteString("id", alias);
            WriteSource(json, alias, null);
        }));
        json.Array("ratings", Ratings(first), rating => WriteRating(json, rating));
        if (first.Flaw is Vulnerability flaw)
        {
            json.WriteString("description", AuditWords.Summary(flaw));
            json.WriteString("recommendation", string.Join(' ', group.Select(static statement => Recommendation(statement)).Distinct(StringComparer.Ordinal)));
            json.Array("advisories", AuditLinks.References(flaw), address => json.Object(() => json.WriteString("url", address.AbsoluteUri)));
            if (flaw.Records.Select(static record => record.Published).Min() is DateTimeOffset published)
            {
                json.WriteString("published", ReasonText.Time(published));
            }
        }

        WriteAnalysis(json, first);
        json.Array("affects", group.Select(static statement => RefOf(statement.Entry.Item)).Distinct(StringComparer.Ordinal), reference => json.Object(() => json.WriteString("ref", reference)));
        if (first.Flaw is Vulnerability noted)
        {
            WriteProperties(json, AuditWords.Notes(noted).Select(static note => ("assay:note", note)).Concat(noted.IsMalware ? [("assay:malware", "true")] : []));
        }
    });

    private static void WriteSource(Utf8JsonWriter json, string id, AdvisoryFeed? feed) => json.Object("source", () =>
    {
        json.WriteString("name", feed?.Title is { Length: > 0 } title ? title : id[..(id.IndexOf('-', StringComparison.Ordinal) is > 0 and int prefix ? prefix : id.Length)]);
        if (AuditLinks.PageOf(id) is Uri page)
        {
            json.WriteString("url", page.AbsoluteUri);
        }
    });

    private static IEnumerable<SeverityRating> Ratings(Statement statement) =>
        statement.Flaw is not Vulnerability flaw ? [statement.Undecided!.Severity]
        : flaw.IsMalware ? [new SeverityRating(Severity.Critical, null, null)]
        : [.. flaw.Records.Select(static record => record.Severity).Prepend(flaw.Severity).Where(rating => rating != SeverityRating.Unknown || flaw.Severity == SeverityRating.Unknown).Distinct()];

    private static void WriteRating(Utf8JsonWriter json, SeverityRating rating) => json.Object(() =>
    {
        if (rating.Score is double score)
        {
            json.WriteNumber("score", Math.Round((decimal)score, 1));
        }

        json.WriteString("severity", AuditWords.Level(rating));
        if (rating.Vector is string vector)
        {
            json.WriteString("method", MethodOf(vector));
            json.WriteString("vector", vector);
        }
    });

    private static string MethodOf(string vector) =>
        vector.StartsWith("CVSS:4.0/", StringComparison.Ordinal) ? "CVSSv4"
        : vector.StartsWith("CVSS:3.1/", StringComparison.Ordinal) ? "CVSSv31"
        : vector.StartsWith("CVSS:3.0/", StringComparison.Ordinal) ? "CVSSv3"
        : vector.StartsWith("AV:", StringComparison.Ordinal) ? "CVSSv2" : "other";

    private static string Recommendation(Statement statement)
    {
        string name = AuditWords.Named(statement.Entry.Item);
        return statement.Flaw!.IsMalware ? $"Remove {name}."
            : statement.Entry.Range is RangeAnswer range ? $"{name}: {AuditWords.Answer(range)}."
            : statement.Entry.FixVersion is string fix ? $"Upgrade {name} to {fix}."
            : statement.Flaw.FixedVersions.IsEmpty ? $"No fix is known for {name}."
            : $"Upgrade {name} to a fixed version: {string.Join(", ", statement.Flaw.FixedVersions)}.";
    }

    private static void WriteAnalysis(Utf8JsonWriter json, Statement statement)
    {
        if (statement is { Stance: null, Undecided: null })
        {
            return;
        }

        json.Object("analysis", () =>
        {
            json.WriteString("state", statement.Stance?.Status switch
            {
                AuditStance.NotAffected => "not_affected",
                AuditStance.Affected => "exploitable",
                _ => "in_triage",
            });
            if (statement.Stance?.CycloneDxJustification is string justification)
            {
                json.WriteString("justification", justification);
            }

            if (statement.Stance is { Status: AuditStance.Affected } accepted)
            {
                json.Array("response", [accepted.MayBeFixed ? "can_not_fix" : "will_not_fix"], json.WriteStringValue);
            }

            json.WriteString("detail", statement.Stance?.Statement ?? statement.Undecided!.Reason);
        });
    }

    private sealed record Statement(
        AuditEntry Entry, string Id, ImmutableArray<string> Aliases, Vulnerability? Flaw, AuditStance? Stance, UndecidedAdvisory? Undecided);
}
