using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Reports;
using Json.Schema;

namespace Assay.Tests.Reports;

public sealed class ReportFormatTests
{
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Reports");

    public static TheoryData<string, string> Cells
    {
        get
        {
            TheoryData<string, string> cells = [];
            foreach (string sample in SampleVerdicts.All.Keys)
            {
                foreach (ReportFormat format in Catalogue.All)
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
        string file = Path.Combine(Folder, "expected", $"{sample}.{format}");
        string written = Write(sample, format);
        if (Environment.GetEnvironmentVariable("ASSAY_ACCEPT") == "1")
        {
            File.WriteAllText(file, written);
        }

        Assert.Equal(File.ReadAllText(file), written);
    }

    [Fact]
    public void What_was_not_read_is_summed_up_by_the_weight_of_each_gap()
    {
        Gap opaque = Gap.Of(GapKind.PythonUnparsed, couldRun: false, MemberPlace.Of("a.py"), "is no Python");
        AssayedFile file = new("a.whl", null, new Verdict("a.whl", null, Ruling.Allow, [new Reason(null, opaque, Ruling.Allow, "weight", null)], null, null, null, "d"), null, null);
        StringWriter output = new() { NewLine = "\n" };
        new TextReport().End(output, SampleVerdicts.Style(several: true), [file, file]);
        Assert.Contains("not looked at: python-unparsed in 2 files (judged only from outside)\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_expected_file_belongs_to_a_sample_and_a_format()
    {
        IEnumerable<string> known = Cells.Select(static cell => $"{cell.Data.Item1}.{cell.Data.Item2}");
        Assert.Equal(known.Order(StringComparer.Ordinal), Directory.GetFiles(Path.Combine(Folder, "expected")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void No_format_lets_package_text_act(string sample, string format)
    {
        string written = Write(sample, format);
        Assert.All(written, static c => Assert.False(
            (char.IsControl(c) && c != '\n') || char.IsSurrogate(c) || c is '\u202E' or '\u202C' or '\u2028' or '\u200B',
            $"U+{(int)c:X4} went through"));
        Assert.DoesNotContain("##[", written);
        Assert.DoesNotContain("##vso[", written);
        Assert.All(written.Split('\n'), static line => Assert.False(line.TrimStart().StartsWith("::", StringComparison.Ordinal), line));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(40)]
    [InlineData(80)]
    public void Wrapping_never_puts_a_log_command_at_the_start_of_a_line(int width)
    {
        StringWriter output = new() { NewLine = "\n" };
        Write(new TextReport(), output, "text", SampleVerdicts.Style(several: false, width: width));
        Assert.All(output.ToString().Split('\n'), static line => Assert.False(line.TrimStart().StartsWith("::", StringComparison.Ordinal), line));
    }

    [Fact]
    public void Sarif_is_valid_against_the_published_schema()
    {
        JsonSchema schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(Folder, "sarif-2.1.0.schema.json")));
        Assert.All(SampleVerdicts.All.Keys, sample =>
        {
            using JsonDocument document = JsonDocument.Parse(Write(sample, "sarif"));
            EvaluationResults results = schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
            Assert.True(results.IsValid, sample + "\n" + string.Join('\n', (results.Details ?? [])
                .Where(static detail => detail.Errors is not null)
                .SelectMany(static detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))));
        });
    }

    [Fact]
    public void The_schema_test_would_notice_a_wrong_document()
    {
        JsonSchema schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(Folder, "sarif-2.1.0.schema.json")));
        JsonNode wrong = JsonNode.Parse(Write("hostile", "sarif"))!;
        wrong["runs"]![0]!["results"]![0]!["level"] = "terrible";
        using JsonDocument document = JsonDocument.Parse(wrong.ToJsonString());
        Assert.False(schema.Evaluate(document.RootElement).IsValid);
    }

    [Fact]
    public void Package_text_survives_the_escapes_of_json()
    {
        using JsonDocument document = JsonDocument.Parse(Write("text", "json"));
        string? message = document.RootElement.GetProperty("files")[0].GetProperty("findings")[0].GetProperty("message").GetString();
        Assert.Equal(SampleVerdicts.HostileText.Replace('\uD800', '\uFFFD'), message);
    }

    [Fact]
    public void Each_file_is_one_line_of_json_lines()
    {
        string[] lines = Write("several", "jsonl").TrimEnd('\n').Split('\n');
        Assert.Equal(["allow", "block", "hold", null, "allow"], lines.Select(static line =>
        {
            using JsonDocument file = JsonDocument.Parse(line);
            return file.RootElement.GetProperty("verdict").GetString();
        }));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Lines_of_source_and_sentences_keep_within_the_terminal(int width)
    {
        StringWriter output = new() { NewLine = "\n" };
        Write(new TextReport(), output, "behaviour", SampleVerdicts.Style(several: false, width: width));
        string[] lines = output.ToString().Split('\n');
        Assert.All(
            lines.Where(static line => !line.Contains("99999", StringComparison.Ordinal) && !line.Contains(" at ", StringComparison.Ordinal) && !line.Contains("assay policy", StringComparison.Ordinal)),
            line => Assert.True(Columns.Of(line) <= width, line));
        int caret = Assert.Single(lines, static line => line.EndsWith('^')).IndexOf('^', StringComparison.Ordinal);
        string source = lines[Array.FindIndex(lines, static line => line.EndsWith('^')) - 1];
        Assert.StartsWith("urlopen(", source[caret..], StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_leads_with_the_sentence_of_the_gravest_reason_and_says_it_once()
    {
        string[] lines = Write("behaviour", "text").Split('\n');
        Assert.Equal("Sends the environment to https://collector.example.invalid/{…} when the package is imported", lines[1].Trim());
        Assert.Single(lines, static line => line.Contains("Sends the environment", StringComparison.Ordinal));
    }

    [Fact]
    public void Colour_is_written_only_where_it_is_wanted()
    {
        StringWriter output = new();
        Write(new TextReport(), output, "hostile", SampleVerdicts.Style(several: false, color: true));
        Assert.Contains("\e[1;31mblock\e[0m", output.ToString());
        Assert.DoesNotContain("\e", Write("hostile", "text"));
    }

    private static string Write(string sample, string format)
    {
        StringWriter output = new() { NewLine = "\n" };
        Write(Catalogue.Find(format)!, output, sample, SampleVerdicts.Style(SampleVerdicts.All[sample].Length != 1));
        return output.ToString();
    }

    private static void Write(ReportFormat format, StringWriter output, string sample, ReportStyle style)
    {
        format.Begin(output, style);
        foreach (AssayedFile file in SampleVerdicts.All[sample])
        {
            format.Add(output, style, file);
        }

        format.End(output, style, SampleVerdicts.All[sample]);
    }
}
