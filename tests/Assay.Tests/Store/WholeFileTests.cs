using Assay.Store;

namespace Assay.Tests.Store;

public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_made_with_the_mode_that_is_asked_for()
    {
        string path = _folder["new"];
        WholeFile.Write(path, [1, 2], WholeFile.Private);
        Assert.Equal([1, 2], File.ReadAllBytes(path));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == WholeFile.Private);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_file_that_is_replaced_keeps_its_mode_whatever_the_mask()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes");
            return;
        }

        string path = _folder["old"];
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, (UnixFileMode)0b110_110_110);
        WholeFile.Write(path, "new"u8.ToArray(), WholeFile.Private);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal((UnixFileMode)0b110_110_110, File.GetUnixFileMode(path));
    }

    [Fact]
    public void Of_a_link_the_target_is_replaced()
    {
        string target = _folder["target"];
        string link = _folder["link"];
        File.WriteAllText(target, "old");
        File.CreateSymbolicLink(link, target);
        WholeFile.Write(link, "new"u8.ToArray());
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal("new", File.ReadAllText(target));
    }

    [Fact]
    public void What_fails_half_way_leaves_the_old_file_and_nothing_beside_it()
    {
        string path = _folder["kept"];
        File.WriteAllText(path, "old");
        Assert.Throws<IOException>(() => WholeFile.Write(path, null, _ => throw new IOException("full"), static _ => { }));
        Assert.Throws<InvalidDataException>(() => WholeFile.Write(path, null, stream => stream.WriteByte(1), static _ => throw new InvalidDataException("no index")));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_IOException() =>
        Assert.ThrowsAny<IOException>(() => WholeFile.Write(_folder["absent/file"], []));
}
