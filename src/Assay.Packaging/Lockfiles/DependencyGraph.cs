using System.Collections.Immutable;

namespace Assay.Packaging.Lockfiles;

/// <summary>
/// Which extras and groups bring in which packages of a lock, followed from the project's own lists through what the packages need.
/// </summary>
/// <param name="count">Packages; they are known by their place in the lock, from 0.</param>
internal sealed class DependencyGraph(int count)
{
    // Following every group through every package is quadratic in a crafted lock: real ones stay far below this.
    private const int StepsPerPackage = 64;

    private const int FreeSteps = 100_000;

    private readonly Dictionary<(int Package, string Extra), List<(int Package, string Extra)>> _needs = [];
    private readonly List<(string? Group, int Package, string Extra)> _roots = [];
    private readonly List<string>?[] _requiredBy = new List<string>?[count];
    private readonly List<string>?[] _groups = new List<string>?[count];
    private readonly bool[] _isAlways = new bool[count];
    private long _steps = ((long)count * StepsPerPackage) + FreeSteps;

    /// <summary>Counts a step; false where the lock has taken more than any real one does, and what is left must not be followed.</summary>
    public bool Step() => --_steps >= 0;

    /// <summary>A package needs another, <paramref name="extra"/> of it where that is not empty; where <paramref name="ofExtra"/> is not empty, only with that extra of its own.</summary>
    public void Need(int package, string ofExtra, int other, string extra, string name)
    {
        Edges((package, ofExtra)).Add((other, extra));
        List<string> by = _requiredBy[other] ??= [];
        if (by.Count == 0 || by[^1] != name)
        {
            by.Add(name);
        }
    }

    /// <summary>The project itself needs a package: always where <paramref name="group"/> is null, else with that group.</summary>
    public void Root(string? group, int package, string extra) => _roots.Add((group, package, extra));

    /// <summary>Names of the packages that need it, each once.</summary>
    public ImmutableArray<string> RequiredBy(int package) =>
        _requiredBy[package] is { } names ? [.. names.Distinct(StringComparer.Ordinal)] : [];

    /// <summary>The groups that bring it in; empty where it is always installed, or nothing is known to bring it in.</summary>
    public ImmutableArray<string> Groups(int package) =>
        _isAlways[package] || _groups[package] is not { } groups ? [] : [.. groups];

    /// <summary>Follows all roots; false where that took too long and groups may be missing.</summary>
    public bool Follow()
    {
        HashSet<(int, string)> always = [];
        if (!Follow(_roots.Where(static root => root.Group is null), always, always, package => _isAlways[package] = true))
        {
            return false;
        }

        foreach (IGrouping<string?, (string? Group, int Package, string Extra)> roots in _roots.Where(static root => root.Group is not null).GroupBy(static root => root.Group))
        {
            bool wasFollowed = Follow(
                roots,
                always,
                [],
                package =>
                {
                    List<string> groups = _groups[package] ??= [];
                    if (groups.Count == 0 || groups[^1] != roots.Key)
                    {
                        groups.Add(roots.Key!);
                    }
                });
            if (!wasFollowed)
            {
                return false;
            }
        }

        return true;
    }

    private bool Follow(
        IEnumerable<(string? Group, int Package, string Extra)> roots, HashSet<(int, string)> always, HashSet<(int, string)> seen, Action<int> mark)
    {
        Stack<(int Package, string Extra)> open = new();
        foreach ((_, int package, string extra) in roots)
        {
            Push(package, extra);
        }

        while (open.TryPop(out (int Package, string Extra) at))
        {
            mark(at.Package);
            if (!_needs.TryGetValue(at, out List<(int Package, string Extra)>? edges))
            {
                continue;
            }

            foreach ((int package, string extra) in edges)
            {
                if (!Step())
                {
                    return false;
                }

                Push(package, extra);
            }
        }

        return true;

        // An extra brings what the package needs without it, too.
        void Push(int package, string extra)
        {
            foreach (string part in extra.Length == 0 ? (ReadOnlySpan<string>)[""] : ["", extra])
            {
                if (!(!ReferenceEquals(seen, always) && always.Contains((package, part))) && seen.Add((package, part)))
                {
                    open.Push((package, part));
                }
            }
        }
    }

    private List<(int Package, string Extra)> Edges((int, string) from)
    {
        if (!_needs.TryGetValue(from, out List<(int Package, string Extra)>? edges))
        {
            _needs[from] = edges = [];
        }

        return edges;
    }
}
