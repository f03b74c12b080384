using System.Collections.Immutable;
using Tomlyn;
using Tomlyn.Parsing;

namespace Assay.Packaging.Distributions;

/// <summary>What <c>pyproject.toml</c> says about building (PyPA "pyproject.toml specification", table <c>[build-system]</c>).</summary>
/// <param name="Backend">The backend object, <c>module</c> or <c>module:object</c>; null where the table or the key is missing.</param>
/// <param name="BackendPath">Folders of an in-tree backend, as written.</param>
/// <param name="Requires">Build requirements, as written.</param>
/// <param name="Problems">Why the file, or one of these keys, could not be read.</param>
public sealed record BuildSystem(
    string? Backend, ImmutableArray<string> BackendPath, ImmutableArray<string> Requires, ImmutableArray<FormatProblem> Problems)
{
    private const string Table = "build-system";

    /// <summary>Where there is no <c>pyproject.toml</c>: setuptools' legacy backend.</summary>
    public static BuildSystem Legacy { get; } = new(null, [], [], []);

    /// <summary>Reads the file; a broken one gives what stands before the break, and a problem.</summary>
    public static BuildSystem Read(string pyproject)
    {
        string? backend = null;
        List<string> path = [];
        List<string> requires = [];
        List<FormatProblem> problems = [];
        try
        {
            TomlParser parser = TomlParser.Create(pyproject, new TomlParserOptions { Mode = TomlParserMode.Tolerant });
            KeyTrail trail = new();
            while (parser.MoveNext())
            {
                trail.Follow(parser);
                if (parser.Current.Kind == TomlParseEventKind.String && trail.IsBelow(Table, out string? key))
                {
                    if (key == "build-backend")
                    {
                        backend = parser.GetString();
                    }
                    else if (key is "requires" or "backend-path")
                    {
                        (key == "requires" ? requires : path).Add(parser.GetString());
                    }
                }
            }

            foreach (Tomlyn.Syntax.DiagnosticMessage message in parser.Diagnostics)
            {
                problems.Add(new FormatProblem(message.Span.Start.Line + 1, message.Message));
            }
        }
        catch (TomlException e)
        {
            problems.Add(new FormatProblem((int?)e.Line ?? 1, e.Message));
        }
        catch (ArgumentOutOfRangeException)
        {
            problems.Add(new FormatProblem(1, "an escape names no character"));
        }

        return new BuildSystem(backend, [.. path], [.. requires], [.. problems]);
    }

    // The names of the tables and keys that the parser stands in; arrays push nothing of their own.
    private sealed class KeyTrail
    {
        private readonly List<string> _tables = [];
        private string? _key;
        private int _arrays;

        public void Follow(TomlParser parser)
        {
            switch (parser.Current.Kind)
            {
                case TomlParseEventKind.PropertyName:
                    _key = parser.GetPropertyName();
                    break;
                case TomlParseEventKind.StartTable:
                    _tables.Add(_arrays > 0 ? "[]" : _key ?? "");
                    break;
                case TomlParseEventKind.EndTable when _tables.Count > 0:
                    _tables.RemoveAt(_tables.Count - 1);
                    break;
                case TomlParseEventKind.StartArray:
                    _arrays++;
                    break;
                case TomlParseEventKind.EndArray:
                    _arrays--;
                    break;
                default:
                    break;
            }
        }

        // The document itself is the first table.
        public bool IsBelow(string table, out string? key)
        {
            key = _key;
            return _tables is [_, string own] && own == table;
        }
    }
}
