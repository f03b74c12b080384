using Assay.Audits;
using Assay.Packaging.Environments;

namespace Assay.Tests.Audits;

public sealed class MachineFoldersTests
{
    [Fact]
    public void Folders_files_and_links_are_as_the_disk_has_them()
    {
        using TemporaryFolder folder = new();
        FolderView disk = MachineFolders.View(maxBytes: 10, maxEntries: 4);
        Directory.CreateDirectory(folder["a"]);
        File.WriteAllText(folder["f"], "0123456789");
        File.WriteAllText(folder["large"], "0123456789x");
        Directory.CreateSymbolicLink(folder["l"], folder["a"]);

        Assert.Equal([("a", true, false), ("f", false, false), ("l", true, true), ("large", false, false)], disk.List(folder.Path)!.OrderBy(e => e.Name).Select(e => (e.Name, e.IsFolder, e.IsLink)));
        Assert.Equal("0123456789"u8.ToArray(), disk.Read(folder["f"]));
        Assert.Equal("012"u8.ToArray(), disk.Head(folder["f"], 3));
        Assert.Null(disk.Read(folder["large"]));
        Assert.Null(disk.Read(folder["gone"]));
        Assert.Null(disk.Head(folder["a"], 1));
        Assert.Equal([], disk.List(folder["gone"])!);
        Assert.Equal(disk.Resolve(folder["a"]), disk.Resolve(folder["l"]));

        File.WriteAllText(folder["one more"], "");
        Assert.Null(disk.List(folder.Path));
    }

    [Fact]
    public void Links_in_circles_lead_nowhere()
    {
        using TemporaryFolder folder = new();
        FolderView disk = MachineFolders.View();
        File.CreateSymbolicLink(folder["a"], folder["b"]);
        File.CreateSymbolicLink(folder["b"], folder["a"]);
        Directory.CreateSymbolicLink(folder["self"], folder.Path);

        Assert.Null(disk.Resolve(folder["a"]));
        Assert.Null(disk.Head(folder["a"], 1));
        Assert.Empty(disk.List(folder["a"])!);
        Assert.Equal(disk.Resolve(folder.Path), disk.Resolve(Path.Combine(folder["self"], "self", "self")));
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("named pipes are no files there");
        }

        using TemporaryFolder folder = new();
        using System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", folder["METADATA"]);
        made.WaitForExit();
        Assert.Empty(MachineFolders.View().Head(folder["METADATA"], 100)!);
        File.CreateSymbolicLink(folder["link"], folder["METADATA"]);
        Assert.Empty(MachineFolders.View().Head(folder["link"], 100)!);
    }

    [Fact]
    public void A_metadata_file_of_a_gigabyte_costs_its_headers()
    {
        using TemporaryFolder folder = new();
        string record = Directory.CreateDirectory(Path.Combine(folder.Path, "site-packages", "frob-1.0.dist-info")).FullName;
        using (FileStream file = File.Create(Path.Combine(record, "METADATA")))
        {
            file.Write("Name: frob\nVersion: 1.0\n\n"u8);
            file.SetLength(1L << 30);
        }

        InstalledEnvironment environment = EnvironmentReader.Read(MachineFolders.View(), folder["site-packages"])!;
        Assert.Empty(environment.Problems);
        Assert.Equal("1.0", Assert.Single(environment.Distributions).Version);
    }

    [Fact]
    public void A_folder_that_may_not_be_listed_is_null()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("rights are set otherwise there");
            return;
        }

        if (Environment.IsPrivilegedProcess)
        {
            Assert.Skip("whoever runs this may list everything");
        }

        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["a"]);
        File.SetUnixFileMode(folder["a"], UnixFileMode.None);
        Assert.Null(MachineFolders.View().List(folder["a"]));
        File.SetUnixFileMode(folder["a"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
