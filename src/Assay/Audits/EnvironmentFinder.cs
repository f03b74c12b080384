using System.Collections.Immutable;
using Assay.Installers;
using Assay.Packaging.Environments;

namespace Assay.Audits;

/// <summary>Finds the environments that an audit is asked for; no program is started for it.</summary>
public static class EnvironmentFinder
{
    /// <summary>
    /// The environment that counts here: of <c>VIRTUAL_ENV</c>, else of <c>CONDA_PREFIX</c>, else <c>.venv</c> or <c>venv</c> of the
    /// working folder, else that of <c>python3</c> on <c>PATH</c>; behind it the user's own modules where its interpreter sees them.
    /// </summary>
    public static EnvironmentSearch Active(Machine machine)
    {
        List<LookedAtPlace> lookedAt = [];
        List<EnvironmentProblem> problems = [];
        ImmutableArray<InstalledEnvironment> environments = OfVariables(machine, lookedAt, problems) is { } environment ? [environment, .. UserSites(machine, environment)] : [];
        return new EnvironmentSearch(environments, [.. lookedAt], [.. problems]);
    }

    /// <summary>The environment at a path: a folder of modules, or the root of an environment.</summary>
    public static EnvironmentSearch At(Machine machine, string path)
    {
        if (machine.Absolute(path) is not { } absolute || Path.TrimEndingDirectorySeparator(absolute) is var full && machine.Disk.Resolve(full) is null)
        {
            return new EnvironmentSearch([], [new LookedAtPlace(path, "nothing there")], []);
        }

        return EnvironmentReader.Read(machine.Disk, full) is { } environment
            ? new EnvironmentSearch([environment], [new LookedAtPlace(full, Answer(environment))], [])
            : new EnvironmentSearch([], [new LookedAtPlace(full, "no environment, and nothing recorded as installed")], []);
    }

    /// <summary>Every environment of this user and of the system: the active one, the places where tools keep theirs, and what a sweep finds.</summary>
    public static EnvironmentSearch All(Machine machine, SweepLimits limits)
    {
        List<LookedAtPlace> lookedAt = [];
        EnvironmentSearch active = Active(machine);
        List<EnvironmentProblem> problems = [.. active.Problems];
        Collection found = new(machine.Disk);
        foreach (InstalledEnvironment environment in active.Environments)
        {
            found.Add(environment);
        }

        foreach (KnownPlace place in KnownPlaces.Of(machine))
        {
            int before = found.Count;
            foreach (string root in KnownPlaces.Roots(machine.Disk, place, problems))
            {
                found.Read(root, place.Kind);
            }

            lookedAt.Add(new LookedAtPlace(place.Path, Counted(found.Count - before)));
        }

        EnvironmentSweep sweep = new(machine, limits, problems);
        foreach (string? start in (string?[])[machine.Home, machine.WorkingFolder])
        {
            if (start is not null)
            {
                int before = found.Count;
                foreach (string root in sweep.Below(start))
                {
                    found.Read(root, null);
                }

                lookedAt.Add(new LookedAtPlace(start, $"searched {limits.MaxDepth} folders deep: {Counted(found.Count - before)}"));
            }
        }

        return new EnvironmentSearch(found.Environments, [.. lookedAt], [.. problems]);
    }

    private static InstalledEnvironment? OfVariables(Machine machine, List<LookedAtPlace> lookedAt, List<EnvironmentProblem> problems)
    {
        foreach (string variable in (string[])["VIRTUAL_ENV", "CONDA_PREFIX"])
        {
            if (machine.Folder(variable) is not { } root)
            {
                lookedAt.Add(new LookedAtPlace(variable, "not set"));
            }
            else if (Read(machine, root, null, lookedAt) is { } named)
            {
                return named;
            }
            else
            {
                problems.Add(new EnvironmentProblem(root, $"{variable} names this folder, which is no environment; another one was looked for", IsGap: true));
            }
        }

        foreach (string name in (string[])[".venv", "venv"])
        {
            if (Read(machine, Path.Combine(machine.WorkingFolder, name), null, lookedAt) is { } local)
            {
                return local;
            }
        }

        return InterpreterOnPath.Find(machine, lookedAt) is { } interpreter ? Read(machine, interpreter.Root, interpreter.Python, lookedAt) : null;
    }

    private static InstalledEnvironment? Read(Machine machine, string root, string? python, List<LookedAtPlace> lookedAt)
    {
        InstalledEnvironment? environment = EnvironmentReader.Read(machine.Disk, root, python: python);
        lookedAt.Add(new LookedAtPlace(root, environment is null ? "no environment" : Answer(environment)));
        return environment;
    }

    /// <summary>What <c>pip install --user</c> put aside for this interpreter; a virtual environment sees it only with the system's packages.</summary>
    private static IEnumerable<InstalledEnvironment> UserSites(Machine machine, InstalledEnvironment environment)
    {
        bool isSeen = environment.Kind != EnvironmentKind.VirtualEnvironment
            || environment.Distributions.Any(static distribution => distribution.InheritedFrom is not null);
        if (!isSeen || machine.Filled("PYTHONNOUSERSITE") is not null || environment.Kind == EnvironmentKind.Folder)
        {
            yield break;
        }

        foreach (string root in KnownPlaces.UserBases(machine, environment.Python))
        {
            if (EnvironmentReader.Read(machine.Disk, root, EnvironmentKind.UserSite, environment.Python) is { Sites.IsEmpty: false } user)
            {
                yield return user;
            }
        }
    }

    private static string Answer(InstalledEnvironment environment) => $"an environment with {environment.Distributions.Length} distributions";

    private static string Counted(int count) => count == 1 ? "1 environment" : $"{count} environments";

    /// <summary>Environments, each once, whatever path led to it.</summary>
    private sealed class Collection(FolderView disk)
    {
        private readonly ImmutableArray<InstalledEnvironment>.Builder _environments = ImmutableArray.CreateBuilder<InstalledEnvironment>();
        private readonly HashSet<string> _roots = new(StringComparer.Ordinal);
        private readonly HashSet<string> _sites = new(StringComparer.Ordinal);

        public int Count => _environments.Count;

        public ImmutableArray<InstalledEnvironment> Environments => _environments.ToImmutable();

        public void Read(string root, EnvironmentKind? kind)
        {
            if (_roots.Add(disk.Resolve(root) ?? root) && EnvironmentReader.Read(disk, root, kind) is { } environment)
            {
                Add(environment);
            }
        }

        public void Add(InstalledEnvironment environment)
        {
            _roots.Add(disk.Resolve(environment.Root) ?? environment.Root);
            bool isNew = environment.Sites.IsEmpty;
            foreach (string site in environment.Sites)
            {
                isNew |= _sites.Add(disk.Resolve(site) ?? site);
            }

            if (isNew)
            {
                _environments.Add(environment);
            }
        }
    }
}
