using System.Collections.Immutable;
using System.IO.MemoryMappedFiles;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;
using CsCheck;
using static Assay.Tests.Engine.Advisories.Records;

namespace Assay.Tests.Engine.Advisories;

public sealed class AdvisoryIndexTests
{
    private static readonly AdvisoryRecord s_full = Of("PYSEC-2026-1", From("0"), Fixed("2.0"), From("2.1"), Last("2.1.post1")) with
    {
        Aliases = ["CVE-2026-1", "GHSA-aaaa-bbbb-cccc"],
        Published = new DateTimeOffset(2026, 7, 7, 16, 3, 12, TimeSpan.Zero).AddTicks(422_020),
        Modified = new DateTimeOffset(2026, 7, 8, 0, 0, 0, TimeSpan.Zero),
        Withdrawn = new DateTimeOffset(2026, 7, 9, 0, 0, 0, TimeSpan.Zero),
        Summary = "One  line,\nwhich is two – ünïcode \u001b[31m",
        Details = "Long text.\n\n* a\n",
        Severities = [new("CVSS_V3", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), new("Ubuntu", "low")],
        SeverityWord = "HIGH",
        Weaknesses = ["CWE-79"],
        References = [new("WEB", "https://advisory.example.invalid/1")],
        ExploitedSince = new DateOnly(2026, 7, 10),
        ExploitProbability = 0.123456789,
        Affected =
        [
            new AffectedProject(Frob, [new AffectedRange([From("0"), Fixed("2.0")])], ["1.0", "1.0-x", "v1.1"]),
            new AffectedProject(Frob, [], ["3.0"]),
            new AffectedProject(ProjectName.Parse("other"), [new AffectedRange([From("0"), new(RangeEventKind.Limit, "*")])], []),
        ],
    };

    [Fact]
    public void A_record_comes_back_as_it_was_given()
    {
        using AdvisoryIndex index = Indexes.Of(s_full, Of("PYSEC-2026-2"), s_full with { Id = "GHSA-aaaa-bbbb-cccc", Withdrawn = null, ExploitProbability = null, ExploitedSince = null, Summary = "" });
        Assert.Equal(3, index.RecordCount);
        Assert.Equal(2, index.ProjectCount);
        ImmutableArray<AdvisoryRecord> found = index.Find("ghsa-AAAA-bbbb-cccc");
        Assert.Equal(["GHSA-aaaa-bbbb-cccc", "PYSEC-2026-1"], found.Select(static record => record.Id));
        Assert.Equivalent(s_full, found[1], strict: true);
        Assert.Equal("", found[0].Summary);
        Assert.Equal(["GHSA-aaaa-bbbb-cccc", "PYSEC-2026-1"], index.Of(ProjectName.Parse("Other")).Select(static record => record.Id));
        Assert.Empty(index.Find("CVE-2026-2"));
        Assert.Empty(index.Of(ProjectName.Parse("nothing")));
        Assert.Empty(index.Verify());
    }

    [Fact]
    public void What_answers_show_needs_no_text()
    {
        using AdvisoryIndex index = Indexes.Of(s_full with { Withdrawn = null }, Of("PYSEC-2026-2", From("0")) with { Details = "First words.\n\nMore of them. " + new string('x', 400) });
        ImmutableArray<Vulnerability> flaws = index.Ask(Frob, "1.5").Vulnerabilities;
        Assert.Equal(["PYSEC-2026-1", "PYSEC-2026-2"], flaws.Select(static flaw => flaw.Id));
        Assert.Equal(9.8, flaws[0].Severity.Score);
        Assert.Equal(new DateOnly(2026, 7, 10), flaws[0].ExploitedSince);
        Assert.Equal(0.123456789, flaws[0].ExploitProbability);
        Assert.Equal("One line, which is two – ünïcode \u001b[31m", flaws[0].Records[0].Summary);
        Assert.StartsWith("First words. More of them. x", flaws[1].Records[0].Summary, StringComparison.Ordinal);
        Assert.EndsWith("…", flaws[1].Records[0].Summary, StringComparison.Ordinal);
        Assert.Equal(160, flaws[1].Records[0].Summary.Length);
        Assert.Equal(["<2.0", "==3.0", "===1.0-x"], flaws[0].Records[0].Ranges);
    }

