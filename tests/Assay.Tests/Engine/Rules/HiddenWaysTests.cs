using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;

namespace Assay.Tests.Engine.Rules;

/// <summary>Ways of hiding a text and of running it: <c>hidden-ways.md</c>, one package a heading.</summary>
public sealed class HiddenWaysTests
{
    private static readonly ImmutableArray<Sample> s_samples =
        RulePage.Read(Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Engine", "Rules", "hidden-ways.md")).Samples;

    public static TheoryData<string> Ways() => [.. s_samples.Select(static sample => sample.Heading)];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_hidden_text_that_is_run_is_held(string way)
    {
        Sample sample = s_samples.Single(sample => sample.Heading == way);
        using MemoryStream stream = new(SamplePackage.Build(sample));
        Inspection inspection = Assayer.Inspect(stream, sample.FileName, InspectionLimits.Default, ImmutableHashSet<string>.Empty, TestContext.Current.CancellationToken);
        Verdict verdict = Judge.Decide(Case.OfFile(inspection), Policy.Default, DateTimeOffset.UnixEpoch);
        Assert.True(verdict.Ruling >= Ruling.Hold, $"{verdict.Ruling}: {string.Join(", ", inspection.Findings.Select(static finding => finding.Rule))}");
    }
}
