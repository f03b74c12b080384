using Assay.Engine.Advisories;
using Assay.Feeds;
using Assay.Packaging.Versions;
using Catalogue = Assay.Feeds.Catalogue;

namespace Assay.Tests.Feeds;

public sealed class SafetyDatabaseTests
{
    private const string OldFull = """
        {"$meta": {"advisory": "made up", "timestamp": 1775023247},
         "frob": [{"advisory": "Frob 0.12.3 mends it.", "cve": "CVE-2099-1", "id": "pyup.io-38654", "more_info_path": "/v/38654/", "specs": ["<0.12.3", ">=1.0,<1.2"], "v": "<0.12.3,>=1.0,<1.2"}],
         "frob_two": [{"advisory": "The same.", "cve": null, "id": "pyup.io-38654", "specs": ["==2.0"]}]}
        """;

    [Fact]
    public void The_old_layout_is_read_with_ids_aliases_and_its_own_date()
    {
        FeedReading reading = Read(OldFull);
        Assert.Empty(reading.Problems);
        AdvisoryRecord record = Assert.Single(reading.Records);
        Assert.Equal(("pyup.io-38654", "safety", "Frob 0.12.3 mends it."), (record.Id, record.Feed, record.Details));
        Assert.Equal(["CVE-2099-1"], record.Aliases);
        Assert.Equal(["frob", "frob-two"], record.Affected.Select(static affected => affected.Project.Normalized));
        Assert.Equal(["0<0.12.3", "1.0<1.2"], record.Affected[0].Ranges.Select(Text));
        Assert.Equal(["2.0"], record.Affected[1].Versions);
        Assert.Equal((KnownFeed.SafetyId, new DateOnly(2026, 4, 1)), reading.Stated);
    }

    [Fact]
    public void Schema_2_is_read()
    {
        FeedReading reading = Read("""
            {"meta": {"schema_version": "2.0.0", "packages": {"frob": {}}},
             "vulnerable_packages": {"frob": [{"specs": [">1.0,<=2.0"], "advisory": "words", "ids": [{"type": "pyup", "id": "7"}, {"type": "cve", "id": "CVE-2099-2"}, {"type": "pve", "id": "PVE-2099-3"}]}]}}
            """);
        AdvisoryRecord record = Assert.Single(reading.Records);
        Assert.Equal("pyup.io-7", record.Id);
        Assert.Equal(["CVE-2099-2", "PVE-2099-3"], record.Aliases);
        Assert.Equal("1.0.post0.dev0<=2.0", Text(Assert.Single(record.Affected[0].Ranges)));
    }

    [Fact]
    public void The_short_file_has_ids_made_of_its_content()
    {
        const string json = """{"$meta": {}, "frob": ["<1.0", ">=2,<3"], "other": ["<1.0"]}""";
        FeedReading reading = Read(json);
        Assert.Equal(3, reading.Records.Length);
        Assert.All(reading.Records, static record => Assert.Matches("^SAFETY-[0-9a-f]{12}$", record.Id));
        Assert.Equal(reading.Records.Select(static record => record.Id), Read(json).Records.Select(static record => record.Id));
    }

