using Assay.Packaging.Names;

namespace Assay.Packaging.Requirements;

/// <summary>A line of a requirements file after joining, stripping of comments and expansion of variables.</summary>
/// <param name="Line">The first line of the file that it is made of, from 1.</param>
/// <param name="Refused">Why it could not be expanded; null for nothing.</param>
internal sealed record LogicalLine(int Line, MappedText Text, string? Refused);

/// <summary>Makes the lines that pip sees of the text that stands in the file.</summary>
internal static class LogicalLines
{
    /// <summary>Characters that a line may have once variables are expanded.</summary>
    private const int MaxExpanded = 1 << 20;

    public static IEnumerable<LogicalLine> Read(string text, Func<string, string?> environment)
    {
        foreach ((int line, MappedText joined) in Join(text))
        {
            MappedText content = Strip(WithoutComment(joined));
            if (content.Length > 0)
            {
                yield return Expand(content, environment) is { } expanded
                    ? new LogicalLine(line, expanded, null)
                    : new LogicalLine(line, content, "the line grows too long when its variables are expanded");
            }
        }
    }

    private static IEnumerable<(int Line, MappedText Text)> Join(string text)
    {
        MappedText.Builder? pending = null;
        int first = 0;
        int number = 0;
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            int end = PythonText.EndOfLine(text, start, out at);
            number++;
            MappedText line = MappedText.Of(text, start, end - start);
            bool isComment = CommentStart(line) == 0;
            if (line.Length > 0 && line[^1] == '\\' && !isComment)
            {
                if (pending is null)
                {
                    pending = new MappedText.Builder();
                    first = number;
                }

                // pip strips backslashes from both ends of a line that goes on.
                ReadOnlySpan<char> content = line.Span.TrimStart('\\');
                int left = line.Length - content.Length;
                pending.Add(line, left, content.TrimEnd('\\').Length);
                continue;
            }

            if (pending is null)
            {
                yield return (number, line);
                continue;
            }

            if (isComment)
            {
                // A comment that ends a joined line stays one.
                pending.Add(' ', start, start);
            }

            pending.Add(line, 0, line.Length);
            yield return (first, pending.Build());
            pending = null;
        }

        if (pending is not null)
        {
            yield return (first, pending.Build());
        }
    }

    private static MappedText WithoutComment(MappedText line)
    {
        int start = CommentStart(line);
        return start < 0 ? line : line.Slice(0, start);
    }

    /// <summary>Where a comment begins, with the white space before it; -1 for none. A '#' within a word begins none.</summary>
    private static int CommentStart(MappedText line)
    {
        if (!line.Span.Contains('#'))
        {
            return -1;
        }

        int blanks = 0;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && (i == 0 || blanks > 0))
            {
                return i - blanks;
            }

            blanks = PythonText.IsSpace(line[i]) ? blanks + 1 : 0;
        }

        return -1;
    }

    private static MappedText Strip(MappedText line)
    {
        int start = 0;
        int end = line.Length;
        while (start < end && PythonText.IsSpace(line[start]))
        {
            start++;
        }

        while (end > start && PythonText.IsSpace(line[end - 1]))
        {
            end--;
        }

        return line.Slice(start, end - start);
    }

    // Each variable of the line as it stands is replaced wherever it is, one after the other, so that a value can bring in a
    // variable that comes later in the line; variables that are unset or empty stay.
    private static MappedText? Expand(MappedText line, Func<string, string?> environment)
    {
        if (line.Span.IndexOf("${", StringComparison.Ordinal) < 0)
        {
            return line;
        }

        HashSet<string> done = [];
        MappedText result = line;
        for (int i = 0; i < line.Length; i++)
        {
            string? name = VariableAt(line, i);
            if (name is null || !done.Add(name) || environment(name) is not { Length: > 0 } value)
            {
                continue;
            }

            if (Replace(result, name, value) is not { } replaced)
            {
                return null;
            }

            result = replaced;
        }

        return result;
    }

    private static MappedText? Replace(MappedText line, string name, string value)
    {
        MappedText.Builder builder = new();
        int length = name.Length + "${}".Length;
        int i = 0;
        while (i < line.Length)
        {
            if (VariableAt(line, i) != name)
            {
                builder.Add(line, i, 1);
                i++;
                continue;
            }

            (int start, int end) = line.Source(i, length, 0);
            foreach (char c in value)
            {
                builder.Add(c, start, end);
            }

            i += length;
            if (builder.Length > MaxExpanded)
            {
                return null;
            }
        }

        return builder.Build();
    }

    private static string? VariableAt(MappedText line, int at)
    {
        if (!line.Span[at..].StartsWith("${", StringComparison.Ordinal))
        {
            return null;
        }

        int start = at + 2;
        int end = start;
        while (end < line.Length && (char.IsAsciiLetterUpper(line[end]) || char.IsAsciiDigit(line[end]) || line[end] == '_'))
        {
            end++;
        }

        return end > start && end < line.Length && line[end] == '}' ? line.Span[start..end].ToString() : null;
    }
}
