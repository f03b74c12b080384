using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Packaging.Lockfiles;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Audits;

/// <summary>What a requirement comes to with the constraints that apply where it applies.</summary>
/// <param name="Version">The one version that is left; null where there are several, or none.</param>
/// <param name="Allowed">The versions that are left where no single one is.</param>
/// <param name="Conflict">Set where no version satisfies all: one sentence with both places, unescaped.</param>
/// <param name="Labels">The branch, and the constraint that pins. Unescaped.</param>
internal sealed record ConstrainedBranch(string? Version, VersionSpecifierSet? Allowed, string? Conflict, ImmutableArray<string> Labels);

/// <summary>The constraints of a list. pip takes what both a requirement and every constraint whose marker holds allow.</summary>
/// <param name="environment">What markers are held against; null: every branch counts.</param>
internal sealed class Constraints(DependencyList list, MarkerEnvironment? environment)
{
    // More than files have for one project; the first is no more than a mask has bits.
    private const int MaxLimits = 32;
    private const int MaxWorlds = 2_048;
    private const int MaxBranches = 16;

    private readonly ILookup<ProjectName, ListedDependency> _byProject = list.Dependencies
        .Where(static dependency => dependency is { IsConstraint: true, Project: not null })
        .ToLookup(static dependency => dependency.Project!.Value);

    private readonly Dictionary<ProjectName, ImmutableArray<ListedDependency>> _limits = [];
    private readonly Dictionary<(ProjectName, Marker?), List<ulong>?> _branches = [];

    /// <summary>The requirement under its constraints: one branch, or several where markers that cannot be decided tell them apart.</summary>
    public ImmutableArray<ConstrainedBranch> Apply(ListedDependency requirement)
    {
        ConstrainedBranch alone = new(requirement.Version, requirement.Allowed, null, []);
        if (requirement is not { Source: DependencySource.Index, Project: ProjectName project } || !_byProject.Contains(project))
        {
            return [alone];
        }

        ImmutableArray<ListedDependency> limits = LimitsOf(project);
        if (limits.Length > MaxLimits)
        {
            return [alone with { Conflict = $"more than {MaxLimits} constraints limit it, which are not followed" }];
        }

        if (!_branches.TryGetValue((project, requirement.Marker), out List<ulong>? masks))
        {
            _branches.Add((project, requirement.Marker), masks = Branches(requirement, limits));
        }

        if (masks is null)
        {
            return [alone with { Conflict = "the markers of its constraints tell more environments apart than are followed" }];
        }

        ImmutableArray<ConstrainedBranch> branches = [.. masks.Select(mask => Combine(requirement, limits, mask) is var branch
            ? branch with { Labels = [.. Names(limits, mask, masks), .. branch.Labels] }
            : branch)];
        return branches.Skip(1).All(other => other.Version == branches[0].Version && Equals(other.Allowed, branches[0].Allowed) && other.Conflict == branches[0].Conflict)
            ? [masks.Count == 1 ? branches[0] : branches[0] with { Labels = [] }]
            : branches;
    }

    // Those that can apply, equal ones once.
    private ImmutableArray<ListedDependency> LimitsOf(ProjectName project)
    {
        if (!_limits.TryGetValue(project, out ImmutableArray<ListedDependency> limits))
        {
            limits =
            [
                .. _byProject[project]
                    .Where(limit => Holds(limit) != false && (limit.Version is not null || limit.Allowed is not null))
                    .DistinctBy(static limit => (limit.Version, limit.Allowed?.ToString(), limit.Marker?.ToString()))
                    .Take(MaxLimits + 1),
            ];
            _limits.Add(project, limits);
        }

        return limits;
    }

    // pip evaluates a constraint's marker without an extra.
    private bool? Holds(ListedDependency limit) =>
        limit.Marker is null ? true : environment is null ? null : limit.Marker.Evaluate(environment with { Extra = "" });

