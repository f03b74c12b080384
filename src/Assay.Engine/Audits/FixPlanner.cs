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
    /// <param name="maxSteps">Most moves to try; a pin that still moves then stays where it is.</param>
    public static FixPlan Plan(ImmutableArray<FixPin> pins, FixKnowledge known, Func<FixPin, PackageVersion, string?> flawOf, int maxSteps = 10_000)
    {
        Dictionary<int, string> stuck = [];
        while (true)
        {
            Attempt attempt = new(pins, known, flawOf, stuck, maxSteps);
            if (attempt.Run())
            {
                return attempt.Result();
            }
        }
    }

    private sealed class Attempt(
        ImmutableArray<FixPin> pins, FixKnowledge known, Func<FixPin, PackageVersion, string?> flawOf, Dictionary<int, string> stuck, int maxSteps)
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

            for (int step = 0; _missingReleases.Count == 0 && FindConflict() is var (by, requirement, on); step++)
            {
                if (step >= maxSteps || !Resolve(by, requirement, on))
                {
                    int root = _root[by] >= 0 ? _root[by] : _root[on];
                    stuck[root] = step >= maxSteps
                        ? $"no fitting set of versions was found in {maxSteps} steps"
                        : $"{_chosen[root]} would fix it, but {Sentence(by, requirement)}, which no release of {pins[on].Project} that can be chosen meets";
                    return false;
                }
            }

            return true;
        }

        public FixPlan Result() => new(
            [.. Enumerable.Range(0, pins.Length).Where(IsMoved).Select(at => new FixChange(pins[at], _chosen[at], _because[at], Doubts(at)))],
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

        // The first requirement of a release that a move breaks: whose it is, what it is, and the pin that it is about.
        private (int By, Requirement Requirement, int On)? FindConflict()
        {
            for (int by = 0; by < pins.Length; by++)
            {
                foreach (Requirement requirement in IsAsked(by) ? RequirementsOf(by, _chosen[by]) : [])
                {
                    if (!_byProject.Contains(requirement.Project) || requirement.Project == pins[by].Project)
                    {
                        continue;
                    }

                    int[] targets = [.. _byProject[requirement.Project]];
                    if ((IsMoved(by) || targets.Any(IsMoved))
                        && !targets.Any(on => requirement.Specifier.Contains(_chosen[on]))
                        && !WasBroken(by, requirement.Project, targets))
                    {
                        return (by, requirement, targets.MaxBy(on => _chosen[on]));
                    }
                }
            }

            return null;
        }

        // A pin that stays is asked for its requirements only where it may have one about a pin that moves.
        private bool IsAsked(int by) =>
            IsMoved(by) || Enumerable.Range(0, pins.Length).Any(at => IsMoved(at) && pins[at].RequiredBy?.Contains(pins[by].Project) != false);

        // What does not fit today is not the plan's to mend.
        private bool WasBroken(int by, ProjectName about, int[] targets) =>
            RequirementsOf(by, pins[by].Version).Any(old => old.Project == about && !targets.Any(on => old.Specifier.Contains(pins[on].Version)));

        private bool Resolve(int by, Requirement requirement, int on)
        {
            int root = _root[by] >= 0 ? _root[by] : _root[on];
            if (Next(on, candidate => requirement.Specifier.Contains(candidate)) is { } raised)
            {
                Move(on, raised, root, Sentence(by, requirement));
                return true;
            }

            if (_missingReleases.Count > 0)
            {
                return true;
            }

            ImmutableArray<PackageVersion> further = [.. Further(by).Take(Ahead)];
            foreach (PackageVersion candidate in further.Where(candidate => !known.Requirements.ContainsKey((pins[by].Project, candidate))))
            {
                _missingRequirements.Add((pins[by].Project, candidate));
            }

            if (further.IsEmpty)
            {
                return _missingReleases.Count > 0;
            }

            Move(by, further[0], root, $"{pins[by].Project} {_chosen[by]} requires {requirement}, and {pins[on].Project} goes to {_chosen[on]}");
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

        private ImmutableArray<Requirement> RequirementsOf(int at, PackageVersion version)
        {
            if (known.Requirements.TryGetValue((pins[at].Project, version), out ImmutableArray<Requirement>? requirements))
            {
                return requirements ?? [];
            }

            _missingRequirements.Add((pins[at].Project, version));
            return [];
        }

        private string Sentence(int by, Requirement requirement) => $"{pins[by].Project} {_chosen[by]} requires {requirement}";

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

            ImmutableArray<VersionSpecifierSet> python = CandidatesOf(at)!.Value.First(one => one.Version == _chosen[at]).Release.RequiresPython;
            if (pins[at].Pythons.Versions.IsEmpty && !python.IsEmpty)
            {
                doubts.Add($"it needs Python {string.Join(" or ", python)}, and yours is not known (--python)");
            }

            return doubts.DrainToImmutable();
        }
    }
}
