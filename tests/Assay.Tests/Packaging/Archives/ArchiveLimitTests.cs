using System.Text;
using Assay.Packaging.Archives;
using Assay.Tests.Packaging.Archives.Samples;

namespace Assay.Tests.Packaging.Archives;

public sealed class ArchiveLimitTests
{
    private static readonly ArchiveInput[] Inputs = [.. Enumerable.Range(0, 20).Select(i => new ArchiveInput($"demo/file{i}.bin", new byte[10_000]))];

    public static TheoryData<ArchiveFormat> Formats => [ArchiveFormat.Zip, ArchiveFormat.Tar, ArchiveFormat.TarGzip];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Too_many_entries_end_the_reading(ArchiveFormat format) => Ends(format, new ArchiveLimits(MaxEntries: 5), "MaxEntries", 5);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Too_many_bytes_end_the_reading(ArchiveFormat format) => Ends(format, new ArchiveLimits(MaxTotalBytes: 49_999), "MaxTotalBytes", 5);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Too_long_an_entry_ends_the_reading(ArchiveFormat format) => Ends(format, new ArchiveLimits(MaxEntryBytes: 9_000), "MaxEntryBytes", 1);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Too_long_a_file_is_not_read(ArchiveFormat format) => Ends(format, new ArchiveLimits(MaxArchiveBytes: 100), "MaxArchiveBytes", 0);

