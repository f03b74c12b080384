using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Packaging.Metadata;

/// <summary>One entry point.</summary>
/// <param name="Group">Such as <c>console_scripts</c>.</param>
/// <param name="Name">Of a console script: the command.</param>
/// <param name="Value">As written, further lines after <c>\n</c>.</param>
/// <param name="Module">What is imported; null where the value is no object reference.</param>
/// <param name="Attribute">What is taken from the module, dotted; null for the module itself.</param>
/// <param name="Line">From 1.</param>
public sealed record EntryPoint(string Group, string Name, string Value, string? Module, string? Attribute, ImmutableArray<string> Extras, int Line)
{
    /// <summary>True for the groups whose entries become programs on the user's path.</summary>
    public bool IsScript => Group is "console_scripts" or "gui_scripts";
}

/// <summary>
/// The file <c>entry_points.txt</c> (PyPA "Entry points specification"). Where Python's <c>configparser</c>, which the specification
/// names, and <c>importlib.metadata</c>, which installers use, differ, the latter is followed and the difference is a problem.
/// Reading never fails.
/// </summary>
public sealed record EntryPoints(ImmutableArray<EntryPoint> Entries, ImmutableArray<MetadataProblem> Problems)
{
    /// <param name="maxEntries">Entries that are read; more is a problem.</param>
    public static EntryPoints Parse(ReadOnlySpan<byte> bytes, int maxEntries = 20_000)
    {
        ImmutableArray<MetadataProblem>.Builder problems = ImmutableArray.CreateBuilder<MetadataProblem>();
        string text = HeaderBlock.Decode(bytes, problems);
        ImmutableArray<EntryPoint>.Builder entries = ImmutableArray.CreateBuilder<EntryPoint>();
        HashSet<(string, string)> seen = [];
        string? group = null;
        (string Name, List<string> Lines, int Line, int Indent)? open = null;
        int number = 0;
        int at = 0;
        while (at < text.Length)
        {
            int start = at;
            ReadOnlySpan<char> line = text.AsSpan()[start..PythonText.EndOfLine(text, start, out at)];
            number++;
            ReadOnlySpan<char> content = PythonText.Trim(line);
            if (content.IsEmpty || content[0] is '#' or ';')
            {
                continue;
            }

            int indent = line.IndexOf(content[0]);
            if (open is { } current && indent > current.Indent)
            {
                if (!content.Contains('=') && content[0] != '[')
                {
                    current.Lines.Add(content.ToString());
                    continue;
                }

                Report(MetadataProblemKind.InvalidValue, number,
                    "an indented line: configparser adds it to the entry before, importlib.metadata and pip read it by itself, and so it is read here");
            }

            Finish();
            if (content[0] == '[' && content.LastIndexOf(']') is > 0 and int close)
            {
                group = content[1..close].ToString();
                continue;
            }

            int delimiter = content.IndexOfAny('=', ':');
            if (group is null || delimiter <= 0)
            {
                Report(MetadataProblemKind.MalformedLine, number, group is null ? "an entry stands before the first group" : "this line has no name and value");
                continue;
            }

            if (content[delimiter] == ':')
            {
                Report(MetadataProblemKind.InvalidValue, number, "the name is ended by ':' where the specification demands '='");
            }

            if (entries.Count == maxEntries)
            {
                Report(MetadataProblemKind.LimitReached, number, $"more than {maxEntries} entries");
                break;
            }

            open = (PythonText.Trim(content[..delimiter]).ToString(), [PythonText.Trim(content[(delimiter + 1)..]).ToString()], number, indent);
        }

        Finish();
        return new EntryPoints(entries.DrainToImmutable(), problems.DrainToImmutable());

        void Finish()
        {
            if (open is not { } entry)
            {
                return;
            }

            open = null;
            string value = string.Join('\n', entry.Lines);
            EntryPoint point = Read(group!, entry.Name, value, entry.Line);
            entries.Add(point);
            if (point.Module is null)
            {
                Report(MetadataProblemKind.InvalidValue, entry.Line, $"'{value}' is not an object reference");
            }

            if (!seen.Add((group!, entry.Name)))
            {
                Report(MetadataProblemKind.DuplicateField, entry.Line, $"{entry.Name} is given more than once in {group}");
            }
        }

        void Report(MetadataProblemKind kind, int line, string detail) => problems.Add(new MetadataProblem(kind, null, line, detail));
    }

    private static EntryPoint Read(string group, string name, string value, int line)
    {
        string reference = value;
        ImmutableArray<string> extras = [];
        int open = value.IndexOf('[', StringComparison.Ordinal);
        if (open >= 0 && value.TrimEnd().EndsWith(']'))
        {
            reference = value[..open];
            extras = [.. value.TrimEnd()[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        }

        string[] parts = reference.Split(':', 2, StringSplitOptions.TrimEntries);
        bool valid = IsDotted(parts[0]) && (parts.Length == 1 || IsDotted(parts[1]));
        return valid
            ? new EntryPoint(group, name, value, parts[0], parts.Length == 2 ? parts[1] : null, extras, line)
            : new EntryPoint(group, name, value, null, null, extras, line);
    }

    private static bool IsDotted(string text) =>
        text.Split('.').All(part => part.Length > 0 && !char.IsDigit(part[0]) && part.All(c => char.IsLetterOrDigit(c) || c == '_'));
}
