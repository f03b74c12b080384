using System.Globalization;
using System.Text;
using Assay.Engine.Advisories;
using Assay.Engine.Verdicts;

namespace Assay.Policies;

/// <summary>Writes the few pieces of TOML that Assay adds to files of people.</summary>
internal static class TomlText
{
    /// <summary>A basic string on one line (TOML 1.0 "String"); whatever does not show as itself is escaped.</summary>
    public static string Quote(string text)
    {
        StringBuilder result = new(text.Length + 2);
        result.Append('"');
        foreach (Rune rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => result.Append("\\\""),
                '\\' => result.Append("\\\\"),
                '\n' => result.Append("\\n"),
                '\r' => result.Append("\\r"),
                '\t' => result.Append("\\t"),
                _ when IsHidden(rune) => rune.IsBmp
                    ? result.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}")
                    : result.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
                _ => result.Append(rune.ToString()),
            };
        }

        return result.Append('"').ToString();
    }

    /// <summary>A waiver's keys, one a line, without its header.</summary>
    public static IEnumerable<string> Keys(Waiver waiver)
    {
        yield return $"rule = {Quote(waiver.Rule)}";
        if (waiver.Sha256 is not null)
        {
            yield return $"sha256 = {Quote(waiver.Sha256)}";
        }

        if (waiver.Project is not null)
        {
            yield return $"project = {Quote(waiver.Project.Value.Normalized)}";
        }

        if (waiver.Versions is not null)
        {
            yield return $"versions = {Quote(waiver.Versions)}";
        }

        yield return $"reason = {Quote(waiver.Reason)}";
        yield return $"owner = {Quote(waiver.Owner)}";
        yield return $"expires = {waiver.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
    }

    /// <summary>An ignore entry's keys, one a line, without its header.</summary>
    public static IEnumerable<string> Keys(AdvisoryIgnore ignore)
    {
        yield return $"id = {Quote(ignore.Id)}";
        if (ignore.Project is not null)
        {
            yield return $"project = {Quote(ignore.Project.Value.Normalized)}";
        }

        if (ignore.Versions is not null)
        {
            yield return $"versions = {Quote(ignore.Versions)}";
        }

        if (ignore.Marker is not null)
        {
            yield return $"marker = {Quote(ignore.Marker)}";
        }

        if (ignore.UntilFixed)
        {
            yield return "until-fixed = true";
        }

        yield return $"reason = {Quote(ignore.Reason ?? "")}";
        if (ignore.Owner is not null)
        {
            yield return $"owner = {Quote(ignore.Owner)}";
        }

        if (ignore.Expires is DateOnly expires)
        {
            yield return $"expires = {expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        }
    }

    /// <summary>
    /// What to add at the end of a file to give it entries: everything that is there stays byte for byte, and the file's own line
    /// endings are used.
    /// </summary>
    /// <param name="existing">The file's text; empty for a new file.</param>
    /// <param name="entries">The lines of each entry, without its header.</param>
    /// <param name="header">The array's name: <c>waiver</c>, or <c>tool.assay.waiver</c> in a pyproject.toml.</param>
    public static string Suffix(string existing, IEnumerable<IEnumerable<string>> entries, string header)
    {
        int newline = existing.IndexOf('\n', StringComparison.Ordinal);
        string end = newline > 0 && existing[newline - 1] == '\r' ? "\r\n" : "\n";
        StringBuilder result = new();
        if (existing.Length > 0 && !existing.EndsWith('\n'))
        {
            result.Append(end);
        }

        bool first = existing.Length == 0;
        foreach (IEnumerable<string> keys in entries)
        {
            result.Append(first ? "" : end).Append(CultureInfo.InvariantCulture, $"[[{header}]]").Append(end);
            first = false;
            foreach (string key in keys)
            {
                result.Append(key).Append(end);
            }
        }

        return result.ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;
}
