using System.Text;
using Assay.Packaging.Archives;

namespace Assay.Tests.Packaging.Archives;

public sealed class WriterTests
{
    private static readonly ArchiveInput[] Inputs =
    [
        new("pkg/", default, 0b111_101_101),
        ArchiveInput.Text("pkg/__init__.py", "print('hello')\n"),
        ArchiveInput.Text("pkg/empty", ""),
        new("pkg/zeros", new byte[100_000], 0b111_101_101),
        ArchiveInput.Text("pkg/grün.txt", "é"),
    ];

    [Theory]
    [InlineData(ArchiveFormat.Zip)]
    [InlineData(ArchiveFormat.TarGzip)]
    [InlineData(ArchiveFormat.Tar)]
    public void What_is_written_is_read_without_an_anomaly(ArchiveFormat format)
    {
        ArchiveContent content = ArchiveContent.Read(Write(format), format);

        Assert.Empty(content.Anomalies);
        Assert.Equal(Inputs.Select(i => i.Path), content.Paths);
        Assert.Equal(Inputs.Select(i => i.Mode), content.Members.Select(m => m.Member.Mode));
        Assert.Equal(Inputs.Select(i => Encoding.Latin1.GetString(i.Bytes.Span)), content.Members.Select(m => Encoding.Latin1.GetString(m.Bytes)));
        Assert.Equal(MemberType.Directory, content.Members[0].Member.Type);
    }

    [Theory]
    [InlineData(ArchiveFormat.Zip)]
    [InlineData(ArchiveFormat.TarGzip)]
    public void The_same_input_gives_the_same_bytes(ArchiveFormat format) => Assert.Equal(Write(format), Write(format));

    [Theory]
    [InlineData(ArchiveFormat.Zip)]
    [InlineData(ArchiveFormat.Tar)]
    public void An_empty_list_gives_an_empty_archive(ArchiveFormat format)
    {
        byte[] archive = format == ArchiveFormat.Zip ? ZipWriter.Write([]) : TarGzipWriter.WriteTar([]);

        Assert.Empty(ArchiveContent.Read(archive, format).Members);
        Assert.Empty(ArchiveContent.Read(archive, format).Anomalies);
    }

    private static byte[] Write(ArchiveFormat format) => format switch
    {
        ArchiveFormat.Zip => ZipWriter.Write(Inputs),
        ArchiveFormat.Tar => TarGzipWriter.WriteTar(Inputs),
        _ => TarGzipWriter.Write(Inputs),
    };
}
