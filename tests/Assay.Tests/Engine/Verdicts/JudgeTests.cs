using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;
using static Assay.Tests.Engine.Verdicts.Cases;

namespace Assay.Tests.Engine.Verdicts;

public sealed class JudgeTests
{
    [Fact]
    public void Nothing_found_is_allowed_for_good()
    {
        Verdict verdict = Judge.Decide(Case(), Policy.Default, Noon);
        Assert.Equal(Ruling.Allow, verdict.Ruling);
        Assert.Null(verdict.Lead);
        Assert.Null(verdict.ValidUntil);
        Assert.Equal(ScoreTable.Prior, verdict.Score);
        Assert.Equal(Digest, verdict.Sha256);
        Assert.Equal(Policy.Default.Digest, verdict.PolicyDigest);
    }

    [Fact]
    public void The_worst_reason_leads_and_the_rest_follow_by_rule_and_place()
    {
        Verdict verdict = Judge.Decide(
            Case(
                Finding("b-rule", Severity.Low, path: "x"),
                Finding("a-rule", Severity.High, path: "z.py", line: 10),
                Finding("a-rule", Severity.High, path: "z.py", line: 9),
                Finding("a-rule", Severity.High, path: "y.py", line: 50)) with { Gaps = [Blind()] },
            Policy.Default, Noon);
        Assert.Equal(Ruling.Block, verdict.Ruling);
        Assert.Equal(
            ["a-rule y.py:50", "a-rule z.py:9", "a-rule z.py:10", "limit-reached big.bin", "b-rule x"],
            verdict.Reasons.Select(reason => $"{reason.Id} {reason.Place.Describe()}"));
    }

    [Fact]
    public void Of_equal_rulings_the_gravest_leads_and_then_the_one_that_weighs_most()
    {
        Verdict verdict = Judge.Decide(
            Case(
                Finding("contacts-at-start", Severity.High, path: "a.py"),
                Finding("startup-code", Severity.High, path: "a.py"),
                Finding("sends-secrets", Severity.Critical, path: "z.py")) with { Gaps = [Blind()] },
            Policy.Default, Noon);
        Assert.Equal(["sends-secrets", "contacts-at-start", "startup-code", "limit-reached"], verdict.Reasons.Select(static reason => reason.Id));
    }

    [Fact]
    public void A_blind_gap_holds_without_an_end_and_policy_can_make_it_a_warning()
    {
        Case matter = Case() with { Gaps = [Blind()] };
        Verdict held = Judge.Decide(matter, Policy.Default, Noon);
        Assert.Equal((Ruling.Hold, null, "unknown"), (held.Ruling, held.Until, held.Lead!.PolicyLine));
        Assert.NotNull(held.FirstBlindGap);
        Verdict warned = Judge.Decide(matter, Policy.Default with { Unknown = UnknownTreatment.Warn }, Noon);
        Assert.Equal(Ruling.Warn, warned.Ruling);
        Assert.NotNull(warned.FirstBlindGap);
    }

    [Fact]
    public void A_file_too_young_is_held_to_its_hour_and_then_no_longer()
    {
        DateTimeOffset until = Noon.AddHours(5);
        Case matter = Case() with { Listing = [Young(until)] };
        Verdict held = Judge.Decide(matter, Policy.Default, Noon);
        Assert.Equal((Ruling.Hold, until, until), (held.Ruling, held.Until, held.ValidUntil));
        Assert.Equal(Ruling.Hold, Judge.Decide(matter, Policy.Default, until.AddTicks(-1)).Ruling);
        Verdict later = Judge.Decide(matter, Policy.Default, until);
        Assert.Equal((Ruling.Allow, 0), (later.Ruling, later.Reasons.Length));
    }

    [Fact]
    public void A_hold_that_needs_an_approval_too_has_no_end()
    {
        Case matter = Case() with { Listing = [Young(Noon.AddHours(5))], Gaps = [Blind()] };
        Verdict verdict = Judge.Decide(matter, Policy.Default, Noon);
        Assert.Null(verdict.Until);
        Assert.Equal(Noon.AddHours(5), verdict.ValidUntil);
    }

