using System.Collections.Immutable;

namespace Assay.Policies;

/// <summary>Finds the configuration files of the project around a folder.</summary>
internal static class ProjectFiles
{
    public const string PyProject = "pyproject.toml";

    // Deeper than any file system nests a working folder.
    private const int MaxLevels = 256;

    private static readonly string[] RepositoryMarks = [".git", ".hg", ".jj", ".svn"];

    /// <summary>
    /// Every file that could hold configuration, from the root of the repository down to <paramref name="folder"/>; outside a
    /// repository only those of the folder itself. All of them count: were only the nearest read, a hostile subfolder could hide
    /// what the root demands.
    /// </summary>
    public static ImmutableArray<string> Around(string folder)
    {
        List<string> folders = [];
        string? at = Path.GetFullPath(folder);
        bool found = false;
        while (at is not null && folders.Count < MaxLevels)
        {
            folders.Add(at);
            if (IsRepositoryRoot(at))
            {
                found = true;
                break;
            }

            at = Path.GetDirectoryName(at);
        }

        IEnumerable<string> inside = found ? Enumerable.Reverse(folders) : folders.Take(1);
        return [.. inside.SelectMany(In)];
    }

    /// <summary>The root of the repository that holds a folder; null where none does.</summary>
    public static string? RepositoryAround(string folder)
    {
        string? at = Path.GetFullPath(folder);
        for (int level = 0; at is not null && level < MaxLevels; level++)
        {
            if (IsRepositoryRoot(at))
            {
                return at;
            }

            at = Path.GetDirectoryName(at);
        }

        return null;
    }

    /// <summary>The files of one folder that could hold configuration, lowest first.</summary>
    public static IEnumerable<string> In(string folder) =>
        new[] { PyProject, PolicyFolders.FileName }.Select(name => Path.Combine(folder, name)).Where(File.Exists);

    private static bool IsRepositoryRoot(string folder) =>
        RepositoryMarks.Any(mark => Path.Exists(Path.Combine(folder, mark)));
}
