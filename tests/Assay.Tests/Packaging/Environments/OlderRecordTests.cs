using Assay.Packaging.Environments;

namespace Assay.Tests.Packaging.Environments;

public sealed class OlderRecordTests
{
    private const string Site = "/e/lib/python3.9/site-packages";

    private static InstalledEnvironment Read(PaperDisk disk) =>
        EnvironmentReader.Read(disk.View(), Site) ?? throw new InvalidOperationException("no environment there");

    [Fact]
    public void Egg_infos_are_folders_or_files_with_or_without_a_version_in_the_name()
    {
        InstalledEnvironment environment = Read(new PaperDisk()
            .File($"{Site}/a-1.0.egg-info/PKG-INFO", "Name: a\nVersion: 1.0\n")
            .File($"{Site}/a-1.0.egg-info/requires.txt", "one>=1\n\n[x]\ntwo\n\n[:python_version < \"3\"]\nthree\n\n[y:os_name == \"nt\"]\nfour==4\n")
            .File($"{Site}/b-2.0_1-py3.9.egg-info", "Metadata-Version: 1.0\nName: b\nVersion: 2.0-1\n")
            .File($"{Site}/c.egg-info/PKG-INFO", "Name: c\nVersion: 3.0\n")
            .File($"{Site}/d-4.0-py3.9.egg/EGG-INFO/PKG-INFO", "Name: d\nVersion: 4.0\n")
            .File($"{Site}/e_e-5.0-py3.9-linux-x86_64.egg", "PK"));

        Assert.Empty(environment.Problems);
        Assert.Equal(["a 1.0", "b 2.0-1", "c 3.0", "d 4.0", "e_e 5.0"], environment.Distributions.Select(d => $"{d.Name} {d.Version}"));
        Assert.All(environment.Distributions, d => Assert.Equal(InstalledForm.EggInfo, d.Form));
        Assert.Equal(
            ["one>=1", "two; extra == \"x\"", "three; python_version < \"3\"", "four==4; (os_name == \"nt\") and extra == \"y\""],
            environment.Distributions[0].Requires);
    }

    [Fact]
    public void An_egg_link_leads_to_the_project_that_is_used_in_place()
    {
        InstalledEnvironment environment = Read(new PaperDisk()
            .File($"{Site}/frob-nicate.egg-link", "/src/frob\n.\n")
            .File($"{Site}/gone.egg-link", "/src/gone\n.")
            .File("/src/frob/frob_nicate.egg-info/PKG-INFO", "Name: frob-nicate\nVersion: 0.1\n"));

        InstalledDistribution frob = environment.Distributions[0];
        Assert.Equal(("frob-nicate", "0.1", InstalledForm.EggLink), (frob.Name, frob.Version, frob.Form));
        Assert.True(frob.IsEditable);
        Assert.Equal("/src/frob", frob.Address);
        Assert.Equal($"{Site}/frob-nicate.egg-link", frob.Record);
        Assert.Null(environment.Distributions[1].Version);
        Assert.True(environment.IsIncomplete);
    }

    [Fact]
    public void A_path_file_of_an_editable_project_marks_its_record_or_stands_for_it()
    {
        InstalledEnvironment environment = Read(new PaperDisk()
            .DistInfo(Site, "my_app", "1.0").File($"{Site}/__editable__.my_app-1.0.pth", "/src\n")
            .File($"{Site}/__editable__.lost-2.0.pth", "/lost\n")
            .File($"{Site}/ordinary.pth", "/x\n"));

        Assert.Equal(["lost", "my_app"], environment.Distributions.Select(d => d.Name));
        Assert.All(environment.Distributions, d => Assert.True(d.IsEditable));
        Assert.Equal(InstalledForm.PathFile, environment.Distributions[0].Form);
    }

    [Fact]
    public void Two_records_of_one_project_are_both_listed_and_named()
    {
        InstalledEnvironment environment = Read(new PaperDisk().DistInfo(Site, "frob", "1.0").DistInfo(Site, "Frob", "2.0"));
        Assert.Equal(["2.0", "1.0"], environment.Distributions.Select(d => d.Version));
        EnvironmentProblem problem = Assert.Single(environment.Problems);
        Assert.Contains("both are listed", problem.Message, StringComparison.Ordinal);
        Assert.False(problem.IsGap);
    }
}
