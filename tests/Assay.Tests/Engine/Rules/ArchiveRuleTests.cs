using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Engine.Rules;
using Assay.Engine.Verdicts;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Tests.Engine.Rules;

public sealed class ArchiveRuleTests
{
    private static readonly ArchiveRule[] s_rules = [.. Catalogue.Rules.OfType<ArchiveRule>()];

    public static TheoryData<string> Kinds => [.. Enum.GetNames<AnomalyKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_lie_has_one_rule_and_a_limit_has_none(string kind)
    {
        int rules = s_rules.Count(rule => rule.Kind.ToString() == kind);
        Assert.Equal(kind == nameof(AnomalyKind.LimitReached) ? 0 : 1, rules);
    }

    [Fact]
    public void Lies_of_an_archive_within_the_artifact_weigh_less()
    {
        Subject subject = Subjects.Wheel() with
        {
            Anomalies =
            [
                new([], new(AnomalyKind.HeaderMismatch, "a.py", 0, "outside")),
                new(["demo/tests/data.zip"], new(AnomalyKind.HeaderMismatch, "a.py", 0, "fixture")),
                new(["demo/bundled.whl"], new(AnomalyKind.HeaderMismatch, "a.py", 0, "loadable")),
            ],
        };
        Severity[] severities = [.. new ArchiveHeaderMismatch().Inspect(subject).Select(static finding => finding.Severity)];
        Assert.Equal([Severity.Critical, Severity.Low, Severity.Medium], severities);
    }

    [Fact]
    public void A_tar_may_hold_one_content_twice_but_not_two()
    {
        Subject subject = Subjects.Wheel() with
        {
            Kind = DistributionKind.Sdist,
            Members = [Subjects.Member("demo-1.0/a.py", sha256: "1"), Subjects.Member("demo-1.0/a.py", sha256: "1"), Subjects.Member("demo-1.0/b.py", sha256: "1"), Subjects.Member("demo-1.0/b.py", sha256: "2")],
            Anomalies = [new([], new(AnomalyKind.DuplicateName, "demo-1.0/a.py", 0, "again")), new([], new(AnomalyKind.DuplicateName, "demo-1.0/b.py", 0, "again"))],
        };
        Severity[] severities = [.. new ArchiveDuplicateName().Inspect(subject).Select(static finding => finding.Severity)];
        Assert.Equal([Severity.Low, Severity.Critical], severities);
    }

    [Fact]
    public void What_is_wrong_throughout_is_said_a_few_times()
    {
        Subject subject = Subjects.Wheel() with
        {
            Anomalies = [.. Enumerable.Range(0, 200).Select(static i => new NestedAnomaly([], new(AnomalyKind.WrongChecksum, $"{i}.py", i, "wrong")))],
        };
        Finding[] findings = [.. new ArchiveChecksum().Inspect(subject)];
        Assert.Equal(25, findings.Length);
        Assert.Contains("175 more", findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_that_an_index_must_refuse_are_held_or_blocked()
    {
        string folder = Path.Combine(SharedData.Require("zip"), "reject");
        Assert.All(Directory.EnumerateFiles(folder), static file => Assert.True(WorstOfArchive(file) >= Ruling.Hold, Path.GetFileName(file)));
    }

    [Fact]
    public void Archives_that_an_index_must_accept_are_not()
    {
        string folder = Path.Combine(SharedData.Require("zip"), "accept");
        Assert.All(Directory.EnumerateFiles(folder), static file => Assert.True(WorstOfArchive(file) < Ruling.Hold, Path.GetFileName(file)));
    }

    private static Ruling WorstOfArchive(string file)
    {
        using FileStream stream = File.OpenRead(file);
        Inspection inspection = Assayer.Inspect(stream, Path.GetFileName(file), InspectionLimits.Default, ImmutableHashSet<string>.Empty, CancellationToken.None);
        return inspection.Findings.Where(static finding => finding.Rule.StartsWith("archive-", StringComparison.Ordinal))
            .Select(static finding => VerdictTable.Of(finding.Severity, finding.Confidence, finding.Context))
            .DefaultIfEmpty(Ruling.Allow).Max();
    }
}
