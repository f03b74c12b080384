using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Comparison;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;
using Assay.Tests.Engine.Artifacts;
using Assay.Tests.Engine.Capabilities;

namespace Assay.Tests.Engine.Comparison;

public sealed class ReleaseComparisonTests
{
    private static readonly ArchiveInput s_module = Samples.Text("p/a.py", "x = 1\n");

    [Fact]
    public void The_same_release_packed_twice_does_not_differ()
    {
        ReleaseComparison comparison = ReleaseComparison.Of(Wheel("1.0", s_module), Wheel("1.0", s_module));
        Assert.Empty(comparison.Members);
        Assert.Empty(comparison.Findings);
        Assert.Empty(comparison.Hooks);
    }

    [Fact]
    public void Files_are_found_again_though_the_version_names_their_folder()
    {
        ReleaseComparison wheels = ReleaseComparison.Of(Wheel("1.0", s_module, Samples.Text("p/gone.py", "")), Wheel("2.0", s_module, Samples.Text("p/new.py", "")));
        Assert.Equal(
            ["p/gone.py -", "p/new.py +", "sample.dist-info/METADATA ~", "sample.dist-info/RECORD ~"],
            wheels.Members.Select(Shown));
        ReleaseComparison sdists = ReleaseComparison.Of(Sdist("1.0", s_module), Sdist("2.0", Samples.Text("p/a.py", "x = 2\n")));
        Assert.Equal(["PKG-INFO ~", "p/a.py ~"], sdists.Members.Select(Shown));
    }

    [Fact]
    public void Of_several_members_of_one_name_each_is_compared()
    {
        ReleaseComparison comparison = ReleaseComparison.Of(Wheel("1.0", s_module), Wheel("1.0", s_module, s_module with { Bytes = new byte[] { 1 } }));
        Assert.Contains("p/a.py +", comparison.Members.Select(Shown));
    }

    [Fact]
    public void A_capability_is_new_by_what_when_and_towards_which_kind_of_host()
    {
        Fact known = HandMade.Fact(Capability.Send, CodeContext.Import, "https://one.example.com/");
        ReleaseComparison comparison = ReleaseComparison.Of(
            With(Wheel("1.0"), known),
            With(
                Wheel("1.0"),
                known with { Target = "https://two.example.com/x" },
                HandMade.Fact(Capability.Send, CodeContext.Import, "https://discord.com/api/webhooks/1/x", line: 7),
                HandMade.Fact(Capability.Send, CodeContext.Call, "https://one.example.com/"),
                HandMade.Fact(Capability.Spawn, CodeContext.Test, "ls")));
        Assert.Equal(
            [(Capability.Spawn, CodeContext.Test, HostClass.None), (Capability.Send, CodeContext.Import, HostClass.Webhook), (Capability.Send, CodeContext.Call, HostClass.Ordinary)],
            comparison.Capabilities.Select(static one => (one.Entry.Capability, one.Entry.Context, one.Host)));
        Assert.Equal(7, comparison.Capabilities[1].Entry.First[0].Line);
        Assert.Equal(["discord.com", "two.example.com"], comparison.Hosts);
    }

    [Fact]
    public void Hooks_are_startup_files_build_scripts_backends_and_entry_points()
    {
        ReleaseComparison wheels = ReleaseComparison.Of(
            Wheel("1.0", Samples.Text("old.pth", "import a\n"), Samples.Text("sample-1.0.dist-info/entry_points.txt", "[console_scripts]\nrun = p:a\n")),
            Wheel("1.0", Samples.Text("old.pth", "import b\n"), Samples.Text("new.pth", "import a\n"), Samples.Text("sample-1.0.dist-info/entry_points.txt", "[console_scripts]\nrun = p:b\n[pytest11]\nx = p.c\n")));
        Assert.Equal(
            [(CodeContext.Startup, "new.pth", true), (CodeContext.Startup, "old.pth", false), (CodeContext.Plugin, "entry point pytest11: x = p.c", true), (CodeContext.Main, "entry point console_scripts: run = p:b", false)],
            wheels.Hooks.Select(static hook => (hook.Context, hook.What, hook.IsAdded)));
        ReleaseComparison sdists = ReleaseComparison.Of(
            Sdist("1.0", Samples.Text("pyproject.toml", "[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n")),
            Sdist("1.0", Samples.Text("setup.py", "import setuptools\n")));
        Assert.Contains((CodeContext.Install, "setup.py", true), sdists.Hooks.Select(static hook => (hook.Context, hook.What, hook.IsAdded)));
        Assert.Contains(sdists.Hooks, static hook => hook.What.StartsWith("build backend", StringComparison.Ordinal));
    }

    [Fact]
    public void A_requirement_is_new_where_it_says_something_else()
    {
        ReleaseComparison comparison = ReleaseComparison.Of(
            Requiring("a>=1", "Zope.Interface", "c ; python_version < '3.9'"),
            Requiring("a >= 1", "zope-interface>=5", "d"));
        Assert.Equal([("d", null), ("zope-interface>=5", "Zope.Interface")], comparison.Dependencies.Select(static one => (one.Text, one.Was)));
    }

    [Fact]
    public void A_finding_is_new_where_its_rule_says_something_else_or_says_it_once_more()
    {
        Finding known = new("rule", Severity.High, Confidence.High, Audience.Everyone, CodeContext.Import, MemberPlace.Of("p/a.py", 3), "message", [], []);
        Finding moved = known with { Place = MemberPlace.Of("p/a.py", 30) };
        ComparedArtifact old = Wheel("1.0");
        Assert.Empty(ReleaseComparison.Of(Finding(old, known), Finding(old, moved)).Findings);
        Assert.Equal([moved], ReleaseComparison.Of(Finding(old, known), Finding(old, known, moved)).Findings);
        Finding other = known with { Message = "other" };
        Assert.Equal([other], ReleaseComparison.Of(Finding(old, known), Finding(old, known, other)).Findings);
    }

    private static string Shown(ComparedMember member) => $"{member.Name} {(member.Old is null ? "+" : member.New is null ? "-" : "~")}";

    private static ComparedArtifact Wheel(string version, params ArchiveInput[] files)
    {
        WheelWriter.Plan plan = new("sample", version, files);
        return Look(Samples.Read(WheelWriter.Write(plan), plan.FileName));
    }

    private static ComparedArtifact Requiring(params string[] requirements)
    {
        WheelWriter.Plan plan = new("sample", "1.0", [], Headers: [.. requirements.Select(static text => $"Requires-Dist: {text}")]);
        return Look(Samples.Read(WheelWriter.Write(plan), plan.FileName));
    }

    private static ComparedArtifact Sdist(string version, params ArchiveInput[] files)
    {
        SdistWriter.Plan plan = new("sample", version, files);
        return Look(Samples.Read(SdistWriter.Write(plan), plan.FileName));
    }

    private static ComparedArtifact Look(ArtifactReading reading) => new(reading, Assayer.Conclude(reading, [], ImmutableHashSet<string>.Empty));

    private static ComparedArtifact With(ComparedArtifact artifact, params ImmutableArray<Fact> facts) =>
        artifact with { Reading = artifact.Reading with { Subject = artifact.Reading.Subject with { Behaviour = HandMade.Behaviour(facts) } } };

    private static ComparedArtifact Finding(ComparedArtifact artifact, params ImmutableArray<Finding> findings) =>
        artifact with { Inspection = artifact.Inspection with { Findings = findings } };
}