    [Theory]
    [MemberData(nameof(Formats))]
    public void Too_long_a_name_is_cut_and_said(ArchiveFormat format)
    {
        byte[] archive = Write(format, [ArchiveInput.Text("demo/a-name-that-is-too-long.py", "x")]);

        ArchiveContent content = ArchiveContent.Read(archive, format, new ArchiveLimits(MaxNameBytes: 10));

        Assert.Equal(["demo/a-nam"], content.Paths);
        Assert.Contains(content.Anomalies, anomaly => anomaly.Kind == AnomalyKind.LimitReached && anomaly.Detail.Contains("(MaxNameBytes)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ArchiveFormat.Zip)]
    [InlineData(ArchiveFormat.TarGzip)]
    public void A_bomb_ends_at_the_ratio(ArchiveFormat format)
    {
        byte[] bomb = Write(format, [.. Enumerable.Range(0, 3).Select(i => new ArchiveInput($"zeros{i}", new byte[30 << 20]))]);

        ArchiveContent content = ReadLengths(bomb, format, new ArchiveLimits(MaxRatio: 100), out long read);

        Assert.Contains(content.Anomalies, anomaly => anomaly.Kind == AnomalyKind.LimitReached && anomaly.Detail.Contains("(MaxRatio)", StringComparison.Ordinal));
        Assert.True(read <= Math.Max(64L << 20, 100L * bomb.Length) + 1_000_000, $"{read}");
    }

    [Fact]
    public void One_large_member_hides_none_behind_it()
    {
        byte[] bomb = Write(ArchiveFormat.Zip, [new ArchiveInput("a", new byte[80 << 20]), ArchiveInput.Text("demo/b.py", "import os")]);

        ArchiveContent content = ArchiveContent.Read(bomb, ArchiveFormat.Zip, ArchiveLimits.Default);

        Assert.Contains(content.Anomalies, anomaly => anomaly is { Kind: AnomalyKind.LimitReached, Member: "a" });
        Assert.Equal(["a", "demo/b.py"], content.Paths);
    }

    [Fact]
    public void An_archive_that_breaks_off_hides_no_entry()
    {
        byte[] whole = Write(ArchiveFormat.Zip, [ArchiveInput.Text("demo/a.py", "import os"), ArchiveInput.Text("demo/b.py", "import os")]);

        ArchiveContent content = ArchiveContent.Read(whole[..^80], ArchiveFormat.Zip, ArchiveLimits.Default);

        Assert.Contains(content.Anomalies, static anomaly => anomaly is { Kind: AnomalyKind.Unreadable, Member: null });
        Assert.DoesNotContain(content.Anomalies, static anomaly => anomaly.Kind == AnomalyKind.HiddenEntry);
        Assert.Equal(["demo/a.py", "demo/b.py"], content.Paths);
    }

    [Fact]
    public void A_member_that_lies_about_its_size_does_not_get_past_the_limit()
    {
        byte[] zip = new ZipBuilder(new ZipPart("a", new string('x', 100_000)) { Method = 8, Size = 10 }).Build();

        ArchiveContent content = ArchiveContent.Read(zip, ArchiveFormat.Zip, new ArchiveLimits(MaxEntryBytes: 20_000));

        Assert.Contains(AnomalyKind.LimitReached, content.Kinds);
    }

    [Fact]
    public void Overlapping_entries_cost_no_more_than_a_few_passes()
    {
        byte[] kernel = ZipBuilder.Deflate(new byte[4 << 20]);
        byte[] bomb = HostileZip.QuotedOverlap(2_000, kernel);

        ArchiveContent content = ReadLengths(bomb, ArchiveFormat.Zip, ArchiveLimits.Default, out long read);

        Assert.Contains(AnomalyKind.LimitReached, content.Kinds);
        Assert.True(content.Members.Count < 2_000);
        Assert.True(read < 2_000L << 20, $"{read}");
    }

    [Fact]
    public void Anomalies_are_listed_up_to_a_number()
    {
        byte[] zip = new ZipBuilder([.. Enumerable.Range(0, 1_000).Select(i => new ZipPart($"a{i}", "x") { Crc = 1 })]).Build();

        ArchiveContent content = ArchiveContent.Read(zip, ArchiveFormat.Zip);

        Assert.Equal(1_000, content.Members.Count);
        Assert.Equal(201, content.Anomalies.Count);
    }

    [Fact]
    public void Two_hundred_thousand_entries_fit_in_a_hundred_megabytes()
    {
        const int Entries = 200_000;
        byte[] zip = new ZipBuilder([.. Enumerable.Range(0, Entries).Select(i => new ZipPart($"demo/package{i % 100}/module{i}.py", ""))])
        {
            Count = ushort.MaxValue,
            EndRecords = (start, size, end) => ZipBuilder.Zip64End(end, Entries, size, start),
        }.Build();
        using MemoryStream stream = new(zip);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using ArchiveReader reader = ArchiveReader.Open(stream, ArchiveFormat.Zip, ArchiveLimits.Default);
        int entries = 0;
        while (reader.MoveNext())
        {
            entries++;
        }

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal(Entries, entries);
        Assert.Empty(reader.Anomalies);
        Assert.True(held < 100L << 20, $"{held >> 20} MiB for {entries} entries");
    }

    private static void Ends(ArchiveFormat format, ArchiveLimits limits, string limit, int atMost)
    {
        ArchiveContent content = ArchiveContent.Read(Write(format, Inputs), format, limits);

        Assert.Contains(content.Anomalies, anomaly => anomaly.Kind == AnomalyKind.LimitReached && anomaly.Detail.Contains($"({limit})", StringComparison.Ordinal));
        Assert.True(content.Members.Count <= atMost, $"{content.Members.Count} members");
    }

    private static ArchiveContent ReadLengths(byte[] archive, ArchiveFormat format, ArchiveLimits limits, out long read)
    {
        using MemoryStream stream = new(archive);
        using ArchiveReader reader = ArchiveReader.Open(stream, format, limits);
        byte[] buffer = new byte[64 * 1024];
        List<(ArchiveMember, byte[])> members = [];
        read = 0;
        while (reader.MoveNext())
        {
            members.Add((reader.Current, []));
            int n;
            while ((n = reader.Read(buffer)) > 0)
            {
                read += n;
            }
        }

        return new ArchiveContent(members, reader.Anomalies);
    }

    private static byte[] Write(ArchiveFormat format, ArchiveInput[] inputs) => format switch
    {
        ArchiveFormat.Zip => ZipWriter.Write(inputs),
        ArchiveFormat.Tar => TarGzipWriter.WriteTar(inputs),
        _ => TarGzipWriter.Write(inputs),
    };
}
