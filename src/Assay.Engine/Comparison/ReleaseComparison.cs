using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Engine.Comparison;

/// <summary>One of the two artifacts that are compared: what was read in it, and what the rules said.</summary>
public sealed record ComparedArtifact(ArtifactReading Reading, Inspection Inspection)
{
    /// <summary>False where something that can run could not be read: what is new there nobody can say.</summary>
    public bool IsComplete => Inspection.Gaps.All(static gap => gap.Weight != GapWeight.Blind);
}

/// <summary>A member that is not the same in both.</summary>
/// <param name="Name">Its path without what only the version puts into it (the dist-info folder of a wheel, the top folder of an sdist).</param>
/// <param name="Old">Null: added.</param>
/// <param name="New">Null: removed.</param>
public sealed record ComparedMember(string Name, Member? Old, Member? New);

/// <summary>Something that the new one can do, on an occasion and towards a kind of host, and the old one cannot.</summary>
/// <param name="Host">The kind of host; <see cref="HostClass.None"/> where no address is involved.</param>
public sealed record NewCapability(ProfileEntry Entry, HostClass Host);

/// <summary>Content of the new one that runs or is called without being asked for.</summary>
/// <param name="Context">When.</param>
/// <param name="What">A few words and the package's own text; unescaped.</param>
/// <param name="IsAdded">False where the old one has it too, with other content.</param>
public sealed record NewHook(CodeContext Context, string What, bool IsAdded);

/// <summary>A requirement of the new one.</summary>
/// <param name="Text">As written; unescaped.</param>
/// <param name="Was">What the old one requires of the same project; null where it does not.</param>
/// <param name="IsOfBuild">True for what is installed to build it.</param>
public sealed record NewDependency(string Text, string? Was, bool IsOfBuild);

/// <summary>What is new in one artifact against another: a pure function of the two.</summary>
/// <param name="Members">By name.</param>
/// <param name="Capabilities">In the order of a profile.</param>
/// <param name="Hosts">Hosts that only the new one names as a target, ordinal order.</param>
/// <param name="Findings">Findings of the new one that the old one does not have.</param>
public sealed record ReleaseComparison(
    ImmutableArray<ComparedMember> Members,
    ImmutableArray<NewCapability> Capabilities,
    ImmutableArray<string> Hosts,
    ImmutableArray<NewHook> Hooks,
    ImmutableArray<NewDependency> Dependencies,
    ImmutableArray<Finding> Findings)
{
    public static ReleaseComparison Of(ComparedArtifact old, ComparedArtifact now)
    {
        Subject before = old.Reading.Subject;
        Subject after = now.Reading.Subject;
        ImmutableArray<ComparedMember> members = MembersOf(before, after);
        return new ReleaseComparison(
            members,
            CapabilitiesOf(before.Behaviour, after.Behaviour),
            [.. Addresses(after.Behaviour).Except(Addresses(before.Behaviour), StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            Occasions.New(before, after, members),
            Requirements.New(before, after),
            FindingsOf(before, old.Inspection.Findings, after, now.Inspection.Findings));
    }

    private static ImmutableArray<ComparedMember> MembersOf(Subject before, Subject after)
    {
        Dictionary<string, Queue<Member>> old = new(StringComparer.Ordinal);
        foreach (Member member in before.Members.Where(static member => member.Kind != MemberKind.Directory))
        {
            string name = MemberAlignment.Of(before, member.Path);
            if (!old.TryGetValue(name, out Queue<Member>? same))
            {
                old.Add(name, same = new Queue<Member>());
            }

            same.Enqueue(member);
        }

        List<ComparedMember> members = [];
        foreach (Member member in after.Members.Where(static member => member.Kind != MemberKind.Directory))
        {
            string name = MemberAlignment.Of(after, member.Path);
            Member? other = old.TryGetValue(name, out Queue<Member>? same) && same.TryDequeue(out Member? first) ? first : null;
            if (other is null || other.Sha256 != member.Sha256 || other.Kind != member.Kind || other.LinkTarget != member.LinkTarget)
            {
                members.Add(new ComparedMember(name, other, member));
            }
        }

        foreach ((string name, Queue<Member> rest) in old)
        {
            members.AddRange(rest.Select(member => new ComparedMember(name, member, null)));
        }

        return [.. members.OrderBy(static member => member.Name, StringComparer.Ordinal)];
    }

    private static ImmutableArray<NewCapability> CapabilitiesOf(BehaviourReading before, BehaviourReading after)
    {
        HashSet<(Capability, CodeContext, HostClass)> known = [.. before.Facts.SelectMany(Keys)];
        ILookup<HostClass, Fact> fresh = after.Facts
            .SelectMany(static fact => Keys(fact), static (fact, key) => (fact, key))
            .Where(pair => !known.Contains(pair.key))
            .ToLookup(static pair => pair.key.Item3, static pair => pair.fact);
        return
        [
            .. fresh
                .SelectMany(static kind => Profile.Of(new BehaviourReading([.. kind], [], [])).Entries.Select(entry => new NewCapability(entry, kind.Key)))
                .OrderBy(static one => one.Entry.Capability)
                .ThenByDescending(static one => one.Entry.Context)
                .ThenBy(static one => one.Host),
        ];
    }

    private static IEnumerable<(Capability Capability, CodeContext Context, HostClass Host)> Keys(Fact fact) =>
        HostsOf(fact).Select(static host => host.Class).DefaultIfEmpty(HostClass.None).Distinct().Select(host => (fact.Capability, fact.Context, host));

    private static IEnumerable<string> Addresses(BehaviourReading behaviour) =>
        behaviour.Facts.SelectMany(HostsOf).Where(static host => host.Host.Length > 0).Select(static host => host.Host.Replace($"{Python.Meaning.TextValue.Hole}", "{…}", StringComparison.Ordinal));

    // The address itself, or those in a command line.
    private static IEnumerable<HostReading> HostsOf(Fact fact)
    {
        switch (fact.Capability)
        {
            case Capability.Fetch or Capability.Send or Capability.Connect or Capability.Listen or Capability.Resolve or Capability.Publish:
                HostReading one = HostClasses.Of(fact.Target);
                return one.Class == HostClass.None ? [] : [one];
            case Capability.Spawn or Capability.InstallPackages:
                return HostClasses.FindAll(fact.Target);
            default:
                return [];
        }
    }

    // A finding is the same where its rule says the same of the same file; lines move.
    private static ImmutableArray<Finding> FindingsOf(Subject before, ImmutableArray<Finding> old, Subject after, ImmutableArray<Finding> now)
    {
        Dictionary<(string Rule, string Place, string Message), int> known = [];
        foreach (Finding finding in old)
        {
            (string, string, string) key = Key(before, finding);
            known[key] = known.GetValueOrDefault(key) + 1;
        }

        ImmutableArray<Finding>.Builder fresh = ImmutableArray.CreateBuilder<Finding>();
        foreach (Finding finding in now)
        {
            (string, string, string) key = Key(after, finding);
            int left = known.GetValueOrDefault(key);
            if (left == 0)
            {
                fresh.Add(finding);
            }
            else
            {
                known[key] = left - 1;
            }
        }

        return fresh.ToImmutable();
    }

    private static (string Rule, string Place, string Message) Key(Subject subject, Finding finding) => (
        finding.Rule,
        finding.Place is MemberPlace member ? MemberAlignment.Of(subject, member.Path) : finding.Place.Describe(),
        finding.Message);
}
