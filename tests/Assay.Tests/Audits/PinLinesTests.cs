using System.Text.Json;
using global::Assay.Audits;
using global::Assay.Engine.Advisories;
using Assay.Tests.Engine.Audits;

namespace Assay.Tests.Audits;

public sealed class PinLinesTests
{
    [Fact]
    public void Every_line_is_answered_in_its_order_and_projects_may_repeat()
    {
        (string[] lines, PinsOutcome outcome) = Answer("flask==0.12\nsix==1.16.0\n\n# a remark\nFlask==2.0\n flask[async] === 0.12 \n");

        Assert.Equal(
        [
            """{"name":"flask","version":"0.12","status":"audited","vulnerabilities":[{"id":"PYSEC-1","aliases":["CVE-1"],"severity":"unknown","fixed":["1.0"]}],"undecided":[]}""",
            """{"name":"six","version":"1.16.0","status":"audited","vulnerabilities":[],"undecided":[]}""",
            """{"name":"Flask","version":"2.0","status":"audited","vulnerabilities":[],"undecided":[]}""",
            """{"name":"flask","version":"0.12","status":"audited","vulnerabilities":[{"id":"PYSEC-1","aliases":["CVE-1"],"severity":"unknown","fixed":["1.0"]}],"undecided":[]}""",
        ], lines);
        Assert.Equal(new PinsOutcome(Found: true, Unknown: false), outcome);
    }

    [Theory]
    [InlineData("flask>=1", "flask>=1")]
    [InlineData("flask==", "flask")]
    [InlineData("../x==1", "../x")]
    [InlineData("listed==1.0 # a remark", "listed")]
    [InlineData("listed==1.0 --hash=sha256:00", "listed")]
    [InlineData("listed==1.0; python_version<'3'", "listed")]
    [InlineData("listed==1.*", "listed")]
    [InlineData("listed==1.0,!=2", "listed")]
    [InlineData("listed==1.0 \\", "listed")]
    [InlineData("==1", "")]
    [InlineData("\u001b[2J==1", "\u001b[2J")]
    public void A_line_that_is_no_pin_is_unknown_and_named(string line, string name)
    {
        List<int> told = [];
        (string[] lines, PinsOutcome outcome) = Answer("six==1.0\n" + line + "\nsix==1.0\n", (number, _) => told.Add(number));

        Assert.Equal([2], told);
        Assert.Equal(3, lines.Length);
        using JsonDocument answer = JsonDocument.Parse(lines[1]);
        Assert.Equal("unknown", answer.RootElement.GetProperty("status").GetString());
        Assert.Equal(name, answer.RootElement.GetProperty("name").GetString());
        Assert.NotEmpty(answer.RootElement.GetProperty("reason").GetString()!);
        Assert.True(outcome.Unknown);
    }

    [Fact]
    public void A_record_that_cannot_be_decided_makes_the_pin_unknown()
    {
        (string[] lines, PinsOutcome outcome) = Answer("odd==1.0\n");

        using JsonDocument answer = JsonDocument.Parse(lines[0]);
        Assert.Equal("unknown", answer.RootElement.GetProperty("status").GetString());
        Assert.Equal("PYSEC-2", answer.RootElement.GetProperty("undecided")[0].GetProperty("id").GetString());
        Assert.Equal(new PinsOutcome(Found: false, Unknown: true), outcome);
    }

    [Fact]
    public void A_hundred_thousand_lines_are_answered_without_being_held()
    {
        string input = string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"flask==0.{i}\n"));
        (string[] lines, _) = Answer(input);

        Assert.Equal(100_000, lines.Length);
        Assert.Contains("PYSEC-1", lines[99_999], StringComparison.Ordinal);
    }

    private static (string[] Lines, PinsOutcome Outcome) Answer(string input, Action<int, string>? problem = null)
    {
        using AdvisoryIndex index = MadeUp.Index(new DateOnly(2026, 1, 1), MadeUp.Record("PYSEC-1", "flask", "0", "1.0", "CVE-1"), MadeUp.Record("PYSEC-2", "odd", "0", "2.0-NA"));
        using StringWriter output = new();
        PinsOutcome outcome = new PinLines(index, AdvisoryPolicy.Default, null).Answer(new StringReader(input), output, problem ?? (static (_, _) => { }));
        return (output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), outcome);
    }
}
