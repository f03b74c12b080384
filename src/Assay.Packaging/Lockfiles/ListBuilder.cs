using System.Collections.Immutable;
using System.Text;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Lockfiles;

/// <summary>Gathers what a format finds in a file, within the limits, and says what was wrong with it.</summary>
internal sealed class ListBuilder(LockfileFormat format, string path, ListLimits limits)
{
    /// <summary>Problems that are told; a file of nothing but errors has one a character.</summary>
    private const int MaxProblems = 1_000;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ImmutableArray<ListedDependency>.Builder _dependencies = ImmutableArray.CreateBuilder<ListedDependency>();
    private readonly ImmutableArray<ListProblem>.Builder _problems = ImmutableArray.CreateBuilder<ListProblem>();
    private readonly Dictionary<string, Marker?> _markers = new(StringComparer.Ordinal);
    private bool _isFull;
    private bool _lostProblems;

    /// <summary>The path or address of the file.</summary>
    public string File => path;

    public ListLimits Limits => limits;

    public string? RequiresPython { get; set; }

    /// <summary>The project that the file belongs to; null where it names none. What asks for an extra of it asks for what that extra lists.</summary>
    public ProjectName? Own { get; set; }

    public DependencyList Build()
    {
        if (_lostProblems)
        {
            _problems.Add(new ListProblem(path, null, $"there are more than {MaxProblems} problems; the others are not told", true));
        }

        return new DependencyList(format.Id, path, _dependencies.ToImmutable(), _problems.ToImmutable()) { RequiresPython = RequiresPython };
    }

    public void Problem(int? line, string message, bool loses) => Problem(new ListProblem(path, line, message, loses));

    public void Problem(ListProblem problem)
    {
        if (_problems.Count < MaxProblems)
        {
            // Parsers that do not know where they are say 0.
            _problems.Add(problem.Line < 1 ? problem with { Line = null } : problem);
        }
        else
        {
            _lostProblems = true;
        }
    }

    /// <summary>True once the file has turned out not to be of its syntax: what it then lacks is no further problem.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The file is not of its syntax, from that line on.</summary>
    public void Broken(int? line, string message)
    {
        IsBroken = true;
        Problem(line, message, loses: true);
    }

    /// <summary>A document's root where it is a table; else an empty one, with a problem where there is another.</summary>
    public DataTable Root(DataNode? root)
    {
        if (root is not null and not DataTable)
        {
            Broken(root.Line, $"the document must be a table, not {root.Kind}");
        }

        return root as DataTable ?? new DataTable(1);
    }

    /// <summary>Lists a dependency; past the limit it is a problem.</summary>
    public void Add(ListedDependency dependency)
    {
        if (_dependencies.Count < limits.MaxDependencies)
        {
            if (dependency is { Source: DependencySource.Archive, Version: null, Address: { } address, Project: { } project }
                && ArchiveName.Read(address, project) is { } archive)
            {
                dependency = dependency with { Version = archive.Version, Allowed = null };
            }

            if (dependency.Source == DependencySource.Index && Own is not null && dependency.Project == Own)
            {
                dependency = dependency with { Source = DependencySource.Project };
            }

            if (dependency.Source == DependencySource.Index && dependency.Project is null)
            {
                Problem(new ListProblem(dependency.File, dependency.Line, $"'{dependency.Name}' is not a project name", false));
            }

            _dependencies.Add(dependency.Line < 1 ? dependency with { Line = null } : dependency);
        }
        else if (!_isFull)
        {
            _isFull = true;
            Problem(dependency.Line, $"there are more than {limits.MaxDependencies} dependencies; this and later ones were not read", loses: true);
        }
    }

    /// <summary>The file as text without a byte order mark; null, with a problem, where it is too long or not UTF-8.</summary>
    public string? Text(ReadOnlySpan<byte> content)
    {
        if (!Fits(content))
        {
            return null;
        }

        try
        {
            return s_strict.GetString(WithoutMark(content));
        }
        catch (DecoderFallbackException e)
        {
            Broken(null, $"not UTF-8 at byte {e.Index}");
            return null;
        }
    }

