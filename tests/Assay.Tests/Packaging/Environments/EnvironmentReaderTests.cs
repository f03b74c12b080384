using Assay.Packaging.Environments;

namespace Assay.Tests.Packaging.Environments;

public sealed class EnvironmentReaderTests
{
    private static InstalledEnvironment Read(PaperDisk disk, string root, string? python = null) =>
        EnvironmentReader.Read(disk.View(), root, python: python) ?? throw new InvalidOperationException("no environment there");

    private static string[] Names(InstalledEnvironment environment) => [.. environment.Distributions.Select(d => $"{d.Name} {d.Version}")];

    [Theory]
    [InlineData("home = /usr/bin\nversion = 3.11.2\n", "3.11.2")]
    [InlineData("home = /usr/bin\nVersion_Info = 3.12.1.final.0\nuv = 0.5\n", "3.12.1")]
    [InlineData("\uFEFFhome=/usr/bin\r\n", "3.11")]
    public void A_virtual_environment_is_known_by_its_file(string configuration, string python)
    {
        PaperDisk disk = new PaperDisk().File("/v/pyvenv.cfg", configuration).DistInfo("/v/lib/python3.11/site-packages", "a", "1").Link("/v/lib64", "/v/lib")
            .DistInfo("/usr/lib/python3/dist-packages", "b", "1");
        InstalledEnvironment environment = Read(disk, "/v");
        Assert.Equal(EnvironmentKind.VirtualEnvironment, environment.Kind);
        Assert.Equal(python, environment.Python);
        Assert.Equal(["a 1"], Names(environment));
        Assert.Equal(["/v/lib/python3.11/site-packages"], environment.Sites);
    }

    [Fact]
    public void Packages_of_the_base_are_seen_where_the_file_says_so_unless_hidden()
    {
        PaperDisk disk = new PaperDisk().File("/v/pyvenv.cfg", "home = /usr/bin\nversion = 3.11.2\ninclude-system-site-packages = TRUE\n")
            .DistInfo("/v/lib/python3.11/site-packages", "own", "2")
            .DistInfo("/usr/lib/python3/dist-packages", "own", "1", installer: null).DistInfo("/usr/lib/python3/dist-packages", "theirs", "1", installer: null)
            .DistInfo("/usr/local/lib/python3.11/dist-packages", "admin", "1").DistInfo("/usr/lib/python3.9/site-packages", "old", "1")
            .File("/etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nNAME=\"Debian GNU/Linux\"\n");
        InstalledEnvironment environment = Read(disk, "/v");
        Assert.Empty(environment.Problems);
        Assert.Equal(["admin 1", "own 2", "theirs 1"], Names(environment));
        Assert.Equal(["/usr/local/lib/python3.11/dist-packages", null, "/usr/lib/python3/dist-packages"], environment.Distributions.Select(d => d.InheritedFrom));
        Assert.Equal([null, null, "Debian"], environment.Distributions.Select(d => d.Distributor));

        Assert.True(Read(new PaperDisk().File("/v/pyvenv.cfg", "home = /gone/bin\ninclude-system-site-packages = true\n"), "/v").IsIncomplete);
        Assert.True(Read(new PaperDisk().File("/v/pyvenv.cfg", "include-system-site-packages = true\n"), "/v").IsIncomplete);
        Assert.True(Read(new PaperDisk().File("/v/pyvenv.cfg").Unreadable("/v/pyvenv.cfg"), "/v").IsIncomplete);
    }

    [Fact]
    public void What_the_distributor_ships_is_told_from_what_users_install()
    {
        PaperDisk disk = new PaperDisk().File("/img/etc/os-release", "NAME='Fedora Linux'\n")
            .DistInfo("/img/usr/lib/python3.13/site-packages", "a", "1", installer: "rpm")
            .DistInfo("/img/usr/lib/python3.13/site-packages", "b", "1")
            .DistInfo("/img/usr/local/lib/python3.13/site-packages", "c", "1", installer: null)
            .File("/img/usr/lib/python3.13/EXTERNALLY-MANAGED", "[externally-managed]\n");
        InstalledEnvironment environment = Read(disk, "/img/usr");
        Assert.Equal(["Fedora", null, null], environment.Distributions.Select(d => d.Distributor));
        Assert.True(environment.IsExternallyManaged);
        Assert.Equal("3.13", environment.Python);
        Assert.Equal(EnvironmentKind.System, environment.Kind);
    }

