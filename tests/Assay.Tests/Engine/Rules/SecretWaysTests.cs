using Assay.Engine.Verdicts;

namespace Assay.Tests.Engine.Rules;

/// <summary>Ways in which secrets leave: <c>secret-ways.md</c>, one package a heading, and <c>secret-ways-not.md</c>, what only looks like one.</summary>
public sealed class SecretWaysTests
{
    private static readonly WaySamples s_ways = new("secret-ways.md");

    private static readonly WaySamples s_near = new("secret-ways-not.md");

    public static TheoryData<string> Ways() => s_ways.Headings;

    public static TheoryData<string> NearMisses() => s_near.Headings;

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_secret_that_leaves_on_import_is_blocked(string way)
    {
        (Ruling ruling, string why) = s_ways.RuleOn(way);
        Assert.True(ruling == Ruling.Block, why);
    }

    [Theory]
    [MemberData(nameof(NearMisses))]
    public void What_takes_no_secret_away_is_not_held(string way)
    {
        (Ruling ruling, string why) = s_near.RuleOn(way);
        Assert.True(ruling < Ruling.Hold, why);
    }
}
