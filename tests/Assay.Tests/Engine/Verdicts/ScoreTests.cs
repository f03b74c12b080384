using Assay.Engine.Findings;
using Assay.Engine.Verdicts;
using CsCheck;
using static Assay.Tests.Engine.Verdicts.Cases;

namespace Assay.Tests.Engine.Verdicts;

public sealed class ScoreTests
{
    private static readonly Gen<Finding> s_findings =
        from rule in Gen.OneOf<string>([.. ScoreTable.Rules, "native-in-pure-wheel", "not-in-the-table"])
        from severity in Gen.Enum<Severity>()
        from confidence in Gen.Enum<Confidence>()
        from context in Gen.Enum<CodeContext>()
        from line in Gen.Int[1, 9]
        select Finding(rule, severity, confidence, context, line: line);

    [Fact]
    public void One_more_finding_never_lowers_score_or_ruling() =>
        Gen.Select(s_findings.Array[0, 8], s_findings).Sample((findings, more) =>
        {
            Verdict before = Judge.Decide(Case(findings), Policy.Default, Noon);
            Verdict after = Judge.Decide(Case([.. findings, more]), Policy.Default, Noon);
            Assert.True(after.Score >= before.Score);
            Assert.True(after.Ruling >= before.Ruling);
        });

    [Fact]
    public void The_order_of_findings_changes_nothing() =>
        s_findings.Array[0, 8].Sample(findings =>
        {
            Verdict forward = Judge.Decide(Case(findings), Policy.Default, Noon);
            Verdict backward = Judge.Decide(Case([.. findings.Reverse()]), Policy.Default, Noon);
            Assert.Equal(forward.Score, backward.Score);
            Assert.Equal(forward.Ruling, backward.Ruling);
        });

    [Fact]
    public void Graver_and_surer_findings_never_weigh_less()
    {
        foreach (string rule in ScoreTable.Rules)
        {
            foreach (CodeContext context in Enum.GetValues<CodeContext>())
            {
                double last = 0;
                foreach (Severity severity in Enum.GetValues<Severity>())
                {
                    double least = 0;
                    foreach (Confidence confidence in Enum.GetValues<Confidence>())
                    {
                        double weight = ScoreTable.Of(Finding(rule, severity, confidence, context));
                        Assert.True(weight >= least, $"{rule}, {context}: {severity}, {confidence}");
                        least = weight;
                    }

                    Assert.True(least >= last, $"{rule}, {context}: {severity}");
                    last = least;
                }
            }
        }
    }

    [Fact]
    public void Every_rule_of_the_table_is_a_rule() =>
        Assert.Empty(ScoreTable.Rules.Except(global::Assay.Engine.Rules.Catalogue.KnownIds));

    [Fact]
    public void The_same_thing_twice_proves_nothing_more()
    {
        Finding once = Finding("startup-code", Severity.High, Confidence.Medium, CodeContext.Startup, line: 1);
        Finding again = Finding("startup-code", Severity.High, Confidence.Medium, CodeContext.Startup, line: 2);
        Assert.Equal(
            Judge.Decide(Case(once), Policy.Default, Noon).Score,
            Judge.Decide(Case(once, again), Policy.Default, Noon).Score);
    }

    [Fact]
    public void Waived_findings_and_rules_that_policy_sets_are_left_out()
    {
        Finding finding = Finding("startup-code", Severity.High, Confidence.High, CodeContext.Startup);
        Policy set = Policy.Default.With(rules: [new RuleSetting("startup-code", Ruling.Warn, "test:1")]);
        Assert.Equal(ScoreTable.Prior, Judge.Decide(Case(finding), set, Noon).Score);
        Assert.True(Judge.Decide(Case(finding), Policy.Default, Noon).Score > ScoreTable.Prior);
    }
}
