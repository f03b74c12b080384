using System.Collections.Immutable;
using global::Assay.Engine.Audits;
using global::Assay.Packaging.Names;
using global::Assay.Packaging.Requirements;
using global::Assay.Packaging.Versions;

namespace Assay.Tests.Engine.Audits;

public sealed class FixPlannerTests
{
    private FixKnowledge _known = FixKnowledge.Nothing;
    private FixNamed _named = FixNamed.Nothing;

    [Fact]
    public void An_affected_pin_goes_to_the_lowest_release_that_nothing_speaks_against()
    {
        Page("thing", "0.9", "1.0", "1.1", "1.2", "1.2.1", "2.0");
        Assert.Equal("1.2", Target(Plan([Bad("thing", "1.0")], affected: ["thing 1.1"]), "thing"));
    }

    [Fact]
    public void A_yanked_release_a_prerelease_and_one_for_another_Python_are_passed_over()
    {
        _known = _known with
        {
            Releases = _known.Releases.Add(Name("thing"), new FixReleases(
            [
                new FixRelease(V("1.1"), IsYanked: true, []), new FixRelease(V("1.2rc1"), IsYanked: false, []),
                new FixRelease(V("1.2"), IsYanked: false, [VersionSpecifierSet.Parse(">=3.10")]), new FixRelease(V("1.3"), IsYanked: false, [VersionSpecifierSet.Parse(">=3.8")]),
            ], IsFromIndex: true)),
        };
        FixPin pin = Bad("thing", "1.0") with { Pythons = new([V("3.9")], All: true) };

        Assert.Equal("1.3", Target(Plan([pin]), "thing"));
        Assert.Equal("1.2rc1", Target(Plan([Bad("thing", "1.0rc1") with { Pythons = pin.Pythons }]), "thing"));
        Assert.Equal(
            "none of the 4 fixed releases fits: the lowest, 1.1, is yanked; the last, 1.3, needs Python >=3.8",
            Assert.Single(Plan([pin with { Pythons = new([V("3.7")], All: true) }]).Unfixed).Reason);
    }

    [Fact]
    public void A_newer_release_that_is_malware_is_never_chosen()
    {
        Page("thing", "1.1", "1.2");
        Assert.Equal("1.2", Target(Plan([Bad("thing", "1.0")], affected: ["thing 1.1"]), "thing"));
        Assert.Equal(
            "each of the 2 later releases is affected too; the last, 1.2, is bad",
            Assert.Single(Plan([Bad("thing", "1.0")], affected: ["thing 1.1", "thing 1.2"]).Unfixed).Reason);
    }

    [Fact]
    public void Another_requirement_of_the_input_limits_the_choice_and_is_named()
    {
        Page("thing", "1.5", "2.0", "2.1");
        FixPin pin = Bad("thing", "1.0") with { Limits = [new(VersionSpecifierSet.Parse("<2"), "thing<2 of base.txt:3")] };

        Assert.Equal("1.5", Target(Plan([pin]), "thing"));
        Assert.Equal(
            "each of the 2 fixed releases (2.0 to 2.1) conflicts with thing<2 of base.txt:3",
            Assert.Single(Plan([pin], affected: ["thing 1.5"]).Unfixed).Reason);
    }

    [Fact]
    public void What_a_new_release_requires_takes_a_pin_along_that_nothing_is_known_against()
    {
        Page("app", "2.0");
        Page("lib", "1.0", "1.5", "2.0", "3.0");
        Needs("app", "1.0", "lib>=1");
        Needs("app", "2.0", "lib>=1.5");
        Needs("lib", "1.0");
        Needs("lib", "1.5");

        FixPlan plan = Plan([Bad("app", "1.0"), Good("lib", "1.0")]);

        Assert.True(plan.IsComplete);
        Assert.Equal("2.0", Target(plan, "app"));
        Assert.Equal("1.5", Target(plan, "lib"));
        Assert.Equal("app 2.0 requires lib>=1.5", plan.Changes[1].Because);
    }

    [Fact]
    public void A_pin_that_forbids_the_fix_rises_to_the_first_release_that_allows_it()
    {
        Page("urllib3", "2.0");
        Page("requests", "2.1", "2.2", "2.3");
        Needs("requests", "2.0", "urllib3<2");
        Needs("requests", "2.1", "urllib3<2");
        Needs("requests", "2.2", "urllib3<3");
        Needs("requests", "2.3", "urllib3<3");
        Needs("urllib3", "2.0");

        FixPlan plan = Plan([Good("requests", "2.0"), Bad("urllib3", "1.0")]);

        Assert.Equal("2.2", Target(plan, "requests"));
        Assert.Equal("2.0", Target(plan, "urllib3"));
    }

