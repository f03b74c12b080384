using System.Collections.Immutable;
using System.Text;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>Says what a path leads to, with either separator, also where its beginning or a part of it is not known.</summary>
public static class PathClasses
{
    private const int MaxLength = 4_096;

    /// <summary>A path, as far as it is known.</summary>
    public static PathReading Of(string path)
    {
        if (path.Length is 0 or > MaxLength)
        {
            return new PathReading(PathClass.Ordinary, "");
        }

        ImmutableArray<string> segments = Split(path);
        foreach (PathRow row in PathTable.Rows)
        {
            if (Matches(row, segments))
            {
                return new PathReading(row.Class, row.What);
            }
        }

        return new PathReading(PathClass.Ordinary, "");
    }

    /// <summary>Labels of the content of a file.</summary>
    public static Labels LabelsOf(string path) => Of(path).Labels;

    // Lower case; a root is an empty first segment.
    private static ImmutableArray<string> Split(string path)
    {
        StringBuilder text = new(path.Length);
        foreach (char unit in path)
        {
            char next = unit == '\\' ? '/' : char.ToLowerInvariant(unit);
            if (next != '/' || text.Length == 0 || text[^1] != '/')
            {
                text.Append(next);
            }
        }

        return [.. text.ToString().Split('/')];
    }

    private static bool Matches(PathRow row, ImmutableArray<string> path)
    {
        ImmutableArray<string> pattern = row.Segments;
        int last = row.IsRooted ? 0 : path.Length - pattern.Length;
        for (int start = 0; start <= last; start++)
        {
            if (start + pattern.Length <= path.Length && (row.IsFolder || start + pattern.Length == path.Length) && MatchesAt(pattern, path, start))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MatchesAt(ImmutableArray<string> pattern, ImmutableArray<string> path, int start)
    {
        for (int i = 0; i < pattern.Length; i++)
        {
            ReadOnlySpan<char> segment = path[start + i];

            if (pattern[i] == "~")
            {
                if (!IsHome(segment))
                {
                    return false;
                }

                continue;
            }

            // What is not known before the first segment may end in a separator.
            segment = i == 0 ? segment[(segment.LastIndexOf(TextValue.Hole) + 1)..] : segment;
            if (!Glob(pattern[i], segment))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHome(ReadOnlySpan<char> segment) =>
        segment.EndsWith(TextValue.Hole.ToString()) || segment is "~" or "roaming" or "local" or "locallow" or ".config" or "application support" or ".local" or "share"
            or "%appdata%" or "%localappdata%" or "%userprofile%" or "$home" or "${home}" or "documents";

    // Stars stand for any characters; backtracks to the last star only, so the time is at most the product of the lengths.
    private static bool Glob(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                resume = t;
            }
            else if (p < pattern.Length && pattern[p] == text[t])
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[p..].Trim('*').IsEmpty;
    }
}
