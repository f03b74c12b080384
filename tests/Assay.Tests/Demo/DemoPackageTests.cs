using System.Collections.Immutable;
using Assay.Demo;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;

namespace Assay.Tests.Demo;

/// <summary>What the demo's packages are stopped for, without an installer; <c>assay demo</c> itself checks the rest.</summary>
public sealed class DemoPackageTests
{
    private static readonly DateTimeOffset s_start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("letterbox", null)]
    [InlineData("postmark", null)]
    [InlineData("early-bird", "This line runs as code at every start of Python, and it talks to the network")]
    [InlineData("odd-job", "Downloads a program from https://payload.example.invalid/work.py and starts it when the package is built or installed")]
    [InlineData("sticky-fingers", "Sends the environment to https://collector.example.invalid/dust when the package is imported")]
    public void A_package_of_the_demo_is_let_through_or_stopped_with_one_sentence(string project, string? sentence)
    {
        DemoPackage package = DemoPackages.Pack(s_start).Single(package => package.Project.Normalized == project);
        using MemoryStream bytes = new(package.Bytes);
        Inspection inspection = Assayer.Inspect(bytes, package.FileName, InspectionLimits.Default, ImmutableHashSet<string>.Empty, CancellationToken.None);
        Verdict verdict = Judge.Decide(Case.OfFile(inspection), Policy.Default, s_start);
        Assert.Equal(sentence is null ? Ruling.Allow : Ruling.Block, verdict.Ruling);
        Assert.Equal(sentence, verdict.Lead?.Message);
    }

    [Fact]
    public void Every_scene_has_a_package_and_every_package_is_needed_by_a_scene()
    {
        string[] shown = [.. DemoStory.Scenes.Select(static scene => scene.Requirement.Split('=')[0]), "postmark"];
        Assert.Equal(shown.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), DemoPackages.Pack(s_start).Select(static package => package.Project.Normalized).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }
}
