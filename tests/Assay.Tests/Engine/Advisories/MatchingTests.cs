using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;
using CsCheck;
using static Assay.Tests.Engine.Advisories.Records;

namespace Assay.Tests.Engine.Advisories;

public sealed class MatchingTests
{
    [Fact]
    public void Every_case_of_the_rules_has_the_answer_of_the_reference()
    {
        string folder = Path.Combine(SharedData.Require("audit"), "rules");
        using AdvisoryIndex index = Indexes.Of(OsvLines.Read(Path.Combine(folder, "advisories.jsonl")));
        List<string> disagreements = OracleCases.Disagreements(index, File.ReadLines(Path.Combine(folder, "cases.jsonl")), out int count);
        Assert.Equal(104, count);
        Assert.Empty(disagreements);
    }

    // The explanation walks events and lists as written; the index has spans, and only those listed versions that no span holds.
    [Fact]
    public void The_index_answers_as_the_evaluation_written_down_does() =>
        Gen.Select(Any, Records.Version.Array[1, 6]).Sample(static (records, versions) =>
        {
            using AdvisoryIndex index = Indexes.Of(records);
            foreach (string version in versions)
            {
                ProjectAnswer answer = index.Ask(Frob, version);
                ImmutableArray<Evaluation> evaluations = [.. records.Select(record => AdvisoryIndex.Explain(record, Frob, version))];
                Assert.Equal(Ids(evaluations, true), answer.Vulnerabilities.SelectMany(static flaw => flaw.Records).Select(static record => record.Id).Order(StringComparer.Ordinal));
                IEnumerable<string> spokenFor = answer.Vulnerabilities.SelectMany(static flaw => flaw.Aliases.Append(flaw.Id));
                Assert.Equal(Ids(evaluations, null).Except(spokenFor), answer.Undecided.Select(static one => one.Id).Order(StringComparer.Ordinal));
                Assert.All(evaluations, static evaluation => Assert.NotEmpty(evaluation.Steps));
            }
        }, iter: 3_000);

    [Fact]
    public void A_pin_written_as_a_requirement_has_the_same_answer() =>
        Gen.Select(Any, Gen.OneOf("0.5", "1.0", "1.0rc1", "1.1.post1", "2.0", "1!0.1")).Sample(static (records, version) =>
        {
            using AdvisoryIndex index = Indexes.Of(records);
            ImmutableArray<string> pinned = [.. index.Ask(Frob, version).Vulnerabilities.SelectMany(static flaw => flaw.Records).Select(static record => record.Id)];
            RangeAnswer answer = index.Ask(Frob, global::Assay.Packaging.Versions.VersionSpecifierSet.Parse($"=={version}"));

            // A requirement allows builds with local labels too, which a record may name alone.
            Assert.Empty(pinned.Except(answer.Vulnerabilities.SelectMany(static flaw => flaw.Vulnerability.Records).Select(static record => record.Id)));
        }, iter: 1_000);

    [Theory]
    [InlineData("1.0", "2.0")]
    [InlineData("1.9+cu118", "2.0")]
    [InlineData("2.1", "3.0")]
    [InlineData("2.0.dev1", "2.0 3.0 4.0rc1")]
    public void Fixed_versions_are_those_above_the_asked_one(string version, string expected)
    {
        // 2.5 is affected again at once, and 1.0 is no fix of what began at 1.0.
        AdvisoryRecord record = Of("PYSEC-1", From("0"), Fixed("2.0"), From("2.1"), Fixed("2.5"), From("2.5"), Fixed("3.0"), From("3.5"), Fixed("4.0rc1"));
        using AdvisoryIndex index = Indexes.Of(record);
        Vulnerability flaw = Assert.Single(index.Ask(Frob, version).Vulnerabilities);
        Assert.StartsWith(expected, string.Join(' ', flaw.FixedVersions), StringComparison.Ordinal);
        Assert.DoesNotContain("2.5", flaw.FixedVersions);
    }

