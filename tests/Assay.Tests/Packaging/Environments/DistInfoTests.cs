using System.Text;
using Assay.Packaging.Environments;

namespace Assay.Tests.Packaging.Environments;

public sealed class DistInfoTests
{
    private const string Site = "/e/lib/python3.11/site-packages";

    private static InstalledEnvironment Read(PaperDisk disk, int maxBytes = 1 << 20) =>
        EnvironmentReader.Read(disk.View(maxBytes), Site) ?? throw new InvalidOperationException("no environment there");

    [Fact]
    public void Name_version_needs_and_installer_are_those_of_the_metadata()
    {
        InstalledEnvironment environment = Read(new PaperDisk()
            .DistInfo(Site, "zeta", "2.0", "Requires-Dist: alpha>=1\nRequires-Dist: beta;\n  extra == 'x'\nRequires-Python: >=3.8\n")
            .DistInfo(Site, "Al.Pha", "1.0", installer: "uv")
            .File($"{Site}/zeta/__init__.py"));

        Assert.Empty(environment.Problems);
        Assert.Equal(EnvironmentKind.Folder, environment.Kind);
        Assert.Equal("3.11", environment.Python);
        Assert.Equal(["Al.Pha", "zeta"], environment.Distributions.Select(d => d.Name));
        InstalledDistribution zeta = environment.Distributions[1];
        Assert.Equal("2.0", zeta.Version);
        Assert.Equal("pip", zeta.Installer);
        Assert.Equal(["alpha>=1", "beta; extra == 'x'"], zeta.Requires);
        Assert.Equal(">=3.8", zeta.RequiresPython);
        Assert.Equal($"{Site}/zeta-2.0.dist-info", zeta.Record);
        Assert.Equal("al-pha", environment.Distributions[0].Project?.Normalized);
    }

    [Theory]
    [InlineData("frob-1.0", "frob", "1.0", false)]
    [InlineData("frob-1.0-1", "frob", "1.0-1", true)]
    [InlineData("frob-nicate-1.0", "frob-nicate", "1.0", true)]
    [InlineData("frob", "frob", null, true)]
    [InlineData("frob-not a version", "frob", "not a version", false)]
    public void Without_metadata_the_folders_name_has_to_do(string stem, string name, string? version, bool isGap)
    {
        InstalledEnvironment environment = Read(new PaperDisk().File($"{Site}/{stem}.dist-info/RECORD"));
        InstalledDistribution distribution = Assert.Single(environment.Distributions);
        Assert.Equal(name, distribution.Name);
        Assert.Equal(version, distribution.Version);
        Assert.Contains(environment.Problems, p => p.Message.Contains("no METADATA", StringComparison.Ordinal));
        Assert.Equal(isGap, environment.IsIncomplete);
    }

    [Fact]
    public void Metadata_that_cannot_be_read_or_says_nothing_is_a_problem()
    {
        InstalledEnvironment environment = Read(new PaperDisk()
            .File($"{Site}/a-1.0.dist-info/METADATA", "x").Unreadable($"{Site}/a-1.0.dist-info/METADATA")
            .File($"{Site}/b-2.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: b\n\nVersion: 9\n")
            .File($"{Site}/c-3.0.dist-info/METADATA").Unreadable($"{Site}/c-3.0.dist-info")
            .File($"{Site}/d-4.0.dist-info/METADATA", [0xFF, 0xFE, 0, 1, 2]));

        Assert.Equal(["a 1.0", "b 2.0", "c 3.0", "d 4.0"], environment.Distributions.Select(d => $"{d.Name} {d.Version}"));
        Assert.Equal(4, environment.Problems.Length);
    }

    [Theory]
    [InlineData("frob", "2.0", true)]
    [InlineData("other", "1.0", true)]
    [InlineData("Frob", "1.0.0", false)]
    public void Metadata_that_disagrees_with_its_folder_is_a_gap(string name, string version, bool isGap)
    {
        InstalledEnvironment environment = Read(new PaperDisk().File($"{Site}/frob-1.0.dist-info/METADATA", $"Name: {name}\nVersion: {version}\n\n"));
        Assert.Equal($"{name} {version}", environment.Distributions.Select(d => $"{d.Name} {d.Version}").Single());
        Assert.Equal(isGap, environment.IsIncomplete);
    }

