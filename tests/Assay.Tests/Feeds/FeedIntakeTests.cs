using System.IO.Compression;
using System.Text;
using Assay.Engine.Advisories;
using Assay.Feeds;
using Assay.Packaging.Archives;

namespace Assay.Tests.Feeds;

public sealed class FeedIntakeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_zip_tar_and_lines_yield_the_same()
    {
        Directory.CreateDirectory(_folder["f/deep"]);
        File.WriteAllText(_folder["f/deep/X-1.json"], Record("X-1"));
        File.WriteAllText(_folder["f/X-2.yaml"], "id: X-2\naffected: []\n");
        File.WriteAllText(_folder["f/readme.md"], "no record");
        ArchiveInput[] members = [ArchiveInput.Text("d/X-1.json", Record("X-1")), ArchiveInput.Text("X-2.yaml", "id: X-2\naffected: []\n"), ArchiveInput.Text("readme.md", "no")];
        File.WriteAllBytes(_folder["a.zip"], ZipWriter.Write(members));
        File.WriteAllBytes(_folder["a.tar"], TarGzipWriter.WriteTar(members));
        File.WriteAllBytes(_folder["a.tar.gz"], TarGzipWriter.Write(members));
        File.WriteAllText(_folder["a.jsonl"], $"{Record("X-1")}\n{{\"id\": \"X-2\"}}\n");
        File.WriteAllBytes(_folder["b.ndjson.gz"], Gzip($"{Record("X-1")}\n{{\"id\": \"X-2\"}}\n"));
        foreach (string name in (string[])["f", "a.zip", "a.tar", "a.tar.gz", "a.jsonl", "b.ndjson.gz"])
        {
            FeedHarvest harvest = Read(name);
            Assert.Empty(harvest.Failures);
            Assert.Empty(harvest.Problems);
            Assert.Equal(["X-1", "X-2"], harvest.Records.Select(static record => record.Id));
        }
    }

    [Fact]
    public void A_source_that_breaks_off_or_is_none_is_a_failure()
    {
        byte[] zip = ZipWriter.Write([ArchiveInput.Text("X-1.json", Record("X-1"))]);
        byte[] tar = TarGzipWriter.Write([.. Enumerable.Range(0, 50).Select(i => ArchiveInput.Text($"X-{i}.json", Record($"X-{i}") + new string(' ', 4_000) + Guid.NewGuid()))]);
        File.WriteAllBytes(_folder["cut.zip"], zip[..^30]);
        File.WriteAllBytes(_folder["cut.tar.gz"], tar[..(tar.Length / 2)]);
        File.WriteAllBytes(_folder["cut.jsonl.gz"], Gzip(Record("X-1"))[..^6]);
        File.WriteAllText(_folder["words.txt"], "words");
        foreach (string name in (string[])["cut.zip", "cut.tar.gz", "cut.jsonl.gz", "words.txt", "nowhere"])
        {
            Assert.Contains($"'{name}'", Assert.Single(Read(name).Failures));
        }
    }

    [Fact]
    public void Of_two_records_with_one_id_the_one_modified_last_counts_in_any_order()
    {
        File.WriteAllText(_folder["old.jsonl"], Record("X-1", "2026-01-01", "old"));
        File.WriteAllText(_folder["new.jsonl"], Record("X-1", "2026-02-01", "new"));
        File.WriteAllText(_folder["same.jsonl"], Record("X-1", "2026-02-01", "also new"));
        string[][] orders = [["old.jsonl", "new.jsonl", "same.jsonl"], ["same.jsonl", "new.jsonl", "old.jsonl"], ["new.jsonl", "old.jsonl", "same.jsonl"]];
        FeedHarvest[] harvests = [.. orders.Select(Read)];
        Assert.All(harvests, static harvest => Assert.Equal(("new", 2), (Assert.Single(harvest.Records).Summary, harvest.Superseded)));
    }

    [Fact]
    public void The_same_records_give_the_same_bytes_in_any_order_and_with_any_number_of_readers()
    {
        for (int i = 0; i < 40; i++)
        {
            File.WriteAllText(_folder[$"{i}.json"], Record($"X-{i}", "2026-01-01", $"number {i}"));
        }

        string[] names = [.. Enumerable.Range(0, 40).Select(static i => $"{i}.json")];
        byte[][] indexes = [Index(Read(1, names)), Index(Read(4, [.. names.Reverse()]))];
        Assert.Equal(indexes[0], indexes[1]);
    }

    [Fact]
    public void Exploited_and_probable_flaws_are_joined_by_alias()
    {
        File.WriteAllText(_folder["x.jsonl"], "{\"id\": \"PYSEC-2099-1\", \"aliases\": [\"CVE-2099-1\"]}\n{\"id\": \"PYSEC-2099-2\"}");
        File.WriteAllText(_folder["kev.json"], """{"catalogVersion": "1", "dateReleased": "2026-07-01", "vulnerabilities": [{"cveID": "CVE-2099-1", "dateAdded": "2026-06-30"}]}""");
        File.WriteAllBytes(_folder["epss.csv.gz"], Gzip("cve,epss,percentile\nCVE-2099-1,0.25,0.9\n"));
        FeedHarvest harvest = Read("kev.json", "x.jsonl", "epss.csv.gz");
        Assert.Equal((new DateOnly(2026, 6, 30), 0.25), (harvest.Records[0].ExploitedSince, harvest.Records[0].ExploitProbability));
        Assert.Null(harvest.Records[1].ExploitedSince);
        Assert.Equal(["cisa-kev", "first-epss", "pysec"], harvest.Feeds.Select(static feed => feed.Id));
        Assert.Equal(new DateOnly(2026, 7, 1), harvest.Feeds[0].Date);
    }

    [Fact]
    public void Feeds_are_told_by_ids_and_dated_by_the_user_alone()
    {
        File.WriteAllText(_folder["x.jsonl"], """
            {"id": "PYSEC-2099-1", "modified": "2099-01-01T00:00:00Z"}
            {"id": "GHSA-aaaa-bbbb-cccc", "withdrawn": "2026-01-01T00:00:00Z"}
            {"id": "MAL-2099-1"}
            {"id": "PYSEC-2099-2", "affected": 7}
            """);
        FeedDates dates = FeedDates.None with { Of = FeedDates.None.Of.Add("ghsa", new DateOnly(2026, 2, 3)) };
        FeedHarvest harvest = FeedIntake.Read([new NamedSource(_folder["x.jsonl"], "x.jsonl", null)], dates, FeedLimits.Default, 1, null, default);
        Assert.Equal(
            [("ghsa", new DateOnly(2026, 2, 3), 0, 1, 0), ("malicious-packages", null, 1, 0, 0), ("pysec", null, 1, 0, 1)],
            harvest.Feeds.Select(static feed => (feed.Id, feed.Date, feed.Records, feed.Withdrawn, feed.Dropped)));
        Assert.Equal("own", Assert.Single(FeedIntake.Read([new NamedSource(_folder["x.jsonl"], "x.jsonl", "own")], dates, FeedLimits.Default, 1, null, default).Feeds).Id);
    }

    [Fact]
    public void An_entry_that_is_too_large_is_dropped_and_named()
    {
        File.WriteAllBytes(_folder["a.zip"], ZipWriter.Write([ArchiveInput.Text("X-1.json", new string(' ', 5_000) + Record("X-1")), ArchiveInput.Text("X-2.json", Record("X-2"))]));
        FeedHarvest harvest = FeedIntake.Read(
            [new NamedSource(_folder["a.zip"], "a.zip", null)], FeedDates.None, FeedLimits.Default with { MaxRecordBytes = 4_000 }, 2, null, default);
        Assert.Equal("X-2", Assert.Single(harvest.Records).Id);
        Assert.Equal(("a.zip/X-1.json", true), (Assert.Single(harvest.Problems).File, harvest.Problems[0].LosesRecord));
    }

    [Fact]
    public void Reading_ends_when_it_is_cancelled()
    {
        File.WriteAllText(_folder["x.json"], Record("X-1"));
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => FeedIntake.Read([new NamedSource(_folder["x.json"], "x.json", null)], FeedDates.None, FeedLimits.Default, 2, null, cancelled.Token));
    }

    internal static string Record(string id, string modified = "2026-01-01", string summary = "made up") =>
        $$"""{"id": "{{id}}", "modified": "{{modified}}T00:00:00Z", "summary": "{{summary}}", "affected": [{"package": {"ecosystem": "PyPI", "name": "frob"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}]}]}""";

    private static byte[] Gzip(string text)
    {
        using MemoryStream bytes = new();
        using (GZipStream gzip = new(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    private static byte[] Index(FeedHarvest harvest)
    {
        using MemoryStream bytes = new();
        AdvisoryIndexBuilder.Build(harvest.Records, harvest.Feeds, bytes);
        return bytes.ToArray();
    }

    private FeedHarvest Read(params string[] names) => Read(2, names);

    private FeedHarvest Read(int readers, string[] names) =>
        FeedIntake.Read([.. names.Select(name => new NamedSource(_folder[name], name, null))], FeedDates.None, FeedLimits.Default, readers, null, default);
}
