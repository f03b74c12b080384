using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>A setting of a configuration file.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed record ConfigurationSetting(string Section, string Key, string Value, int Line);

/// <summary>What a configuration file says, or where it is broken.</summary>
/// <param name="ErrorLine">The first line that the dialect does not allow, counted from 1; null where all are well.</param>
public sealed record ConfigurationReading(ImmutableArray<ConfigurationSetting> Settings, int? ErrorLine);

/// <summary>The dialect of Python's <c>configparser</c> without interpolation, in which pip's settings are written.</summary>
public static class PythonConfiguration
{
    private const string DefaultSection = "DEFAULT";

    /// <summary>Reads the text; keys are folded as pip folds them (lower case, <c>_</c> as <c>-</c>, without leading <c>--</c>).</summary>
    public static ConfigurationReading Read(string text)
    {
        var sections = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        var entries = new List<Entry>();
        var seen = new HashSet<(string, string)>();
        string? section = null;
        Entry? open = null;
        int indent = 0;
        int number = 0;
        int? error = null;
        foreach (string line in Lines(text))
        {
            number++;
            string value = line.Trim();
            if (value.Length == 0 || value[0] is '#' or ';')
            {
                continue;
            }

            int depth = line.Length - line.TrimStart().Length;
            if (open is not null && depth > indent)
            {
                open.Lines.Add(value);
                continue;
            }

            indent = depth;
            if (value[0] == '[' && value.LastIndexOf(']') is > 1 and int close)
            {
                section = value[1..close];
                open = null;
                if (!sections.TryAdd(section, sections.Count) && section != DefaultSection)
                {
                    error ??= number;
                }

                continue;
            }

            int delimiter = value.AsSpan().IndexOfAny('=', ':');
            if (section is null || delimiter <= 0)
            {
                error ??= number;
                continue;
            }

            open = new Entry(section, FoldKey(value[..delimiter].TrimEnd()), [value[(delimiter + 1)..].Trim()], number);
            entries.Add(open);
            if (!seen.Add((section, value[..delimiter].TrimEnd().ToLowerInvariant())))
            {
                error ??= number;
            }
        }

        return new ConfigurationReading(WithDefaults(sections.Keys, entries), error);
    }

    /// <summary>A key's folded form.</summary>
    public static string FoldKey(string key)
    {
        string folded = key.ToLowerInvariant().Replace('_', '-');
        return folded.StartsWith("--", StringComparison.Ordinal) ? folded[2..] : folded;
    }

    private static ImmutableArray<ConfigurationSetting> WithDefaults(IEnumerable<string> sections, List<Entry> entries)
    {
        var settings = ImmutableArray.CreateBuilder<ConfigurationSetting>();
        ILookup<string, Entry> bySection = entries.ToLookup(entry => entry.Section, StringComparer.Ordinal);
        foreach (string section in sections.Where(name => name != DefaultSection))
        {
            foreach (Entry entry in bySection[DefaultSection].Concat(bySection[section]))
            {
                settings.Add(new ConfigurationSetting(section, entry.Key, string.Join('\n', entry.Lines), entry.Number));
            }
        }

        return settings.ToImmutable();
    }

    private static string[] Lines(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');

    private sealed record Entry(string Section, string Key, List<string> Lines, int Number);
}
