using System.Collections.Immutable;
using System.Text;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Tomlyn;
using Tomlyn.Parsing;

namespace Assay.Audits;

/// <summary>Edits the requirements of a <c>pyproject.toml</c> inside their strings: dependencies, extras, groups and build requirements.</summary>
internal static class FixPyproject
{
    /// <summary>Makes the edits.</summary>
    /// <returns>Where a project has a requirement that could not be edited: the first such place; the reasons are among the files' problems.</returns>
    public static ImmutableDictionary<ProjectName, (string File, int Line)> Edit(string path, FixEdits edits, FixFiles files)
    {
        ImmutableDictionary<ProjectName, (string File, int Line)>.Builder failed = ImmutableDictionary.CreateBuilder<ProjectName, (string File, int Line)>();
        if (files.Read(path) is not { } bytes || Decode(bytes) is not { } text)
        {
            return ImmutableDictionary<ProjectName, (string File, int Line)>.Empty;
        }

        List<(int Start, int Length, string Text)> changes = [];
        foreach ((int line, int start, int length, string value, bool isConstraint) in Strings(text))
        {
            if (!Requirement.TryParse(value, out Requirement? requirement))
            {
                continue;
            }

            bool isPlain = string.Equals(text.Substring(start, length), value, StringComparison.Ordinal);
            (int Start, int Length, string Text)? edit = edits.Of(value, requirement, isConstraint, out string? problem);
            if (problem is null && edit is not null && !isPlain)
            {
                problem = "stands in a string with escapes, which is not edited in place";
            }

            if (problem is not null)
            {
                failed.TryAdd(requirement.Project, (path, line));
                files.Problems.Add((path, line, $"'{value}' {problem}"));
            }
            else if (edit is var (from, count, replacement))
            {
                files.Edited.Add(requirement.Project);
                changes.Add((start + from, count, replacement));
            }
            else if (edits.IsDone(requirement))
            {
                files.Edited.Add(requirement.Project);
            }
        }

        if (changes.Count > 0)
        {
            StringBuilder after = new(text);
            foreach ((int start, int length, string replacement) in changes.OrderByDescending(static change => change.Start))
            {
                after.Remove(start, length).Insert(start, replacement);
            }

            files.Change(path, FixFiles.Strict.GetBytes(after.ToString()), text, after.ToString());
        }

        return failed.ToImmutable();
    }

    private static string? Decode(byte[] bytes)
    {
        try
        {
            return FixFiles.Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Addresses of the indexes that uv, PDM and Poetry read from the file.</summary>
    public static ImmutableArray<(int Line, string Address)> Indexes(string path, FixFiles files) =>
        files.Read(path) is { } bytes && Decode(bytes) is { } text
            ? [.. Walk(text).Where(static one => IsIndex(one.Path, one.Key)).Select(static one => (one.Line, one.Value))]
            : [];

    // Line, place and value of each string in a list of requirements.
    private static IEnumerable<(int Line, int Start, int Length, string Value, bool IsConstraint)> Strings(string text) =>
        Walk(text).Select(static one => (one.Line, one.Start, one.Length, one.Value, IsConstraint: ListOf(one.Path)))
            .Where(static one => one.IsConstraint is not null)
            .Select(static one => (one.Line, one.Start, one.Length, one.Value, one.IsConstraint!.Value));

    // Every string with the tables and arrays that it lies in. A document that breaks off is edited nowhere.
    private static List<(ImmutableArray<(string Key, bool IsArray)> Path, string Key, int Line, int Start, int Length, string Value)> Walk(string text)
    {
        List<(ImmutableArray<(string Key, bool IsArray)>, string, int, int, int, string)> found = [];
        int mark = text.StartsWith('\uFEFF') ? 1 : 0;
        TomlParser parser = TomlParser.Create(text[mark..], new TomlParserOptions { Mode = TomlParserMode.Tolerant });
        Stack<(string Key, bool IsArray)> open = [];
        string key = "";
        try
        {
            while (parser.MoveNext())
            {
                TomlParseEvent at = parser.Current;
                switch (at.Kind)
                {
                    case TomlParseEventKind.PropertyName:
                        key = parser.GetPropertyName();
                        break;
                    case TomlParseEventKind.StartTable:
                        open.Push((open.Count == 0 ? "" : key, false));
                        break;
                    case TomlParseEventKind.StartArray:
                        open.Push((key, true));
                        break;
                    case TomlParseEventKind.EndTable or TomlParseEventKind.EndArray:
                        open.TryPop(out _);
                        break;
                    case TomlParseEventKind.String when at.Span is { } span:
                        found.Add(([.. open.Reverse()], key, at.Line, mark + span.Start.Offset + 1, Math.Max(0, span.End.Offset - span.Start.Offset - 1), parser.GetString()));
                        break;
                    default:
                        break;
                }
            }
        }
        catch (Exception e) when (e is TomlException or ArgumentOutOfRangeException)
        {
            return [];
        }

        return parser.Diagnostics.Count > 0 ? [] : found;
    }

    // Whether a list of requirements is one that only limits; null: it is none.
    private static bool? ListOf(ImmutableArray<(string Key, bool IsArray)> path) =>
        path is [_, ("tool", false), ("uv", false), ("constraint-dependencies" or "override-dependencies", true)] ? true
        : path is [_, ("project", false), ("dependencies", true)]
            or [_, ("project", false), ("optional-dependencies", false), (_, true)]
            or [_, ("dependency-groups", false), (_, true)]
            or [_, ("tool", false), ("uv", false), ("dev-dependencies", true)]
            or [_, ("build-system", false), ("requires", true)] ? false
        : null;

    private static bool IsIndex(ImmutableArray<(string Key, bool IsArray)> path, string key) =>
        (path is [_, ("tool", false), ("uv", false)] && key is "index-url")
        || path is [_, ("tool", false), ("uv", false), ("extra-index-url", true)]
        || (path is [_, ("tool", false), ("uv", false), ("index", true), _] or [_, ("tool", false), ("pdm" or "poetry", false), ("source", true), _] && key == "url");
}
