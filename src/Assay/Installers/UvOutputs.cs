using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>What a uv command writes that may name the guard, locks and the project's own files aside.</summary>
internal static class UvOutputs
{
    /// <param name="root">The project's root where the command works on its environment; null otherwise.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    public static InstallerOutputs Of(
        string subcommand, ImmutableArray<Argument> arguments, string? root, string folder, InstallerInput input)
    {
        string? LastValue(string option) => arguments.LastOrDefault(argument => argument.Option == option)?.Value;

        string? output = LastValue("--output-file");
        var environments = ImmutableArray.CreateBuilder<string>();
        if (root is not null)
        {
            environments.Add(Path.GetFullPath(input.FilledVariable("UV_PROJECT_ENVIRONMENT") ?? ".venv", root));
        }

        foreach (string? named in new[] { LastValue("--target"), LastValue("--prefix"), input.FilledVariable("VIRTUAL_ENV") })
        {
            if (named is not null)
            {
                environments.Add(input.Absolute(named, folder));
            }
        }

        if (subcommand is "pip install" or "pip sync")
        {
            environments.Add(input.Absolute(LastValue("--python") ?? ".venv", folder));
            bool isSystem = arguments.Any(argument => argument.Option == "--system") || input.FilledVariable("UV_SYSTEM_PYTHON") is not null;
            if (isSystem && PythonOnPath.Find(input) is { } python)
            {
                environments.Add(python);
            }
        }

        if (subcommand is "tool install" or "tool upgrade")
        {
            environments.Add(input.FilledVariable("UV_TOOL_DIR")
                ?? Path.Combine(input.FilledVariable("XDG_DATA_HOME") ?? Path.Combine(input.Folders.Home, ".local", "share"), "uv", "tools"));
        }

        return new InstallerOutputs(
            output is null ? [] : [input.Absolute(output, folder)],
            environments.ToImmutable(),
            FilterStandardOutput: subcommand is "pip compile" or "export" && output is null);
    }
}
