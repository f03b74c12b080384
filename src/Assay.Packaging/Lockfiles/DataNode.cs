namespace Assay.Packaging.Lockfiles;

/// <summary>A value of a TOML, JSON or YAML document with its place.</summary>
/// <param name="line">Line from 1.</param>
internal abstract class DataNode(int line)
{
    /// <summary>Line from 1.</summary>
    public int Line { get; protected set; } = line;

    /// <summary>What it is, for messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A key with its place, and its value.</summary>
internal readonly record struct DataEntry(string Key, int Line, DataNode Value);

/// <summary>A table; its entries in the order written, those with the same key all of them.</summary>
internal sealed class DataTable(int line) : DataNode(line)
{
    // Most tables of a lock have few keys, and there are many of them.
    private const int FewEntries = 8;

    private Dictionary<string, int>? _byKey;

    public List<DataEntry> Entries { get; } = [];

    public override string Kind => "a table";

    /// <summary>The value written last under that key; null for none.</summary>
    public DataNode? Find(string key) => FindEntry(key)?.Value;

    /// <summary>The entry written last under that key; null for none.</summary>
    public DataEntry? FindEntry(string key)
    {
        if (_byKey is not null)
        {
            return _byKey.TryGetValue(key, out int found) ? Entries[found] : null;
        }

        for (int i = Entries.Count - 1; i >= 0; i--)
        {
            if (string.Equals(Entries[i].Key, key, StringComparison.Ordinal))
            {
                return Entries[i];
            }
        }

        return null;
    }

    /// <summary>Adds an entry; false where the key was there already.</summary>
    public bool Add(string key, int line, DataNode value)
    {
        bool isNew = FindEntry(key) is null;
        Entries.Add(new DataEntry(key, line, value));
        if (_byKey is not null)
        {
            _byKey[key] = Entries.Count - 1;
        }
        else if (Entries.Count > FewEntries)
        {
            _byKey = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < Entries.Count; i++)
            {
                _byKey[Entries[i].Key] = i;
            }
        }

        return isNew;
    }

    /// <summary>Gives a table that a header opened the line of the first thing in it.</summary>
    public void PlaceAt(int line) => Line = Line == 0 ? line : Line;
}

/// <summary>An array.</summary>
internal sealed class DataArray(int line) : DataNode(line)
{
    public List<DataNode> Items { get; } = [];

    public override string Kind => "an array";
}

/// <summary>Text, read from its document only when asked for.</summary>
internal sealed class DataText : DataNode
{
    private readonly int _start;
    private readonly int _length;
    private readonly string _source;

    public DataText(int line, string text)
        : base(line)
    {
        _source = text;
        _length = -1;
    }

    /// <param name="start">Characters before it in <paramref name="source"/>.</param>
    /// <param name="length">Characters.</param>
    public DataText(int line, string source, int start, int length)
        : base(line) =>
        (_source, _start, _length) = (source, start, length);

    public override string Kind => "text";

    public string Text => _length < 0 ? _source : _source.Substring(_start, _length);

    public ReadOnlySpan<char> Span => _length < 0 ? _source : _source.AsSpan(_start, _length);
}

/// <summary>A truth value.</summary>
internal sealed class DataTruth(int line, bool isTrue) : DataNode(line)
{
    public bool IsTrue { get; } = isTrue;

    public override string Kind => "true or false";
}

/// <summary>A number.</summary>
/// <param name="text">As written.</param>
internal sealed class DataNumber(int line, string text) : DataNode(line)
{
    public string Text { get; } = text;

    public override string Kind => "a number";
}

/// <summary>Something that no list is made of: a date, or nothing.</summary>
internal sealed class DataOther(int line, string kind) : DataNode(line)
{
    public override string Kind { get; } = kind;
}
