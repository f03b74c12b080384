using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Python.Meaning;

namespace Assay.Engine.Capabilities;

/// <summary>Says what a path leads to, with either separator, also where its beginning or a part of it is not known.</summary>
public static class PathClasses
{
    private const int MaxLength = 4_096;

    private static readonly FrozenDictionary<string, int[]> s_rowsByWord = Enumerable.Range(0, PathTable.Rows.Length)
        .Where(static row => PathTable.Rows[row].Word is not null)
        .GroupBy(static row => PathTable.Rows[row].Word!, StringComparer.Ordinal)
        .ToFrozenDictionary(static rows => rows.Key, static rows => rows.ToArray(), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> s_rowsByKnownEnd = s_rowsByWord.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int[] s_rowsWithoutWord =
        [.. Enumerable.Range(0, PathTable.Rows.Length).Where(static row => PathTable.Rows[row].Word is null)];

    /// <summary>A path, as far as it is known.</summary>
    public static PathReading Of(string path)
    {
        if (path.Length is 0 or > MaxLength)
        {
            return new PathReading(PathClass.Ordinary, "");
        }

        string[] segments = Split(path);
        return FirstMatch(segments) is PathRow row ? new PathReading(row.Class, row.What) : new PathReading(PathClass.Ordinary, "");
    }

    /// <summary>Labels of the content of a file.</summary>
    public static Labels LabelsOf(string path) => Of(path).Labels;

    // Lower case; a root is an empty first segment.
    private static string[] Split(string path)
    {
        Span<char> text = stackalloc char[path.Length];
        int length = 0;
        foreach (char unit in path)
        {
            char next = unit == '\\' ? '/' : char.ToLowerInvariant(unit);
            if (next != '/' || length == 0 || text[length - 1] != '/')
            {
                text[length++] = next;
            }
        }

        return text[..length].ToString().Split('/');
    }

    // Most rows are out of the question, because the path does not have the word that they ask for.
    private static PathRow? FirstMatch(string[] path)
    {
        int longest = path.Max(static segment => segment.Length);
        int first = FirstMatch(s_rowsWithoutWord, path, longest, PathTable.Rows.Length);
        foreach (string segment in path)
        {
            if (s_rowsByWord.TryGetValue(segment, out int[]? rows))
            {
                first = FirstMatch(rows, path, longest, first);
            }

            int hole = segment.LastIndexOf(TextValue.Hole);
            if (hole >= 0 && s_rowsByKnownEnd.TryGetValue(segment.AsSpan(hole + 1), out rows))
            {
                first = FirstMatch(rows, path, longest, first);
            }
        }

        return first < PathTable.Rows.Length ? PathTable.Rows[first] : null;
    }

    /// <param name="rows">Numbers of rows, ascending.</param>
    /// <param name="longest">Characters of the longest segment.</param>
    /// <param name="before">Only rows before this one count.</param>
    private static int FirstMatch(int[] rows, string[] path, int longest, int before)
    {
        foreach (int row in rows)
        {
            if (row >= before)
            {
                break;
            }

            if (PathTable.Rows[row].LeastLength <= longest && Matches(PathTable.Rows[row], path))
            {
                return row;
            }
        }

        return before;
    }

    private static bool Matches(PathRow row, string[] path)
    {
        ImmutableArray<string> pattern = row.Segments;
        int last = row.IsRooted ? 0 : path.Length - pattern.Length;
        int start = row.IsRooted || row.IsFolder ? 0 : Math.Max(0, last);
        for (; start <= last; start++)
        {
            if (start + pattern.Length <= path.Length && (row.IsFolder || start + pattern.Length == path.Length) && MatchesAt(pattern, path, start))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MatchesAt(ImmutableArray<string> pattern, string[] path, int start)
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
        int stars = pattern.Count('*');
        if (stars == 0 || text.Length < pattern.Length - stars)
        {
            return stars == 0 && pattern.SequenceEqual(text);
        }

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
