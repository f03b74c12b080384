using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;

namespace Assay.Tests.Engine.Rules;

/// <summary>Ways in which secrets leave: <c>secret-ways.md</c>, one package a heading, and <c>secret-ways-not.md</c>, what only looks like one.</summary>
public sealed class SecretWaysTests
{
    private static readonly ImmutableArray<Sample> s_ways = Read("secret-ways.md");

    private static readonly ImmutableArray<Sample> s_near = Read("secret-ways-not.md");

    public static TheoryData<string> Ways() => [.. s_ways.Select(static sample => sample.Heading)];

    public static TheoryData<string> NearMisses() => [.. s_near.Select(static sample => sample.Heading)];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_secret_that_leaves_on_import_is_blocked(string way)
    {
        (Ruling ruling, string why) = Judged(s_ways, way);
        Assert.True(ruling == Ruling.Block, why);
    }

    [Theory]
    [MemberData(nameof(NearMisses))]
    public void What_takes_no_secret_away_is_not_held(string way)
    {
        (Ruling ruling, string why) = Judged(s_near, way);
        Assert.True(ruling < Ruling.Hold, why);
    }

    private static (Ruling Ruling, string Why) Judged(ImmutableArray<Sample> samples, string heading)
    {
        Sample sample = samples.Single(sample => sample.Heading == heading);
        using MemoryStream stream = new(SamplePackage.Build(sample));
        Inspection inspection = Assayer.Inspect(stream, sample.FileName, InspectionLimits.Default, ImmutableHashSet<string>.Empty, TestContext.Current.CancellationToken);
        Verdict verdict = Judge.Decide(Case.OfFile(inspection), Policy.Default, DateTimeOffset.UnixEpoch);
        return (verdict.Ruling, $"{verdict.Ruling}: {string.Join(", ", inspection.Findings.Select(static finding => $"{finding.Rule} {finding.Severity} {finding.Confidence}"))}");
    }

    private static ImmutableArray<Sample> Read(string file) =>
        RulePage.Read(Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Engine", "Rules", file)).Samples;
}
