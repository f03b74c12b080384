using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;

namespace Assay.Tests.Engine.Rules;

/// <summary>A file of samples beside these tests: one package a heading, judged whole.</summary>
internal sealed class WaySamples(string file)
{
    private readonly ImmutableArray<Sample> _samples =
        RulePage.Read(Path.Combine(SharedData.RepositoryRoot, "tests", "Assay.Tests", "Engine", "Rules", file)).Samples;

    public TheoryData<string> Headings => [.. _samples.Select(static sample => sample.Heading)];

    /// <summary>The ruling by the default policy, and what led to it in words.</summary>
    public (Ruling Ruling, string Why) RuleOn(string heading)
    {
        Sample sample = _samples.Single(sample => sample.Heading == heading);
        using MemoryStream stream = new(SamplePackage.Build(sample));
        Inspection inspection = Assayer.Inspect(stream, sample.FileName, InspectionLimits.Default, ImmutableHashSet<string>.Empty, TestContext.Current.CancellationToken);
        Verdict verdict = Judge.Decide(Case.OfFile(inspection), Policy.Default, DateTimeOffset.UnixEpoch);
        return (verdict.Ruling, $"{verdict.Ruling}: {string.Join(", ", inspection.Findings.Select(static finding => $"{finding.Rule} {finding.Severity} {finding.Confidence}"))}");
    }
}
