using Assay.Engine.Advisories;
using Assay.Packaging.Versions;
using CsCheck;
using static Assay.Tests.Engine.Advisories.Records;

namespace Assay.Tests.Engine.Advisories;

public sealed class RangeTests
{
    [Theory]
    [InlineData("", RangeShare.Some, ">=2.2.5")]
    [InlineData(">=1,<3", RangeShare.Some, ">=2.2.5,<3")]
    [InlineData(">=1,<2", RangeShare.All, null)]
    [InlineData("<2.0", RangeShare.All, null)]
    [InlineData(">=2.2.5", RangeShare.None, null)]
    [InlineData(">2.2.4", RangeShare.Some, ">=2.2.5")]
    [InlineData("==2.2.4", RangeShare.All, null)]
    [InlineData("==2.2.*", RangeShare.Some, ">=2.2.5,==2.2.*")]
    [InlineData("~=2.2", RangeShare.Some, ">=2.2.5,~=2.2")]
    [InlineData("===2.2.4", RangeShare.All, null)]
    [InlineData("===nonsense", RangeShare.None, null)]
    [InlineData(">3,<2", RangeShare.None, null)]
    public void A_requirement_is_narrowed_to_what_is_fixed(string requirement, RangeShare share, string? tightened) =>
        AssertAnswer(Of("PYSEC-1", From("0"), Fixed("2.2.5")), requirement, share, tightened);

    [Theory]
    [InlineData(">=1", RangeShare.Some, ">=1,<2.0")]
    [InlineData("", RangeShare.Some, "<2.0")]
    [InlineData(">=2", RangeShare.All, null)]
    [InlineData("<1.5", RangeShare.None, null)]
    public void What_is_never_fixed_is_kept_out_above(string requirement, RangeShare share, string? tightened) =>
        AssertAnswer(Of("PYSEC-1", From("2.0")), requirement, share, tightened);

    [Theory]
    [InlineData(">=1", RangeShare.Some, ">=1,!=1.4,!=1.6")]
    [InlineData(">=1.5", RangeShare.Some, ">=1.5,!=1.6")]
    [InlineData(">=1,!=1.4,!=1.6", RangeShare.None, null)]
    [InlineData(">=1,!=1.4", RangeShare.Some, ">=1,!=1.4,!=1.6")]
    public void Single_versions_are_left_out(string requirement, RangeShare share, string? tightened) =>
        AssertAnswer(Listing("PYSEC-1", "1.4", "1.6"), requirement, share, tightened);

    [Fact]
    public void After_a_last_affected_version_comes_what_is_greater() =>
        AssertAnswer(Of("PYSEC-1", From("1.0"), Last("1.9")), ">=1.2,<2", RangeShare.Some, ">1.9,<2");

    [Fact]
    public void Each_flaw_has_its_share_and_all_together_make_the_answer()
    {
        using AdvisoryIndex index = Indexes.Of(Of("PYSEC-1", From("0"), Fixed("1.5")), Of("PYSEC-2", From("1.2"), Fixed("2.0")), Of("PYSEC-3", From("5")), Of("PYSEC-4", From("0"), Fixed("x")));
        RangeAnswer answer = index.Ask(Frob, VersionSpecifierSet.Parse(">=1.3,<2.0"));
        Assert.Equal(RangeShare.All, answer.Share);
        Assert.Equal([("PYSEC-1", RangeShare.Some), ("PYSEC-2", RangeShare.All)], answer.Vulnerabilities.Select(static flaw => (flaw.Vulnerability.Id, flaw.Share)));
        Assert.Equal(["PYSEC-4"], answer.Undecided.Select(static one => one.Id));
        Assert.Equal(["2.0"], answer.Vulnerabilities[1].Vulnerability.FixedVersions);
    }

    [Fact]
    public void A_listed_version_is_in_the_range_where_the_specifier_says_so() =>
        Gen.Select(Gen.Select(Gen.OneOf("==", "!=", "<=", ">=", "<", ">", "~="), Gen.OneOf("1.0", "1.0.0", "1.0rc1", "1.0.dev2", "1.0.post1", "1.1", "2.0.1", "1!0.1", "0.0")).Array[0, 3],
            Gen.OneOf("0.0", "0.5", "1.0rc1", "1.0.dev2", "1.0", "1.0.post1", "1.0.post2", "1.1", "1.1rc2", "2.0.1", "2.0.1.dev1", "2.1", "1!0.1", "1!0.2")).Sample(static (clauses, version) =>
        {
            VersionSpecifierSet allowed = VersionSpecifierSet.Parse(string.Join(',', clauses.Select(static clause => clause.Item1 + clause.Item2)));
            using AdvisoryIndex index = Indexes.Of(Listing("PYSEC-1", version));
            Assert.Equal(allowed.Contains(version), index.Ask(Frob, allowed).Share != RangeShare.None);
        }, iter: 3_000);

