using System.Collections.Immutable;
using Assay.Packaging.Archives;
using Assay.Tests.Packaging.Archives.Samples;

namespace Assay.Tests.Packaging.Archives;

public sealed class InstallerViewTests
{
    private static readonly ArchiveInput[] Files = [ArchiveInput.Text("demo-1.0/setup.py", "import os\n")];

    public static TheoryData<string, string, string, string, string> Cases => new()
    {
        // content, file name, old pip, new pip, uv
        { "zip", "demo-1.0-py3-none-any.whl", "zip", "zip", "zip" },
        { "zip", "demo-1.0.zip", "zip", "zip", "zip" },
        { "zip", "demo-1.0.tar.gz", "zip", "nothing (error)", "nothing (error)" },
        { "zip", "demo-1.0", "zip", "zip", "nothing (error)" },
        { "prefixed zip", "demo-1.0-py3-none-any.whl", "zip", "zip", "nothing (error)" },
        { "tar.gz", "demo-1.0.tar.gz", "tar.gz", "tar.gz", "tar.gz" },
        { "tar.gz", "demo-1.0.tgz", "tar.gz", "tar.gz", "tar.gz" },
        { "tar.gz", "demo-1.0-py3-none-any.whl", "nothing (error)", "nothing (error)", "nothing (error)" },
        { "tar.gz", "demo-1.0.zip", "nothing (error)", "nothing (error)", "nothing (error)" },
        { "tar.gz", "demo-1.0.tar", "tar.gz", "tar.gz", "nothing (error)" },
        { "tar.gz", "demo-1.0.tar.bz2", "nothing (error)", "nothing (error)", "nothing (error)" },
        { "tar.gz + zip", "demo-1.0.tar.gz", "zip", "tar.gz", "tar.gz" },
        { "tar.gz + zip", "demo-1.0", "zip", "nothing (error)", "nothing (error)" },
        { "tar", "demo-1.0.tar", "tar", "tar", "tar" },
        { "tar", "demo-1.0.tar.gz", "nothing (error)", "nothing (error)", "nothing (error)" },
        { "bzip2", "demo-1.0.tar.bz2", "tar.bz2", "tar.bz2", "tar.bz2" },
        { "xz", "demo-1.0.tar.xz", "tar.xz", "tar.xz", "tar.xz" },
        { "xz", "DEMO-1.0.TAR.XZ", "tar.xz", "tar.xz", "nothing (error)" },
        { "gzip of text", "demo-1.0.tar.gz", "nothing (error)", "nothing (error)", "nothing (error)" },
        { "text", "demo-1.0-py3-none-any.whl", "nothing (error)", "nothing (error)", "nothing (error)" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_installer_opens_what_its_own_code_says(string content, string name, string oldPip, string newPip, string uv)
    {
        using MemoryStream stream = new(Content(content));

        ImmutableArray<InstallerSight> sights = InstallerView.Of(name, stream);

        Assert.Equal([InstallerView.OldPip, InstallerView.NewPip, InstallerView.Uv], sights.Select(sight => sight.Installer));
        Assert.Equal([oldPip, newPip, uv], sights.Select(sight => sight.Sees));
    }

    [Theory]
    [InlineData("zip", ArchiveFormat.Zip, ContentFormat.ZipAtStart, ContentFormat.ZipAtEnd)]
    [InlineData("prefixed zip", ArchiveFormat.Zip, ContentFormat.ZipAtEnd)]
    [InlineData("tar.gz", ArchiveFormat.TarGzip, ContentFormat.Gzip)]
    [InlineData("tar.gz + zip", ArchiveFormat.TarGzip, ContentFormat.ZipAtEnd, ContentFormat.Gzip)]
    [InlineData("tar", ArchiveFormat.Tar, ContentFormat.Tar)]
    [InlineData("bzip2", ArchiveFormat.TarBzip2, ContentFormat.Bzip2)]
    [InlineData("xz", ArchiveFormat.TarXz, ContentFormat.Xz)]
    [InlineData("text", null)]
    public void Content_is_everything_that_it_could_be(string content, ArchiveFormat? foremost, params ContentFormat[] expected)
    {
        using MemoryStream stream = new(Content(content));

        ImmutableArray<ContentFormat> formats = FormatSniffer.Sniff(stream);

        Assert.Equal(expected, formats);
        Assert.Equal(foremost, FormatSniffer.Foremost(formats));
    }

    private static byte[] Content(string what) => what switch
    {
        "zip" => ZipWriter.Write(Files),
        "prefixed zip" => HostileZip.Prefixed(),
        "tar.gz" => TarGzipWriter.Write(Files),
        "tar.gz + zip" => HostileTar.GzipThenZip(),
        "tar" => TarGzipWriter.WriteTar(Files),
        "bzip2" => CompressedTars.Bzip2,
        "xz" => CompressedTars.Xz,
        "gzip of text" => TarGzipWriter.Gzip("Hello, world!"u8),
        _ => "Hello, world!"u8.ToArray(),
    };
}
