using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Tests.Engine.Capabilities;

public sealed class ProfileTests
{
    [Fact]
    public void Every_capability_has_one_id_and_words_of_its_own()
    {
        Assert.Equal(Enum.GetValues<Capability>(), CapabilityNames.All.Select(static row => row.Capability));
        Assert.Equal(Enum.GetValues<Capability>().Length, CapabilityNames.All.Select(static row => row.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Enum.GetValues<Capability>().Length, CapabilityNames.All.Select(static row => row.Words).Distinct(StringComparer.Ordinal).Count());
        Assert.All(CapabilityNames.All, static row => Assert.Matches("^[a-z]+(-[a-z]+)*$", row.Id));
    }

    [Fact]
    public void Facts_are_summed_up_by_capability_and_the_most_urgent_occasion_comes_first()
    {
        Profile profile = Profile.Of(HandMade.Behaviour(
            HandMade.Fact(Capability.Send, CodeContext.Call, line: 9),
            HandMade.Fact(Capability.Spawn, CodeContext.Call, "ls", line: 2),
            HandMade.Fact(Capability.Send, CodeContext.Import, "https://b.example.invalid/", line: 4),
            HandMade.Fact(Capability.Send, CodeContext.Import, "https://a.example.invalid/", line: 3),
            HandMade.Fact(Capability.Send, CodeContext.Import, "https://a.example.invalid/", line: 3)));
        Assert.Equal(
            [(Capability.Spawn, CodeContext.Call, 1), (Capability.Send, CodeContext.Import, 2), (Capability.Send, CodeContext.Call, 1)],
            profile.Entries.Select(static entry => (entry.Capability, entry.Context, entry.Count)));
        Assert.Equal(["https://a.example.invalid/", "https://b.example.invalid/"], profile.Entries[1].Targets);
        Assert.Equal([MemberPlace.Of("p/a.py", 3, 5), MemberPlace.Of("p/a.py", 4, 5)], profile.Entries[1].First);
        Assert.Equal((1, 1, 0), (profile.Modules, profile.Unread, profile.Layers));
    }

    [Fact]
    public void A_profile_stays_small_whatever_there_is()
    {
        Profile profile = Profile.Of(HandMade.Behaviour([.. Enumerable.Range(0, 5_000).Select(static i => HandMade.Fact(Capability.Send, CodeContext.Import, $"https://{i:d4}.example.invalid/{new string('x', 9_000)}", line: i))]));
        ProfileEntry entry = Assert.Single(profile.Entries);
        Assert.Equal((5_000, 3, 12, 4_988), (entry.Count, entry.First.Length, entry.Targets.Length, entry.OtherTargets));
        Assert.All(entry.Targets, static target => Assert.True(target.Length <= 161));
    }

    [Fact]
    public void What_is_not_known_of_a_target_is_shown_as_a_hole_and_executed_text_is_no_target()
    {
        Assert.Equal("https://{…}/x", Profile.TargetOf(HandMade.Fact(Capability.Send, CodeContext.Import, $"https://{TextValue.Hole}/x ")));
        Assert.Equal("", Profile.TargetOf(HandMade.Fact(Capability.ExecuteCode, CodeContext.Import, "import os")));
    }
}
