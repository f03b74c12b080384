using Assay.Packaging.Environments;

namespace Assay.Audits;

/// <summary>Searches folders for the roots of environments, level by level, so that a limit cuts off what lies deepest.</summary>
internal sealed class EnvironmentSweep(Machine machine, SweepLimits limits, List<EnvironmentProblem> problems)
{
    // Large, and nobody keeps environments there.
    private static readonly HashSet<string> s_leftOut = new(StringComparer.Ordinal)
    {
        "node_modules", "__pycache__", ".git", ".hg", ".svn", ".npm", ".rustup", ".cargo", ".gradle", ".m2", ".nuget", "site-packages", "dist-packages", "proc", "sys", "dev",
        ".Trash", "$RECYCLE.BIN",
    };

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private int _folders;

    /// <summary>The roots below a folder, itself included, in a fixed order. Links to folders are not followed, nor other file systems entered.</summary>
    public IEnumerable<string> Below(string start)
    {
        Queue<(string Path, int Depth)> queue = new();
        queue.Enqueue((Path.TrimEndingDirectorySeparator(start), 0));
        while (queue.TryDequeue(out (string Path, int Depth) folder))
        {
            if (!_seen.Add(folder.Path))
            {
                continue;
            }

            if (_folders == limits.MaxFolders)
            {
                problems.Add(new EnvironmentProblem(folder.Path, $"the search ended here after {limits.MaxFolders} folders; what follows was not looked at", IsGap: true));
                yield break;
            }

            _folders++;
            if (machine.Disk.List(folder.Path) is not { } entries)
            {
                problems.Add(new EnvironmentProblem(folder.Path, "this folder cannot be listed; it was not searched", IsGap: true));
                continue;
            }

            bool isConda = entries.Any(static entry => entry is { IsFolder: true, Name: "conda-meta" });
            if (isConda || entries.Any(static entry => entry is { IsFolder: false, Name: "pyvenv.cfg" }))
            {
                yield return folder.Path;
            }

            foreach (FolderEntry entry in entries.OrderBy(static entry => entry.Name, StringComparer.Ordinal))
            {
                // Below an environment's root lie its modules; conda's also holds others.
                string path = Path.Combine(folder.Path, entry.Name);
                if (entry is { IsFolder: true, IsLink: false } && folder.Depth < limits.MaxDepth && !s_leftOut.Contains(entry.Name)
                    && (!isConda || entry.Name == "envs") && !machine.MountPoints.Contains(path))
                {
                    queue.Enqueue((path, folder.Depth + 1));
                }
            }
        }
    }
}
