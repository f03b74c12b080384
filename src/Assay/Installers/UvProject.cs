using System.Collections.Immutable;
using System.Text;

namespace Assay.Installers;

/// <summary>The project that uv finds from a folder upwards: its settings files, nearest first, and the folder that holds its lock.</summary>
/// <param name="Root">The workspace's root; null where there is no project.</param>
/// <param name="Files">Settings of the project, its workspace, and any <c>uv.toml</c> beside them.</param>
internal sealed record UvProject(string? Root, ImmutableArray<UvConfiguration> Files)
{
    public static UvProject None { get; } = new(null, []);

    /// <summary>Looks from <paramref name="folder"/> upwards.</summary>
    public static UvProject Find(string folder, InstallerInput input)
    {
        var files = ImmutableArray.CreateBuilder<UvConfiguration>();
        string? root = null;
        bool isWorkspace = false;
        for (string? at = Path.GetFullPath(folder); at is not null && !isWorkspace; at = Path.GetDirectoryName(at))
        {
            UvConfiguration? project = UvConfiguration.Read(Path.Combine(at, "pyproject.toml"), true, input);
            isWorkspace = project?.Leaves.Any(leaf => leaf.Path is ["tool", "uv", "workspace", ..]) == true;
            if (project is not null && (root is null || isWorkspace))
            {
                root = at;
                files.Add(project);
            }

            if (UvConfiguration.Read(Path.Combine(at, "uv.toml"), false, input) is { } own)
            {
                files.Add(own);
            }
        }

        return new UvProject(root, files.ToImmutable());
    }

    /// <summary>The metadata block of a script (PyPA "Inline script metadata"), as settings; null where there is none.</summary>
    public static UvConfiguration? OfScript(string path, InstallerInput input)
    {
        string absolute = input.Absolute(path);
        if (input.Files.Read(absolute) is not { } bytes)
        {
            return null;
        }

        // The block ends with the last "# ///" before the comment ends, not with the first: the reference expression is greedy.
        var block = new StringBuilder();
        int end = -1;
        bool isOpen = false;
        foreach (string line in Encoding.UTF8.GetString(bytes).Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (!isOpen)
            {
                isOpen = line == "# /// script";
            }
            else if (line == "#" || line.StartsWith("# ", StringComparison.Ordinal))
            {
                end = line == "# ///" ? block.Length : end;
                block.Append(line.Length > 2 ? line[2..] : "").Append('\n');
            }
            else
            {
                break;
            }
        }

        return end < 0 ? null : UvConfiguration.Read(absolute, block.ToString(0, end), isProject: true);
    }
}
