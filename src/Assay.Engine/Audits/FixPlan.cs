using System.Collections.Immutable;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Engine.Audits;

/// <summary>A version of a project that one input pins, and what ties it.</summary>
/// <param name="Solves">Ids of the vulnerabilities that a change must get rid of; empty: it need not move.</param>
public sealed record FixPin(ProjectName Project, PackageVersion Version, ImmutableArray<string> Solves)
{
    /// <summary>Extras asked for, as written.</summary>
    public ImmutableArray<string> Extras { get; init; } = [];

    /// <summary>Other requirements of the same input about the same project.</summary>
    public ImmutableArray<FixLimit> Limits { get; init; } = [];

    public FixPythons Pythons { get; init; } = FixPythons.Unknown;

    /// <summary>Who requires it, where the input tells; null: anything in the input may.</summary>
    public ImmutableHashSet<ProjectName>? RequiredBy { get; init; }
}

/// <summary>Versions that a requirement allows.</summary>
/// <param name="By">The requirement and its place, for people; unescaped.</param>
public sealed record FixLimit(VersionSpecifierSet Allowed, string By);

/// <summary>A requirement of the input that pins nothing: an installer takes the newest release that it allows.</summary>
/// <param name="By">The requirement and its place, for people; unescaped.</param>
public sealed record FixRange(ProjectName Project, VersionSpecifierSet Allowed, string By, FixPythons Pythons);

/// <summary>What an input names beside its pins, and what becomes of a project that it does not name.</summary>
/// <param name="Projects">Every project that the input names in any way.</param>
/// <param name="Addition">What happens to a project that a new release requires and the input does not name.</param>
public sealed record FixNamed(ImmutableHashSet<ProjectName> Projects, ImmutableArray<FixRange> Ranges, FixAddition Addition)
{
    public static FixNamed Nothing { get; } = new([], [], FixAddition.Free);
}

/// <summary>What happens to a project that a new release requires and no line of the input names.</summary>
public enum FixAddition
{
    /// <summary>An installer adds it, as it adds others that the input does not name.</summary>
    Free,

    /// <summary>An installer adds it, though the input pins all the rest.</summary>
    Told,

    /// <summary>The input cannot be installed without a line for it: it has hashes (pip's <c>--require-hashes</c>).</summary>
    Refused,
}

/// <summary>The Pythons that a pin is for.</summary>
/// <param name="Versions">Empty: not known.</param>
/// <param name="All">True: a release must run on all of them; false: on one at least.</param>
public sealed record FixPythons(ImmutableArray<PackageVersion> Versions, bool All)
{
    public static FixPythons Unknown { get; } = new([], All: true);

    /// <summary>Whether a release is for them.</summary>
    /// <param name="wanted">What its files demand, one set for each that differs; empty: any Python.</param>
    public bool Accept(ImmutableArray<VersionSpecifierSet> wanted) =>
        Versions.IsEmpty || wanted.IsEmpty || wanted.Any(set => All ? Versions.All(python => set.Contains(python)) : Versions.Any(python => set.Contains(python)));
}

/// <summary>A release that could be chosen.</summary>
/// <param name="IsYanked">True where all its files are (PEP 592).</param>
/// <param name="RequiresPython">What its files demand, one set for each that differs; empty: any Python, or not known.</param>
public sealed record FixRelease(PackageVersion Version, bool IsYanked, ImmutableArray<VersionSpecifierSet> RequiresPython);

/// <summary>The releases of a project as far as they are known.</summary>
/// <param name="IsFromIndex">False: only what advisories call fixed; whether it exists, is yanked, or for which Python nobody said.</param>
public sealed record FixReleases(ImmutableArray<FixRelease> Releases, bool IsFromIndex);