    [Fact]
    public void Several_pythons_under_one_root_are_told_apart_where_one_is_asked_for()
    {
        PaperDisk disk = new PaperDisk().DistInfo("/p/lib/python3.11/site-packages", "a", "1").DistInfo("/p/lib/python3.1/site-packages", "a", "0").DistInfo("/p/lib/python3.13t/site-packages", "a", "3");
        Assert.Equal(["a 0", "a 1", "a 3"], Names(Read(disk, "/p")));
        Assert.Empty(Read(disk, "/p").Problems);
        Assert.Null(Read(disk, "/p").Python);
        Assert.Equal(["a 1"], Names(Read(disk, "/p", "3.11")));
        Assert.Equal(["a 0"], Names(Read(disk, "/p", "3.1")));
        Assert.Equal(["a 3"], Names(Read(disk, "/p", "3.13.2")));
    }

    [Fact]
    public void Windows_has_one_folder_of_modules_and_a_target_folder_is_one_itself()
    {
        Assert.Equal(["a 1"], Names(Read(new PaperDisk().File("/w/pyvenv.cfg", "home = C:\\P\nversion = 3.12.0\n").DistInfo("/w/Lib/site-packages", "a", "1"), "/w")));
        InstalledEnvironment target = Read(new PaperDisk().DistInfo("/lambda", "a", "1"), "/lambda");
        Assert.Equal((EnvironmentKind.Folder, (string?)null), (target.Kind, target.Python));
        Assert.Empty(Read(new PaperDisk().Folder("/x/python3.9/site-packages"), "/x/python3.9/site-packages").Distributions);
        Assert.Null(EnvironmentReader.Read(new PaperDisk().File("/src/setup.py").View(), "/src"));
    }

    [Fact]
    public void Packages_of_conda_are_joined_with_their_records_and_its_own_are_told_apart()
    {
        PaperDisk disk = new PaperDisk()
            .DistInfo("/c/lib/python3.12/site-packages", "requests", "2.0", installer: "conda").DistInfo("/c/lib/python3.12/site-packages", "pipped", "1").DistInfo("/c/lib/python3.12/site-packages", "idna", "9")
            .File("/c/conda-meta/history", "==>")
            .File("/c/conda-meta/python-3.12.1-0.json", """{"name": "python", "version": "3.12.1", "channel": "https://conda.example.invalid/main/linux-64", "files": ["bin/python"]}""")
            .File("/c/conda-meta/openssl-3.0-0.json", """{"build": {"x": [1]}, "files": [], "name": "openssl", "version": "3.0"}""")
            .File("/c/conda-meta/requests-2.0-0.json", """{"files": ["lib/python3.12/site-packages/requests-2.0.dist-info/METADATA", 7], "name": "requests", "version": "2.0", "channel": "main"}""")
            .File("/c/conda-meta/idna-3-0.json", """{"files": ["lib/python3.12/site-packages/idna-3.dist-info/METADATA"], "name": "idna", "version": "3", "channel": "main"}""")
            .File("/c/conda-meta/broken-1-0.json", "{");
        InstalledEnvironment environment = Read(disk, "/c");
        Assert.Equal((EnvironmentKind.Conda, "3.12.1"), (environment.Kind, environment.Python));
        Assert.Equal(["idna 9", "openssl 3.0", "pipped 1", "python 3.12.1", "requests 2.0"], Names(environment));
        Assert.Equal([null, "", null, "https://conda.example.invalid/main/linux-64", "main"], environment.Distributions.Select(d => d.Channel));
        Assert.Equal([InstalledForm.CondaMeta, InstalledForm.CondaMeta], environment.Distributions.Where(d => d.Project is null).Select(d => d.Form));
        Assert.Equal(["/c/conda-meta/broken-1-0.json", "/c/conda-meta/idna-3-0.json"], environment.Problems.Select(p => p.Path));
    }

    [Fact]
    public void Links_in_circles_end()
    {
        PaperDisk disk = new PaperDisk().File("/v/pyvenv.cfg", "home = /usr/bin\n").Link("/v/lib", "/v/lib64").Link("/v/lib64", "/v/lib").Link("/v/Lib", "/v");
        Assert.Empty(Read(disk, "/v").Distributions);
    }
}
