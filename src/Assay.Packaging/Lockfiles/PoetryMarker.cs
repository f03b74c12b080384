using System.Collections.Immutable;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Lockfiles;

/// <summary>When a dependency of Poetry counts: its keys <c>markers</c>, <c>python</c> and <c>platform</c>, which must all hold.</summary>
internal static class PoetryMarker
{
    /// <param name="line">Of the dependency, for keys without one of their own.</param>
    public static Marker? Read(DataTable table, int line, ListBuilder list)
    {
        List<string> parts = [];
        foreach ((string key, Func<string, string?> convert) in (ReadOnlySpan<(string, Func<string, string?>)>)
            [("markers", text => list.Marker(text, table.FindEntry("markers")?.Line ?? line) is null ? "" : text), ("python", OfPython), ("platform", OfPlatform)])
        {
            if (list.Text(table, key) is not { } text || text.AsSpan().IsWhiteSpace())
            {
                continue;
            }

            if (convert(text) is not { } part)
            {
                list.Problem(table.FindEntry(key)?.Line ?? line, $"'{text}' under '{key}' could not be read, so that the dependency counts whatever it says", loses: false);
            }
            else if (part.Length > 0)
            {
                parts.Add(part);
            }
        }

        return parts.Count == 0 ? null : list.Marker(parts.Count == 1 ? parts[0] : string.Join(" and ", parts.Select(static part => $"({part})")), line);
    }

    private static string? OfPython(string text)
    {
        if (PoetryConstraint.Read(text) is not { } sets)
        {
            return null;
        }

        ImmutableArray<string> alternatives = [.. sets.Select(static set => string.Join(" and ", set.Specifiers.Select(Comparison)))];
        return alternatives.Contains("") ? "" : string.Join(" or ", alternatives);
    }

    // Two numbers name a series, three a release of it.
    private static string Comparison(VersionSpecifier clause)
    {
        string variable = clause.Version?.Release.Length > 2 ? "python_full_version" : "python_version";
        string op = clause.ToString()[..^clause.VersionText.Length];
        return $"{variable} {op} \"{clause.VersionText}\"";
    }

    // Names as sys.platform has them: 'win32', '!=win32', 'linux || darwin'.
    private static string? OfPlatform(string text)
    {
        List<string> alternatives = [];
        foreach (string alternative in text.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            List<string> clauses = [];
            foreach (string clause in alternative.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                string op = clause.StartsWith("!=", StringComparison.Ordinal) ? "!=" : "==";
                string name = clause.TrimStart('!', '=').Trim();
                if (name.Length == 0 || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
                {
                    return name == "*" ? "" : null;
                }

                clauses.Add($"sys_platform {op} \"{name}\"");
            }

            if (clauses.Count == 0)
            {
                return null;
            }

            alternatives.Add(string.Join(" and ", clauses));
        }

        return alternatives.Count == 0 ? null : string.Join(" or ", alternatives);
    }
}