    [Fact]
    public void A_conflict_that_nothing_resolves_leaves_that_pin_and_fixes_the_others()
    {
        Page("urllib3", "2.0");
        Page("requests", "2.1");
        Page("six", "1.1");
        Needs("requests", "2.0", "urllib3<2");
        Needs("requests", "2.1", "urllib3<2");
        Needs("urllib3", "1.0");
        Needs("urllib3", "2.0");
        Needs("six", "1.0");
        Needs("six", "1.1");

        FixPlan plan = Plan([Good("requests", "2.0"), Bad("urllib3", "1.0"), Bad("six", "1.0")]);

        Assert.Equal("six", Assert.Single(plan.Changes).Pin.Project.Normalized);
        Assert.Equal("2.0 would fix it, but requests 2.1 requires urllib3<2, which no release of urllib3 that can be chosen meets", Assert.Single(plan.Unfixed).Reason);
    }

    [Fact]
    public void What_does_not_fit_today_is_not_a_reason_against_a_fix()
    {
        Page("urllib3", "2.1");
        Page("requests");
        Needs("requests", "2.0", "urllib3<2");
        Needs("urllib3", "2.1");
        Needs("urllib3", "2.0");

        Assert.Equal("2.1", Target(Plan([Good("requests", "2.0"), Bad("urllib3", "2.0")]), "urllib3"));
    }

    [Fact]
    public void What_is_not_known_is_asked_for_and_not_assumed()
    {
        FixPlan first = Plan([Bad("app", "1.0"), Good("lib", "1.0")]);
        Assert.Equal("app", Assert.Single(first.MissingReleases).Normalized);
        Assert.False(first.IsComplete);

        Page("app", "2.0");
        FixPlan second = Plan([Bad("app", "1.0"), Good("lib", "1.0")]);
        Assert.Contains((Name("app"), V("2.0")), second.MissingRequirements);
        Assert.Contains((Name("lib"), V("1.0")), second.MissingRequirements);
    }

    [Fact]
    public void A_plan_from_advisories_alone_says_so()
    {
        _known = _known with { Releases = _known.Releases.Add(Name("thing"), new FixReleases([new FixRelease(V("1.1"), false, [])], IsFromIndex: false)) };
        Assert.StartsWith("known from the advisories alone", Assert.Single(Assert.Single(Plan([Bad("thing", "1.0")]).Changes).Doubts), StringComparison.Ordinal);
        Assert.Equal("the advisories name no version that fixes it", Assert.Single(Plan([Bad("thing", "1.1")]).Unfixed).Reason);
    }

    [Fact]
    public void A_build_with_a_local_label_stays_with_its_label()
    {
        Page("torch", "1.1", "1.2+cpu", "1.2+cu117");
        Assert.Equal("1.2+cu117", Target(Plan([Bad("torch", "1.0+cu117")]), "torch"));
        Assert.Equal("1.1", Target(Plan([Bad("torch", "1.0")]), "torch"));
    }

    [Fact]
    public void A_file_with_hashes_takes_no_release_that_needs_a_project_without_a_line()
    {
        Page("flask", "2", "3");
        Needs("flask", "1", "gone-anyway");
        Needs("flask", "2", "gone-anyway", "blinker>=1.9", "perhaps; python_version < '3.10'");
        Needs("flask", "3", "gone-anyway", "blinker>=1.9");
        _named = _named with { Projects = [Name("flask")], Addition = FixAddition.Refused };

        FixPlan refused = Plan([Bad("flask", "1")]);
        Assert.Empty(refused.Changes);
        Assert.StartsWith("3 would fix it, but flask 3 requires blinker>=1.9, which no line has, and where lines have hashes", Assert.Single(refused.Unfixed).Reason, StringComparison.Ordinal);

        _named = _named with { Projects = [Name("flask"), Name("blinker")] };
        Assert.StartsWith("it requires perhaps; python_version < ", Assert.Single(Assert.Single(Plan([Bad("flask", "1")]).Changes).Doubts), StringComparison.Ordinal);

        _named = _named with { Projects = [Name("flask")], Addition = FixAddition.Told };
        Assert.Contains("it requires blinker>=1.9, which no line has though the rest is pinned: add it, or an installer takes any release of it", Assert.Single(Plan([Bad("flask", "1")]).Changes).Doubts);

        _named = _named with { Addition = FixAddition.Free };
        Assert.Empty(Assert.Single(Plan([Bad("flask", "1")]).Changes).Doubts);
    }

