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

    [Theory]
    [InlineData("PYSEC-2026-1")]
    [InlineData("PYSEC-2026-01")]
    [InlineData("PYSEC-1989-1")]
    [InlineData("PYSEC-2054-1")]
    [InlineData("MAL-2026-999999999")]
    [InlineData("MAL-2026-1000000000")]
    [InlineData("CVE-2026-0001")]
    [InlineData("CVE-2026-00001")]
    [InlineData("CVE-2026-123456")]
    [InlineData("CVE-2026-")]
    [InlineData("GHSA-2345-wvxq-ccfr")]
    [InlineData("GHSA-xxxx-xxxx-xxxx")]
    [InlineData("GHSA-2345-wvxq-ccfR")]
    [InlineData("GHSA-2345wvxq--ccfr")]
    [InlineData("SNYK-PYTHON-Ünïcode-1")]
    public void An_id_of_any_form_comes_back_as_it_is_written(string id)
    {
        using AdvisoryIndex index = Indexes.Of(Of(id, From("0")), Of("X", From("0")) with { Aliases = [id] });
        Assert.Equal(new HashSet<string> { id, "X" }, [.. index.Find(id).Select(static record => record.Id)]);
        Assert.Empty(index.Verify());
    }

    [Theory]
    [InlineData("1000-01-02T03:04:05Z")]
    [InlineData("1999-12-31T23:59:59.9999999Z")]
    [InlineData("2000-01-01T00:00:00Z")]
    [InlineData("2026-07-07T16:03:12.422020Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    public void A_moment_comes_back_to_the_tick(string moment)
    {
        DateTimeOffset published = DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture);
        using AdvisoryIndex index = Indexes.Of(Of("PYSEC-2026-1", From("0")) with { Published = published });
        Assert.Equal(published, index.Ask(Frob, "1").Vulnerabilities[0].Records[0].Published);
    }

    [Fact]
    public void References_come_back_in_their_order_whatever_they_have_in_common()
    {
        ImmutableArray<AdvisoryReference> references =
        [
            new("ADVISORY", "https://advisory.example.invalid/PYSEC-2026-1/CVE-2026-1"),
            new("FIX", "https://code.example.invalid/one/two/commit/0123456789abcdef"),
            new("PACKAGE", "https://code.example.invalid/one/two"),
            new("WEB", "https://code.example.invalid/one/two?see=https://code.example.invalid/one/two/"),
            new("a word of their own", "ünïcode \u0001 CVE-2026-1CVE-2026-1"),
            new("", ""),
            new("WEB", "https://code.example.invalid/one/two"),
        ];
        using AdvisoryIndex index = Indexes.Of(
            Of("PYSEC-2026-1", From("0")) with { Aliases = ["CVE-2026-1", .. Enumerable.Range(0, 12).Select(static i => $"CVE-2026-1{i}")], References = references },
            Of("PYSEC-2026-1", From("0")) with { Feed = "g" },
            Of("PYSEC-2026-2", From("0")) with { Aliases = ["PYSEC-2026-1"], References = [references[2]] });
        Assert.Equal(references, index.ReferencesOf("f", "PYSEC-2026-1"));
        Assert.Empty(index.ReferencesOf("g", "PYSEC-2026-1"));
        Assert.Equal([references[2]], index.ReferencesOf("f", "PYSEC-2026-2"));
        Assert.Empty(index.ReferencesOf("f", "CVE-2026-1"));
        Assert.Equal(references, index.Find("pysec-2026-1").First(static record => record.Feed == "f").References);
    }

    [Fact]
    public void Each_record_finds_its_text_among_many_blocks()
    {
        ImmutableArray<AdvisoryRecord> records = [.. Enumerable.Range(0, 100).Select(static i => Of($"PYSEC-2026-{i}", From("0")) with { Summary = $"Number {i}", Details = new string((char)('a' + (i % 26)), 7_000 + i) })];
        using AdvisoryIndex index = Indexes.Of(records);
        Assert.All(records, record => Assert.Equal((record.Summary, record.Details), index.Find(record.Id).Select(static found => (found.Summary, found.Details)).Single()));
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
