using Assay.Packaging.Distributions;

namespace Assay.Tests.Packaging.Distributions;

public sealed class InstallLayoutTests
{
    [Theory]
    [InlineData("pkg/__init__.py", InstallScheme.Purelib, "pkg/__init__.py")]
    [InlineData("a.pth", InstallScheme.Purelib, "a.pth")]
    [InlineData("p-1.dist-info/METADATA", InstallScheme.Purelib, "p-1.dist-info/METADATA")]
    [InlineData("p-1.data/purelib/x.pth", InstallScheme.Purelib, "x.pth")]
    [InlineData("p-1.data/platlib/x.so", InstallScheme.Platlib, "x.so")]
    [InlineData("p-1.data/headers/p/a.h", InstallScheme.Headers, "p/a.h")]
    [InlineData("p-1.data/scripts/run", InstallScheme.Scripts, "run")]
    [InlineData("p-1.data/data/pip.conf", InstallScheme.Data, "pip.conf")]
    [InlineData("other-9.data/scripts/python", InstallScheme.Scripts, "python")]
    [InlineData("P-1.DATA/Data/etc/x", InstallScheme.Data, "etc/x")]
    [InlineData("p-1.data\\data\\pip.ini", InstallScheme.Data, "pip.ini")]
    [InlineData("p-1.data/data/./a//b/../pip.conf", InstallScheme.Data, "a/pip.conf")]
    [InlineData("p-1.data/scripts/../pip.conf", InstallScheme.Scripts, "../pip.conf")]
    [InlineData("../../../bin/pip", InstallScheme.Purelib, "../../../bin/pip")]
    [InlineData("a/../../b", InstallScheme.Purelib, "../b")]
    [InlineData("/etc/passwd", InstallScheme.Purelib, "/etc/passwd")]
    [InlineData("/../etc", InstallScheme.Purelib, "/etc")]
    public void A_wheels_member_lands_by_scheme(string member, InstallScheme scheme, string path) =>
        Assert.Equal(new Placement(scheme, path), InstallLayout.OfWheel(member, rootIsPurelib: true));

    [Theory]
    [InlineData(true, InstallScheme.Purelib)]
    [InlineData(false, InstallScheme.Platlib)]
    [InlineData(null, InstallScheme.Platlib)]
    public void The_root_goes_where_WHEEL_says(bool? rootIsPurelib, InstallScheme scheme) =>
        Assert.Equal(scheme, InstallLayout.OfWheel("a.py", rootIsPurelib).Scheme);

    [Theory]
    [InlineData("p-1.data/secret/x", "'secret' is not an install scheme")]
    [InlineData("p-1.data/x", "'p-1.data/x' is in a data folder but in no scheme of it")]
    [InlineData("p-1.data", "'p-1.data' is in a data folder but in no scheme of it")]
    public void An_unknown_scheme_is_noted(string member, string note) =>
        Assert.Equal(Placement.NotInstalled with { Note = note }, InstallLayout.OfWheel(member, rootIsPurelib: true));

    [Theory]
    [InlineData(InstallScheme.Purelib, "a.pth", "a.pth")]
    [InlineData(InstallScheme.Data, "lib/python3.11/site-packages/a.pth", "a.pth")]
    [InlineData(InstallScheme.Data, "Lib/site-packages/a.pth", "a.pth")]
    [InlineData(InstallScheme.Data, "local/lib/python3.11/dist-packages/a.pth", "a.pth")]
    [InlineData(InstallScheme.Data, "lib64/python3/site-packages/p/a.py", "p/a.py")]
    [InlineData(InstallScheme.Data, "share/site-packages/a.pth", null)]
    [InlineData(InstallScheme.Data, "lib/a.pth", null)]
    [InlineData(InstallScheme.Scripts, "a.pth", null)]
    [InlineData(InstallScheme.None, "", null)]
    public void Site_packages_is_reached_by_scheme_or_through_the_root(InstallScheme scheme, string path, string? below) =>
        Assert.Equal(below, InstallLayout.BelowSitePackages(new Placement(scheme, path)));

    [Fact]
    public void An_egg_is_placed_whole() =>
        Assert.Equal(new Placement(InstallScheme.Purelib, "p-1-py3.egg/p/a.py"), InstallLayout.OfEgg("p/a.py", "p-1-py3.egg"));
}
