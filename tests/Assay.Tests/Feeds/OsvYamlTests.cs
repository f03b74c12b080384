using System.Text;
using Assay.Engine.Advisories;
using Assay.Feeds;
using Catalogue = Assay.Feeds.Catalogue;

namespace Assay.Tests.Feeds;

public sealed class OsvYamlTests
{
    private const string Whole = """
        id: PYSEC-2099-1
        modified: 2026-01-02T03:04:05Z
        withdrawn: null
        details: |-
          first
          second: not a key
        affected:
        - package: {name: frob, ecosystem: PyPI}
          ranges:
          - type: ECOSYSTEM
            events:
            - introduced: 0
            - fixed: 1.10
          versions:
          - 0.10
          - "1.0"
          - 2004-01-01
          - 1e3
          - true
        """;

    [Fact]
    public void Versions_stay_the_text_they_were_written_as()
    {
        AdvisoryRecord record = Assert.Single(Read(Whole).Records);
        Assert.Equal(["0.10", "1.0", "2004-01-01", "1e3", "true"], record.Affected[0].Versions);
        Assert.Equal("1.10", record.Affected[0].Ranges[0].Events[1].Version);
        Assert.Equal("first\nsecond: not a key", record.Details);
        Assert.Null(record.Withdrawn);
        Assert.Equal(2026, record.Modified?.Year);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("id: [", "no YAML")]
    [InlineData("id: \"x", "no YAML")]
    [InlineData("id: x: y", "no YAML")]
    [InlineData("a: &a [1]\nb: *a", "anchor")]
    [InlineData("a: *a", "alias")]
    [InlineData("id: X-1\n---\nid: X-2", "second document")]
    [InlineData("[a]: b", "key should be text")]
    [InlineData("- a", "should be an object")]
    [InlineData("just words", "should be an object")]
    [InlineData("affected: []", "no id")]
    public void A_record_that_cannot_be_read_is_dropped_and_named(string yaml, string because)
    {
        FeedReading reading = Read(yaml);
        Assert.Empty(reading.Records);
        Assert.Contains(because, Assert.Single(reading.Problems).Message);
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused_at_its_first_anchor()
    {
        StringBuilder bomb = new("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++)
        {
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        FeedReading reading = Read(bomb.ToString());
        Assert.Empty(reading.Records);
        Assert.Equal("line 1", Assert.Single(reading.Problems).Place);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public void Nesting_ends_at_the_limit(string opening)
    {
        FeedReading reading = Read("id: X-1\nmore: " + string.Concat(Enumerable.Repeat(opening, 100_000)));
        Assert.Empty(reading.Records);
        Assert.Single(reading.Problems);
    }

    [Fact]
    public void Text_that_is_no_UTF_8_or_too_large_is_dropped()
    {
        Assert.Contains("UTF-8", Assert.Single(Catalogue.Read(new FeedDocument("x.yaml", new byte[] { 0x69, 0xFF }), FeedLimits.Default).Problems).Message);
        Assert.Contains(
            "more than the 10",
            Assert.Single(Catalogue.Read(OsvRecordTests.Document("x.yaml", "id: X-1\nsummary: long"), FeedLimits.Default with { MaxRecordBytes = 10 }).Problems).Message);
    }

    private static FeedReading Read(string yaml) => Catalogue.Read(OsvRecordTests.Document("x.yaml", yaml), FeedLimits.Default);
}
