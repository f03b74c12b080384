using Assay.Engine.Rules;
using Assay.Packaging.Distributions;

namespace Assay.Tests.Engine.Rules;

public sealed class LandingTests
{
    [Theory]
    [InlineData(InstallScheme.Purelib, "demo.pth", LandingPlace.SitePackages, "demo.pth")]
    [InlineData(InstallScheme.Platlib, "demo/a.py", LandingPlace.SitePackages, "demo/a.py")]
    [InlineData(InstallScheme.Data, "lib/python3.12/site-packages/demo.pth", LandingPlace.SitePackages, "demo.pth")]
    [InlineData(InstallScheme.Data, "Lib/site-packages/demo.pth", LandingPlace.SitePackages, "demo.pth")]
    [InlineData(InstallScheme.Data, "lib/python3/dist-packages/demo.pth", LandingPlace.SitePackages, "demo.pth")]
    [InlineData(InstallScheme.Data, "lib/python3.12/json/decoder.py", LandingPlace.StandardLibrary, "json/decoder.py")]
    [InlineData(InstallScheme.Data, "Lib/json/decoder.py", LandingPlace.StandardLibrary, "json/decoder.py")]
    [InlineData(InstallScheme.Data, "lib/libdemo.so", LandingPlace.Prefix, "lib/libdemo.so")]
    [InlineData(InstallScheme.Data, "bin/git", LandingPlace.Programs, "git")]
    [InlineData(InstallScheme.Data, "Scripts/git.exe", LandingPlace.Programs, "git.exe")]
    [InlineData(InstallScheme.Scripts, "demo", LandingPlace.Programs, "demo")]
    [InlineData(InstallScheme.Purelib, "../os.py", LandingPlace.StandardLibrary, "os.py")]
    [InlineData(InstallScheme.Purelib, "../../../bin/python", LandingPlace.Programs, "python")]
    [InlineData(InstallScheme.Scripts, "../pyvenv.cfg", LandingPlace.Prefix, "pyvenv.cfg")]
    [InlineData(InstallScheme.Scripts, "../../.bashrc", LandingPlace.Outside, ".bashrc")]
    [InlineData(InstallScheme.Headers, "../../../../bin/ls", LandingPlace.Programs, "ls")]
    public void A_member_lands_where_its_scheme_and_path_lead(InstallScheme scheme, string path, LandingPlace place, string below) =>
        Assert.Equal(new Landing(place, below), Landing.Of(Subjects.Member("x", scheme, path)));

    [Fact]
    public void What_is_not_installed_lands_nowhere() => Assert.Equal(LandingPlace.Nowhere, Landing.Of(Subjects.Member("x")).Place);
}
