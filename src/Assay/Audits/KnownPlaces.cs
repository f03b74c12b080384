using System.Text;
using Assay.Installers;
using Assay.Packaging.Environments;

namespace Assay.Audits;

/// <summary>A folder in which a tool keeps environments.</summary>
/// <param name="Kind">What they are; null: as their folders tell.</param>
/// <param name="Form">How they lie in it.</param>
internal readonly record struct KnownPlace(string Path, EnvironmentKind? Kind, PlaceForm Form);

/// <summary>How environments lie in a place.</summary>
internal enum PlaceForm
{
    /// <summary>The place is the root of one.</summary>
    Root,

    /// <summary>Each folder in it is the root of one.</summary>
    Folders,

    /// <summary>The place is the root of one, and each folder in its <c>envs</c> is that of another (conda).</summary>
    RootAndEnvs,

    /// <summary>A file whose lines are roots (conda).</summary>
    Lines,
}

/// <summary>Where Python itself and the tools around it keep environments on each platform.</summary>
internal static class KnownPlaces
{
    private static readonly string[] s_condaNames = ["miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba", ".local/share/mamba"];

    /// <summary>The places in a fixed order; many are not there.</summary>
    public static IEnumerable<KnownPlace> Of(Machine machine)
    {
        bool windows = machine.Platform == InstallerPlatform.Windows;
        string?[] data = [machine.Folder("XDG_DATA_HOME"), machine.BelowHome(".local", "share")];
        IEnumerable<KnownPlace> places =
        [
            .. windows ? WindowsPythons(machine) : UnixPythons(machine.Platform),
            .. UserBases(machine, null).Select(static path => new KnownPlace(path, EnvironmentKind.UserSite, PlaceForm.Root)),
            .. Named(EnvironmentKind.Tool, PlaceForm.Folders,
                [Below(machine.Folder("PIPX_HOME"), "venvs"), .. data.Select(static folder => Below(folder, "pipx", "venvs")), machine.BelowHome(".local", "pipx", "venvs"),
                    machine.BelowHome("pipx", "venvs"), Below(machine.Folder("LOCALAPPDATA"), "pipx", "pipx", "venvs"), Below("/opt", "pipx", "venvs"),
                    machine.BelowHome("Library", "Application Support", "pipx", "venvs")]),
            .. Named(EnvironmentKind.Tool, PlaceForm.Root,
                [Below(machine.Folder("PIPX_HOME"), "shared"), .. data.Select(static folder => Below(folder, "pipx", "shared")), machine.BelowHome(".local", "pipx", "shared")]),
            .. Named(EnvironmentKind.Tool, PlaceForm.Folders,
                [machine.Folder("UV_TOOL_DIR"), .. data.Select(static folder => Below(folder, "uv", "tools")), Below(machine.Folder("APPDATA"), "uv", "data", "tools")]),
            .. Named(null, PlaceForm.Folders,
                [machine.Folder("UV_PYTHON_INSTALL_DIR"), .. data.Select(static folder => Below(folder, "uv", "python")), Below(machine.Folder("APPDATA"), "uv", "data", "python")]),
            .. Named(null, PlaceForm.Folders, [Below(machine.Folder("PYENV_ROOT"), "versions"), machine.BelowHome(".pyenv", "versions")]),
            .. Named(null, PlaceForm.Folders,
                [machine.Folder("POETRY_VIRTUALENVS_PATH"), Below(machine.Folder("POETRY_CACHE_DIR"), "virtualenvs"), Below(machine.Folder("XDG_CACHE_HOME"), "pypoetry", "virtualenvs"),
                    machine.BelowHome(".cache", "pypoetry", "virtualenvs"), machine.BelowHome("Library", "Caches", "pypoetry", "virtualenvs"),
                    Below(machine.Folder("LOCALAPPDATA"), "pypoetry", "Cache", "virtualenvs")]),
            .. Named(null, PlaceForm.Folders,
                [machine.Folder("WORKON_HOME"), .. data.Select(static folder => Below(folder, "virtualenvs")), machine.BelowHome(".virtualenvs"), machine.BelowHome("Envs")]),
            .. Named(null, PlaceForm.RootAndEnvs,
                [machine.Folder("CONDA_ROOT"), machine.Folder("MAMBA_ROOT_PREFIX"), .. s_condaNames.Select(name => machine.BelowHome(name.Split('/'))),
                    .. windows ? (string?[])[] : ["/opt/conda", "/opt/miniconda3", "/opt/anaconda3", "/opt/miniforge3"]]),
            .. Named(null, PlaceForm.Folders, [machine.BelowHome(".conda", "envs")]),
            .. Named(null, PlaceForm.Lines, [machine.BelowHome(".conda", "environments.txt")]),
        ];
        return places.DistinctBy(static place => (place.Path, place.Form));
    }

