using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Reports;
using Json.Schema;

namespace Assay.Tests.Reports;

public sealed class AuditFormatTests
{
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Reports");

    public static TheoryData<string, string> Cells
    {
        get
        {
            TheoryData<string, string> cells = [];
            foreach (string sample in AuditSamples.All.Keys)
            {
                foreach (AuditReportFormat format in AuditFormats.All)
                {
                    cells.Add(sample, format.Id);
                }
            }

            return cells;
        }
    }

    // ASSAY_ACCEPT=1 writes what the formats say now; the difference is reviewed in the commit.
    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_format_writes_each_sample_as_expected(string sample, string format)
    {
        string file = Path.Combine(Folder, "audit-expected", $"{sample}.{format}");
        string written = Write(sample, format);
        if (Environment.GetEnvironmentVariable("ASSAY_ACCEPT") == "1")
        {
            File.WriteAllText(file, written);
        }

        Assert.Equal(File.ReadAllText(file), written);
    }

    [Fact]
    public void Every_expected_file_belongs_to_a_sample_and_a_format()
    {
        IEnumerable<string> known = Cells.Select(static cell => $"{cell.Data.Item1}.{cell.Data.Item2}");
        Assert.Equal(known.Order(StringComparer.Ordinal), Directory.GetFiles(Path.Combine(Folder, "audit-expected")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_same_report_gives_the_same_bytes(string sample, string format) => Assert.Equal(Write(sample, format), Write(sample, format));

    [Theory]
    [InlineData("sarif", "sarif-2.1.0.schema.json")]
    [InlineData("cyclonedx", "cyclonedx-1.6.schema.json")]
    [InlineData("openvex", "openvex-0.2.0.schema.json")]
    public void Documents_are_valid_against_the_published_schema(string format, string file)
    {
        JsonSchema schema = Schema(file);
        Assert.All(AuditSamples.All.Keys, sample =>
        {
            using JsonDocument document = JsonDocument.Parse(Write(sample, format));
            EvaluationResults results = schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
            string[] errors =
            [
                .. (results.Details ?? [])
                    .Where(static detail => detail.Errors is not null)
                    .SelectMany(static detail => detail.Errors!.Select(error => $"{detail.InstanceLocation} {error.Key}: {error.Value}")),
            ];

            // OpenVEX has no document that states nothing.
            bool statesNothing = format == "openvex" && document.RootElement.GetProperty("statements").GetArrayLength() == 0;
            Assert.True(statesNothing ? errors.All(static error => error.StartsWith("/statements minItems", StringComparison.Ordinal)) : results.IsValid, sample + "\n" + string.Join('\n', errors));
        });
    }

    [Theory]
    [InlineData("sarif", "sarif-2.1.0.schema.json", "runs.0.results.0.level")]
    [InlineData("cyclonedx", "cyclonedx-1.6.schema.json", "vulnerabilities.0.ratings.0.severity")]
    [InlineData("cyclonedx", "cyclonedx-1.6.schema.json", "serialNumber")]
    [InlineData("openvex", "openvex-0.2.0.schema.json", "statements.0.status")]
    public void The_schema_test_would_notice_a_wrong_document(string format, string file, string path)
    {
        JsonNode wrong = JsonNode.Parse(Write("project", format))!;
        string[] steps = path.Split('.');
        JsonNode owner = steps[..^1].Aggregate(wrong, static (node, step) => int.TryParse(step, out int index) ? node[index]! : node[step]!);
        owner[steps[^1]] = "terrible";
        using JsonDocument document = JsonDocument.Parse(wrong.ToJsonString());
        Assert.False(Schema(file).Evaluate(document.RootElement).IsValid);
    }

    [Fact]
    public void Nothing_known_is_said_in_one_line_with_what_was_looked_at_and_the_dates()
    {
        Assert.Equal(
            "nothing known against 2 packages in requirements.txt: none skipped, none unknown (data: pysec of 2026-11-20, malicious-packages of an unknown date)\n",
            Write("clean", "text"));
        Assert.StartsWith("nothing to audit in requirements.txt (", Write("nothing", "text"), StringComparison.Ordinal);
    }

    [Fact]
    public void Malware_comes_first_and_is_to_be_removed()
    {
        string text = Write("malware", "text");
        Assert.StartsWith("malware   evil-pkg 1.0: remove it", text, StringComparison.Ordinal);
        Assert.Contains("critical      MAL-2025-1234", text, StringComparison.Ordinal);
        Assert.DoesNotContain("upgrade", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_one_upgrade_solves_stands_together_with_every_place()
    {
        AuditStep step = AuditPlan.Of(AuditSamples.All["project"]).Upgrades.Single(static step => step.Target == "3.1.6" && step.IsComplete);
        Assert.Equal(["GHSA-cpwx-vrp4-4pq7", "GHSA-h75v-3vvj-5mfj", "PYSEC-2021-66"], step.Vulnerabilities.Select(static flaw => flaw.Id));
        Assert.Equal(["requirements.txt:12", "requirements/dev.txt:3"], step.Entries.Select(static entry => entry.Item.Place.Describe()));
    }

    [Fact]
    public void A_version_between_the_fixes_of_two_branches_is_no_target()
    {
        AuditReport sample = AuditSamples.All["project"];
        AuditEntry flask = sample.Entries.Single(static entry => entry.Item.Name == "flask");
        global::Assay.Engine.Advisories.Vulnerability branches = flask.Vulnerabilities[0] with { Id = "A", FixedVersions = ["2.2.5", "3.0.1"] };
        global::Assay.Engine.Advisories.Vulnerability late = branches with { Id = "B", FixedVersions = ["3.0.0"] };
        Assert.Equal("3.0.1", Target([branches, late]));
        Assert.Equal("2.2.5", Target([branches]));
        Assert.Equal("3.0.1", Target([branches, late with { FixedVersions = ["2.2.4", "3.0.1"] }]));

        string? Target(global::Assay.Engine.Advisories.Vulnerability[] flaws) =>
            AuditPlan.Of(sample with { Entries = [flask with { Vulnerabilities = [.. flaws] }] }).Upgrades.Single().Target;
    }

    [Fact]
    public void Ranges_begin_with_the_gravest() =>
        Assert.Equal(["oldlib", "urllib3"], AuditPlan.Of(AuditSamples.All["ranges"]).Ranges.Select(static entry => entry.Item.Name));

    [Fact]
    public void Every_counted_flaw_stands_in_exactly_one_list_of_the_plan()
    {
        Assert.All(AuditSamples.All.Values, static report =>
        {
            AuditPlan plan = AuditPlan.Of(report);
            AuditCounts counts = AuditCounts.Of(report);
            Assert.Equal(
                counts.Vulnerabilities + counts.Malware,
                plan.Malware.Concat(plan.Upgrades).Concat(plan.Unfixed).Sum(static step => step.Vulnerabilities.Length) + plan.Ranges.Sum(static entry => entry.Vulnerabilities.Length));
        });
    }

    [Fact]
    public void Coverage_is_always_told_item_by_item()
    {
        string text = Write("incomplete", "text");
        Assert.Contains("1 audited, 2 skipped, 2 unknown", text, StringComparison.Ordinal);
        Assert.Contains("internal (requirements.txt:2), other (requirements.txt:3): it comes from version control", text, StringComparison.Ordinal);
        Assert.Contains("free (requirements.txt:5): no version is pinned", text, StringComparison.Ordinal);
        Assert.Contains("PYSEC-2024-7: 2.0.1-weird is no version of PEP 440", text, StringComparison.Ordinal);
        Assert.EndsWith("incomplete\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AuditThreshold.Any, 6)]
    [InlineData(AuditThreshold.High, 4)]
    [InlineData(AuditThreshold.None, 0)]
    public void Unknown_severity_reaches_every_threshold_but_none(AuditThreshold threshold, int reaching) =>
        Assert.Equal(reaching, AuditCounts.Of(AuditSamples.All["project"] with { Threshold = threshold }).Reaching - (threshold == AuditThreshold.Any ? 1 : 0));

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Text_keeps_within_the_terminal(int width)
    {
        Assert.All(["project", "malware", "ranges", "ignored", "incomplete", "since", "clean"], sample =>
        {
            StringWriter output = new() { NewLine = "\n" };
            new AuditTextReport().Write(output, AuditSamples.Style(width: width), AuditSamples.All[sample]);
            Assert.All(
                output.ToString().Split('\n').Where(static line => !line.Contains("00112233", StringComparison.Ordinal) && !line.Contains("site-packages", StringComparison.Ordinal)),
                line => Assert.True(Columns.Of(line) <= width, line));
        });
    }

    [Fact]
    public void Colour_is_written_only_where_it_is_wanted()
    {
        StringWriter output = new();
        new AuditTextReport().Write(output, AuditSamples.Style(color: true), AuditSamples.All["malware"]);
        Assert.Contains("\e[1;31mmalware\e[0m", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\e", Write("malware", "text"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sarif_points_at_the_line_that_pins_and_suppresses_what_is_ignored()
    {
        JsonNode run = JsonNode.Parse(Write("project", "sarif"))!["runs"]![0]!;
        JsonNode first = run["results"]![0]!;
        Assert.Equal(12, (int)first["locations"]![0]!["physicalLocation"]!["region"]!["startLine"]!);
        Assert.Equal("requirements.txt", (string)first["locations"]![0]!["physicalLocation"]!["artifactLocation"]!["uri"]!);
        Assert.Equal((string)first["ruleId"]!, (string)run["tool"]!["driver"]!["rules"]![(int)first["ruleIndex"]!]!["id"]!);
        Assert.Equal("https://osv.dev/vulnerability/PYSEC-2021-66", (string)run["tool"]!["driver"]!["rules"]![(int)first["ruleIndex"]!]!["helpUri"]!);
        string[] prints = [.. run["results"]!.AsArray().Select(static result => (string)result!["partialFingerprints"]!["assayAdvisory/v1"]!)];
        Assert.Equal(prints.Length, prints.Distinct().Count());
        Assert.All(JsonNode.Parse(Write("ignored", "sarif"))!["runs"]![0]!["results"]!.AsArray(), static result => Assert.Equal("accepted", (string)result!["suppressions"]![0]!["status"]!));
    }

    [Fact]
    public void Only_a_reason_that_names_a_justification_claims_not_to_be_affected()
    {
        JsonArray statements = JsonNode.Parse(Write("ignored", "openvex"))!["statements"]!.AsArray();
        Assert.Equal(
            [("PYSEC-2021-1", "not_affected"), ("PYSEC-2021-2", "affected"), ("PYSEC-2021-3", "under_investigation")],
            statements.Select(static statement => ((string)statement!["vulnerability"]!["name"]!, (string)statement["status"]!)));
        Assert.Equal("vulnerable_code_not_in_execute_path", (string)statements[0]!["justification"]!);
        JsonArray analysed = JsonNode.Parse(Write("ignored", "cyclonedx"))!["vulnerabilities"]!.AsArray();
        Assert.Equal(["not_affected", "exploitable", "in_triage"], analysed.Select(static flaw => (string)flaw!["analysis"]!["state"]!));
        Assert.Equal("code_not_reachable", (string)analysed[0]!["analysis"]!["justification"]!);
    }

    [Fact]
    public void References_of_cyclonedx_meet_components()
    {
        Assert.All(AuditSamples.All.Keys, static sample =>
        {
            JsonNode bom = JsonNode.Parse(Write(sample, "cyclonedx"))!;
            string[] components = [.. bom["components"]!.AsArray().Select(static component => (string)component!["bom-ref"]!)];
            string[] all = [.. components, .. bom["vulnerabilities"]!.AsArray().Select(static flaw => (string)flaw!["bom-ref"]!)];
            Assert.Equal(all.Length, all.Distinct().Count());
            Assert.All(bom["vulnerabilities"]!.AsArray(), flaw => Assert.All(flaw!["affects"]!.AsArray(), affected => Assert.Contains((string)affected!["ref"]!, components)));
        });
    }

    [Fact]
    public void Ids_of_documents_come_from_their_content()
    {
        string first = (string)JsonNode.Parse(Write("project", "cyclonedx"))!["serialNumber"]!;
        Assert.NotEqual(first, (string)JsonNode.Parse(Write("malware", "cyclonedx"))!["serialNumber"]!);
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", first);
        Assert.NotEqual((string)JsonNode.Parse(Write("project", "openvex"))!["@id"]!, (string)JsonNode.Parse(Write("malware", "openvex"))!["@id"]!);
    }

    internal static string Write(string sample, string format)
    {
        StringWriter output = new() { NewLine = "\n" };
        AuditFormats.Find(format)!.Write(output, AuditSamples.Style(), AuditSamples.All[sample]);
        return output.ToString();
    }

    private static JsonSchema Schema(string file)
    {
        BuildOptions options = new() { SchemaRegistry = new SchemaRegistry() };
        if (file.StartsWith("cyclonedx", StringComparison.Ordinal))
        {
            options.SchemaRegistry.Register(new Uri("http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json"), JsonSchema.FromText(Read("cyclonedx-jsf-0.82.schema.json"), options));
            options.SchemaRegistry.Register(new Uri("http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json"), JsonSchema.FromText(Read("cyclonedx-spdx.schema.json"), options));
        }

        return JsonSchema.FromText(Read(file), options);

        static string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));
    }
}
