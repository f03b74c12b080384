using System.Collections.Immutable;
using global::Assay.Engine.Advisories;
using global::Assay.Engine.Audits;
using global::Assay.Engine.Findings;
using global::Assay.Packaging.Requirements;
using global::Assay.Packaging.Versions;

namespace Assay.Tests.Engine.Audits;

public sealed class AuditorTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly s_fresh = new(2026, 11, 20);

    [Fact]
    public void Every_item_ends_as_audited_skipped_or_unknown()
    {
        AuditReport report = Audit(
            [Item("six", "1.16.0"), Item("local", null) with { SkipReason = "a folder" }, Item("../x", "1")], AdvisoryPolicy.Default, MadeUp.Record("PYSEC-1", "flask"));

        Assert.Equal([Coverage.Audited, Coverage.Skipped, Coverage.Unknown], report.Entries.Select(static entry => entry.Coverage));
        Assert.Equal("'../x' is no project name", report.Entries[2].Reason);
        Assert.Equal(new AuditOutcome(HasFindings: false, IsIncomplete: true, HasOldFeeds: false), AuditOutcome.Of(report));
    }

    [Fact]
    public void A_record_that_cannot_be_decided_makes_the_item_unknown_and_not_clean()
    {
        AuditReport report = Audit([Item("thing", "1.0")], AdvisoryPolicy.Default, MadeUp.Record("PYSEC-1", "thing", fixedIn: "2.0-NA"));

        AuditEntry entry = Assert.Single(report.Entries);
        Assert.Equal(Coverage.Unknown, entry.Coverage);
        Assert.Empty(entry.Vulnerabilities);
        Assert.Contains("PYSEC-1", entry.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ignore_entry_works_by_any_alias_and_those_of_no_use_are_named()
    {
        AdvisoryPolicy policy = AdvisoryPolicy.Default with
        {
            Ignores = [Ignore("cve-2026-1"), Ignore("CVE-9999-1"), Ignore("PYSEC-2") with { Expires = new DateOnly(2026, 11, 26) }],
        };
        AuditReport report = Audit(
            [Item("flask", "1.0")], policy, MadeUp.Record("PYSEC-1", "flask", "0", "2", "CVE-2026-1"), MadeUp.Record("PYSEC-2", "flask", "0", "2"));

        AuditEntry entry = Assert.Single(report.Entries);
        Assert.Equal("PYSEC-2", Assert.Single(entry.Vulnerabilities).Id);
        Assert.Equal("PYSEC-1", Assert.Single(entry.Ignored).Vulnerability.Id);
        Assert.Equal(["it matched nothing that was found", "it expired on 2026-11-26"], report.IdleIgnores.Select(static idle => idle.Reason));
    }

    [Fact]
    public void An_ignore_entry_until_fixed_ends_with_the_fix()
    {
        AdvisoryPolicy policy = AdvisoryPolicy.Default with { Ignores = [Ignore("PYSEC-1") with { UntilFixed = true }, Ignore("PYSEC-2") with { UntilFixed = true }] };
        AuditReport report = Audit([Item("flask", "1.0")], policy, MadeUp.Record("PYSEC-1", "flask", "0", "2"), MadeUp.Record("PYSEC-2", "flask"));

        Assert.Equal("PYSEC-1", Assert.Single(report.Entries[0].Vulnerabilities).Id);
        Assert.Equal("PYSEC-2", Assert.Single(report.Entries[0].Ignored).Vulnerability.Id);
        Assert.Equal("it counts until a fix is known, and 2 fixes it", Assert.Single(report.IdleIgnores).Reason);
    }

    [Theory]
    [InlineData("flask", "<2", true)]
    [InlineData("flask", ">=2", false)]
    [InlineData("jinja2", null, false)]
    public void An_ignore_entry_is_held_to_its_project_and_versions(string project, string? versions, bool ignores)
    {
        AdvisoryPolicy policy = AdvisoryPolicy.Default with { Ignores = [Ignore("PYSEC-1") with { Project = MadeUp.Project(project), Versions = versions }] };
        AuditReport report = Audit([Item("flask", "1.0")], policy, MadeUp.Record("PYSEC-1", "flask"));

        Assert.Equal(ignores, report.Entries[0].Vulnerabilities.IsEmpty);
    }

    [Theory]
    [InlineData("3.11", true)]
    [InlineData("3.12", false)]
    [InlineData(null, false)]
    public void An_ignore_entry_with_a_marker_counts_only_where_the_marker_is_known_to_hold(string? python, bool ignores)
    {
        AdvisoryPolicy policy = AdvisoryPolicy.Default with { Ignores = [Ignore("PYSEC-1") with { Marker = "python_version < \"3.12\"" }] };
        using AdvisoryIndex index = MadeUp.Index(s_fresh, MadeUp.Record("PYSEC-1", "flask"));
        MarkerEnvironment? environment = python is null ? null : new MarkerEnvironment { PythonVersion = python };
        AuditReport report = Auditor.Audit(new AuditQuestion([], [Item("flask", "1.0")], [], environment, null), index, policy, s_now);

        Assert.Equal(ignores, report.Entries[0].Vulnerabilities.IsEmpty);
    }

    [Theory]
    [InlineData("<2", RangeShare.All, Coverage.Audited, true)]
    [InlineData(">=1,<3", RangeShare.Some, Coverage.Unknown, false)]
    [InlineData(">=2", RangeShare.None, Coverage.Audited, false)]
    public void A_range_is_a_finding_only_where_every_allowed_version_is_affected(string allowed, RangeShare share, Coverage coverage, bool found)
    {
        AuditReport report = Audit(
            [Item("flask", null) with { Allowed = VersionSpecifierSet.Parse(allowed) }], AdvisoryPolicy.Default, MadeUp.Record("PYSEC-1", "flask", "0", "2.0"));

        Assert.Equal(share, report.Entries[0].Range!.Share);
        Assert.Equal(coverage, report.Entries[0].Coverage);
        Assert.Equal(found, AuditOutcome.Of(report).HasFindings);
    }

    [Fact]
    public void Unknown_severity_is_at_or_above_every_threshold_but_none()
    {
        AuditReport report = Audit([Item("flask", "1.0")], AdvisoryPolicy.Default, MadeUp.Record("PYSEC-1", "flask"));

        Assert.Null(report.Entries[0].Vulnerabilities[0].Severity.Level);
        foreach (AuditThreshold threshold in Enum.GetValues<AuditThreshold>())
        {
            Assert.Equal(threshold != AuditThreshold.None, AuditOutcome.Of(report with { Threshold = threshold }).HasFindings);
        }
    }

    [Fact]
    public void A_feed_that_is_older_than_allowed_or_of_no_stated_day_is_a_gap_of_the_world()
    {
        using AdvisoryIndex old = MadeUp.Index(new DateOnly(2026, 10, 26), MadeUp.Record("PYSEC-1", "flask"));
        using AdvisoryIndex undated = MadeUp.Index(null, MadeUp.Record("PYSEC-1", "flask"));
        using AdvisoryIndex fresh = MadeUp.Index(new DateOnly(2026, 10, 27), MadeUp.Record("PYSEC-1", "flask"));
        AuditQuestion question = new([], [], [], null, null);

        Assert.Contains("2026-10-26", Assert.Single(Auditor.Audit(question, old, AdvisoryPolicy.Default, s_now).Gaps).Detail, StringComparison.Ordinal);
        Gap gap = Assert.Single(Auditor.Audit(question, undated, AdvisoryPolicy.Default, s_now).Gaps);
        Assert.Equal(GapWeight.World, gap.Weight);
        Assert.Empty(Auditor.Audit(question, fresh, AdvisoryPolicy.Default, s_now).Gaps);
    }

    [Fact]
    public void The_version_to_go_to_is_one_that_nothing_is_known_against()
    {
        AuditReport chained = Audit(
            [Item("flask", "1.0")], AdvisoryPolicy.Default,
            Advisory("PYSEC-1", "0", "2.0"), Advisory("PYSEC-2", "0", "1.5"), Advisory("PYSEC-3", "2.0", "2.2"), Advisory("PYSEC-4", "2.2", "2.3"));
        AuditReport hopeless = Audit([Item("flask", "1.0")], AdvisoryPolicy.Default, Advisory("PYSEC-1", "0", "2.0"), Advisory("PYSEC-2", "2.0", null));

        Assert.Equal("2.3", chained.Entries[0].FixVersion);
        Assert.Null(hopeless.Entries[0].FixVersion);

        static AdvisoryRecord Advisory(string id, string introduced, string? fixedIn) => MadeUp.Record(id, "flask", introduced, fixedIn);
    }

    [Fact]
    public void Two_audits_are_compared_by_project_and_any_shared_id()
    {
        AuditReport before = Audit([Item("flask", "1.0"), Item("six", "1.0")], AdvisoryPolicy.Default, MadeUp.Record("PYSEC-1", "flask", "0", "2", "CVE-1"), MadeUp.Record("PYSEC-3", "six"));
        AuditReport now = Audit([Item("Flask", "1.1"), Item("jinja2", "2.0")], AdvisoryPolicy.Default, MadeUp.Record("GHSA-1", "flask", "0", "2", "CVE-1"), MadeUp.Record("PYSEC-4", "jinja2"));

        AuditComparison comparison = AuditComparer.Compare(before, now, "old.lock");

        Assert.Equal(["PYSEC-4"], comparison.New.Select(static one => one.Vulnerability.Id));
        Assert.Equal(["PYSEC-3"], comparison.Gone.Select(static one => one.Vulnerability.Id));
        Assert.Equal(["GHSA-1"], comparison.Remaining.Select(static one => one.Vulnerability.Id));
    }

    private static AuditItem Item(string name, string? version) => new(name, version, new InputPlace("requirements.txt", 1), 0);

    private static AdvisoryIgnore Ignore(string id) => new(id, null, null, null, "not reachable", "security@example.invalid", null, UntilFixed: false, "assay.toml:1");

    private static AuditReport Audit(ImmutableArray<AuditItem> items, AdvisoryPolicy policy, params AdvisoryRecord[] records)
    {
        using AdvisoryIndex index = MadeUp.Index(s_fresh, records);
        return Auditor.Audit(new AuditQuestion([new AuditSource("requirements", "requirements.txt")], items, [], null, null), index, policy, s_now);
    }
}