    /// <summary>False, with a problem, where the file is longer than allowed.</summary>
    public bool Fits(ReadOnlySpan<byte> content)
    {
        if (content.Length <= limits.MaxBytes)
        {
            return true;
        }

        Broken(null, $"the file has more than {limits.MaxBytes} bytes and was not read");
        return false;
    }

    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0xef, 0xbb, 0xbf]) ? content[3..] : content;

    /// <summary>The text under a key; null where there is none, and a problem where it is something else.</summary>
    public string? Text(DataTable table, string key, bool loses = false)
    {
        if (table.Find(key) is not { } node)
        {
            return null;
        }

        if (node is DataText text)
        {
            return text.Text;
        }

        WrongType(node, key, "text", loses);
        return null;
    }

    public DataTable? Table(DataTable table, string key, bool loses = false)
    {
        DataNode? node = table.Find(key);
        if (node is not null and not DataTable)
        {
            WrongType(node, key, "a table", loses);
        }

        return node as DataTable;
    }

    /// <summary>The elements of an array under a key; none, and a problem, where it is something else.</summary>
    public IReadOnlyList<DataNode> Items(DataTable table, string key, bool loses = false)
    {
        DataNode? node = table.Find(key);
        if (node is not null and not DataArray)
        {
            WrongType(node, key, "an array", loses);
        }

        return node is DataArray array ? array.Items : [];
    }

    /// <summary>The tables in an array under a key; anything else in it is a problem.</summary>
    public IEnumerable<DataTable> Tables(DataTable table, string key, bool loses = false)
    {
        foreach (DataNode item in Items(table, key, loses))
        {
            if (item is DataTable entry)
            {
                yield return entry;
            }
            else
            {
                WrongType(item, key, "tables", loses);
            }
        }
    }

    /// <summary>The tables in an array under a key that have a name; one without is a problem.</summary>
    public List<(DataTable Table, string Name)> Named(DataTable table, string key)
    {
        List<(DataTable, string)> named = [];
        foreach (DataTable package in Tables(table, key, loses: true))
        {
            if (Text(package, "name") is { } name)
            {
                named.Add((package, name));
            }
            else
            {
                Problem(package.Line, "a package has no name", loses: true);
            }
        }

        return named;
    }

    /// <summary>The line of a package's version, else that of its name.</summary>
    public static int PinLine(DataTable package) => (package.FindEntry("version") ?? package.FindEntry("name"))?.Line ?? package.Line;

    /// <summary>The digests <c>hash = "sha256:…"</c> of the tables in an array of files.</summary>
    public ImmutableArray<DependencyHash> FileHashes(IEnumerable<DataTable> files)
    {
        ImmutableArray<DependencyHash>.Builder hashes = ImmutableArray.CreateBuilder<DependencyHash>();
        foreach (DataTable file in files)
        {
            DataNode? node = file.Find("hash");
            if (node is DataText text)
            {
                if (Hash(text.Span) is { } hash)
                {
                    hashes.Add(hash);
                }
            }
            else if (node is not null)
            {
                WrongType(node, "hash", "text", loses: false);
            }
        }

        return hashes.DrainToImmutable();
    }

    /// <summary>The texts in an array under a key; anything else in it is a problem.</summary>
    public ImmutableArray<string> Texts(DataTable table, string key, bool loses = false)
    {
        IReadOnlyList<DataNode> items = Items(table, key, loses);
        if (items.Count == 0)
        {
            return [];
        }

        ImmutableArray<string>.Builder texts = ImmutableArray.CreateBuilder<string>(items.Count);
        foreach (DataNode item in items)
        {
            if (item is DataText text)
            {
                texts.Add(text.Text);
            }
            else
            {
                WrongType(item, key, "texts", loses);
            }
        }

        return texts.DrainToImmutable();
    }

    /// <summary>True where the key holds <c>true</c>.</summary>
    public bool IsTrue(DataTable table, string key)
    {
        DataNode? node = table.Find(key);
        if (node is not null and not DataTruth)
        {
            WrongType(node, key, "true or false", loses: false);
        }

        return node is DataTruth { IsTrue: true };
    }

    public void WrongType(DataNode node, string key, string wanted, bool loses) =>
        Problem(node.Line, $"'{key}' must be {wanted}, not {node.Kind}", loses);

    /// <summary>The marker that a text is; null, and a problem, where it is none: then the dependency counts always.</summary>
    public Marker? Marker(string? text, int line)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // Locks repeat the same few markers.
        if (_markers.TryGetValue(text, out Marker? known))
        {
            return known;
        }

        if (Requirements.Marker.TryParse(text, out Marker? marker, out RequirementProblem? problem))
        {
            _markers[text] = marker;
        }
        else
        {
            Problem(line, $"not a marker: {problem.Message}", loses: false);
        }

        return marker;
    }

    /// <summary>A dependency that a requirement names (PyPA "Dependency specifiers").</summary>
    public ListedDependency FromRequirement(Requirement requirement, int line)
    {
        (DependencySource source, string? address) = requirement.Url is { } url ? (SourceOf(url), url) : (DependencySource.Index, null);
        string? version = requirement.Specifier.ExactVersion;
        return new ListedDependency(requirement.Name, version, source, path, line)
        {
            Address = address,
            Allowed = version is null && !requirement.Specifier.Specifiers.IsEmpty ? requirement.Specifier : null,
            Extras = requirement.Extras,
            Marker = requirement.Marker,
        };
    }

    /// <summary>Lists what a requirement text asks for; one that is none is a problem.</summary>
    public void AddRequirement(DataNode node, ImmutableArray<string> groups, bool isConstraint = false)
    {
        if (node is not DataText text)
        {
            Problem(node.Line, $"a requirement must be text, not {node.Kind}", loses: true);
        }
        else if (Requirement.TryParse(text.Text, out Requirement? requirement, out RequirementProblem? problem))
        {
            Add(FromRequirement(requirement, node.Line) with { Groups = groups, IsConstraint = isConstraint });
        }
        else
        {
            Problem(node.Line, $"'{text.Text}' is not a requirement: {problem.Message}", loses: true);
        }
    }

    /// <summary>What an address is, by its scheme.</summary>
    public static DependencySource SourceOf(string address)
    {
        int plus = address.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && address.AsSpan(0, plus) is "git" or "hg" or "svn" or "bzr" ? DependencySource.VersionControl : DependencySource.Archive;
    }

    /// <summary>A digest written as <c>algorithm:digest</c>; null where it is not.</summary>
    public static DependencyHash? Hash(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        return colon > 0 ? new DependencyHash(Algorithm(text[..colon]), text[(colon + 1)..].ToString()) : null;
    }

    // A lock has thousands of digests, nearly all of one kind.
    private static string Algorithm(ReadOnlySpan<char> text) => text is "sha256" ? "sha256" : text.ToString().ToLowerInvariant();

    public static string NormalName(string name) => ProjectName.TryParse(name, out ProjectName project) ? project.Normalized : name;
}
