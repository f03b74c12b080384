using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>The modules of a distribution, found by dotted name as Python would find them, or by path.</summary>
internal sealed class ModuleTable
{
    private readonly Dictionary<string, ModuleState> _byName = [];
    private readonly Dictionary<string, ModuleState> _byPath = [];
    private readonly SortedDictionary<int, ModuleState> _byId = [];
    private readonly HashSet<string> _tops = [];

    public ModuleTable(ImmutableArray<ModuleSource> sources, Journal journal)
    {
        InOrder = [.. sources
            .OrderByDescending(static source => source.Trigger)
            .ThenBy(static source => source.Path, StringComparer.Ordinal)
            .ThenBy(static source => source.Id)
            .Select(source => new ModuleState(source, journal))];
        foreach (ModuleState module in InOrder)
        {
            _byId.TryAdd(module.Source.Id, module);
            _byName.TryAdd(module.Source.Name, module);
            _byPath.TryAdd(Stem(module.Source), module);
            int slash = module.Source.Path.IndexOf('/', StringComparison.Ordinal);
            if (slash > 0)
            {
                _tops.Add(module.Source.Path[..slash]);
            }
        }
    }

    /// <summary>The most urgent first, then by path: what does not depend on the caller's order.</summary>
    public ImmutableArray<ModuleState> InOrder { get; }

    /// <summary>The trees of the modules that were read, by <see cref="ModuleSource.Id"/>.</summary>
    public Dictionary<int, SyntaxTree> Trees()
    {
        Dictionary<int, SyntaxTree> trees = [];
        foreach ((int id, ModuleState module) in _byId)
        {
            if (module.Unit is { } unit)
            {
                trees.Add(id, unit.Tree);
            }
        }

        return trees;
    }

    /// <summary>The module of a file.</summary>
    public ModuleState? ByPath(string path)
    {
        int dot = path.LastIndexOf('.');
        return dot > path.LastIndexOf('/') && _byPath.TryGetValue(path[..dot], out ModuleState? found) && found.Source.Path == path ? found
            : path.EndsWith("/__init__.py", StringComparison.Ordinal) && _byPath.TryGetValue(path[..^12], out found) ? found : null;
    }

    /// <summary>The module that <c>import name</c> finds; null where it is outside the distribution.</summary>
    public ModuleState? Find(string name, ModuleSource from)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string top = dot < 0 ? name : name[..dot];
        string folder = FolderOf(from.Path);
        string path = name.Replace('.', '/');

        // The folder of a script stands first on sys.path, before the standard library.
        bool isScript = !from.IsPackage && !_byPath.ContainsKey(folder);
        if (isScript && InFolder(folder, path, top) is { } sibling)
        {
            return sibling;
        }

        if (OutsideModules.IsStandard(top))
        {
            return null;
        }

        if (_byName.TryGetValue(name, out ModuleState? named))
        {
            return named;
        }

        if (!isScript && InFolder(folder, path, top) is { } neighbour)
        {
            return neighbour;
        }

        int slash = from.Path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? InFolder("", path, top) ?? InFolder("src", path, top)
            : InFolder(from.Path[..slash], path, top) ?? InFolder(from.Path[..slash] + "/src", path, top) ?? InFolder(from.Path[..slash] + "/lib", path, top);
    }

    /// <summary>The module of a relative import: <paramref name="name"/> below the package <paramref name="level"/> steps up (1: the module's own).</summary>
    public ModuleState? FindRelative(string name, int level, ModuleSource from)
    {
        string folder = FolderOf(from.Path);
        for (int i = 1; i < level; i++)
        {
            folder = FolderOf(folder);
        }

        string path = name.Length == 0 ? folder : Under(folder, name.Replace('.', '/'));
        return _byPath.GetValueOrDefault(path);
    }

    /// <summary>The dotted name that a relative import means, for what is not among the modules.</summary>
    public static string AbsoluteName(string name, int level, ModuleSource from)
    {
        string[] parts = from.Name.Split('.');
        int keep = parts.Length - level + (from.IsPackage ? 1 : 0);
        string package = keep <= 0 ? "" : string.Join('.', parts, 0, Math.Min(keep, parts.Length));
        return package.Length == 0 ? name : name.Length == 0 ? package : package + "." + name;
    }

    /// <summary>A submodule of a package; null where there is none.</summary>
    public ModuleState? Below(ModuleState package, string name) =>
        package.Source.IsPackage ? _byPath.GetValueOrDefault(Under(FolderOf(package.Source.Path), name)) : null;

    /// <summary>The packages around a module, outermost first.</summary>
    public IEnumerable<ModuleState> PackagesOf(ModuleState module)
    {
        List<ModuleState> packages = [];
        string folder = FolderOf(module.Source.Path);
        if (module.Source.IsPackage)
        {
            folder = FolderOf(folder);
        }

        while (folder.Length > 0 && _byPath.TryGetValue(folder, out ModuleState? package) && package.Source.IsPackage)
        {
            packages.Add(package);
            folder = FolderOf(folder);
        }

        packages.Reverse();
        return packages;
    }

    private ModuleState? InFolder(string folder, string path, string top)
    {
        string full = Under(folder, path);
        return _byPath.TryGetValue(full, out ModuleState? module) && (top.Length > 0 || !module.Source.IsPackage) ? module : null;
    }

    private static string Under(string folder, string path) => folder.Length == 0 ? path : folder + "/" + path;

    private static string FolderOf(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }

    private static string Stem(ModuleSource source)
    {
        if (source.IsPackage)
        {
            return FolderOf(source.Path);
        }

        int dot = source.Path.LastIndexOf('.');
        return dot > source.Path.LastIndexOf('/') ? source.Path[..dot] : source.Path;
    }
}
