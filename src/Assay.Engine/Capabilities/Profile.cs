using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>
/// What an artifact can do, without judgement: a summary of its facts, made when somebody asks. Inspections do not hold it, so that what is
/// stored stays small; reading an artifact again takes milliseconds.
/// </summary>
/// <param name="Entries">By capability, then the most urgent context first.</param>
/// <param name="Modules">Python files that were read.</param>
/// <param name="Unread">Python files that were not.</param>
/// <param name="Layers">Texts that the code decodes and runs.</param>
public sealed record Profile(ImmutableArray<ProfileEntry> Entries, int Modules, int Unread, int Layers)
{
    private const int PlacesKept = 3;
    private const int TargetsKept = 12;
    private const int CharactersOfTarget = 160;

    /// <summary>Sums up facts.</summary>
    public static Profile Of(BehaviourReading behaviour) => new(
        [
            .. behaviour.Facts
                .GroupBy(static fact => (fact.Capability, fact.Context))
                .OrderBy(static group => group.Key.Capability)
                .ThenByDescending(static group => group.Key.Context)
                .Select(static group => EntryOf(group.Key.Capability, group.Key.Context, group)),
        ],
        behaviour.Modules.Count(static module => module.IsRead),
        behaviour.Modules.Count(static module => !module.IsRead),
        behaviour.Layers.Length);

    private static ProfileEntry EntryOf(Capability capability, CodeContext context, IEnumerable<Fact> facts)
    {
        SortedSet<MemberPlace> places = new(Comparer<MemberPlace>.Create(static (x, y) => PlaceOrder.Compare(x, y)));
        SortedSet<string> apis = new(StringComparer.Ordinal);
        SortedSet<string> targets = new(StringComparer.Ordinal);
        foreach (Fact fact in facts)
        {
            places.Add(fact.Place);
            apis.Add(fact.Api);
            if (TargetOf(fact) is { Length: > 0 } target)
            {
                targets.Add(target);
            }
        }

        return new ProfileEntry(
            capability, context, places.Count, [.. places.Take(PlacesKept)], [.. apis], [.. targets.Take(TargetsKept)], Math.Max(0, targets.Count - TargetsKept));
    }

    /// <summary>A fact's target for people: one line, shortened, what is not known shown as <c>{…}</c>.</summary>
    public static string TargetOf(Fact fact)
    {
        string target = fact.Capability == Capability.ExecuteCode ? "" : fact.Target.Trim();
        target = target.Length > CharactersOfTarget ? target[..CharactersOfTarget] + "…" : target;
        return target.Replace($"{TextValue.Hole}", "{…}", StringComparison.Ordinal);
    }
}

/// <summary>One thing that the code does on one occasion.</summary>
/// <param name="Count">Places at which it does so; at least 1.</param>
/// <param name="First">The first of them, at most three.</param>
/// <param name="Apis">Through which functions, each once, ordinal order.</param>
/// <param name="Targets">To what: addresses, commands, paths, variables; each once, ordinal order, at most twelve.</param>
/// <param name="OtherTargets">How many more there are.</param>
public sealed record ProfileEntry(
    Capability Capability, CodeContext Context, int Count, ImmutableArray<MemberPlace> First, ImmutableArray<string> Apis, ImmutableArray<string> Targets, int OtherTargets);
