using Assay.Packaging.Versions;

namespace Assay.Tests.Packaging.Versions;

public sealed class VersionTests
{
    [Fact]
    public void Versions_of_the_specification_are_in_its_order()
    {
        string[] ordered =
        [
            "1.0.dev456", "1.0a1", "1.0a2.dev456", "1.0a12.dev456", "1.0a12", "1.0b1.dev456", "1.0b2", "1.0b2.post345.dev456", "1.0b2.post345",
            "1.0rc1.dev456", "1.0rc1", "1.0", "1.0+abc.5", "1.0+abc.7", "1.0+5", "1.0.post456.dev34", "1.0.post456", "1.1.dev1", "1!0",
        ];
        PackageVersion[] versions = [.. ordered.Select(text => PackageVersion.Parse(text))];
        Assert.Equal(versions, versions.Reverse().Order());
    }

    [Fact]
    public void Longest_version_has_a_limit()
    {
        Assert.True(PackageVersion.TryParse(new string('9', PackageVersion.MaxLength), out _));
        Assert.False(PackageVersion.TryParse(new string('9', PackageVersion.MaxLength + 1), out _));
        Assert.False(PackageVersion.TryParse(string.Concat(Enumerable.Repeat("1.", 1_000_000)), out _));
    }

    [Theory]
    [InlineData("1.po\u017ft1")]
    [InlineData("1.0\u0663")]
    [InlineData("")]
    [InlineData("1.0+")]
    [InlineData("1..0")]
    [InlineData("1.0-")]
    public void Lookalikes_are_no_versions(string text) => Assert.False(PackageVersion.TryParse(text, out _));

    [Fact]
    public void Prereleases_are_chosen_when_nothing_else_is_there()
    {
        PackageVersion[] both = [PackageVersion.Parse("1.0"), PackageVersion.Parse("2.0a1")];
        PackageVersion[] only = [PackageVersion.Parse("2.0a1")];
        VersionSpecifierSet plain = VersionSpecifierSet.Parse(">=1.0");
        VersionSpecifierSet naming = VersionSpecifierSet.Parse(">=1.0a1");
        Assert.Equal(["1.0"], Chosen(plain, both, null));
        Assert.Equal(["2.0a1"], Chosen(plain, only, null));
        Assert.Equal(["1.0", "2.0a1"], Chosen(plain, both, true));
        Assert.Equal(["1.0", "2.0a1"], Chosen(naming, both, null));
        Assert.Equal(["1.0"], Chosen(naming, both, false));
        Assert.Empty(Chosen(plain, only, false));
    }

    [Theory]
    [InlineData("==1.2", "1.2")]
    [InlineData(">=1,==1.2", "1.2")]
    [InlineData("===x-1", "x-1")]
    [InlineData("==1.*", null)]
    [InlineData(">=1", null)]
    public void Exact_version_is_known(string text, string? exact) => Assert.Equal(exact, VersionSpecifierSet.Parse(text).ExactVersion);

    private static IEnumerable<string> Chosen(VersionSpecifierSet set, PackageVersion[] versions, bool? prereleases) =>
        set.Filter(versions, v => v, prereleases).Select(v => v.ToString());
}
