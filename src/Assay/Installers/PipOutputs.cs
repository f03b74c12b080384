using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>What a pip command writes that may name the guard.</summary>
internal static class PipOutputs
{
    /// <param name="target">The interpreter that packages are installed for.</param>
    /// <param name="prefix">Its <c>sys.prefix</c>.</param>
    public static InstallerOutputs Of(string subcommand, ImmutableArray<Argument> arguments, PipSettings settings, InstallerInput input, string target, string prefix)
    {
        string? Value(string option) =>
            arguments.LastOrDefault(argument => argument.Option == option)?.Value ?? settings.Find(option)?.Value;

        var files = ImmutableArray.CreateBuilder<string>();
        bool standardOutput = false;
        string? written = subcommand switch
        {
            "install" => Value("--report"),
            "lock" => Value("--output") ?? "pylock.toml",
            _ => null,
        };
        if (written == "-")
        {
            standardOutput = true;
        }
        else if (written is not null)
        {
            files.Add(input.Absolute(written));
        }

        if (Value("--log") is { } log)
        {
            files.Add(input.Absolute(log));
        }

        var environments = ImmutableArray.CreateBuilder<string>();
        if (subcommand == "install")
        {
            foreach (string option in new[] { "--target", "--prefix", "--root" })
            {
                if (Value(option) is { } folder)
                {
                    environments.Add(input.Absolute(folder));
                }
            }

            environments.Add(target);
            environments.Add(prefix);
            environments.Add(input.FilledVariable("PYTHONUSERBASE") ?? Path.Combine(input.Folders.Home, ".local"));
        }

        return new InstallerOutputs(files.ToImmutable(), environments.ToImmutable(), standardOutput);
    }
}