    [Fact]
    public void Prereleases_fix_only_prereleases_or_where_nothing_else_does()
    {
        using AdvisoryIndex index = Indexes.Of(Of("PYSEC-1", From("0"), Fixed("2.0rc1"), From("2.1"), Fixed("2.2")), Of("PYSEC-2", From("0"), Fixed("2.0rc1")));
        Assert.Equal([["2.2"], ["2.0rc1"]], index.Ask(Frob, "1.0").Vulnerabilities.Select(static flaw => flaw.FixedVersions.ToArray()));
        Assert.Equal([["2.0rc1", "2.2"], ["2.0rc1"]], index.Ask(Frob, "1.0b1").Vulnerabilities.Select(static flaw => flaw.FixedVersions.ToArray()));
    }

    [Fact]
    public void A_fix_of_another_package_of_the_record_is_none()
    {
        AdvisoryRecord record = Of("PYSEC-1", From("0"));
        record = record with { Affected = record.Affected.Add(new AffectedProject(ProjectName.Parse("other"), [new AffectedRange([From("0"), Fixed("9.0")])], [])) };
        using AdvisoryIndex index = Indexes.Of(record);
        Assert.Empty(Assert.Single(index.Ask(Frob, "1.0").Vulnerabilities).FixedVersions);
        Assert.Equal(["9.0"], Assert.Single(index.Ask(ProjectName.Parse("other"), "1.0").Vulnerabilities).FixedVersions);
    }

    [Fact]
    public void Records_of_one_flaw_are_one_vulnerability_with_the_worst_rating()
    {
        using AdvisoryIndex index = Indexes.Of(
            Of("GHSA-x", From("0"), Fixed("2.1")) with { Aliases = ["CVE-1"], SeverityWord = "LOW" },
            Of("PYSEC-1", From("0"), Fixed("2.0")) with { Aliases = ["cve-1", "SNYK-1"], SeverityWord = "HIGH", Summary = "A flaw." });
        Vulnerability flaw = Assert.Single(index.Ask(Frob, "1.0").Vulnerabilities);
        Assert.Equal("PYSEC-1", flaw.Id);
        Assert.Equal(["CVE-1", "GHSA-x", "SNYK-1"], flaw.Aliases);
        Assert.Equal(["GHSA-x", "PYSEC-1"], flaw.Records.Select(static record => record.Id));
        Assert.Equal(global::Assay.Engine.Findings.Severity.High, flaw.Severity.Level);
        Assert.Equal(["2.0", "2.1"], flaw.FixedVersions);
        Assert.Equal("A flaw.", flaw.Records[1].Summary);
        Assert.Equal(["<2.0"], flaw.Records[1].Ranges);
        Assert.Null(flaw.Disputed);
        Assert.True(flaw.IsKnownAs("snyk-1"));
    }

    [Fact]
    public void Sources_that_disagree_about_a_version_are_shown_with_both_ranges()
    {
        using AdvisoryIndex index = Indexes.Of(
            Of("PYSEC-1", From("0")) with { Aliases = ["GHSA-x"] },
            Of("GHSA-x", From("1.0"), Fixed("1.3")),
            Of("PYSEC-2", From("0"), Fixed("0.9")) with { Aliases = ["PYSEC-1"] });
        Dispute? dispute = Assert.Single(index.Ask(Frob, "2.0").Vulnerabilities).Disputed;
        Assert.NotNull(dispute);
        Assert.Equal(("PYSEC-1", "GHSA-x"), (dispute.HitBy, dispute.ClearedBy));
        Assert.Equal(["*"], dispute.HitRanges);
        Assert.Equal([">=1.0,<1.3"], dispute.ClearedRanges);
        Assert.Null(Assert.Single(index.Ask(Frob, "1.2").Vulnerabilities).Disputed);
    }

