using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using CsCheck;
using static Assay.Tests.Engine.Verdicts.Cases;

namespace Assay.Tests.Engine.Verdicts;

public sealed class JudgePropertyTests
{
    private static readonly Gen<string> Rules = Gen.Int[0, 3].Select(at => new[] { "rule-a", "rule-b", "rule-c", "limit-reached" }[at]);

    private static readonly Gen<Finding> Findings =
        Gen.Select(Rules, Gen.Enum<Severity>(), Gen.Enum<Confidence>(), Gen.Enum<CodeContext>(), Gen.Int[1, 9])
            .Select((rule, severity, confidence, context, line) => Finding(rule, severity, confidence, context, line: line));

    private static readonly Gen<Policy> Policies =
        Gen.Select(
            Gen.Select(Rules, Gen.Enum<Ruling>(), Gen.Bool).Select((rule, ruling, floor) => new RuleSetting(rule, ruling, "p:1", floor)).Array[0, 3],
            Gen.Select(Rules, Gen.Int[-40, 40]).Select((rule, days) => Waiver(rule, expires: DateOnly.FromDateTime(Noon.UtcDateTime).AddDays(days))).Array[0, 3],
            Gen.Enum<UnknownTreatment>())
        .Select((rules, waivers, unknown) =>
            (Policy.Default with { Unknown = unknown, Rules = [.. rules.DistinctBy(rule => (rule.Id, rule.AtLeast))], Waivers = [.. waivers] }).Sealed());

    private static readonly Gen<Case> Matters =
        Gen.Select(Findings.Array[0, 6], Gen.Bool, Gen.Int[-48, 48].Array[0, 2]).Select((findings, blind, hours) => new Case(
            "coverage==7.1", Coverage, Inspection(findings), [.. hours.Select(hour => Young(Noon.AddHours(hour)))], blind ? [Blind()] : []));

    [Fact]
    public void Adding_a_finding_never_improves_a_verdict() =>
        Gen.Select(Matters, Findings, Policies).Sample((matter, more, policy) =>
        {
            Ruling before = Judge.Decide(matter, policy, Noon).Ruling;
            Case larger = matter with { Inspection = Inspection(matter.Inspection!.Findings.Add(more)) };
            return Judge.Decide(larger, policy, Noon).Ruling >= before;
        });

    [Fact]
    public void A_waiver_changes_the_reasons_of_its_rule_only_and_hides_none() =>
        Gen.Select(Matters, Policies, Rules).Sample((matter, policy, rule) =>
        {
            Verdict before = Judge.Decide(matter, policy, Noon);
            Verdict after = Judge.Decide(matter, policy.With(waivers: policy.Waivers.Add(Waiver(rule, expires: new DateOnly(2030, 1, 1)))), Noon);
            return before.Reasons.Length == after.Reasons.Length
                && before.Reasons.Where(reason => reason.Id != rule).SequenceEqual(after.Reasons.Where(reason => reason.Id != rule))
                && after.Reasons.Where(reason => reason.Id == rule).All(reason => reason.Ruling == Ruling.Allow);
        });

    [Fact]
    public void A_setting_that_can_only_tighten_never_improves_a_verdict() =>
        Gen.Select(Matters, Policies, Rules, Gen.Enum<Ruling>()).Sample((matter, policy, rule, ruling) =>
            Judge.Decide(matter, policy.With(rules: policy.Rules.Add(new RuleSetting(rule, ruling, "p:9", AtLeast: true))), Noon).Ruling
                >= Judge.Decide(matter, policy, Noon).Ruling);

    [Fact]
    public void A_verdict_stays_word_for_word_until_the_moment_it_names() =>
        Gen.Select(Matters, Policies, Gen.Int[0, 100 * 24]).Sample((matter, policy, hours) =>
        {
            Verdict now = Judge.Decide(matter, policy, Noon);
            DateTimeOffset later = Noon.AddHours(hours);
            bool same = later < (now.ValidUntil ?? DateTimeOffset.MaxValue);
            Verdict then = Judge.Decide(matter, policy, same ? later : now.ValidUntil!.Value);
            bool equal = now.Reasons.SequenceEqual(then.Reasons);
            return same ? equal && now with { Reasons = [] } == then with { Reasons = [] } : !equal;
        });

    [Fact]
    public void The_same_inputs_give_the_same_reasons_in_any_order() =>
        Gen.Select(Matters, Policies).Sample((matter, policy) =>
        {
            ImmutableArray<Finding> reversed = [.. matter.Inspection!.Findings.Reverse()];
            Case shuffled = matter with { Inspection = Inspection(reversed), Listing = [.. matter.Listing.Reverse()] };
            return Judge.Decide(matter, policy, Noon).Reasons.SequenceEqual(Judge.Decide(shuffled, policy, Noon).Reasons);
        });
}
