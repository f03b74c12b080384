using System.Collections.Immutable;
using System.Text;

namespace Assay.Installers;

/// <summary>A setting of pip's that is in force, and where it comes from.</summary>
/// <param name="Option">The option's canonical name.</param>
/// <param name="Spelling">The long option that the setting names: an alias means the same.</param>
/// <param name="Origin">The variable, or the file and line.</param>
public sealed record PipSetting(string Option, string Spelling, string Value, string Origin, bool IsFromEnvironment)
{
    /// <summary>The values of a setting that can be given several times.</summary>
    public ImmutableArray<string> Values =>
        [.. Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>Whether a flag's value switches it on, as pip reads it.</summary>
    public bool IsOn => Value.Trim().ToUpperInvariant() is "1" or "TRUE" or "YES" or "Y" or "ON" or "T";
}

/// <summary>pip's settings from configuration files and the environment: later files win, the subcommand's section wins over [global], variables win over both.</summary>
public sealed class PipSettings
{
    private readonly Dictionary<string, PipSetting> _byOption = new(StringComparer.Ordinal);
    private readonly List<string> _unknownVariables = [];
    private readonly List<Refusal> _refusals = [];

    private PipSettings()
    {
    }

    /// <summary>Settings in force, one an option.</summary>
    public IEnumerable<PipSetting> All => _byOption.Values;

    /// <summary><c>PIP_*</c> variables that name no option known here.</summary>
    public IReadOnlyList<string> UnknownVariables => _unknownVariables;

    /// <summary>Files that pip itself could not read.</summary>
    public IReadOnlyList<Refusal> Refusals => _refusals;

    /// <summary>The setting in force; null where there is none.</summary>
    public PipSetting? Find(string option) => _byOption.GetValueOrDefault(option);

    /// <summary>Reads all files and variables that pip would for this subcommand.</summary>
    /// <param name="prefix">The interpreter's prefix, whose own file counts too; null where it is unknown.</param>
    public static PipSettings Read(InstallerInput input, string subcommand, string? prefix)
    {
        var settings = new PipSettings();
        var sections = new Dictionary<string, List<(ConfigurationSetting Setting, string File)>>(StringComparer.Ordinal);
        foreach (string file in Files(input, prefix))
        {
            if (input.Files.Read(file) is not { } bytes)
            {
                continue;
            }

            ConfigurationReading reading = PythonConfiguration.Read(Encoding.UTF8.GetString(bytes));
            if (reading.ErrorLine is { } line)
            {
                settings._refusals.Add(new Refusal($"{file}:{line}", "pip stops at this line of its configuration.", "Correct or remove the line."));
            }

            foreach (ConfigurationSetting setting in reading.Settings)
            {
                if (!sections.TryGetValue(setting.Section, out List<(ConfigurationSetting, string)>? list))
                {
                    sections.Add(setting.Section, list = []);
                }

                list.Add((setting, file));
            }
        }

        foreach (string section in new[] { "global", subcommand })
        {
            foreach ((ConfigurationSetting setting, string file) in sections.GetValueOrDefault(section) ?? [])
            {
                settings.Add(setting.Key, setting.Value, $"{file}:{setting.Line}", isFromEnvironment: false);
            }
        }

        settings.ReadVariables(input);
        return settings;
    }

    /// <summary>The option that a <c>PIP_*</c> variable sets, as pip folds its name; null for any other variable.</summary>
    public static string? OptionOfVariable(string name) =>
        name.StartsWith("PIP_", StringComparison.Ordinal) ? "--" + PythonConfiguration.FoldKey(name[4..]) : null;

    private static IEnumerable<string> Files(InstallerInput input, string? prefix)
    {
        string? named = input.Variable("PIP_CONFIG_FILE");
        if (named == input.Folders.NoFile)
        {
            return [];
        }

        bool namedExists = named is { Length: > 0 } && input.Files.FileExists(input.Absolute(named));
        IEnumerable<string> files = input.Folders.PipGlobal;
        if (!namedExists)
        {
            files = files.Concat(input.Folders.PipUser);
        }

        if (prefix is not null)
        {
            files = files.Append(Path.Combine(prefix, InstallerFolders.PipFileName(input.Folders.Platform)));
        }

        return namedExists ? files.Append(input.Absolute(named!)) : files;
    }

    private void ReadVariables(InstallerInput input)
    {
        foreach ((string name, string value) in input.Environment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
        {
            if (OptionOfVariable(name) is not { } option || option is "--config-file" or "--version" or "--help")
            {
                continue;
            }

            if (PipOptions.All.Find(option) is null)
            {
                _unknownVariables.Add(name);
            }
            else
            {
                Add(option[2..], value, name, isFromEnvironment: true);
            }
        }
    }

    private void Add(string key, string value, string origin, bool isFromEnvironment)
    {
        // pip leaves out settings without a value, so that they do not hide an earlier one.
        if (value.Length > 0 && PipOptions.All.Find("--" + key) is { } option)
        {
            _byOption[option.Canonical] = new PipSetting(option.Canonical, "--" + key, value, origin, isFromEnvironment);
        }
    }
}
