using Assay.Packaging.Archives;
using Assay.Tests.Packaging.Archives.Samples;

namespace Assay.Tests.Packaging.Archives;

public sealed class BrokenArchiveTests
{
    public static TheoryData<string> Names => [.. BrokenArchives.List.Select(archive => archive.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_lie_is_named(string name)
    {
        BrokenArchive archive = BrokenArchives.List.Single(a => a.Name == name);

        ArchiveContent content = ArchiveContent.Read(BrokenArchives.All[name], archive.Format);

        Assert.True(content.Kinds.Contains(archive.Kind), string.Join('\n', content.Anomalies));
        Assert.All(content.Anomalies, anomaly => Assert.EndsWith(".", anomaly.Detail, StringComparison.Ordinal));
        Assert.All(content.Anomalies, anomaly => Assert.InRange(anomaly.Offset, 0, long.MaxValue));
    }

    [Fact]
    public void Names_are_unique_and_many() => Assert.True(BrokenArchives.All.Count >= 150);

    [Theory]
    [InlineData("zip-unlisted-entry", "demo/hidden.py")]
    [InlineData("zip-unlisted-deflated-entry-with-descriptor", "demo/hidden.py")]
    [InlineData("zip-local-name-differs", "demo/startup.pth")]
    [InlineData("zip-deflate-hides-an-entry", "demo/hidden.py")]
    [InlineData("zip-entry-within-an-entry", "demo/hidden.py")]
    [InlineData("zip-two-archives-in-a-row", "demo/__init__.py")]
    [InlineData("zip-end-record-in-comment", "demo/__init__.py")]
    [InlineData("zip-no-end-record", "demo/next.py")]
    [InlineData("tar-entry-behind-the-end", "demo-1.0/hidden.py")]
    [InlineData("tar-entry-behind-one-zero-block", "demo-1.0/hidden.py")]
    [InlineData("tar-gzip-two-members", "demo-1.0/more.py")]
    public void What_only_some_readers_see_is_shown_with_its_content(string archive, string member)
    {
        BrokenArchive broken = BrokenArchives.List.Single(a => a.Name == archive);

        ArchiveContent content = ArchiveContent.Read(broken.Build(), broken.Format);

        Assert.Contains(content.Members, m => m.Member.Path == member && m.Bytes.Length > 0);
    }

    [Theory]
    [InlineData("tar-sparse-old")]
    [InlineData("tar-sparse-pax00")]
    [InlineData("tar-sparse-pax01")]
    [InlineData("tar-sparse-pax10")]
    public void Sparse_members_are_expanded(string archive)
    {
        byte[] expected = new byte[2000];
        "DATA"u8.CopyTo(expected.AsSpan(1000));

        ArchiveContent content = ArchiveContent.Read(BrokenArchives.All[archive], ArchiveFormat.TarGzip);

        Assert.Equal(expected, content.Members.Single(m => m.Member.Path == "demo-1.0/sparse.bin").Bytes);
    }

    [Theory]
    [InlineData("zip-symbolic-link", ArchiveFormat.Zip, "demo/link.py", "__init__.py")]
    [InlineData("tar-symbolic-link", ArchiveFormat.TarGzip, "demo-1.0/link.py", "demo.py")]
    public void A_links_target_is_known(string archive, ArchiveFormat format, string member, string target)
    {
        ArchiveMember link = ArchiveContent.Read(BrokenArchives.All[archive], format).Members.Single(m => m.Member.Path == member).Member;

        Assert.Equal((MemberType.SymbolicLink, target), (link.Type, link.LinkTarget));
    }

    [Fact]
    public void An_xz_that_asks_for_a_gigabyte_of_dictionary_is_read_without_it()
    {
        long before = GC.GetTotalAllocatedBytes();

        ArchiveContent content = ArchiveContent.Read(CompressedTars.XzGreedy, ArchiveFormat.TarXz);

        Assert.Equal(2, content.Members.Count);
        Assert.Empty(content.Anomalies);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 64 << 20);
    }

    [Theory]
    [InlineData(ArchiveFormat.TarBzip2)]
    [InlineData(ArchiveFormat.TarXz)]
    public void Good_compressed_tars_have_no_anomaly(ArchiveFormat format)
    {
        ArchiveContent content = ArchiveContent.Read(format == ArchiveFormat.TarXz ? CompressedTars.Xz : CompressedTars.Bzip2, format);

        Assert.Empty(content.Anomalies);
        Assert.Equal(["demo-1.0/PKG-INFO", "demo-1.0/demo.py"], content.Paths);
    }
}
