namespace Assay.Packaging.Distributions;

/// <summary>The file <c>setup.cfg</c> as far as it says what a build runs, in the dialect of Python's <c>configparser</c>.</summary>
public static class SetupCfg
{
    /// <summary>The lines of a setting's value, trimmed, without comments and empty ones.</summary>
    public static IEnumerable<string> Lines(string text, string section, string key) =>
        Settings(text).Where(setting => setting.Section == section && setting.Key == key).Select(static setting => setting.Line);

    /// <summary>Every line of every value with the section and the key that it belongs to; keys in lower case with <c>_</c> for <c>-</c>.</summary>
    public static IEnumerable<(string Section, string Key, string Line)> Settings(string text)
    {
        string section = "";
        string? key = null;
        int indent = 0;
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            string value = line.Trim();
            if (value.Length == 0 || value[0] is '#' or ';')
            {
                continue;
            }

            int depth = line.Length - line.TrimStart().Length;
            if (key is not null && depth > indent)
            {
                yield return (section, key, value);
                continue;
            }

            indent = depth;
            int delimiter = value.AsSpan().IndexOfAny('=', ':');
            if (value[0] == '[' && value.LastIndexOf(']') is > 1 and int close)
            {
                (section, key) = (value[1..close].Trim(), null);
            }
            else if (delimiter > 0)
            {
                key = value[..delimiter].Trim().ToLowerInvariant().Replace('-', '_');
                if (value[(delimiter + 1)..].Trim() is { Length: > 0 } first)
                {
                    yield return (section, key, first);
                }
            }
        }
    }
}
