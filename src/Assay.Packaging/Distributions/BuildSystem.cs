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

    /// <summary>Deeper tables, and more settings, say nothing about who runs what.</summary>
    private const int MaxDepth = 12;
    private const int MaxSettings = 10_000;

    /// <summary>Every text below <c>[project]</c> and <c>[tool]</c>, and every table there, in the order of the file.</summary>
    public ImmutableArray<BuildSetting> Settings { get; init; } = [];

    /// <summary>Where there is no <c>pyproject.toml</c>: setuptools' legacy backend.</summary>
    public static BuildSystem Legacy { get; } = new(null, [], [], []);

    /// <summary>Reads the file; a broken one gives what stands before the break, and a problem.</summary>
    public static BuildSystem Read(string pyproject)
    {
        string? backend = null;
        List<string> path = [];
        List<string> requires = [];
        List<FormatProblem> problems = [];
        List<BuildSetting> settings = [];
        try
        {
            TomlParser parser = TomlParser.Create(pyproject, new TomlParserOptions { Mode = TomlParserMode.Tolerant });
            KeyTrail trail = new();
            while (parser.MoveNext())
            {
                trail.Follow(parser);
                if (parser.Current.Kind is TomlParseEventKind.String or TomlParseEventKind.StartTable && settings.Count < MaxSettings && trail.SettingPath is { IsDefault: false } place)
                {
                    bool isText = parser.Current.Kind == TomlParseEventKind.String;
                    settings.Add(new BuildSetting(isText ? place.Add(trail.Key ?? "") : place, isText ? parser.GetString() : null));
                }

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

        return new BuildSystem(backend, [.. path], [.. requires], [.. problems]) { Settings = [.. settings] };
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

        public string? Key => _key;

        /// <summary>The names of the tables around; default where it is not one of those that say who runs what.</summary>
        public ImmutableArray<string> SettingPath => _tables is [_, "project" or "tool", ..] && _tables.Count <= MaxDepth ? [.. _tables.Skip(1)] : default;

        // The document itself is the first table.
        public bool IsBelow(string table, out string? key)
        {
            key = _key;
            return _tables is [_, string own] && own == table;
        }
    }
}

/// <summary>A text of <c>pyproject.toml</c>, or a table.</summary>
/// <param name="Path">The names of the tables around it and its own: <c>tool</c>, <c>hatch</c>, <c>version</c>, <c>path</c>.</param>
/// <param name="Value">The text, each text of an array by itself; null for a table.</param>
public sealed record BuildSetting(ImmutableArray<string> Path, string? Value);
