using System.Text;
using Assay.Engine.Advisories;
using Assay.Feeds;
using Catalogue = Assay.Feeds.Catalogue;

namespace Assay.Tests.Feeds;

public sealed class OsvRecordTests
{
    private const string Whole = """
        {"id": "PYSEC-2099-1", "modified": "2026-01-02T03:04:05Z", "summary": "one\ntwo", "aliases": ["CVE-2099-1", "PYSEC-2099-1", "no id"],
         "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}], "database_specific": {"severity": "high", "cwe_ids": ["CWE-79", "x"]},
         "references": [{"type": "WEB", "url": "https://example.invalid/"}],
         "affected": [{"package": {"ecosystem": "PyPI", "name": "Frob_X"}, "versions": ["1.0"],
           "ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}, {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.10"}]}]},
          {"package": {"ecosystem": "npm", "name": "frob"}}]}
        """;

    [Fact]
    public void A_record_is_read_with_all_that_concerns_PyPI()
    {
        FeedReading reading = Read(Whole);
        AdvisoryRecord record = Assert.Single(reading.Records);
        Assert.Equal(("PYSEC-2099-1", "pysec", "one two"), (record.Id, record.Feed, record.Summary));
        Assert.Equal(["CVE-2099-1"], record.Aliases);
        Assert.Equal(["CWE-79"], record.Weaknesses);
        Assert.Equal("HIGH", record.SeverityWord);
        Assert.Equal(new SeverityVector("CVSS_V3", "CVSS:3.1/AV:N"), Assert.Single(record.Severities));
        AffectedProject affected = Assert.Single(record.Affected);
        Assert.Equal("frob-x", affected.Project.Normalized);
        Assert.Equal([new RangeEvent(RangeEventKind.Introduced, "0"), new RangeEvent(RangeEventKind.Fixed, "1.10")], Assert.Single(affected.Ranges).Events);
        FeedProblem problem = Assert.Single(reading.Problems);
        Assert.Equal(("aliases[2]", false, "PYSEC-2099-1"), (problem.Place, problem.LosesRecord, problem.Id));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "a list")]
    [InlineData("{", "no JSON")]
    [InlineData("{\"affected\": []}", "no id")]
    [InlineData("{\"id\": 7}", "no id")]
    [InlineData("{\"id\": \"../../etc/passwd\"}", "no id of an advisory")]
    [InlineData("{\"id\": \"X-1\", \"affected\": {}}", "should be a list")]
    [InlineData("{\"id\": \"X-1\", \"affected\": [7]}", "a name and an ecosystem")]
    [InlineData("{\"id\": \"X-1\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \"name\": \"../x\"}}]}", "no name of a project")]
    [InlineData("{\"id\": \"X-1\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \"name\": \"x\"}, \"versions\": \"1.0\"}]}", "should be a list")]
    [InlineData("{\"id\": \"X-1\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \"name\": \"x\"}, \"versions\": [1.0]}]}", "a number")]
    [InlineData("{\"id\": \"X-1\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \"name\": \"x\"}, \"ranges\": [{\"type\": \"EVERY\"}]}]}", "type ECOSYSTEM")]
    [InlineData("{\"id\": \"X-1\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \"name\": \"x\"}, \"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [{\"fixed\": 2}]}]}]}", "a number")]
    [InlineData("{\"id\": \"X-1\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \"name\": \"x\"}, \"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [[]]}]}]}", "a list")]
    [InlineData("{\"id\": \"X-1\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \"name\": \"x\"}, \"versions\": [\"\\ud800\"]}]}", "no Unicode")]
    public void A_record_that_is_not_what_the_schema_wants_is_dropped_and_named(string json, string because)
    {
        FeedReading reading = Read(json);
        Assert.Empty(reading.Records);
        FeedProblem problem = Assert.Single(reading.Problems, static problem => problem.LosesRecord);
        Assert.Contains(because, problem.Message);
        Assert.Equal("feed/x.json", problem.File);
    }

    [Theory]
    [InlineData("[{}]", 0)]
    [InlineData("[]", 0)]
    [InlineData("[{}, {\"introduced\": \"1\"}]", 1)]
    public void An_empty_event_says_nothing_and_is_named(string events, int ranges)
    {
        FeedReading reading = Read($$$"""{"id": "X-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "x"}, "versions": ["3"], "ranges": [{"type": "ECOSYSTEM", "events": {{{events}}}}]}]}""");
        Assert.Equal(ranges, Assert.Single(reading.Records).Affected[0].Ranges.Length);
        Assert.Equal(["3"], reading.Records[0].Affected[0].Versions);
        Assert.NotEmpty(reading.Problems);
        Assert.All(reading.Problems, static problem => Assert.False(problem.LosesRecord));
    }

    [Fact]
    public void A_requirement_in_a_list_of_versions_stays_as_text_and_is_named()
    {
        FeedReading reading = Read("""{"id": "X-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "x"}, "versions": ["x==0.7", "0.1-bulbasaur"]}]}""");
        Assert.Equal(["x==0.7", "0.1-bulbasaur"], Assert.Single(reading.Records).Affected[0].Versions);
        Assert.Equal("affected[0].versions[0]", Assert.Single(reading.Problems).Place);
    }

    [Theory]
    [InlineData("\"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [{}]}]")]
    [InlineData("\"ranges\": [{\"type\": \"ECOSYSTEM\", \"events\": [{\"fixed\": \"2\"}]}]")]
    [InlineData("\"versions\": [\"x>=1,<2\"]")]
    public void A_record_that_tells_no_affected_version_is_dropped_and_named(string what)
    {
        FeedReading reading = Read("{\"id\": \"X-1\", \"affected\": [{\"package\": {\"ecosystem\": \"PyPI\", \"name\": \"x\"}, " + what + "}]}");
        Assert.Empty(reading.Records);
        Assert.Contains("tells what is affected", Assert.Single(reading.Problems, static problem => problem.LosesRecord).Message);
    }

    [Fact]
    public void What_only_explains_is_left_out_alone()
    {
        FeedReading reading = Read("""{"id": "X-1", "summary": 7, "modified": "soon", "withdrawn": [], "severity": [3, {"type": "CVSS_V3"}], "references": "none", "affected": []}""");
        AdvisoryRecord record = Assert.Single(reading.Records);
        Assert.Equal(("", null, null), (record.Summary, record.Modified, record.Withdrawn));
        Assert.True(reading.Problems.Length >= 5);
    }

    [Fact]
    public void A_record_about_other_ecosystems_is_none_of_ours()
    {
        FeedReading reading = Read("""{"id": "X-1", "affected": [{"package": {"ecosystem": "npm", "name": "@x/y"}, "versions": ["1"]}]}""");
        Assert.Equal((0, 0, 1), (reading.Records.Length, reading.Problems.Length, reading.Elsewhere));
    }

    [Fact]
    public void Fifty_megabytes_of_summary_lose_the_record()
    {
        FeedReading reading = Read($$"""{"id": "X-1", "summary": "{{new string('a', 50_000_000)}}"}""");
        Assert.Empty(reading.Records);
        Assert.Contains("more than the 4,194,304", Assert.Single(reading.Problems).Message);
    }

    [Fact]
    public void Long_text_is_cut_and_named()
    {
        FeedReading reading = Catalogue.Read(
            Document("x.json", $$"""{"id": "X-1", "summary": "{{new string('a', 99)}}😀b", "details": "{{new string('d', 300)}}"}"""),
            FeedLimits.Default with { MaxSummary = 100, MaxDetails = 200 });
        AdvisoryRecord record = Assert.Single(reading.Records);
        Assert.Equal((new string('a', 99), 200), (record.Summary, record.Details.Length));
        Assert.Equal(2, reading.Problems.Length);
    }

    [Fact]
    public void Too_many_entries_or_levels_lose_the_record()
    {
        FeedLimits small = FeedLimits.Default with { MaxListItems = 2, MaxDepth = 8 };
        const string head = """{"id": "X-1", "affected": [{"package": {"ecosystem": "PyPI", "name": "x"}, "versions": """;
        Assert.Empty(Catalogue.Read(Document("x.json", head + """["1", "2", "3"]}]}"""), small).Records);
        Assert.Empty(Catalogue.Read(Document("x.json", $"{{\"id\": \"X-1\", \"more\": {new string('[', 9)}{new string(']', 9)}}}"), small).Records);
    }

    [Fact]
    public void Lines_are_read_apart_and_a_broken_one_is_named_by_its_number()
    {
        FeedReading reading = Catalogue.Read(Document("x.jsonl", "{\"id\": \"X-1\"}\r\n\n{broken\n{\"id\": \"X-2\"}"), FeedLimits.Default);
        Assert.Equal(["X-1", "X-2"], reading.Records.Select(static record => record.Id));
        Assert.StartsWith("line 3: ", Assert.Single(reading.Problems).Place, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_read_is_written_and_read_back_the_same()
    {
        AdvisoryRecord record = Assert.Single(Read(Whole).Records);
        byte[] written = OsvWriter.Write(record);
        AdvisoryRecord again = Assert.Single(Catalogue.Read(new FeedDocument("x.json", written), FeedLimits.Default).Records);
        Assert.Equal(written, OsvWriter.Write(again));
    }

    internal static FeedDocument Document(string name, string text) => new(name, Encoding.UTF8.GetBytes(text));

    private static FeedReading Read(string json) => Catalogue.Read(Document("feed/x.json", json), FeedLimits.Default);
}
