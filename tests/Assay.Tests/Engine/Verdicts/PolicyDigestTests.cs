using System.Collections.Immutable;
using Assay.Engine.Verdicts;
using Assay.Packaging.Names;
using static Assay.Tests.Engine.Verdicts.Cases;

namespace Assay.Tests.Engine.Verdicts;

public sealed class PolicyDigestTests
{
    private static readonly Policy Full = (Policy.Default with
    {
        Indexes = ["https://a.example/simple", "https://b.example/simple"],
        Owned = Policy.Default.Owned.Add("acme-*", "https://a.example/simple"),
        Rules = [new RuleSetting("a", Ruling.Warn, "x:1"), new RuleSetting("b", Ruling.Block, "x:2")],
        Waivers = [Waiver("a"), Waiver("b")],
        AllowedHosts = ["one.example", "two.example"],
    }).Sealed();

    [Fact]
    public void What_means_the_same_has_the_same_digest()
    {
        Policy same = (Full with
        {
            Rules = [new RuleSetting("b", Ruling.Block, "y:2"), new RuleSetting("a", Ruling.Warn, "y:9")],
            Waivers = [Waiver("b") with { Reason = "other words", Origin = "y:4" }, Waiver("a") with { Owner = "somebody" }],
            AllowedHosts = ["two.example", "one.example"],
            Sources = ["y"],
        }).Sealed();
        Assert.Equal(Full.Digest, same.Digest);
        Assert.Equal(64, same.Digest.Length);
    }

    [Fact]
    public void Whatever_changes_the_meaning_changes_the_digest()
    {
        Policy[] others =
        [
            Full with { DefaultAge = TimeSpan.Zero },
            Full with { Unknown = UnknownTreatment.Warn },
            Full with { Indexes = [.. Full.Indexes.Reverse()] },
            Full with { Owned = Full.Owned.SetItem("acme-*", "https://b.example/simple") },
            Full with { Rules = [Full.Rules[0] with { AtLeast = true }, Full.Rules[1]] },
            Full with { Rules = [Full.Rules[0] with { Ruling = Ruling.Hold }, Full.Rules[1]] },
            Full with { Waivers = [Full.Waivers[0]] },
            Full with { Waivers = [Full.Waivers[0] with { Versions = ">=7" }, Full.Waivers[1]] },
            Full with { Waivers = [Full.Waivers[0] with { Expires = new DateOnly(2028, 1, 1) }, Full.Waivers[1]] },
            Full with { AllowedHosts = [] },
            Full with { AllowedHosts = ["one.exampletwo.example"] },
        ];
        List<string> digests = [Full.Digest, .. others.Select(policy => policy.Sealed().Digest)];
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Fact]
    public void An_id_is_eight_hex_digits_and_no_shift_between_its_parts_gives_the_same()
    {
        string id = DecisionId.Of("a==1", "ff", "rule", "policy");
        Assert.Matches("^[0-9a-f]{8}$", id);
        Assert.Equal(id, DecisionId.Of("a==1", "ff", "rule", "policy"));
        Assert.NotEqual(id, DecisionId.Of("a==1f", "f", "rule", "policy"));
        Assert.NotEqual(id, DecisionId.Of("a==1", "ff", "rulep", "olicy"));
    }

    [Theory]
    [InlineData("acme-*", "acme-core", true)]
    [InlineData("acme-*", "acme", false)]
    [InlineData("acme-*", "acmecore", false)]
    [InlineData("acme", "acme", true)]
    [InlineData("acme", "acme-core", false)]
    [InlineData("*", "anything", true)]
    public void A_pattern_covers_names_by_their_beginning(string pattern, string project, bool covered) =>
        Assert.Equal(covered, OwnedPattern.Matches(pattern, ProjectName.Parse(project)));

    [Fact]
    public void The_longest_pattern_says_whose_a_name_is()
    {
        Policy policy = Policy.Default with
        {
            Owned = ImmutableSortedDictionary<string, string>.Empty.Add("acme-*", "https://a.example").Add("acme-core-*", "https://b.example"),
        };
        Assert.Equal("https://b.example", policy.OwnerOf(ProjectName.Parse("Acme_Core.x")));
        Assert.Equal("https://a.example", policy.OwnerOf(ProjectName.Parse("acme-web")));
        Assert.Null(policy.OwnerOf(ProjectName.Parse("numpy")));
    }

    [Theory]
    [InlineData("Acme_*", "acme-*")]
    [InlineData("ACME", "acme")]
    [InlineData("*", "*")]
    [InlineData("acme*", "acme*")]
    public void Patterns_are_normalised_like_names(string written, string pattern)
    {
        Assert.True(OwnedPattern.TryNormalize(written, out string? normal));
        Assert.Equal(pattern, normal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-*")]
    [InlineData("a*b")]
    [InlineData("**")]
    [InlineData("a b")]
    public void What_is_no_beginning_of_a_name_is_no_pattern(string written) => Assert.False(OwnedPattern.TryNormalize(written, out _));

    [Theory]
    [InlineData("acme-*", "acme-core", true)]
    [InlineData("acme-core", "acme-*", true)]
    [InlineData("acme-*", "acme-core-*", true)]
    [InlineData("acme", "acme-core", false)]
    [InlineData("acme", "acme", true)]
    [InlineData("a-*", "b-*", false)]
    public void Patterns_overlap_where_one_project_could_match_both(string one, string other, bool overlap) =>
        Assert.Equal(overlap, OwnedPattern.Overlap(one, other));
}
