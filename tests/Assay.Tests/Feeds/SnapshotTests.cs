using System.IO.Compression;
using Assay.Engine.Advisories;
using Assay.Feeds;
using Assay.Tests.Engine.Advisories;

namespace Assay.Tests.Feeds;

/// <summary>The advisories built into the program, and the data they are made of.</summary>
public sealed class SnapshotTests
{
    private static readonly FeedDates s_dates = FeedDates.None with
    {
        Of = FeedDates.None.Of.Add("pysec", new DateOnly(2026, 7, 23)).Add("malicious-packages", new DateOnly(2025, 6, 4)),
    };

    private static readonly Lazy<(FeedHarvest Harvest, byte[] Index)> s_built = new(Build);

    [Fact]
    public void A_rebuild_gives_the_bytes_that_are_built_in()
    {
        using Stream embedded = typeof(AdvisoryOffice).Assembly.GetManifestResourceStream("advisories.db")!;
        using MemoryStream bytes = new();
        embedded.CopyTo(bytes);
        _ = SharedData.Require("advisories");
        Assert.True(s_built.Value.Index.AsSpan().SequenceEqual(bytes.ToArray()), "make the snapshot anew with tools/snapshot.sh");
    }

    [Fact]
    public void What_is_built_in_is_whole_dated_and_named_in_NOTICE()
    {
        using AdvisoryIndex index = AdvisoryOffice.OpenEmbedded()!;
        Assert.Empty(index.Verify());
        Assert.Equal(
            [("malicious-packages", new DateOnly(2025, 6, 4), "Apache-2.0"), ("pysec", new DateOnly(2026, 7, 23), "CC-BY-4.0")],
            index.Feeds.Select(static feed => (feed.Id, feed.Date!.Value, feed.Licence)));
        string notice = File.ReadAllText(Repository.PathOf("NOTICE"));
        Assert.All(index.Feeds, feed =>
        {
            Assert.Contains(feed.Address, notice);
            Assert.Contains(feed.Date!.Value.ToString("yyyy-MM-dd"), notice);
        });
        using Stream embedded = typeof(AdvisoryOffice).Assembly.GetManifestResourceStream("advisories.db")!;
        Assert.InRange(embedded.Length, 1, 5_800_000);
    }

    [Fact]
    public void Every_record_of_the_shared_feeds_is_read_without_a_loss()
    {
        _ = SharedData.Require("advisories");
        FeedHarvest harvest = s_built.Value.Harvest;
        Assert.Empty(harvest.Failures);
        Assert.DoesNotContain(harvest.Problems, static problem => problem.LosesRecord);
        Assert.Equal([("malicious-packages", 9_207, 0), ("pysec", 6_811, 269)], harvest.Feeds.Select(static feed => (feed.Id, feed.Records, feed.Withdrawn)));
    }

    [Fact]
    public void Every_case_of_the_reference_has_its_answer_through_the_real_readers()
    {
        string folder = SharedData.Require("audit");
        _ = SharedData.Require("advisories");
        using AdvisoryIndex index = AdvisoryIndex.Open(IndexBytes.Of(s_built.Value.Index));
        using GZipStream gzip = new(File.OpenRead(Path.Combine(folder, "cases.jsonl.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(gzip);
        List<string> disagreements = OracleCases.Disagreements(index, reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries), out int count);
        Assert.Equal(3_043, count);
        Assert.Empty(disagreements);
    }

    [Fact]
    public void Every_case_of_the_rules_has_its_answer_through_the_real_readers()
    {
        string folder = Path.Combine(SharedData.Require("audit"), "rules");
        FeedHarvest harvest = FeedIntake.Read(
            [new NamedSource(Path.Combine(folder, "advisories.jsonl"), "advisories.jsonl", null)], FeedDates.None, FeedLimits.Default, 1, null, default);
        Assert.Equal(["PYSEC-2099-30", "PYSEC-2099-35", "PYSEC-2099-36"], harvest.Problems.Where(static problem => problem.LosesRecord).Select(static problem => problem.Id));
        using MemoryStream bytes = new();
        AdvisoryIndexBuilder.Build(harvest.Records, harvest.Feeds, bytes);
        using AdvisoryIndex index = AdvisoryIndex.Open(IndexBytes.Of(bytes.ToArray()));
        List<string> disagreements = OracleCases.Disagreements(index, File.ReadLines(Path.Combine(folder, "cases.jsonl")), out int count);
        Assert.Equal(104, count);
        Assert.Empty(disagreements);
    }

    private static (FeedHarvest, byte[]) Build()
    {
        string folder = SharedData.Require("advisories");
        FeedHarvest harvest = FeedIntake.Read(
            [.. ((string[])["pysec.tar.gz", "malicious-pypi.tar.gz"]).Select(name => new NamedSource(Path.Combine(folder, name), name, null))],
            s_dates, FeedLimits.Default, 2, null, default);
        using MemoryStream bytes = new();
        AdvisoryIndexBuilder.Build(harvest.Records, harvest.Feeds, bytes);
        return (harvest, bytes.ToArray());
    }
}
