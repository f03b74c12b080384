using System.Collections.Immutable;
using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Packaging.Environments;
using Assay.Packaging.Lockfiles;
using Assay.Packaging.Requirements;

namespace Assay.Audits;

/// <summary>Collects what an audit is asked about: each input becomes a source and its items.</summary>
/// <param name="environment">What markers are held against; null: every branch is audited.</param>
/// <param name="mainOnly">True: extras, groups and build requirements are skipped.</param>
/// <param name="surroundings">How further files are read.</param>
internal sealed class AuditInputs(MarkerEnvironment? environment, bool mainOnly, ListSurroundings surroundings)
{
    private readonly ImmutableArray<AuditSource>.Builder _sources = ImmutableArray.CreateBuilder<AuditSource>();
    private readonly ImmutableArray<AuditItem>.Builder _items = ImmutableArray.CreateBuilder<AuditItem>();
    private readonly ImmutableArray<AuditProblem>.Builder _problems = ImmutableArray.CreateBuilder<AuditProblem>();

    /// <summary>The lists that were read, with the index of their source and their full path.</summary>
    public List<(int Source, DependencyList List, string Path)> Lists { get; } = [];

    /// <summary>The environments that were read, with the index of their source.</summary>
    public List<(int Source, InstalledEnvironment Environment)> Environments { get; } = [];

    /// <summary>True while nothing was added.</summary>
    public bool IsEmpty => _sources.Count == 0;

    /// <summary>The question about everything that was added.</summary>
    /// <param name="asOf">Only what was known on that day; null: all.</param>
    public AuditQuestion Question(DateOnly? asOf) =>
        new(_sources.ToImmutable(), _items.ToImmutable(), _problems.ToImmutable(), environment, asOf);

    /// <summary>Adds the dependencies that a file lists.</summary>
    /// <param name="shown">The path as the user named it.</param>
    public void AddList(LockfileFormat format, ReadOnlyMemory<byte> content, string path, string shown)
    {
        DependencyList list = format.Read(content, path, surroundings);
        int source = AddSource(format.Id, shown);
        Lists.Add((source, list, path));
        _items.AddRange(ListItems.Of(list, source, environment, mainOnly));
        _problems.AddRange(list.Problems.Select(static problem =>
            new AuditProblem(new InputPlace(problem.File, problem.Line), problem.Message, problem.LosesDependencies)));
    }

    /// <summary>Adds what is installed in an environment.</summary>
    public void AddEnvironment(InstalledEnvironment installed)
    {
        int source = AddSource(NameOf(installed), installed.Root);
        Environments.Add((source, installed));
        _items.AddRange(EnvironmentItems.Of(installed, source));
        _problems.AddRange(EnvironmentItems.ProblemsOf(installed));
    }

    /// <summary>Adds what could not be read while environments were looked for.</summary>
    public void AddProblems(IEnumerable<EnvironmentProblem> problems) => _problems.AddRange(EnvironmentItems.Told(problems));

    /// <summary>Adds a wheel or source distribution.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public void AddDistribution(string path, string shown)
    {
        int source = AddSource("distribution", shown);
        (ImmutableArray<AuditItem> items, ImmutableArray<AuditProblem> problems) = DistributionItems.Of(path, source);
        _items.AddRange(items);
        _problems.AddRange(problems);
    }

    /// <summary>Adds items that are known otherwise.</summary>
    public void AddItems(string kind, string shown, Func<int, IEnumerable<AuditItem>> itemsOf) => _items.AddRange(itemsOf(AddSource(kind, shown)));

    private int AddSource(string kind, string shown)
    {
        _sources.Add(new AuditSource(kind, shown));
        return _sources.Count - 1;
    }

    private static string NameOf(InstalledEnvironment installed)
    {
        string kind = installed.Kind switch
        {
            EnvironmentKind.VirtualEnvironment => "virtual environment",
            EnvironmentKind.UserSite => "user site",
            EnvironmentKind.System => "system Python",
            EnvironmentKind.Conda => "conda environment",
            EnvironmentKind.Tool => "tool environment",
            _ => "environment",
        };
        return installed.Python is null ? kind : $"{kind}, Python {installed.Python}";
    }
}