    [Fact]
    public void What_a_range_brings_in_binds_the_pins_and_is_bound_by_what_it_allows()
    {
        Page("requests", "2.18", "2.19.1", "2.20rc1", "2.32");
        Page("urllib3", "1.23.5", "2.0");
        Needs("requests", "2.19.1", "urllib3<1.24");
        Needs("urllib3", "1.23.5");
        Needs("urllib3", "2.0");
        _named = _named with { Ranges = [new FixRange(Name("requests"), VersionSpecifierSet.Parse("<2.20"), "requests<2.20 of r.txt:1", FixPythons.Unknown)] };

        FixPlan plan = Plan([Bad("urllib3", "1.23")], affected: ["urllib3 1.23.5"]);
        Assert.Empty(plan.Changes);
        Assert.Equal(
            "2.0 would fix it, but requests 2.19.1, the newest that requests<2.20 of r.txt:1 allows, requires urllib3<1.24, which no release of urllib3 that can be chosen meets",
            Assert.Single(plan.Unfixed).Reason);
        Assert.Equal("1.23.5", Target(Plan([Bad("urllib3", "1.23")]), "urllib3"));

        Page("app", "2");
        Needs("app", "2", "requests>=2.30");
        Assert.Equal("2 would fix it, but app 2 requires requests>=2.30, which requests<2.20 of r.txt:1 forbids", Assert.Single(Plan([Bad("app", "1")]).Unfixed).Reason);
    }

    [Fact]
    public void Only_what_needs_a_change_that_cannot_be_made_is_lost_with_it()
    {
        Page("app", "2");
        Page("lib", "2");
        Page("six", "1.1");
        Page("base", "3");
        Needs("app", "1");
        Needs("app", "2", "lib>=2");
        Needs("lib", "1");
        Needs("lib", "2", "base>=3");
        Needs("six", "1");
        Needs("six", "1.1");
        Needs("base", "2");
        Needs("base", "3");
        FixPlan plan = Plan([Bad("app", "1"), Good("lib", "1"), Bad("six", "1"), Good("base", "2")]);
        Assert.Equal(4, plan.Changes.Length);

        (ImmutableArray<FixChange> kept, ImmutableArray<FixLost> lost) = plan.Without(new HashSet<ProjectName> { Name("base") });
        Assert.Equal("six", Assert.Single(kept).Pin.Project.Normalized);
        Assert.Equal(["lib for base", "app for base"], lost.Select(static one => $"{one.Change.Pin.Project} for {one.Missing.Pin.Project}"));

        // With app nothing is left that lib and base would go along with.
        Assert.Equal("six", Assert.Single(plan.Without(new HashSet<ProjectName> { Name("app") }).Kept).Pin.Project.Normalized);
        Assert.Equal(3, plan.Without(new HashSet<ProjectName> { Name("six") }).Kept.Length);
    }

    private FixPlan Plan(ImmutableArray<FixPin> pins, params string[] affected) =>
        FixPlanner.Plan(pins, _named, _known, (pin, version) => affected.Contains($"{pin.Project} {version}") ? "is bad" : null);

    private static string Target(FixPlan plan, string project) => plan.Changes.Single(change => change.Pin.Project == Name(project)).To.ToString();

    private void Page(string project, params string[] versions) =>
        _known = _known with { Releases = _known.Releases.SetItem(Name(project), new FixReleases([.. versions.Select(static version => new FixRelease(V(version), IsYanked: false, []))], IsFromIndex: true)) };

    private void Needs(string project, string version, params string[] requirements) =>
        _known = _known with
        {
            Requirements = _known.Requirements.SetItem(
                (Name(project), V(version)),
                requirements.Select(static text => Requirement.TryParse(text, out Requirement? parsed) ? parsed : throw new ArgumentException(text)).ToImmutableArray()),
        };

    private static FixPin Bad(string project, string version) => new(Name(project), V(version), ["PYSEC-1"]);

    private static FixPin Good(string project, string version) => new(Name(project), V(version), []);

    private static ProjectName Name(string text) => MadeUp.Project(text);

    private static PackageVersion V(string text) => PackageVersion.Parse(text);
}
