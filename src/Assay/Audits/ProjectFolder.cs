using System.Collections.Immutable;
using Assay.Packaging.Lockfiles;

namespace Assay.Audits;

/// <summary>A file of a project's folder.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Format">As what it is read; null: as its name and content tell.</param>
internal sealed record ProjectFile(string Path, LockfileFormat? Format);

/// <summary>Which files of a project's folder say what it needs: its locks where it has any, for they say it exactly, with the build requirements that no lock holds; else what they are made from.</summary>
internal static class ProjectFolder
{
    private static readonly string[] s_locks = ["pylock.toml", "uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"];
    private static readonly string[] s_builds = ["setup.cfg", "setup.py"];
    private static readonly string[] s_sources = ["pyproject.toml", "environment.yml", "environment.yaml"];

    /// <summary>The files, in a fixed order; empty where the folder has none.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ImmutableArray<ProjectFile> Files(string folder)
    {
        string[] names = [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
        string[] locks =
        [
            .. s_locks.Where(names.Contains),
            .. names.Where(static name => name.StartsWith("pylock.", StringComparison.Ordinal) && name.EndsWith(".toml", StringComparison.Ordinal) && name != "pylock.toml"),
        ];
        string[] requirements = [.. Compiled(names.Where(static name => IsList(name) && name.StartsWith("requirements", StringComparison.OrdinalIgnoreCase))), .. InFolder(folder)];
        string[] chosen = locks.Length > 0 ? [.. locks, .. requirements] : [.. requirements, .. s_sources.Where(names.Contains)];
        ImmutableArray<ProjectFile> files = [.. chosen.Select(name => new ProjectFile(Path.Combine(folder, name), null))];
        return locks.Length > 0 && names.Contains("pyproject.toml")
            ? files.Add(new ProjectFile(Path.Combine(folder, "pyproject.toml"), new PyprojectFormat(onlyBuild: true)))
            : files;
    }

    /// <summary>The file of a folder whose requirements only a build would tell; null where there is none.</summary>
    public static string? BuildFile(string folder) => s_builds.FirstOrDefault(name => File.Exists(Path.Combine(folder, name)));

    // What many keep apart from the project's own files: requirements/base.txt, requirements/dev.in.
    private static IEnumerable<string> InFolder(string folder)
    {
        string inner = Path.Combine(folder, "requirements");
        return !Directory.Exists(inner) ? []
            : Compiled(Directory.EnumerateFiles(inner).Select(Path.GetFileName).OfType<string>()
                    .Where(static name => IsList(name) && !name.StartsWith("constraints", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal))
                .Select(static name => Path.Combine("requirements", name));
    }

    // A .in file is what the .txt file beside it was made from.
    private static string[] Compiled(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return [.. all.Where(name => !name.EndsWith(".in", StringComparison.OrdinalIgnoreCase) || !all.Contains($"{name[..^3]}.txt", StringComparer.OrdinalIgnoreCase))];
    }

    private static bool IsList(string name) => name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".in", StringComparison.OrdinalIgnoreCase);
}