    /// <summary>The roots that a place holds, in a fixed order.</summary>
    public static IEnumerable<string> Roots(FolderView disk, KnownPlace place, List<EnvironmentProblem> problems) => place.Form switch
    {
        PlaceForm.Root => disk.Resolve(place.Path) is null ? [] : [place.Path],
        PlaceForm.Folders => Inside(disk, place.Path, problems),
        PlaceForm.RootAndEnvs => disk.Resolve(place.Path) is null ? [] : [place.Path, .. Inside(disk, Path.Combine(place.Path, "envs"), problems)],
        _ => Lines(disk, place.Path),
    };

    /// <summary>Where <c>--user</c> installs to (Python's <c>site</c>, <c>USER_BASE</c>), each a root below which the usual folders lie.</summary>
    /// <param name="python">Such as <c>3.11.2</c>; null: every version.</param>
    public static IEnumerable<string> UserBases(Machine machine, string? python)
    {
        if (machine.Folder("PYTHONUSERBASE") is { } named)
        {
            return [named];
        }

        string? release = python?.Split('.') is [var major, var minor, ..] ? $"{major}.{minor}" : null;
        return machine.Platform switch
        {
            InstallerPlatform.Windows => Versions(machine, Below(machine.Folder("APPDATA"), "Python"), release is null ? null : "Python" + release.Replace(".", "", StringComparison.Ordinal)),
            InstallerPlatform.MacOS => [.. Versions(machine, machine.BelowHome("Library", "Python"), release), .. Present(machine.BelowHome(".local"))],
            _ => Present(machine.BelowHome(".local")),
        };
    }

    private static IEnumerable<string> Versions(Machine machine, string? folder, string? only) =>
        folder is null ? [] : only is not null ? [Path.Combine(folder, only)] : Inside(machine.Disk, folder, []);

    private static IEnumerable<KnownPlace> UnixPythons(InstallerPlatform platform) =>
    [
        new("/usr", null, PlaceForm.Root),
        new("/usr/local", null, PlaceForm.Root),
        new("/opt/python", null, PlaceForm.Folders),
        .. platform == InstallerPlatform.MacOS
            ? (KnownPlace[])[new("/opt/homebrew", null, PlaceForm.Root), new("/Library/Frameworks/Python.framework/Versions", null, PlaceForm.Folders),
                new("/Library/Developer/CommandLineTools/Library/Frameworks/Python3.framework/Versions", null, PlaceForm.Folders)]
            : [],
    ];

    private static IEnumerable<KnownPlace> WindowsPythons(Machine machine) =>
        Named(null, PlaceForm.Folders, [Below(machine.Folder("LOCALAPPDATA"), "Programs", "Python"), Below(machine.Folder("LOCALAPPDATA"), "Python")])
            .Concat(Inside(machine.Disk, Path.Combine(machine.Filled("SystemDrive") ?? "C:", "/"), [])
                .Concat(machine.Folder("ProgramFiles") is { } programs ? Inside(machine.Disk, programs, []) : [])
                .Where(static path => Path.GetFileName(path).StartsWith("Python", StringComparison.OrdinalIgnoreCase))
                .Select(static path => new KnownPlace(path, null, PlaceForm.Root)));

    private static IEnumerable<KnownPlace> Named(EnvironmentKind? kind, PlaceForm form, IEnumerable<string?> paths) =>
        paths.OfType<string>().Select(path => new KnownPlace(path, kind, form));

    private static string[] Inside(FolderView disk, string folder, List<EnvironmentProblem> problems)
    {
        if (disk.List(folder) is not { } entries)
        {
            problems.Add(new EnvironmentProblem(folder, "this folder cannot be listed, so that the environments in it are unknown", IsGap: true));
            return [];
        }

        return [.. entries.Where(static entry => entry.IsFolder).Select(entry => Path.Combine(folder, entry.Name)).Order(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Lines(FolderView disk, string file) =>
        disk.Read(file) is not { } bytes
            ? []
            : Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Where(static line => Path.IsPathFullyQualified(line) && !line.Contains('\0', StringComparison.Ordinal));

    private static IEnumerable<string> Present(string? path) => path is null ? [] : [path];

    private static string? Below(string? folder, params ReadOnlySpan<string> parts) => folder is null ? null : Path.Combine([folder, .. parts]);
}