    [Fact]
    public void A_version_that_is_none_is_kept_as_text()
    {
        InstalledEnvironment environment = Read(new PaperDisk().DistInfo(Site, "frob", "1.0.dirty!"));
        Assert.Equal("1.0.dirty!", environment.Distributions.Single().Version);
    }

    [Fact]
    public void Only_the_headers_are_read_and_headers_without_end_are_a_gap()
    {
        byte[] body = [.. "Name: frob\nVersion: 1.0\n\n"u8, .. Encoding.UTF8.GetBytes(new string('x', 900_000))];
        PaperDisk disk = new PaperDisk().File($"{Site}/frob-1.0.dist-info/METADATA", body);
        Assert.Empty(Read(disk).Problems);
        Assert.True(disk.BytesRead <= 4_096);

        byte[] endless = [.. "Name: frob\nVersion: 1.0\n"u8, .. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Classifier: x\n", 50_000)))];
        InstalledEnvironment environment = Read(new PaperDisk().File($"{Site}/frob-1.0.dist-info/METADATA", endless), maxBytes: 100_000);
        Assert.Equal("1.0", environment.Distributions.Single().Version);
        Assert.Contains("100000", Assert.Single(environment.Problems).Message, StringComparison.Ordinal);
        Assert.True(environment.IsIncomplete);
    }

    [Fact]
    public void Direct_addresses_are_labelled()
    {
        PaperDisk disk = new PaperDisk().DistInfo(Site, "a", "1").DistInfo(Site, "b", "1").DistInfo(Site, "c", "1").DistInfo(Site, "d", "1")
            .File($"{Site}/a-1.dist-info/direct_url.json", """{"dir_info": {"editable": true}, "url": "file:///src/a"}""")
            .File($"{Site}/b-1.dist-info/direct_url.json", """{"url": "https://git.example.invalid/b", "vcs_info": {"vcs": "git", "commit_id": "00"}}""")
            .File($"{Site}/c-1.dist-info/direct_url.json", """{"url": "https://""")
            .File($"{Site}/d-1.dist-info/direct_url.json", """{"url": ["\ud800"], "dir_info": [{"editable": true}]}""");
        InstalledEnvironment environment = Read(disk);

        Assert.Equal(("file:///src/a", true), (environment.Distributions[0].Address, environment.Distributions[0].IsEditable));
        Assert.Equal(("https://git.example.invalid/b", false), (environment.Distributions[1].Address, environment.Distributions[1].IsEditable));
        Assert.Null(environment.Distributions[2].Address);
        Assert.False(environment.Distributions[3].IsEditable);
        Assert.Equal($"{Site}/c-1.dist-info/direct_url.json", Assert.Single(environment.Problems).Path);
    }

    [Fact]
    public void Remains_of_an_interrupted_installation_are_named_and_left_out()
    {
        InstalledEnvironment environment = Read(new PaperDisk().DistInfo(Site, "~ip", "23.0"));
        Assert.Empty(environment.Distributions);
        Assert.Contains("interrupted", Assert.Single(environment.Problems).Message, StringComparison.Ordinal);
        Assert.False(environment.IsIncomplete);
    }

    [Fact]
    public void Hostile_names_stay_as_they_are_and_are_no_projects()
    {
        const string Name = "a\u001b[31m\nb";
        InstalledEnvironment environment = Read(new PaperDisk().File($"{Site}/{Name}-1.dist-info/RECORD"));
        Assert.Equal(Name, environment.Distributions.Single().Name);
        Assert.Null(environment.Distributions.Single().Project);
        Assert.True(environment.IsIncomplete);
    }

    [Fact]
    public void A_folder_that_cannot_be_listed_is_a_gap()
    {
        InstalledEnvironment environment = Read(new PaperDisk().DistInfo(Site, "a", "1").Unreadable(Site));
        Assert.Empty(environment.Distributions);
        Assert.True(environment.IsIncomplete);
    }
}