    [Fact]
    public void The_order_of_the_records_changes_no_byte() =>
        Gen.Select(Any, Gen.Int).Sample(static (records, seed) =>
        {
            AdvisoryRecord[] shuffled = [.. records, .. records.Select(static record => record with { Modified = Day(2026, 5, 1) })];
            byte[] bytes = Indexes.Bytes(shuffled);
            Assert.Equal(bytes, Indexes.Bytes([.. shuffled.OrderBy(record => HashCode.Combine(seed, record.Id, record.Modified))]));
        }, iter: 300);

    [Fact]
    public void Of_two_records_with_one_id_the_later_is_kept_and_two_feeds_may_have_the_same()
    {
        AdvisoryRecord old = Of("PYSEC-1", From("0")) with { Modified = Day(2026, 1, 1) };
        AdvisoryRecord late = Of("PYSEC-1", From("0"), Fixed("1.0")) with { Modified = Day(2026, 1, 2) };
        byte[] bytes = Indexes.Bytes([late, old, old with { Feed = "g", Withdrawn = Day(2026, 1, 2) }], Indexes.Feed("g"), Indexes.Feed("f") with { Date = null, Dropped = 3, Records = 99 });
        using AdvisoryIndex index = AdvisoryIndex.Open(IndexBytes.Of(bytes));
        Assert.Empty(index.Ask(Frob, "1.0").Vulnerabilities);
        Assert.Equal([("f", 1, 0, 3), ("g", 0, 1, 0)], index.Feeds.Select(static feed => (feed.Id, feed.Records, feed.Withdrawn, feed.Dropped)));
        Assert.Null(index.Feeds[0].Date);
        Assert.Equal(new DateOnly(2026, 7, 23), index.Feeds[1].Date);
        Assert.Equal(["f", "g"], index.Find("PYSEC-1").Select(static record => record.Feed));
    }

    [Fact]
    public void A_record_of_a_feed_that_is_not_named_is_refused() =>
        Assert.Throws<ArgumentException>(() => Indexes.Bytes([Of("PYSEC-1")], Indexes.Feed("other")));

    [Fact]
    public void An_index_of_nothing_answers_nothing()
    {
        using AdvisoryIndex index = AdvisoryIndex.Open(IndexBytes.Of(Indexes.Bytes([])));
        Assert.Equal((0, 0), (index.ProjectCount, index.RecordCount));
        Assert.Same(ProjectAnswer.Nothing, index.Ask(Frob, "1.0"));
        Assert.Empty(index.Verify());
    }

    [Fact]
    public void A_mapped_file_and_a_stream_answer_as_memory_does()
    {
        byte[] bytes = Indexes.Bytes([s_full with { Withdrawn = null }]);
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "advisories");
        File.WriteAllBytes(path, bytes);
        using MemoryMappedFile file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        foreach (IndexBytes source in (IndexBytes[])[IndexBytes.Of(bytes), IndexBytes.Of(new MemoryStream(bytes)), IndexBytes.Of(file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read), bytes.Length)])
        {
            using AdvisoryIndex index = AdvisoryIndex.Open(source);
            Assert.Equal("PYSEC-2026-1", Assert.Single(index.Ask(Frob, "1.0").Vulnerabilities).Id);
            Assert.Equal(64, index.Digest.Length);
            Assert.Empty(index.Verify());
        }
    }

    [Fact]
    public void Several_threads_may_ask_at_once()
    {
        ImmutableArray<AdvisoryRecord> records = [.. Enumerable.Range(0, 200).Select(static i => Of($"PYSEC-{i}", From("0")) with { Details = new string((char)('a' + (i % 26)), 10_000) })];
        using MemoryStream stream = new(Indexes.Bytes(records));
        using AdvisoryIndex index = AdvisoryIndex.Open(IndexBytes.Of(stream));
        Parallel.For(0, 400, i =>
        {
            Assert.Equal(200, index.Ask(Frob, "1.0").Vulnerabilities.Length);
            Assert.Equal((char)('a' + (i % 200 % 26)), Assert.Single(index.Find($"PYSEC-{i % 200}")).Details[0]);
        });
    }
}
