using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>What a project's settings ask an installer for.</summary>
/// <param name="IsPath">True for the value of a source; else it is a requirement.</param>
/// <param name="Line">From 1.</param>
internal readonly record struct ProjectText(string Text, bool IsPath, int Line);

/// <summary>Finds the requirements and sources in a <c>pyproject.toml</c> or a script's metadata, whoever of pip, uv and build backends reads them.</summary>
internal static class ProjectNames
{
    /// <summary>All of them, in the order written.</summary>
    /// <param name="onlyLimits">True for a command that takes nothing of the project but uv's constraints and overrides.</param>
    public static IEnumerable<ProjectText> Of(ImmutableArray<TomlLeaf> leaves, bool onlyLimits = false)
    {
        foreach (TomlLeaf leaf in leaves)
        {
            if (leaf.Text is { } text && (IsLimit(leaf.Path) || (!onlyLimits && (IsPath(leaf.Path) || IsRequirement(leaf.Path)))))
            {
                yield return new ProjectText(text, IsPath(leaf.Path), leaf.Line);
            }
        }
    }

    /// <summary>The patterns of a uv workspace's members.</summary>
    public static IEnumerable<string> Members(ImmutableArray<TomlLeaf> leaves) =>
        leaves.Where(leaf => leaf.IsAt("tool", "uv", "workspace", "members", "*")).Select(leaf => leaf.Text).OfType<string>();

    /// <summary>Requirements files that setuptools reads a project's dependencies from.</summary>
    public static IEnumerable<string> DynamicFiles(ImmutableArray<TomlLeaf> leaves) =>
        leaves.Where(leaf => leaf.Path is ["tool", "setuptools", "dynamic", "dependencies" or "optional-dependencies", ..] && leaf.Path.Contains("file"))
            .Select(leaf => leaf.Text).OfType<string>();

    private static bool IsRequirement(ImmutableArray<string> path) => path is
        ["project", "dependencies", _] or ["project", "optional-dependencies", _, _]
        or ["build-system", "requires", _] or ["dependency-groups", _, _]
        or ["dependencies", _]
        or ["tool", "uv", "dev-dependencies", _]
        or ["tool", "uv", "extra-build-dependencies", _, ..]
        or ["tool", "pdm", "dev-dependencies", _, _];

    private static bool IsLimit(ImmutableArray<string> path) => path is
        [.., "constraint-dependencies" or "override-dependencies" or "build-constraint-dependencies", _]
        && path is [_, _] or ["tool", "uv", _, _];

    private static bool IsPath(ImmutableArray<string> path) =>
        path is ["tool", "uv", "sources", _, .., "path" or "url"]
        || (path is ["tool", "poetry", .., "path" or "file" or "url"] && (path.Contains("dependencies") || path.Contains("dev-dependencies")));
}