    [Fact]
    public void Two_holds_that_end_are_over_when_the_later_one_is()
    {
        Case matter = Case() with { Listing = [Young(Noon.AddHours(5)), Young(Noon.AddHours(9))] };
        Verdict verdict = Judge.Decide(matter, Policy.Default, Noon);
        Assert.Equal((Noon.AddHours(9), Noon.AddHours(5)), (verdict.Until, verdict.ValidUntil));
    }

    [Theory]
    [InlineData(Ruling.Allow)]
    [InlineData(Ruling.Warn)]
    [InlineData(Ruling.Hold)]
    [InlineData(Ruling.Block)]
    public void A_rule_setting_replaces_the_row_of_every_finding_of_its_rule_only(Ruling ruling)
    {
        Policy policy = Policy.Default.With(rules: [new RuleSetting("startup-code", ruling, "policy.toml:8")]);
        Verdict verdict = Judge.Decide(Case(Finding(), Finding(severity: Severity.Low), Finding("other", Severity.Medium)), policy, Noon);
        Assert.All(verdict.Reasons.Where(reason => reason.Id == "startup-code"), reason =>
            Assert.Equal((ruling, "[[rule]] startup-code, policy.toml:8"), (reason.Ruling, reason.PolicyLine)));
        Assert.Equal("table", verdict.Reasons.Single(reason => reason.Id == "other").PolicyLine);
    }

    [Fact]
    public void A_rule_setting_can_name_a_kind_of_gap()
    {
        Policy policy = Policy.Default.With(rules: [new RuleSetting("limit-reached", Ruling.Block, "policy.toml:8")]);
        Assert.Equal(Ruling.Block, Judge.Decide(Case() with { Gaps = [Blind()] }, policy, Noon).Ruling);
    }

    [Fact]
    public void A_setting_that_can_only_tighten_raises_low_rows_and_is_ignored_on_worse_ones()
    {
        Policy policy = Policy.Default.With(rules: [new RuleSetting("startup-code", Ruling.Warn, "pyproject.toml:3", AtLeast: true)]);
        Verdict verdict = Judge.Decide(Case(Finding(), Finding(severity: Severity.Info)), policy, Noon);
        Assert.Equal(
            [
                (Ruling.Block, "table; [[rule]] pyproject.toml:3 would loosen and is ignored"),
                (Ruling.Warn, "[[rule]] startup-code, at least, pyproject.toml:3"),
            ],
            verdict.Reasons.Select(reason => (reason.Ruling, reason.PolicyLine)));
    }

    [Fact]
    public void A_rule_that_policy_only_warns_of_holds_to_no_time()
    {
        Policy policy = Policy.Default.With(rules: [new RuleSetting("too-young", Ruling.Warn, "policy.toml:8")]);
        Verdict verdict = Judge.Decide(Case() with { Listing = [Young(Noon.AddHours(5))] }, policy, Noon);
        Assert.Equal((Ruling.Warn, null, Noon.AddHours(5)), (verdict.Ruling, verdict.Until, verdict.ValidUntil));
    }

    [Fact]
    public void A_waiver_takes_the_effect_and_leaves_the_reason_listed_with_its_name()
    {
        Verdict verdict = Judge.Decide(Case(Finding()), Policy.Default.With(waivers: [Waiver()]), Noon);
        Assert.Equal(Ruling.Allow, verdict.Ruling);
        Reason reason = Assert.Single(verdict.Reasons);
        Assert.Equal("[[waiver]] policy.toml:20 until 2027-06-30, security@acme.example: by design", reason.PolicyLine);
        Assert.NotNull(reason.WaivedBy);
        Assert.Equal(new DateTimeOffset(2027, 6, 30, 0, 0, 0, TimeSpan.Zero), verdict.ValidUntil);
    }