    // Which constraints apply together, as bits of their positions.
    private List<ulong>? Branches(ListedDependency requirement, ImmutableArray<ListedDependency> limits)
    {
        ulong always = 0;
        List<int> open = [];
        for (int i = 0; i < limits.Length; i++)
        {
            if (Holds(limits[i]) == true)
            {
                always |= 1UL << i;
            }
            else
            {
                open.Add(i);
            }
        }

        if (open.Count == 0)
        {
            return [always];
        }

        IEnumerable<Marker> markers = open.Select(i => limits[i].Marker!);
        if (MarkerWorlds.Of(requirement.Marker is null ? markers : markers.Append(requirement.Marker), environment, MaxWorlds) is not { } worlds)
        {
            return null;
        }

        List<ulong> masks = [];
        foreach (MarkerEnvironment world in worlds.Where(world => requirement.Marker?.Evaluate(world) != false))
        {
            ulong certain = always;
            ulong possible = always;
            foreach (int i in open)
            {
                bool? holds = limits[i].Marker!.Evaluate(world);
                certain |= holds == true ? 1UL << i : 0;
                possible |= holds != false ? 1UL << i : 0;
            }

            foreach (ulong mask in (ReadOnlySpan<ulong>)[possible, certain])
            {
                if (!masks.Contains(mask))
                {
                    masks.Add(mask);
                }
            }

            if (masks.Count > MaxBranches)
            {
                return null;
            }
        }

        return masks.Count == 0 ? [always] : masks;
    }

    // The markers that hold, and those without which this branch would be another.
    private static IEnumerable<string> Names(ImmutableArray<ListedDependency> limits, ulong mask, List<ulong> masks)
    {
        ulong common = masks.Aggregate(ulong.MaxValue, static (all, one) => all & one);
        ulong missing = masks.Where(other => (other & mask) == mask).Aggregate(0UL, static (all, one) => all | one) & ~mask;
        return Markers(limits, mask & ~common).Select(static marker => $"if {marker}").Concat(Markers(limits, missing).Select(static marker => $"unless {marker}"));
    }

    private static IEnumerable<Marker> Markers(ImmutableArray<ListedDependency> limits, ulong mask) =>
        limits.Where((limit, i) => (mask & (1UL << i)) != 0).Select(static limit => limit.Marker).OfType<Marker>().Distinct();

    private static ConstrainedBranch Combine(ListedDependency requirement, ImmutableArray<ListedDependency> limits, ulong mask)
    {
        List<ListedDependency> all = [requirement, .. limits.Where((limit, i) => (mask & (1UL << i)) != 0)];
        ListedDependency? pin = null;
        foreach (ListedDependency one in all.Where(static one => one.Version is not null))
        {
            if (pin is null || !Admits(one, pin.Version!))
            {
                if (pin is not null && !Admits(pin, one.Version!))
                {
                    return Conflicting(requirement, pin, one);
                }

                pin = one;
            }
        }

        if (pin is not null)
        {
            return all.Find(one => !Admits(one, pin.Version!)) is ListedDependency against
                ? Conflicting(requirement, against, pin)
                : new ConstrainedBranch(pin.Version, null, null, pin == requirement ? [] : [$"pinned by {Place(pin)}"]);
        }

        VersionSpecifierSet both = All(all);
        if (VersionRanges.AllowsNone(both))
        {
            // The first that leaves nothing, and the one before it that shares nothing with it; where it takes several to exclude it, the first of all.
            int last = Enumerable.Range(1, all.Count).First(count => count == all.Count || VersionRanges.AllowsNone(All(all.Take(count)))) - 1;
            return Conflicting(requirement, all.Take(last).FirstOrDefault(one => VersionRanges.AllowsNone(All([one, all[last]])), all[0]), all[last]);
        }

        return new ConstrainedBranch(null, both.Specifiers.IsEmpty ? null : both, null, []);
    }

    private static bool Admits(ListedDependency one, string version) =>
        one.Version is null ? one.Allowed?.Contains(version) != false
        : one.Version == version || (VersionSpecifierSet.TryParse($"=={one.Version}", out VersionSpecifierSet? exact) && exact.Contains(version));

    private static VersionSpecifierSet All(IEnumerable<ListedDependency> all) =>
        VersionSpecifierSet.Parse(string.Join(',', all.SelectMany(static one => one.Allowed?.Specifiers ?? []).Distinct()));

    private static ConstrainedBranch Conflicting(ListedDependency requirement, ListedDependency one, ListedDependency other) =>
        new(requirement.Version, requirement.Allowed, $"{Place(one)} asks for '{Text(one)}' and {Place(other)} for '{Text(other)}': no version satisfies both", []);

    private static string Text(ListedDependency one) =>
        $"{one.Name}{(one.Version is not null ? $"=={one.Version}" : string.Join(',', one.Allowed?.Specifiers ?? []))}";

    private static string Place(ListedDependency one) => one.Line is int line ? string.Create(CultureInfo.InvariantCulture, $"{one.File}:{line}") : one.File;
}