    [Fact]
    public void A_narrowed_requirement_allows_nothing_affected_and_nothing_new() =>
        Gen.Select(Any, Gen.OneOf("", ">=1.0", ">=0.5,<2", "!=1.1", "~=1.0", "<3", ">1.0,!=2.0")).Sample(static (records, requirement) =>
        {
            using AdvisoryIndex index = Indexes.Of(records);
            VersionSpecifierSet allowed = VersionSpecifierSet.Parse(requirement);
            if (index.Ask(Frob, allowed).Tightened is { } tightened)
            {
                VersionSpecifierSet narrowed = VersionSpecifierSet.Parse(tightened);
                Assert.Equal(RangeShare.None, index.Ask(Frob, narrowed).Share);
                foreach (string version in (string[])["0.5", "1.0", "1.0rc1", "1.0.post1", "1.1", "2.0", "2.0.1", "3", "1!0.1"])
                {
                    Assert.False(narrowed.Contains(version) && !allowed.Contains(version), $"{version} in {tightened}");
                    Assert.False(narrowed.Contains(version) && !index.Ask(Frob, version).Vulnerabilities.IsEmpty, $"{version} in {tightened}");
                }
            }
        }, iter: 2_000);

    [Theory]
    [InlineData(">=1", ">=1.6.0")]
    [InlineData(">=1.6.0a1", ">1.6.0rc1")]
    [InlineData(">=1,<1.6.0", null)]
    [InlineData("~=1.5", ">=1.6.0,~=1.5")]
    public void A_bound_is_a_prerelease_only_where_the_requirement_has_one(string requirement, string? tightened) =>
        AssertAnswer(Of("PYSEC-1", From("0"), Last("1.6.0rc1")), requirement, tightened is null ? RangeShare.All : RangeShare.Some, tightened);

    [Theory]
    [InlineData(">=1", ">=1,<2.0")]
    [InlineData(">=1.0rc1", ">=1.0rc1,<2.0rc1")]
    public void So_is_an_upper_one(string requirement, string tightened) =>
        AssertAnswer(Of("PYSEC-1", From("2.0rc1")), requirement, RangeShare.Some, tightened);

    [Theory]
    [InlineData("!=1.3.5", "1.3.5", ">=1.3.5,!=1.3.5")]
    [InlineData("==6.0.*,!=6.0.0", "6.0.0", ">=6.0.0,==6.0.*,!=6.0.0")]
    [InlineData("<3,!=3.0,!=1.3.5,>0.1", "1.3.5", ">=1.3.5,<3,!=3.0,!=1.3.5")]
    public void A_fixed_version_that_is_left_out_is_a_bound_nevertheless(string requirement, string fixedIn, string tightened) =>
        AssertAnswer(Of("PYSEC-1", From("0"), Fixed(fixedIn)), requirement, RangeShare.Some, tightened);

    [Theory]
    [InlineData("", "0.0.0")]
    [InlineData("<2", "0.0.1")]
    [InlineData(">=1.2.3", "1.2.3")]
    [InlineData(">1.2.2", "1.2.3")]
    public void Nothing_that_is_likely_to_exist_is_no_suggestion(string requirement, string introduced)
    {
        using AdvisoryIndex index = Indexes.Of(Of("PYSEC-1", From(introduced)));
        Assert.Null(index.Ask(Frob, VersionSpecifierSet.Parse(requirement)).Tightened);
    }

    [Fact]
    public void Where_every_allowed_version_is_affected_the_fixed_one_beyond_is_named()
    {
        using AdvisoryIndex index = Indexes.Of(
            Of("PYSEC-1", From("0"), Fixed("1.9"), From("2.2.dev0"), Fixed("3.0rc1"), From("3.0rc1"), Fixed("3.0.5")), Of("PYSEC-2", From("3.0.5"), Fixed("4.2.30")));
        Assert.Equal((RangeShare.All, null, "4.2.30"), Named("==2.2.*"));
        Assert.Equal((RangeShare.All, null, "1.9"), Named("<1.5"));
        Assert.Equal((RangeShare.Some, ">=4.2.30", null), Named(">=2.2"));
        Assert.Equal((RangeShare.None, null, null), Named("==2.1"));

        (RangeShare, string?, string?) Named(string requirement) =>
            index.Ask(Frob, VersionSpecifierSet.Parse(requirement)) is var answer ? (answer.Share, answer.Tightened, answer.FixedAbove) : default;
    }

    private static void AssertAnswer(AdvisoryRecord record, string requirement, RangeShare share, string? tightened)
    {
        using AdvisoryIndex index = Indexes.Of(record);
        RangeAnswer answer = index.Ask(Frob, VersionSpecifierSet.Parse(requirement));
        Assert.Equal((share, tightened), (answer.Share, answer.Tightened));
    }
}