    [Fact]
    public void A_source_that_says_nothing_or_cannot_be_decided_contradicts_nobody()
    {
        using AdvisoryIndex index = Indexes.Of(
            Of("PYSEC-1", From("0")) with { Aliases = ["CVE-1"] },
            Of("GHSA-x") with { Aliases = ["CVE-1"] },
            Of("OSV-1", From("0"), Fixed("1.0-x")) with { Aliases = ["CVE-1"] });
        Assert.Null(Assert.Single(index.Ask(Frob, "2.0").Vulnerabilities).Disputed);
        Assert.Empty(index.Ask(Frob, "2.0").Undecided);
    }

    [Fact]
    public void An_earlier_day_knows_what_was_known_then()
    {
        using AdvisoryIndex index = Indexes.Of(
            Of("PYSEC-1", From("0")) with { Published = Day(2026, 3, 1) },
            Of("PYSEC-2", From("0")) with { Published = Day(2026, 1, 1), Withdrawn = Day(2026, 2, 1) },
            Of("PYSEC-3", From("0")) with { Published = null });
        Assert.Equal("PYSEC-1 PYSEC-3", Known(null));
        Assert.Equal("PYSEC-3", Known(new DateOnly(2025, 12, 31)));
        Assert.Equal("PYSEC-2 PYSEC-3", Known(new DateOnly(2026, 1, 1)));
        Assert.Equal("PYSEC-2 PYSEC-3", Known(new DateOnly(2026, 1, 31)));
        Assert.Equal("PYSEC-3", Known(new DateOnly(2026, 2, 1)));
        Assert.Equal("PYSEC-1 PYSEC-3", Known(new DateOnly(2026, 3, 1)));

        string Known(DateOnly? day) => string.Join(' ', index.Ask(Frob, "1.0", day).Vulnerabilities.Select(static flaw => flaw.Id));
    }

    [Fact]
    public void An_undecided_record_says_which_bound_is_no_version()
    {
        using AdvisoryIndex index = Indexes.Of(Of("PYSEC-1", From("0"), Fixed("2.9.0-NA")));
        UndecidedAdvisory undecided = Assert.Single(index.Ask(Frob, "1.0").Undecided);
        Assert.Equal("The bound '2.9.0-NA' is no version of PEP 440, so nothing can be compared with it.", undecided.Reason);
        Assert.Null(AdvisoryIndex.Explain(index.Find("pysec-1")[0], Frob, "1.0").Outcome);
    }

    [Fact]
    public void Text_that_is_no_version_is_undecided_with_the_bounds_it_was_held_against()
    {
        using AdvisoryIndex index = Indexes.Of(Of("PYSEC-1", From("1.0"), Fixed("2.0"), From("3.0")), Of("PYSEC-2", From("0")), Listing("PYSEC-3", "1.0"));
        ProjectAnswer answer = index.Ask(Frob, "nonsense");
        Assert.Equal(["PYSEC-2"], answer.Vulnerabilities.Select(static flaw => flaw.Id));
        Assert.Equal(
            ["'nonsense' is no version of PEP 440, so it can't be compared with the bounds >=1.0,<2.0 or >=3.0."],
            answer.Undecided.Select(static one => one.Reason));
    }

    [Fact]
    public void An_evaluation_names_each_event_and_what_it_does()
    {
        Evaluation evaluation = AdvisoryIndex.Explain(Of("PYSEC-1", Fixed("2.0"), From("0"), Last("3.0"), From("2.5")), Frob, "2.7+cu118");
        Assert.True(evaluation.Outcome);
        Assert.Equal(
            [
                "introduced 0 is below every version: it applies, affected.",
                "fixed 2.0 is below 2.7+cu118: it applies, not affected.",
                "introduced 2.5 is below 2.7+cu118: it applies, affected.",
                "last affected 3.0 is above 2.7+cu118: it does not apply, affected.",
            ],
            evaluation.Steps.Select(static step => step.Text));
    }

    private static IEnumerable<string> Ids(ImmutableArray<Evaluation> evaluations, bool? outcome) =>
        evaluations.Where(one => one.Outcome == outcome).Select(static one => one.Id).Order(StringComparer.Ordinal);
}
