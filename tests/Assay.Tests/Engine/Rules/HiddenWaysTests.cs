using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;

namespace Assay.Tests.Engine.Rules;

/// <summary>Ways of hiding a text and of running it, and of starting a command: <c>hidden-ways.md</c>, <c>hidden-commands.md</c>; one package a heading.</summary>
public sealed class HiddenWaysTests
{
    private static readonly ImmutableArray<Sample> s_samples = Samples("hidden-ways.md");

    private static readonly ImmutableArray<Sample> s_commands = Samples("hidden-commands.md");

    public static TheoryData<string> Ways() => [.. s_samples.Select(static sample => sample.Heading)];

    public static TheoryData<string> Commands() => [.. s_commands.Select(static sample => sample.Heading)];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_hidden_text_that_is_run_is_held(string way) => AssertHeld(s_samples.Single(sample => sample.Heading == way));

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_hidden_command_that_is_started_is_held(string way) => AssertHeld(s_commands.Single(sample => sample.Heading == way));

    private static void AssertHeld(Sample sample)
    {
        using MemoryStream stream = new(SamplePackage.Build(sample));
        Inspection inspection = Assayer.Inspect(stream, sample.FileName, InspectionLimits.Default, ImmutableHashSet<string>.Empty, TestContext.Current.CancellationToken);
        Verdict verdict = Judge.Decide(Case.OfFile(inspection), Policy.Default, DateTimeOffset.UnixEpoch);
        Assert.True(verdict.Ruling >= Ruling.Hold, $"{verdict.Ruling}: {string.Join(", ", inspection.Findings.Select(static finding => finding.Rule))}");
    }

    private static ImmutableArray<Sample> Samples(string file) =>
        RulePage.Read(Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Engine", "Rules", file)).Samples;
}