    [Theory]
    [InlineData("<0.11.1rc.1", "0<0.11.1rc.1")]
    [InlineData("<01.0c.00", "0<01.0c.00")]
    [InlineData(">=0", "0")]
    [InlineData("*", "0")]
    [InlineData(">1.0", "1.0.post0.dev0")]
    [InlineData(">1.0.post1", "1.0.post2.dev0")]
    [InlineData(">1.0.dev3", "1.0.dev4")]
    [InlineData(">1.0rc1", "1.0rc1.post0.dev0")]
    [InlineData(">=1,>=2,<4,<3", "2<3")]
    [InlineData("<=3,<3", "0<3")]
    [InlineData("==1.4.*", "1.4.dev0<1.5.dev0")]
    public void A_specifier_becomes_a_range(string spec, string range) =>
        Assert.Equal(range, Text(Assert.Single(Assert.Single(Read($$"""{"frob": ["{{spec}}"]}""").Records).Affected[0].Ranges)));

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.0.post1")]
    [InlineData("1.0.dev3")]
    [InlineData("1.0rc1")]
    public void Nothing_public_stands_between_a_version_and_what_comes_after(string version)
    {
        string after = Assert.Single(Read($$"""{"frob": [">{{version}}"]}""").Records).Affected[0].Ranges[0].Events[0].Version;
        Assert.True(PackageVersion.Parse(after) > PackageVersion.Parse(version));
        Assert.All(
            ["1.0.dev3", "1.0.dev4", "1.0rc1", "1.0rc1.post0.dev0", "1.0rc2.dev0", "1.0", "1.0.post0.dev0", "1.0.post0", "1.0.post1", "1.0.post2.dev0", "1.0.1.dev0"],
            other => Assert.Equal(PackageVersion.Parse(other) > PackageVersion.Parse(version), PackageVersion.Parse(other) >= PackageVersion.Parse(after)));
    }

    [Theory]
    [InlineData("""{"frob": ["~=1.0"]}""")]
    [InlineData("""{"frob": ["!=1.0"]}""")]
    [InlineData("""{"frob": ["<"]}""")]
    [InlineData("""{"frob": [7]}""")]
    [InlineData("""{"frob": [{"specs": []}]}""")]
    [InlineData("""{"frob": [{"specs": [7]}]}""")]
    [InlineData("""{"../x": ["<1"]}""")]
    [InlineData("""{"\ud800": ["<1"]}""")]
    [InlineData("""{"vulnerable_packages": {"frob": "none"}}""")]
    public void An_entry_that_cannot_be_read_is_dropped_and_named(string json)
    {
        FeedReading reading = Read(json);
        Assert.Empty(reading.Records);
        Assert.True(Assert.Single(reading.Problems).LosesRecord);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_the_short_database_and_the_full_one_the_full_one_counts(bool shortFirst)
    {
        using TemporaryFolder folder = new();
        string brief = Path.Combine(folder.Path, "insecure.json");
        string full = Path.Combine(folder.Path, "insecure_full.json");
        File.WriteAllText(brief, """{"frob": ["<1.2", "==2.0", "<9"], "other": ["<1.2"]}""");
        File.WriteAllText(full, """{"frob": [{"advisory": "Words.", "cve": "CVE-2026-1", "id": "pyup.io-1", "specs": ["<1.2", "==2.0"], "v": "<1.2,==2.0"}]}""");
        NamedSource[] sources = [new(brief, "insecure.json", null), new(full, "insecure_full.json", null)];
        FeedHarvest harvest = FeedIntake.Read(shortFirst ? sources : [.. sources.Reverse()], FeedDates.None, FeedLimits.Default, 2, null, CancellationToken.None);
        Assert.Equal(["frob <9", "other <1.2", "frob <1.2 is 2.0"], harvest.Records
            .OrderBy(static record => record.Details.Length).ThenBy(static record => record.Affected[0].Project.Normalized, StringComparer.Ordinal)
            .Select(static record => string.Join(' ', [
                record.Affected[0].Project.Normalized, .. record.Affected[0].Ranges.Select(static range => Text(range).TrimStart('0')), .. record.Affected[0].Versions.Select(static version => $"is {version}")])));
        Assert.Equal(2, harvest.Superseded);
    }

    private static string Text(AffectedRange range) =>
        string.Concat(range.Events.Select(static step => step.Kind switch
        {
            RangeEventKind.Introduced => step.Version,
            RangeEventKind.Fixed => $"<{step.Version}",
            _ => $"<={step.Version}",
        }));

    private static FeedReading Read(string json) => Catalogue.Read(OsvRecordTests.Document("insecure_full.json", json), FeedLimits.Default);
}