/// <summary>What is known of the world when a fix is planned.</summary>
/// <param name="Releases">By project; a project that is missing was not asked about.</param>
/// <param name="Requirements">
/// What releases require, those whose markers do not hold left out; null where it can't be known. A release that is missing was not asked about.
/// </param>
public sealed record FixKnowledge(
    ImmutableDictionary<ProjectName, FixReleases> Releases,
    ImmutableDictionary<(ProjectName Project, PackageVersion Version), ImmutableArray<Requirement>?> Requirements)
{
    public static FixKnowledge Nothing { get; } = new(
        ImmutableDictionary<ProjectName, FixReleases>.Empty,
        ImmutableDictionary<(ProjectName, PackageVersion), ImmutableArray<Requirement>?>.Empty);
}

/// <summary>A pin that moves.</summary>
/// <param name="Because">For a pin that nothing is known against: the requirement that moves it, one half sentence; else null. Unescaped.</param>
/// <param name="Doubts">What could not be checked, each a sentence without its dot; empty: everything was. Unescaped.</param>
public sealed record FixChange(FixPin Pin, PackageVersion To, string? Because, ImmutableArray<string> Doubts)
{
    /// <summary>Projects that have to move too for this one to be allowed to.</summary>
    public ImmutableHashSet<ProjectName> Needs { get; init; } = [];
}

/// <summary>A change that cannot be made because of one that it needs.</summary>
/// <param name="Missing">The change that cannot be made to begin with.</param>
public sealed record FixLost(FixChange Change, FixChange Missing);

/// <summary>An affected pin that stays.</summary>
/// <param name="Reason">One sentence without its dot, unescaped.</param>
public sealed record UnfixedPin(FixPin Pin, string Reason);

/// <summary>The smallest set of upgrades that was found, and what it would take to know more.</summary>
/// <param name="Changes">In the order of the pins.</param>
/// <param name="Unfixed">In the order of the pins.</param>
/// <param name="MissingReleases">Projects to ask about before this plan can be trusted.</param>
/// <param name="MissingRequirements">Releases whose requirements are to be asked for before this plan can be trusted.</param>
public sealed record FixPlan(
    ImmutableArray<FixChange> Changes,
    ImmutableArray<UnfixedPin> Unfixed,
    ImmutableArray<ProjectName> MissingReleases,
    ImmutableArray<(ProjectName Project, PackageVersion Version)> MissingRequirements)
{
    /// <summary>What remains of the changes where some cannot be made: those that need none of them, and that something still needs.</summary>
    /// <param name="failed">Projects whose change cannot be made.</param>
    public (ImmutableArray<FixChange> Kept, ImmutableArray<FixLost> Lost) Without(IReadOnlySet<ProjectName> failed)
    {
        Dictionary<ProjectName, FixChange> missing = Changes.Where(change => failed.Contains(change.Pin.Project)).DistinctBy(static change => change.Pin.Project)
            .ToDictionary(static change => change.Pin.Project);
        List<FixLost> lost = [];
        List<FixChange> kept = [.. Changes.Where(change => !missing.ContainsKey(change.Pin.Project))];
        while (kept.Find(change => change.Needs.Any(missing.ContainsKey)) is { } one)
        {
            FixChange cause = missing[one.Needs.First(missing.ContainsKey)];
            foreach (FixChange change in kept.Where(change => change.Pin.Project == one.Pin.Project))
            {
                lost.Add(new FixLost(change, cause));
            }

            missing[one.Pin.Project] = cause;
            kept.RemoveAll(change => change.Pin.Project == one.Pin.Project);
        }

        // What went along with a change that is gone has no reason left.
        while (kept.RemoveAll(change => change.Pin.Solves.IsEmpty && !kept.Exists(other => other.Needs.Contains(change.Pin.Project))) > 0)
        {
        }

        return ([.. kept], [.. lost]);
    }

    /// <summary>True where nothing is left to ask.</summary>
    public bool IsComplete => MissingReleases.IsEmpty && MissingRequirements.IsEmpty;
}
