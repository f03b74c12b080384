using System.Collections.Immutable;
using System.IO.Enumeration;
using System.Text;
using Assay.Packaging.Requirements;

namespace Assay.Installers;

/// <summary>Reads the projects whose folders a command names, one after the other, each once: their settings may name further ones.</summary>
internal sealed class ProjectReading(InstallerInput input)
{
    private const int MaxProjects = 1_000;
    private const int MaxMemberDepth = 16;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private readonly Queue<string> _open = new();

    /// <summary>What to say of a settings file or lock that is there and tells nothing.</summary>
    public static Refusal Unreadable(string path) => new(
        path,
        "It cannot be read, or is no TOML, so the indexes, proxies and local archives that it may name are not known.",
        "Mend the file, or take it away.");

    /// <summary>Has a project read.</summary>
    public void Add(string folder)
    {
        string plain = Path.TrimEndingDirectorySeparator(folder);
        if (_known.Count <= MaxProjects && _known.Add(plain))
        {
            _open.Enqueue(plain);
        }
    }

    /// <summary>Has the project read that the command works in: the installer opens it anyhow, and nobody named it.</summary>
    public void AddOwn(string folder)
    {
        _own.Add(Path.TrimEndingDirectorySeparator(folder));
        Add(folder);
    }

    /// <summary>True for a folder that the command works in.</summary>
    public bool IsOwn(string folder) => _own.Contains(Path.TrimEndingDirectorySeparator(folder));

    /// <summary>Reads the next project; null where none is left.</summary>
    public RequirementReading? Next()
    {
        if (!_open.TryDequeue(out string? folder))
        {
            return null;
        }

        string path = Path.Combine(folder, "pyproject.toml");
        ImmutableArray<LocalTarget> old = [.. OfSetupCfg(folder)];
        ImmutableArray<TomlLeaf>? leaves = input.Files.Read(path) is { } bytes ? TomlLeaves.Read(Encoding.UTF8.GetString(bytes)) : null;
        if (leaves is null)
        {
            return new RequirementReading { Local = old, Refusal = input.Files.FileExists(path) ? Unreadable(path) : null };
        }

        foreach (string pattern in ProjectNames.Members(leaves.Value))
        {
            AddMembers(folder, pattern.Split('/', StringSplitOptions.RemoveEmptyEntries), 0);
        }

        return new RequirementReading { Local = [.. old, .. Names(path, leaves.Value)] };
    }

    /// <summary>The local archives and folders that a project's settings or a script's metadata name.</summary>
    /// <param name="path">The file's absolute path.</param>
    /// <param name="onlyLimits">True where nothing but constraints and overrides counts.</param>
    public ImmutableArray<LocalTarget> Names(string path, ImmutableArray<TomlLeaf> leaves, bool onlyLimits = false)
    {
        string folder = Path.GetDirectoryName(path) ?? "/";
        var found = ImmutableArray.CreateBuilder<LocalTarget>();
        foreach (ProjectText name in ProjectNames.Of(leaves, onlyLimits))
        {
            string origin = $"{Path.GetFileName(path)}:{name.Line}";
            foreach (string text in new[] { folder, input.WorkingDirectory }.Select(root => Filled(name.Text, root)).Distinct())
            {
                found.AddRange(name.IsPath ? LocalNames.Find(text, input, origin, folder) : OfRequirement(text, origin, folder));
            }
        }

        foreach (string file in onlyLimits ? [] : ProjectNames.DynamicFiles(leaves))
        {
            if (LocalNames.PathOf(file, input, folder) is { } absolute)
            {
                found.AddRange(OfRequirementsFile(absolute, folder));
            }
        }

        return [.. found.Distinct()];
    }

    // setuptools' older settings file; what a setup.py works out is known to nobody before it runs.
    private IEnumerable<LocalTarget> OfSetupCfg(string folder) =>
        input.Files.Read(Path.Combine(folder, "setup.cfg")) is not { } bytes ? []
        : PythonConfiguration.Read(Encoding.UTF8.GetString(bytes)).Settings
            .Where(setting => (setting.Section == "options" && setting.Key is "install-requires" or "setup-requires" or "install_requires" or "setup_requires") || setting.Section == "options.extras_require")
            .SelectMany(setting => setting.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .SelectMany(line => OfRequirement(line, $"setup.cfg:{setting.Line}", folder)));

    private ImmutableArray<LocalTarget> OfRequirement(string text, string origin, string folder) =>
        RequirementTarget.TryParse(text, out RequirementTarget? target, out _)
            ? RequirementText.Read(target, text, input, origin, folder).Local
            : LocalNames.FindAnywhere(text, input, origin, folder);

    private IEnumerable<LocalTarget> OfRequirementsFile(string path, string folder) =>
        RequirementsTree.Read(path, input.Files.Read, input.FilledVariable).Files
            .SelectMany(file => file.Items.OfType<RequirementsEntry>())
            .SelectMany(entry => OfRequirement(entry.Text, $"{Path.GetFileName(entry.File)}:{entry.Line}", folder));

    // uv and pdm know ${PROJECT_ROOT}, hatchling {root:uri}.
    private string Filled(string text, string root)
    {
        string filled = LocalNames.Expanded(text, input, root);
        return filled
            .Replace("{root:uri}", new Uri(root).AbsoluteUri, StringComparison.Ordinal)
            .Replace("{root:parent:uri}", new Uri(Path.GetDirectoryName(root) ?? root).AbsoluteUri, StringComparison.Ordinal)
            .Replace("{root:real}", root, StringComparison.Ordinal)
            .Replace("{root}", root, StringComparison.Ordinal);
    }

    private void AddMembers(string folder, ReadOnlySpan<string> pattern, int depth)
    {
        if (pattern.IsEmpty)
        {
            Add(folder);
            return;
        }

        if (depth > MaxMemberDepth || _known.Count > MaxProjects)
        {
            return;
        }

        if (pattern[0].AsSpan().IndexOfAny("*?[") < 0)
        {
            AddMembers(Path.GetFullPath(pattern[0], folder), pattern[1..], depth + 1);
            return;
        }

        bool isDeep = pattern[0] == "**";
        if (isDeep)
        {
            AddMembers(folder, pattern[1..], depth + 1);
        }

        foreach (string below in input.Files.Folders(folder))
        {
            string name = Path.GetFileName(below);

            // Sets of characters are rare: a pattern with one takes every folder.
            if (isDeep ? !name.StartsWith('.') : pattern[0].Contains('[', StringComparison.Ordinal) || FileSystemName.MatchesSimpleExpression(pattern[0], name, ignoreCase: false))
            {
                AddMembers(below, isDeep ? pattern : pattern[1..], depth + 1);
            }
        }
    }
}
