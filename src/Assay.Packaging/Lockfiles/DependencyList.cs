using System.Collections.Immutable;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Lockfiles;

/// <summary>What a file says is to be installed: a lock, a requirements file, a project's dependencies, a bill of materials.</summary>
/// <param name="Format">The id of the <see cref="LockfileFormat"/>.</param>
/// <param name="File">The path or address as given.</param>
/// <param name="Dependencies">In the order of the file, included files in place.</param>
/// <param name="Problems">What could not be read, or was read in doubt.</param>
public sealed record DependencyList(
    string Format, string File, ImmutableArray<ListedDependency> Dependencies, ImmutableArray<ListProblem> Problems)
{
    /// <summary>The file's <c>requires-python</c>, as written; null where it has none.</summary>
    public string? RequiresPython { get; init; }

    /// <summary>True for what builds need of a project that has a lock: no lock holds it, and a build takes the newest release that fits.</summary>
    public bool IsBuildBesideLock { get; init; }

    /// <summary>True where something in the file could not be read, so that the list may lack dependencies.</summary>
    public bool IsIncomplete => Problems.Any(static problem => problem.LosesDependencies);
}

/// <summary>How a dependency is had.</summary>
public enum DependencySource
{
    /// <summary>From an index, by name.</summary>
    Index,

    /// <summary>An archive at an address, or a file on the disk.</summary>
    Archive,

    /// <summary>A version control system.</summary>
    VersionControl,

    /// <summary>A folder of sources.</summary>
    Folder,

    /// <summary>A folder of sources that is used in place.</summary>
    Editable,

    /// <summary>The project that the file belongs to, or a member of its workspace.</summary>
    Project,

    /// <summary>A package of conda, or of another system than Python's indexes: its name says nothing about a project there.</summary>
    Foreign,
}

/// <summary>One dependency that a file lists.</summary>
/// <param name="Name">As written; need not be a project name.</param>
/// <param name="Version">The one version that it pins, as written; null where it allows several or none is stated.</param>
/// <param name="File">The file it stands in: the list's, or one that it includes.</param>
/// <param name="Line">Line from 1 at which the version is pinned, else at which the dependency stands; null where the format has no lines.</param>
public sealed record ListedDependency(string Name, string? Version, DependencySource Source, string File, int? Line)
{
    /// <summary>The project; null where <see cref="Name"/> is no project name (PyPA "Names and normalization"), or one of another system.</summary>
    public ProjectName? Project => Source != DependencySource.Foreign && ProjectName.TryParse(Name, out ProjectName name) ? name : null;

    /// <summary>Which versions are allowed where no single one is pinned; null where nothing is said or <see cref="Version"/> is.</summary>
    public VersionSpecifierSet? Allowed { get; init; }

    /// <summary>Sets of which one or more must hold, where the file joins alternatives (Poetry's <c>||</c>); empty elsewhere, and beside <see cref="Allowed"/>.</summary>
    public ImmutableArray<VersionSpecifierSet> Alternatives { get; init; } = [];

    /// <summary>Where it comes from: URL, repository with revision, or path. Unescaped, may hold credentials: strip before showing.</summary>
    public string? Address { get; init; }

    /// <summary>The index it comes from, as the file names it: an address or a short name; null where none is named. May hold credentials: strip before showing.</summary>
    public string? Index { get; init; }

    /// <summary>When it counts; null: always.</summary>
    public Marker? Marker { get; init; }

    /// <summary>Extras asked for, as written.</summary>
    public ImmutableArray<string> Extras { get; init; } = [];

    /// <summary>
    /// The extras, groups or categories under which the file lists it, such as <c>extra:docs</c>, <c>group:dev</c>, <c>build</c>; empty: what is always installed.
    /// </summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>Digests of files that it may be.</summary>
    public ImmutableArray<DependencyHash> Hashes { get; init; } = [];

    /// <summary>Names of the dependencies that brought it in, where the file tells.</summary>
    public ImmutableArray<string> RequiredBy { get; init; } = [];

    /// <summary>True for a line that only limits others (a constraint).</summary>
    public bool IsConstraint { get; init; }
}

/// <summary>A digest.</summary>
/// <param name="Algorithm">Lower case, such as <c>sha256</c>.</param>
/// <param name="Digest">As written.</param>
public readonly record struct DependencyHash(string Algorithm, string Digest);

/// <summary>Something wrong with a file.</summary>
/// <param name="Line">Line from 1; null: the whole file.</param>
/// <param name="Message">One sentence, unescaped.</param>
/// <param name="LosesDependencies">True where dependencies may be missing from the list because of it.</param>
public sealed record ListProblem(string File, int? Line, string Message, bool LosesDependencies);

/// <summary>Limits of reading lists.</summary>
/// <param name="MaxBytes">Of one file.</param>
/// <param name="MaxDependencies">In all.</param>
/// <param name="MaxDepth">Nesting of tables and arrays, and files within files.</param>
public sealed record ListLimits(int MaxBytes, int MaxDependencies, int MaxDepth)
{
    /// <summary>256 MiB, a million dependencies, 100 deep.</summary>
    public static ListLimits Default { get; } = new(256 << 20, 1_000_000, 100);
}

/// <summary>What a format needs of the world.</summary>
/// <param name="Read">The bytes of a further file at a full path or address; null where it cannot be read.</param>
/// <param name="Variable">Looks up an environment variable; null where it is not set.</param>
public sealed record ListSurroundings(Func<string, byte[]?> Read, Func<string, string?> Variable, ListLimits Limits);
