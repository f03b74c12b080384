using System.Diagnostics.CodeAnalysis;

namespace Assay.Packaging.Requirements;

/// <summary>The options that a requirements file can hold.</summary>
public enum RequirementsOption
{
    IndexUrl,
    ExtraIndexUrl,
    NoIndex,
    Constraint,
    Requirement,
    Editable,
    FindLinks,
    NoBinary,
    OnlyBinary,
    PreferBinary,
    RequireHashes,
    NoRequireHashes,
    Pre,
    AllReleases,
    OnlyFinal,
    TrustedHost,
    UseFeature,
    Hash,
    ConfigSettings,

    /// <summary>Up to pip 25.</summary>
    GlobalOption,

    /// <summary>Up to pip 23.0.</summary>
    InstallOption,
}

/// <summary>One option and its spellings.</summary>
internal sealed record RequirementsOptionRule(RequirementsOption Option, bool TakesValue, char? Short, params string[] Long);

/// <summary>Finds options as Python's <c>optparse</c> does, which lets a long option be cut short as long as it stays the only one.</summary>
internal static class RequirementsOptionTable
{
    // pip 26.3.
    private static readonly RequirementsOptionRule[] s_current =
    [
        new(RequirementsOption.IndexUrl, true, 'i', "--index-url", "--pypi-url"),
        new(RequirementsOption.ExtraIndexUrl, true, null, "--extra-index-url"),
        new(RequirementsOption.NoIndex, false, null, "--no-index"),
        new(RequirementsOption.Constraint, true, 'c', "--constraint"),
        new(RequirementsOption.Requirement, true, 'r', "--requirement"),
        new(RequirementsOption.Editable, true, 'e', "--editable"),
        new(RequirementsOption.FindLinks, true, 'f', "--find-links"),
        new(RequirementsOption.NoBinary, true, null, "--no-binary"),
        new(RequirementsOption.OnlyBinary, true, null, "--only-binary"),
        new(RequirementsOption.PreferBinary, false, null, "--prefer-binary"),
        new(RequirementsOption.RequireHashes, false, null, "--require-hashes"),
        new(RequirementsOption.NoRequireHashes, false, null, "--no-require-hashes"),
        new(RequirementsOption.Pre, false, null, "--pre"),
        new(RequirementsOption.AllReleases, true, null, "--all-releases"),
        new(RequirementsOption.OnlyFinal, true, null, "--only-final"),
        new(RequirementsOption.TrustedHost, true, null, "--trusted-host"),
        new(RequirementsOption.UseFeature, true, null, "--use-feature"),
        new(RequirementsOption.Hash, true, null, "--hash"),
        new(RequirementsOption.ConfigSettings, true, 'C', "--config-settings"),
    ];

    // Read where nothing of the present fits, because an older pip may be the one that reads the file.
    private static readonly RequirementsOptionRule[] s_older =
    [
        new(RequirementsOption.GlobalOption, true, null, "--global-option"),
        new(RequirementsOption.InstallOption, true, null, "--install-option"),
    ];

    public static RequirementsOptionRule? FindShort(char letter) => Array.Find(s_current, rule => rule.Short == letter);

    /// <summary>The option of that name, whole or cut short; false, with the reason, where there is none or more than one.</summary>
    public static bool TryFindLong(string name, [NotNullWhen(true)] out RequirementsOptionRule? rule, [NotNullWhen(false)] out string? problem)
    {
        problem = null;
        rule = Array.Find(s_current, r => r.Long.Contains(name, StringComparer.Ordinal));
        if (rule is not null)
        {
            return true;
        }

        foreach (RequirementsOptionRule[] table in (RequirementsOptionRule[][])[s_current, s_older])
        {
            (RequirementsOptionRule Rule, string Long)[] matches =
                [.. table.SelectMany(r => r.Long.Where(l => l.StartsWith(name, StringComparison.Ordinal)).Select(l => (r, l)))];
            if (matches.Length == 1)
            {
                rule = matches[0].Rule;
                return true;
            }

            if (matches.Length > 1)
            {
                problem = $"{name} could be {string.Join(" or ", matches.Select(m => m.Long))}";
                return false;
            }
        }

        problem = $"there is no option {name}";
        return false;
    }
}
