using Tomlyn;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Assay.Packaging.Lockfiles;

/// <summary>
/// Reads TOML into <see cref="DataNode"/>s from the parser's events: its syntax tree takes ten times as long, and locks are large.
/// What stands before a break is kept.
/// </summary>
internal sealed class TomlDocument
{
    private readonly ListBuilder _list;
    private readonly string _text;
    private readonly TomlParser _parser;
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _keysBySpan;
    private readonly Stack<DataNode> _open = [];
    private readonly DataTable _root = new(1);
    private string _key = "";
    private int _keyLine = 1;

    private TomlDocument(ListBuilder list, string text)
    {
        _list = list;
        _text = text;
        _keysBySpan = _keys.GetAlternateLookup<ReadOnlySpan<char>>();
        _parser = TomlParser.Create(text, new TomlParserOptions { Mode = TomlParserMode.Tolerant });
    }

    private DataNode? Top => _open.TryPeek(out DataNode? top) ? top : null;

    /// <summary>The document's root table; empty, with problems, where it is no TOML.</summary>
    public static DataTable Read(ReadOnlySpan<byte> content, ListBuilder list) =>
        list.Text(content) is { } text ? Read(text, list) : new DataTable(1);

    public static DataTable Read(string text, ListBuilder list)
    {
        TomlDocument document = new(list, text);
        document.Read();
        return document._root;
    }

    private void Read()
    {
        try
        {
            while (_parser.MoveNext())
            {
                if (!Take(_parser.Current))
                {
                    return;
                }
            }

            // The first says where reading stopped.
            if (_parser.Diagnostics is [DiagnosticMessage first, ..])
            {
                _list.Broken(first.Span.Start.Line + 1, $"not TOML: {first.Message}");
            }
        }
        catch (TomlException e)
        {
            _list.Broken((int?)e.Line ?? _keyLine, $"not TOML: {e.Message}");
        }
        catch (ArgumentOutOfRangeException)
        {
            _list.Broken(_keyLine, "not TOML: an escape names no character");
        }
    }

    private bool Take(in TomlParseEvent at)
    {
        switch (at.Kind)
        {
            case TomlParseEventKind.PropertyName:
                _key = Key(at);
                _keyLine = at.Line;
                (Top as DataTable)?.PlaceAt(at.Line);
                return true;
            case TomlParseEventKind.StartTable:
                return Open(at.Line == 0 && _open.Count == 0 ? _root : Table(at.Line));
            case TomlParseEventKind.StartArray:
                return Open(Array(at.Line));
            case TomlParseEventKind.EndTable or TomlParseEventKind.EndArray:
                // After a break, what was open may be closed more than once.
                if (_open.TryPop(out DataNode? closed))
                {
                    (closed as DataTable)?.PlaceAt(at.Line);
                }

                return true;
            case TomlParseEventKind.String:
                Put(Text(at));
                return true;
            case TomlParseEventKind.Boolean:
                Put(new DataTruth(at.Line, at.GetBoolean()));
                return true;
            case TomlParseEventKind.Integer or TomlParseEventKind.Float:
                Put(new DataNumber(at.Line, Written(at).ToString()));
                return true;
            case TomlParseEventKind.DateTime:
                Put(new DataOther(at.Line, "a date"));
                return true;
            default:
                return true;
        }
    }

    private bool Open(DataNode node)
    {
        if (_open.Count >= _list.Limits.MaxDepth)
        {
            _list.Problem(_keyLine, $"nested more than {_list.Limits.MaxDepth} deep; the rest was not read", loses: true);
            return false;
        }

        _open.Push(node);
        return true;
    }

    // Tables of headers and dotted keys come without a line and go on with what is there; inline tables may not be there yet.
    private DataNode Table(int line)
    {
        if (line == 0 && Top is DataTable parent && parent.Find(_key) is { } there)
        {
            if (there is DataTable)
            {
                return there;
            }

            if (there is DataArray { Items: [.., DataTable last] })
            {
                return last;
            }
        }

        DataTable table = new(line);
        Put(table);
        return table;
    }

    private DataNode Array(int line)
    {
        if (line == 0 && Top is DataTable parent && parent.Find(_key) is DataArray there)
        {
            return there;
        }

        DataArray array = new(line == 0 ? _keyLine : line);
        Put(array);
        return array;
    }

    private void Put(DataNode node)
    {
        if (Top is DataArray array)
        {
            array.Items.Add(node);
        }
        else if (Top is DataTable table && !table.Add(_key, _keyLine, node))
        {
            _list.Broken(_keyLine, $"not TOML: '{_key}' is there already");
        }
    }

    private DataText Text(in TomlParseEvent at)
    {
        ReadOnlySpan<char> written = Written(at);
        bool isPlain = written.Length >= 2
            && (written[0] == '\'' || (written[0] == '"' && !written.Contains('\\')))
            && !written.StartsWith("'''", StringComparison.Ordinal)
            && !written.StartsWith("\"\"\"", StringComparison.Ordinal);
        return isPlain
            ? new DataText(at.Line, _text, at.Span!.Value.Start.Offset + 1, written.Length - 2)
            : new DataText(at.Line, _parser.GetString());
    }

    private string Key(in TomlParseEvent at)
    {
        ReadOnlySpan<char> written = Written(at);
        if (written.IsEmpty || written.ContainsAny('"', '\'', '\\'))
        {
            return _parser.GetPropertyName();
        }

        if (!_keysBySpan.TryGetValue(written, out string? key))
        {
            key = written.ToString();
            _ = _keys.Add(key);
        }

        return key;
    }

    private ReadOnlySpan<char> Written(in TomlParseEvent at) =>
        at.Span is { } span ? _text.AsSpan(span.Start.Offset, span.End.Offset - span.Start.Offset + 1) : [];
}
