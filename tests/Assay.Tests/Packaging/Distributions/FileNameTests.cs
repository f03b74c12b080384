using Assay.Packaging.Distributions;
using Assay.Packaging.Names;

namespace Assay.Tests.Packaging.Distributions;

public sealed class FileNameTests
{
    [Fact]
    public void Compressed_tags_are_expanded_in_the_order_written()
    {
        Assert.True(WheelFileName.TryParse("Foo.Bar-1.0-2b-py2.py3-none-any.whl", out WheelFileName? wheel));
        Assert.Equal(["py2-none-any", "py3-none-any"], wheel.Tags.Select(tag => tag.ToString()));
        Assert.Equal("foo-bar", wheel.Project.Normalized);
        Assert.Equal("Foo.Bar", wheel.Distribution);
        Assert.Equal("2b", wheel.Build.ToString());
    }

    [Fact]
    public void Tag_set_that_explodes_is_no_tag()
    {
        string many = string.Join('.', Enumerable.Range(0, 100).Select(i => $"p{i}"));
        Assert.False(WheelTag.TryExpand($"{many}-{many}-{many}", out _));
    }

    [Theory]
    [InlineData("a-1-2.tar.gz", null, "a-1", "2", ".tar.gz")]
    [InlineData("a-1-2.tar.gz", "a", "a", "1.post2", ".tar.gz")]
    [InlineData("Zope.Interface-3.8.0.zip", null, "zope-interface", "3.8.0", ".zip")]
    [InlineData("ruamel.yaml-0.1.tar.bz2", "ruamel-yaml", "ruamel-yaml", "0.1", ".tar.bz2")]
    [InlineData("a_-_b-1.0.tar.xz", "a-b", "a-b", "1.0", ".tar.xz")]
    [InlineData("a-1.0.tgz", null, "a", "1.0", ".tgz")]
    [InlineData("a-1.0.tar", null, "a", "1.0", ".tar")]
    public void Sdist_names_old_and_new_are_read(string file, string? known, string project, string version, string extension)
    {
        Assert.True(SdistFileName.TryParse(file, out SdistFileName? sdist, known is null ? null : ProjectName.Parse(known)));
        Assert.Equal((project, version, extension), (sdist.Project.Normalized, sdist.Version.ToString(), sdist.Extension));
    }

    [Theory]
    [InlineData("a-1.0.tar.gz", "b")]
    [InlineData("ab-1.0.tar.gz", "a")]
    [InlineData("a-b-1.0.tar.gz", "a")]
    [InlineData("a", "a")]
    [InlineData("-1.0.tar.gz", null)]
    [InlineData("a-1.0.rar", null)]
    [InlineData("a.tar.gz", null)]
    public void Other_file_names_are_not_an_sdist(string file, string? known) =>
        Assert.False(SdistFileName.TryParse(file, out _, known is null ? null : ProjectName.Parse(known)));
}
