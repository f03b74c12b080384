using System.Collections.Immutable;

namespace Assay.Audits;

/// <summary>Which files of a project's folder say what it needs: its locks where it has any, for they say it exactly; else what they are made from.</summary>
internal static class ProjectFolder
{
    private static readonly string[] s_locks = ["pylock.toml", "uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"];
    private static readonly string[] s_sources = ["pyproject.toml", "setup.cfg", "environment.yml", "environment.yaml"];

    /// <summary>Full paths of the files, in a fixed order; empty where the folder has none.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static ImmutableArray<string> Files(string folder)
    {
        string[] names = [.. Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
        string[] locks =
        [
            .. s_locks.Where(names.Contains),
            .. names.Where(static name => name.StartsWith("pylock.", StringComparison.Ordinal) && name.EndsWith(".toml", StringComparison.Ordinal) && name != "pylock.toml"),
        ];
        string[] requirements = [.. names.Where(IsRequirements)];
        string[] chosen = locks.Length > 0 ? [.. locks, .. requirements] : [.. requirements, .. s_sources.Where(names.Contains)];
        return [.. chosen.Select(name => Path.Combine(folder, name))];
    }

    private static bool IsRequirements(string name) =>
        name.StartsWith("requirements", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase);
}
