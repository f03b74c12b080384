using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Assay.Packaging.Distributions;
using Assay.Packaging.Requirements;

namespace Assay.Tests.Packaging.Distributions;

public sealed class TargetPlatformTests
{
    [Fact]
    public void Tags_are_those_of_the_reference_in_its_order()
    {
        // tags/make-tags.py writes the table.
        string path = Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Packaging", "Distributions", "tags", "tags.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.NotEmpty(document.RootElement.EnumerateArray());
        foreach (JsonElement row in document.RootElement.EnumerateArray())
        {
            JsonElement client = row.GetProperty("client");
            string?[] said = [.. client.EnumerateArray().Take(7).Select(x => x.GetString())];
            Assert.True(TargetPlatform.TryCreate(said[0], said[1], said[2], said[3], said[4], said[5], said[6], out TargetPlatform? platform));
            platform = platform with { IsFreeThreaded = client[7].GetBoolean() };
            string[] tags = [.. CompatibleTags.Of(platform).Tags.Select(tag => tag.ToString())];
            int step = Math.Max(1, row.GetProperty("count").GetInt32() / 12);
            Assert.Equal(row.GetProperty("sample").EnumerateArray().Select(x => x.GetString()), tags.Where((_, i) => i % step == 0));
            string digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', tags))));
            Assert.Equal(row.GetProperty("sha256").GetString(), digest);
        }
    }

    [Fact]
    public void Best_wheel_has_the_lowest_rank()
    {
        CompatibleTags platform = CompatibleTags.Of(Linux());
        string[] files =
        [
            "a-1-cp312-cp312-manylinux_2_28_x86_64.whl",
            "a-1-cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
            "a-1-cp39-abi3-manylinux_2_17_x86_64.whl",
            "a-1-py3-none-manylinux_2_17_x86_64.whl",
            "a-1-py3-none-any.whl",
        ];
        int?[] ranks = [.. files.Select(file => platform.Rank(Wheel(file)))];
        Assert.Equal(ranks.Order(), ranks);
        Assert.All(ranks, rank => Assert.NotNull(rank));
        Assert.Null(platform.Rank(Wheel("a-1-cp312-cp312-musllinux_1_2_x86_64.whl")));
        Assert.Null(platform.Rank(Wheel("a-1-cp312-cp312-manylinux_2_40_x86_64.whl")));
        Assert.Null(platform.Rank(Wheel("a-1-cp313-cp313-manylinux_2_28_x86_64.whl")));
    }

    [Fact]
    public void Markers_see_the_platform()
    {
        Assert.True(Marker.TryParse("python_version >= '3.12' and sys_platform == 'linux' and platform_machine == 'x86_64' and os_name == 'posix'", out Marker? marker));
        Assert.True(marker.Evaluate(Linux().ToMarkerEnvironment()));
        Assert.True(Marker.TryParse("platform_version == 'x'", out Marker? unknown));
        Assert.Null(unknown.Evaluate(Linux().ToMarkerEnvironment()));
    }

    [Theory]
    [InlineData("3", "CPython", "Linux", "x86_64")]
    [InlineData("3.99999", "CPython", "Linux", "x86_64")]
    [InlineData("3.12", null, "Linux", "x86_64")]
    [InlineData("3.12", "CPython", "Haiku", "x86_64")]
    [InlineData("3.12", "CPython", "Linux", "")]
    [InlineData("nonsense", "CPython", "Linux", "x86_64")]
    public void Client_that_says_too_little_is_no_platform(string python, string? implementation, string system, string machine) =>
        Assert.False(TargetPlatform.TryCreate(python, implementation, null, system, machine, null, null, out _));

    private static TargetPlatform Linux()
    {
        Assert.True(TargetPlatform.TryCreate("3.12.4", "CPython", "3.12.4", "Linux", "x86_64", "glibc", "2.36", out TargetPlatform? platform));
        return platform;
    }

    private static WheelFileName Wheel(string file)
    {
        Assert.True(WheelFileName.TryParse(file, out WheelFileName? wheel));
        return wheel;
    }
}