    [Fact]
    public void A_waiver_ends_at_midnight_utc_and_is_named_afterwards()
    {
        Policy policy = Policy.Default.With(waivers: [Waiver()]);
        DateTimeOffset end = new(2027, 6, 30, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(Ruling.Allow, Judge.Decide(Case(Finding()), policy, end.AddTicks(-1)).Ruling);
        Assert.Equal(Ruling.Allow, Judge.Decide(Case(Finding()), policy, new DateTimeOffset(2027, 6, 30, 1, 0, 0, TimeSpan.FromHours(2))).Ruling);
        Verdict over = Judge.Decide(Case(Finding()), policy, end);
        Assert.Equal(Ruling.Block, over.Ruling);
        Assert.Null(over.ValidUntil);
        Assert.Equal("table; [[waiver]] policy.toml:20 expired on 2027-06-30", over.Lead!.PolicyLine);
    }

    [Fact]
    public void Of_two_waivers_the_one_that_ends_last_counts()
    {
        Policy policy = Policy.Default.With(waivers: [Waiver(expires: new DateOnly(2020, 1, 1)), Waiver(), Waiver(expires: new DateOnly(2027, 4, 1))]);
        Assert.Equal(new DateOnly(2027, 6, 30), Judge.Decide(Case(Finding()), policy, Noon).Lead!.WaivedBy!.Expires);
    }

    [Theory]
    [InlineData(null, "7.1", true)]
    [InlineData(">=7", "7.1", true)]
    [InlineData(">=7,<8", "8.0", false)]
    [InlineData("==7.1", "7.1.0", true)]
    [InlineData(">=7", "8.0a1", false)]
    [InlineData("==8.0a1", "8.0a1", true)]
    [InlineData(">=7", "not a version", false)]
    public void A_waiver_covers_the_versions_of_its_specifier(string? versions, string version, bool covered)
    {
        Case matter = Case(Finding()) with { Pin = new Pin(ProjectName.Parse("Coverage"), version) };
        Verdict verdict = Judge.Decide(matter, Policy.Default.With(waivers: [Waiver(versions: versions)]), Noon);
        Assert.Equal(covered ? Ruling.Allow : Ruling.Block, verdict.Ruling);
    }

    [Fact]
    public void A_waiver_for_a_project_needs_the_pin_that_was_asked_for()
    {
        Policy policy = Policy.Default.With(waivers: [Waiver()]);
        Assert.Equal(Ruling.Block, Judge.Decide(Case(Finding()) with { Pin = null }, policy, Noon).Ruling);
        Assert.Equal(Ruling.Block, Judge.Decide(Case(Finding()) with { Pin = new Pin(ProjectName.Parse("other"), "7.1") }, policy, Noon).Ruling);
    }

    [Fact]
    public void A_waiver_for_a_digest_is_for_the_bytes_inspected_and_not_for_what_a_listing_says_of_them()
    {
        string other = new('b', 64);
        Policy mine = Policy.Default.With(waivers: [Waiver(project: null, sha256: Digest)]);
        Policy theirs = Policy.Default.With(waivers: [Waiver(project: null, sha256: other)]);
        Case matter = Case(Finding()) with { Pin = Coverage with { Sha256 = other } };
        Assert.Equal(Ruling.Allow, Judge.Decide(matter, mine, Noon).Ruling);
        Assert.Equal(Ruling.Block, Judge.Decide(matter, theirs, Noon).Ruling);

        Policy young = Policy.Default.With(waivers: [Waiver("too-young", project: null, sha256: other)]);
        Case listed = new("coverage==7.1", Coverage with { Sha256 = other }, null, [Young(Noon.AddHours(5))], []);
        Assert.Equal(Ruling.Allow, Judge.Decide(listed, young, Noon).Ruling);
    }

    [Fact]
    public void A_waived_blind_gap_no_longer_makes_the_report_incomplete()
    {
        Policy policy = Policy.Default.With(waivers: [Waiver("limit-reached")]);
        Verdict verdict = Judge.Decide(Case() with { Gaps = [Blind()] }, policy, Noon);
        Assert.Equal(Ruling.Allow, verdict.Ruling);
        Assert.Null(verdict.FirstBlindGap);
        Assert.Single(verdict.Reasons);
    }

    [Fact]
    public void The_order_of_findings_changes_no_byte()
    {
        Finding[] findings = [Finding("a", Severity.High), Finding("b", Severity.Medium), Finding("a", Severity.High, path: "b.py"), Finding("c", Severity.Info)];
        Verdict one = Judge.Decide(Case(findings), Policy.Default, Noon);
        Verdict other = Judge.Decide(Case([.. findings.Reverse()]), Policy.Default, Noon);
        Assert.Equal(one.Reasons.AsEnumerable(), other.Reasons.AsEnumerable());
    }
}
