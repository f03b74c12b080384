using System.Collections.Frozen;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Artifacts;

/// <summary>What names alone tell: which members rules read, and which folders hold tests.</summary>
internal static class MemberNames
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_configuration = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "pip.conf", "pip.ini", "pyvenv.cfg", "setup.cfg", "pyproject.toml", "uv.toml", "pydistutils.cfg", ".pydistutils.cfg", "distutils.cfg",
        ".pypirc", ".netrc", "_netrc", ".npmrc", ".condarc", ".gitconfig", "authorized_keys", "poetry.toml",
        ".bashrc", ".bash_profile", ".bash_login", ".bash_aliases", ".profile", ".zshrc", ".zprofile", ".zshenv", ".zlogin", ".cshrc", ".tcshrc", ".kshrc", "config.fish",
        "activate", "activate.csh", "activate.fish", "activate.nu", "activate.bat", "activate_this.py", "Activate.ps1", "deactivate.bat")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_metadata = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "METADATA", "WHEEL", "PKG-INFO", "entry_points.txt", "top_level.txt", "requires.txt", "dependency_links.txt", "zip-safe", "native_libs.txt")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the content of a member of the artifact itself is kept for rules.</summary>
    public static KeepClass KeepOf(string name, MemberKind kind)
    {
        ReadOnlySpan<char> file = FileOf(name);
        if (MayStart(name))
        {
            return KeepClass.Essential;
        }

        if (kind is not (MemberKind.Text or MemberKind.StartupFile or MemberKind.Script or MemberKind.PythonSource))
        {
            return KeepClass.No;
        }

        return kind == MemberKind.StartupFile || s_metadata.Contains(file) || file.EndsWith(".egg-link", StringComparison.OrdinalIgnoreCase) ? KeepClass.Essential
            : s_configuration.Contains(file) || file.EndsWith("._pth", StringComparison.OrdinalIgnoreCase) ? KeepClass.Configuration
            : kind == MemberKind.Script || IsBuildFile(file) ? KeepClass.Script
            : KeepClass.No;
    }

    /// <summary>What the reading of Python does with a member's whole content.</summary>
    public static ContentUse UseOf(string name, MemberKind kind) => kind switch
    {
        // Stubs are never run, and Cython's files are another language that a compiler reads.
        MemberKind.PythonSource => Path.GetExtension(name).ToUpperInvariant() is ".PYI" or ".PYX" or ".PXD" or ".PXI" ? ContentUse.No : ContentUse.Python,
        MemberKind.PythonBytecode or MemberKind.StartupFile => ContentUse.Python,
        MemberKind.Script => ContentUse.Data,
        MemberKind.Text or MemberKind.Binary => IsPathConfiguration(name) ? ContentUse.Python : ContentUse.Data,
        _ => ContentUse.No,
    };

    /// <summary>True for files that run before others of the same distribution: they are the last to be given up.</summary>
    public static bool RunsFirst(string name)
    {
        ReadOnlySpan<char> file = FileOf(name);
        return file is "setup.py" || file.StartsWith("__init__.", StringComparison.Ordinal) || MayStart(name);
    }

    /// <summary>True for RECORD of any dist-info folder at the top.</summary>
    public static bool IsRecord(string name) =>
        name.EndsWith(".dist-info/RECORD", StringComparison.Ordinal) && name.IndexOf('/', StringComparison.Ordinal) == name.Length - "/RECORD".Length;

    /// <summary>True for the names of files that <c>site</c> reads line by line.</summary>
    public static bool IsPathConfiguration(string name) =>
        name.EndsWith(".pth", StringComparison.Ordinal) || name.EndsWith(".start", StringComparison.Ordinal);

    /// <summary>True for the names of files that a build reads by itself and that may start programs.</summary>
    public static bool IsBuildFile(ReadOnlySpan<char> file) =>
        file is "meson.build" or "CMakeLists.txt" or "build.rs" || file.EndsWith(".cmake", StringComparison.Ordinal);

    /// <summary>True for files of metadata, which are longer than what other rules read.</summary>
    public static bool IsMetadata(string name) => s_metadata.Contains(FileOf(name));

    /// <summary>
    /// True where the name, whatever the content, is one that <c>site</c> acts on at the start of the interpreter if the member
    /// lands in site-packages, and its folder is one from which it may land there.
    /// </summary>
    public static bool MayStart(string name)
    {
        ReadOnlySpan<char> file = FileOf(name);
        if (!file.EndsWith(".pth", StringComparison.Ordinal) && !file.EndsWith(".start", StringComparison.Ordinal) && !IsCustomize(file))
        {
            return false;
        }

        // Directly below the root, one folder (an sdist's), or a data folder's scheme.
        return name.AsSpan().Count('/') + name.AsSpan().Count('\\') <= 1
            || InstallLayout.BelowSitePackages(InstallLayout.OfWheel(name, rootIsPurelib: true)) is string below && IsStartup(below);
    }

    /// <summary>True for a path below site-packages that <c>site</c> acts on at every start of the interpreter.</summary>
    public static bool IsStartup(ReadOnlySpan<char> belowSitePackages)
    {
        int slash = belowSitePackages.IndexOf('/');
        return slash < 0
            ? belowSitePackages.EndsWith(".pth", StringComparison.Ordinal) || belowSitePackages.EndsWith(".start", StringComparison.Ordinal) || IsCustomize(belowSitePackages)
            : belowSitePackages[(slash + 1)..].StartsWith("__init__.", StringComparison.Ordinal)
                && IsCustomizeModule(belowSitePackages[..slash]);
    }

    /// <summary>True where the path runs through a folder of tests, or is a file that test runners load.</summary>
    public static bool IsTest(ReadOnlySpan<char> path)
    {
        ReadOnlySpan<char> file = FileOf(path);
        foreach (Range part in path[..^file.Length].Split('/'))
        {
            ReadOnlySpan<char> folder = path[..^file.Length][part];
            if (folder.Equals("tests", StringComparison.OrdinalIgnoreCase) || folder.Equals("test", StringComparison.OrdinalIgnoreCase)
                || folder.Equals("testing", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return file.Equals("conftest.py", StringComparison.Ordinal)
            || (file.EndsWith(".py", StringComparison.Ordinal) && (file.StartsWith("test_", StringComparison.Ordinal) || file.EndsWith("_test.py", StringComparison.Ordinal)));
    }

    public static ReadOnlySpan<char> FileOf(ReadOnlySpan<char> name) => name[(name.LastIndexOfAny('/', '\\') + 1)..];

    // sitecustomize.py, .pyc, .cpython-311-x86_64-linux-gnu.so …
    private static bool IsCustomize(ReadOnlySpan<char> file)
    {
        int dot = file.IndexOf('.');
        return dot > 0 && IsCustomizeModule(file[..dot])
            && (file.EndsWith(".py", StringComparison.Ordinal) || file.EndsWith(".pyc", StringComparison.Ordinal)
                || file.EndsWith(".so", StringComparison.Ordinal) || file.EndsWith(".pyd", StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsCustomizeModule(ReadOnlySpan<char> module) => module is "sitecustomize" or "usercustomize";
}

/// <summary>For what a member's whole content is kept.</summary>
internal enum ContentUse
{
    No,

    /// <summary>It is a program, or part of one.</summary>
    Python,

    /// <summary>A program may open it.</summary>
    Data,
}
