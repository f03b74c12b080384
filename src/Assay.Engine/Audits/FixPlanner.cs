using System.Collections.Immutable;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Engine.Audits;

/// <summary>
/// Plans the upgrades of one input: each affected pin goes to its lowest release that nothing speaks against, and further up, or takes others
/// along, only where the requirements of the releases ask for it. Pins only ever rise, so where requirements are lower bounds the plan is the
/// smallest there is; a pin for which no way up is found stays, with the reason. A pure function: what it would have to know it names.
/// </summary>
public static class FixPlanner
{
    // More than one release is asked about at a time, so that a long way up takes few rounds.
    private const int Ahead = 8;

    /// <summary>Plans with what is known so far.</summary>
    /// <param name="pins">Of one input, in its order; a project may be pinned more than once, under different markers.</param>
    /// <param name="flawOf">The rest of a sentence about what is known against a version, such as <c>is affected by PYSEC-1</c>; null: nothing.</param>
    /// <param name="named">What the input names beside its pins.</param>
    /// <param name="maxSteps">Most moves to try; a pin that still moves then stays where it is.</param>
    public static FixPlan Plan(
        ImmutableArray<FixPin> pins, FixNamed named, FixKnowledge known, Func<FixPin, PackageVersion, string?> flawOf, int maxSteps = 10_000)
    {
        Dictionary<int, string> stuck = [];
        while (true)
        {
            Attempt attempt = new(pins, named, known, flawOf, stuck, maxSteps);
            if (attempt.Run())
            {
                return attempt.Result();
            }
        }
    }

    /// <summary>A requirement that a move breaks.</summary>
    /// <param name="By">The pin whose requirement it is; null: a range's.</param>
    /// <param name="On">The pin that it is about; null: none can meet it by moving.</param>
    /// <param name="Unmet">What becomes of it: the rest of a sentence that begins with whose it is.</param>
    private sealed record Conflict(int? By, Requirement Requirement, int? On, string Sentence, string Unmet);

    private sealed class Attempt(
        ImmutableArray<FixPin> pins, FixNamed named, FixKnowledge known, Func<FixPin, PackageVersion, string?> flawOf, Dictionary<int, string> stuck, int maxSteps)
    {
        private readonly PackageVersion[] _chosen = [.. pins.Select(static pin => pin.Version)];

        // The affected pin for whose sake a pin moves.
        private readonly int[] _root = [.. pins.Select(static _ => -1)];
        private readonly string?[] _because = new string?[pins.Length];
        private readonly ImmutableArray<FixCandidate>[] _candidates = new ImmutableArray<FixCandidate>[pins.Length];
        private readonly ILookup<ProjectName, int> _byProject = Enumerable.Range(0, pins.Length).ToLookup(at => pins[at].Project);
        private readonly HashSet<ProjectName> _missingReleases = [];
        private readonly HashSet<(ProjectName, PackageVersion)> _missingRequirements = [];

        /// <summary>False where a pin turned out to be stuck, so that the rest has to be planned anew without it.</summary>
        public bool Run()
        {
            for (int at = 0; at < pins.Length; at++)
            {
                if (pins[at].Solves.IsEmpty || stuck.ContainsKey(at) || CandidatesOf(at) is not { } candidates)
                {
                    continue;
                }

                if (candidates.FirstOrDefault(static one => one.Obstacle == FixObstacle.None).Release is { } lowest)
                {
                    Move(at, lowest.Version, at, null);
                }
                else
                {
                    stuck[at] = FixCandidates.WhyNone(pins[at], candidates, known.Releases[pins[at].Project].IsFromIndex);
                }
            }

            for (int step = 0; _missingReleases.Count == 0 && FindConflict() is { } conflict; step++)
            {
                if (step >= maxSteps || !Resolve(conflict))
                {
                    int root = RootOf(conflict);
                    stuck[root] = step >= maxSteps
                        ? $"no fitting set of versions was found in {maxSteps} steps"
                        : $"{_chosen[root]} would fix it, but {conflict.Sentence}, {conflict.Unmet}";
                    return false;
                }
            }

            return true;
        }

        public FixPlan Result() => new(
            [.. Enumerable.Range(0, pins.Length).Where(IsMoved).Select(at => new FixChange(pins[at], _chosen[at], _because[at], Doubts(at)) { Needs = NeedsOf(at) })],
            [.. stuck.OrderBy(static one => one.Key).Select(one => new UnfixedPin(pins[one.Key], one.Value))],
            [.. _missingReleases.OrderBy(static project => project.Normalized, StringComparer.Ordinal)],
            [.. _missingRequirements.OrderBy(static one => one.Item1.Normalized, StringComparer.Ordinal).ThenBy(static one => one.Item2)]);

        private bool IsMoved(int at) => _root[at] >= 0;

        private void Move(int at, PackageVersion to, int root, string? because)
        {
            _chosen[at] = to;
            if (!IsMoved(at))
            {
                _root[at] = root;
                _because[at] = because;
            }
        }

        private int RootOf(Conflict conflict) => conflict.By is int by && _root[by] >= 0 ? _root[by] : _root[conflict.On!.Value];

        // The first requirement of a release that a move breaks.
        private Conflict? FindConflict()
        {
            for (int by = 0; by < pins.Length; by++)
            {
                foreach (Requirement requirement in IsAsked(by) ? RequirementsOf(pins[by].Project, _chosen[by]) : [])
                {
                    if (requirement.Project != pins[by].Project && (OnPin(by, requirement) ?? OnRange(by, requirement) ?? OnNothing(by, requirement)) is { } conflict)
                    {
                        return conflict;
                    }
                }
            }

            return Enumerable.Range(0, pins.Length).Any(IsMoved) ? OfRanges() : null;
        }

        private Conflict? OnPin(int by, Requirement requirement)
        {
            int[] targets = [.. _byProject[requirement.Project]];
            return targets.Length > 0 && (IsMoved(by) || targets.Any(IsMoved))
                && !targets.Any(on => requirement.Specifier.Contains(_chosen[on]))
                && !WasBroken(by, requirement.Project, targets)
                ? new Conflict(by, requirement, targets.MaxBy(on => _chosen[on]), Sentence(by, requirement), Unmet(requirement))
                : null;
        }

        private Conflict? OnRange(int by, Requirement requirement)
        {
            if (!IsMoved(by) || _byProject.Contains(requirement.Project))
            {
                return null;
            }

            foreach (FixRange range in named.Ranges.Where(range => range.Project == requirement.Project))
            {
                if (!known.Releases.TryGetValue(range.Project, out FixReleases? releases))
                {
                    _missingReleases.Add(range.Project);
                }
                else if (releases.IsFromIndex && !releases.Releases.Any(release => range.Allowed.Contains(release.Version) && requirement.Specifier.Contains(release.Version)))
                {
                    return new Conflict(by, requirement, null, Sentence(by, requirement), $"which {range.By} forbids");
                }
            }

            return null;
        }

        private Conflict? OnNothing(int by, Requirement requirement) =>
            named.Addition == FixAddition.Refused && requirement.Marker is null && IsNew(by, requirement)
                ? new Conflict(
                    by, requirement, null, Sentence(by, requirement),
                    "which no line has, and where lines have hashes nothing is installed that has none: lock again with what made the file, or add that line with its hashes")
                : null;

        // What the pinned release requires too the input has done without.
        private bool IsNew(int by, Requirement requirement) =>
            IsMoved(by) && !_byProject.Contains(requirement.Project) && !named.Projects.Contains(requirement.Project)
            && !RequirementsOf(pins[by].Project, pins[by].Version).Any(old => old.Project == requirement.Project);

        // What a range brings in stays as it is, so its requirements bind whatever moves.
        private Conflict? OfRanges()
        {
            foreach (FixRange range in named.Ranges.Where(range => !_byProject.Contains(range.Project)))
            {
                if (!known.Releases.TryGetValue(range.Project, out FixReleases? releases))
                {
                    _missingReleases.Add(range.Project);
                    continue;
                }

                PackageVersion? newest = !releases.IsFromIndex ? null : releases.Releases
                    .Where(release => !release.IsYanked && range.Allowed.Contains(release.Version) && range.Pythons.Accept(release.RequiresPython)
                        && (!release.Version.IsPrerelease || range.Allowed.Specifiers.Any(static clause => clause.NamesPrerelease)))
                    .Max(static release => release.Version);
                foreach (Requirement requirement in newest is null ? [] : RequirementsOf(range.Project, newest))
                {
                    int[] targets = [.. _byProject[requirement.Project]];
                    if (targets.Any(IsMoved)
                        && !targets.Any(on => requirement.Specifier.Contains(_chosen[on]))
                        && targets.Any(on => requirement.Specifier.Contains(pins[on].Version)))
                    {
                        string sentence = $"{range.Project} {newest}, the newest that {range.By} allows, requires {requirement}";
                        return new Conflict(null, requirement, targets.Where(IsMoved).MaxBy(on => _chosen[on]), sentence, Unmet(requirement));
                    }
                }
            }

            return null;
        }

        // Other moves without which a requirement would be broken that holds today.
        private ImmutableHashSet<ProjectName> NeedsOf(int at) =>
        [
            .. Enumerable.Range(0, pins.Length)
                .Where(other => IsMoved(other) && pins[other].Project != pins[at].Project
                    && !Forbids(at, pins[at].Version, other, pins[other].Version) && !Forbids(other, pins[other].Version, at, pins[at].Version)
                    && (Forbids(at, _chosen[at], other, pins[other].Version) || Forbids(other, pins[other].Version, at, _chosen[at])))
                .Select(other => pins[other].Project),
        ];

        private bool Forbids(int by, PackageVersion version, int on, PackageVersion there) =>
            RequirementsOf(pins[by].Project, version).Any(requirement => requirement.Project == pins[on].Project && !requirement.Specifier.Contains(there));

        // A pin that stays is asked for its requirements only where it may have one about a pin that moves.
        private bool IsAsked(int by) =>
            IsMoved(by) || Enumerable.Range(0, pins.Length).Any(at => IsMoved(at) && pins[at].RequiredBy?.Contains(pins[by].Project) != false);

        // What does not fit today is not the plan's to mend.
        private bool WasBroken(int by, ProjectName about, int[] targets) =>
            RequirementsOf(pins[by].Project, pins[by].Version).Any(old => old.Project == about && !targets.Any(on => old.Specifier.Contains(pins[on].Version)));

        private bool Resolve(Conflict conflict)
        {
            int root = RootOf(conflict);
            if (conflict.On is int on && Next(on, candidate => conflict.Requirement.Specifier.Contains(candidate)) is { } raised)
            {
                Move(on, raised, root, conflict.Sentence);
                return true;
            }

            if (_missingReleases.Count > 0)
            {
                return true;
            }

            ImmutableArray<PackageVersion> further = conflict.By is int asks ? [.. Further(asks).Take(Ahead)] : [];
            foreach (PackageVersion candidate in further.Where(candidate => !known.Requirements.ContainsKey((pins[conflict.By!.Value].Project, candidate))))
            {
                _missingRequirements.Add((pins[conflict.By!.Value].Project, candidate));
            }

            if (further.IsEmpty || conflict.By is not int by)
            {
                return _missingReleases.Count > 0;
            }

            string beside = conflict.On is int about ? $"and {pins[about].Project} goes to {_chosen[about]}" : conflict.Unmet;
            Move(by, further[0], root, $"{conflict.Sentence}, {beside}");
            return true;
        }

        private PackageVersion? Next(int at, Func<PackageVersion, bool> fits) => Further(at).FirstOrDefault(fits);

        private IEnumerable<PackageVersion> Further(int at) =>
            stuck.ContainsKey(at) || CandidatesOf(at) is not { } candidates
                ? []
                : candidates.Where(candidate => candidate.Obstacle == FixObstacle.None && candidate.Version > _chosen[at]).Select(static candidate => candidate.Version);

        private ImmutableArray<FixCandidate>? CandidatesOf(int at)
        {
            if (!_candidates[at].IsDefault)
            {
                return _candidates[at];
            }

            if (!known.Releases.TryGetValue(pins[at].Project, out FixReleases? releases))
            {
                _missingReleases.Add(pins[at].Project);
                return null;
            }

            return _candidates[at] = FixCandidates.Of(pins[at], releases, flawOf);
        }

        private ImmutableArray<Requirement> RequirementsOf(ProjectName project, PackageVersion version)
        {
            if (known.Requirements.TryGetValue((project, version), out ImmutableArray<Requirement>? requirements))
            {
                return requirements ?? [];
            }

            _missingRequirements.Add((project, version));
            return [];
        }

        private string Sentence(int by, Requirement requirement) => $"{pins[by].Project} {_chosen[by]} requires {requirement}";

        private static string Unmet(Requirement requirement) => $"which no release of {requirement.Project} that can be chosen meets";

        private ImmutableArray<string> Doubts(int at)
        {
            if (!known.Releases[pins[at].Project].IsFromIndex)
            {
                return ["known from the advisories alone: whether it is yanked, its Python and what it requires were not checked"];
            }

            ImmutableArray<string>.Builder doubts = ImmutableArray.CreateBuilder<string>();
            if (known.Requirements.TryGetValue((pins[at].Project, _chosen[at]), out ImmutableArray<Requirement>? requirements) && requirements is null)
            {
                doubts.Add("what it requires could not be read");
            }

            foreach (Requirement requirement in named.Addition == FixAddition.Free ? [] : RequirementsOf(pins[at].Project, _chosen[at]).Where(requirement => IsNew(at, requirement)))
            {
                doubts.Add(named.Addition == FixAddition.Refused
                    ? $"it requires {requirement}, which no line has: where that holds, the file with its hashes cannot be installed without a line for it"
                    : $"it requires {requirement}, which no line has though the rest is pinned: add it, or an installer takes any release of it");
            }

            ImmutableArray<VersionSpecifierSet> python = CandidatesOf(at)!.Value.First(one => one.Version == _chosen[at]).Release.RequiresPython;
            if (pins[at].Pythons.Versions.IsEmpty && !python.IsEmpty)
            {
                doubts.Add($"it needs Python {string.Join(" or ", python)}, and yours is not known (--python)");
            }

            return doubts.DrainToImmutable();
        }
    }
}
