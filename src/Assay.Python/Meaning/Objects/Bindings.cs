using System.Collections.Immutable;

namespace Assay.Python.Meaning.Objects;

/// <summary>Names and what they are bound to: a module's globals, a function's locals, an instance's attributes.</summary>
/// <remarks>A name keeps its place once it has one, so that the journal and joins need not look it up again.</remarks>
internal sealed class Bindings(Journal journal)
{
    /// <summary>Names up to which they are gone through rather than looked up: more than most functions and instances have.</summary>
    private const int MostListed = 8;

    private Entry[] _entries = [];
    private int _used;
    private Dictionary<string, int>? _index;

    /// <summary>Number of writes so far.</summary>
    public long Version { get; private set; }

    public int Count { get; private set; }

    public IEnumerable<KeyValuePair<string, Value>> All
    {
        get
        {
            for (int i = 0; i < _used; i++)
            {
                if (_entries[i].Value is { } value)
                {
                    yield return new KeyValuePair<string, Value>(_entries[i].Name, value);
                }
            }
        }
    }

    /// <summary>Places that names have, those of names that are no longer bound among them.</summary>
    public int Places => _used;

    public Value? Find(string name) => PlaceOf(name) is >= 0 and int place ? _entries[place].Value : null;

    public Value? At(int place) => _entries[place].Value;

    public string NameAt(int place) => _entries[place].Name;

    /// <summary>Binds a name, or unbinds it (null).</summary>
    public void Set(string name, Value? value)
    {
        int place = PlaceOf(name);
        if (place < 0)
        {
            if (value is null && !journal.IsOpen)
            {
                Version++;
                return;
            }

            place = Add(name);
        }

        SetAt(place, value);
    }

    public void SetAt(int place, Value? value)
    {
        ref Entry entry = ref _entries[place];
        if (journal.IsOpen && entry.Level != journal.Level)
        {
            journal.Note(this, place, entry.Value, entry.Level);
            entry.Level = journal.Level;
        }

        Put(ref entry, value);
    }

    /// <summary>Makes a name what it was before a branch.</summary>
    internal void Restore(int place, Value? value, int level)
    {
        _entries[place].Level = level;
        Put(ref _entries[place], value);
    }

    /// <summary>A number that a join keeps with a name.</summary>
    internal ref int MarkOf(int place) => ref _entries[place].Mark;

    private void Put(ref Entry entry, Value? value)
    {
        Version++;
        Count += (value is null ? 0 : 1) - (entry.Value is null ? 0 : 1);
        entry.Value = value;
    }

    private int PlaceOf(string name)
    {
        if (_index is { } index)
        {
            return index.TryGetValue(name, out int found) ? found : -1;
        }

        int hash = HashOf(name);
        for (int i = 0; i < _used; i++)
        {
            if (_entries[i].Hash == hash && _entries[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private int Add(string name)
    {
        if (_used == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, _used * 2));
        }

        _entries[_used] = new Entry { Name = name, Hash = HashOf(name) };
        if (_index is null && _used == MostListed)
        {
            _index = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int i = 0; i < _used; i++)
            {
                _index.Add(_entries[i].Name, i);
            }
        }

        _index?.Add(name, _used);
        return _used++;
    }

    // Enough to tell a few names apart.
    private static int HashOf(string name) =>
        name.Length == 0 ? 0 : unchecked((name.Length << 24) ^ (name[0] << 16) ^ (name[name.Length / 2] << 8) ^ name[^1]);

    private struct Entry
    {
        public string Name;
        public Value? Value;
        public int Hash;

        /// <summary>The branch that has noted what it was before.</summary>
        public int Level;
        public int Mark;
    }
}

/// <summary>What a branch did to a name.</summary>
internal readonly record struct Change(Bindings Names, int Place, Value? Old, Value? New)
{
    public string Name => Names.NameAt(Place);

    public void Set(Value? value) => Names.SetAt(Place, value);
}

/// <summary>
/// Remembers what names were bound to before a branch, so that the other branch starts from the same state and both can be joined.
/// Its cost is that of the writes, not of the names there are.
/// </summary>
internal sealed class Journal
{
    /// <summary>What a branch that changed nothing did.</summary>
    public static readonly ImmutableArray<Change> Unchanged = [];

    // What all open branches wrote, one after the other; where each begins and its number.
    private readonly List<Written> _written = [];
    private readonly List<(int Start, int Level)> _open = [];
    private int _hidden;
    private int _levels;

    public bool IsOpen => _open.Count > _hidden;

    /// <summary>The number of the innermost branch; each has its own.</summary>
    public int Level => _open[^1].Level;

    /// <summary>What is written until <see cref="Resume"/> stays: a module that is imported in a branch is imported for good.</summary>
    public int Suspend()
    {
        int before = _hidden;
        _hidden = _open.Count;
        return before;
    }

    public void Resume(int before) => _hidden = before;

    /// <summary>Notes the first write of the innermost branch to a name.</summary>
    public void Note(Bindings names, int place, Value? old, int level) => _written.Add(new Written(names, place, old, level));

    public void Open() => _open.Add((_written.Count, ++_levels));

    /// <summary>Ends the branch: names are as they were before, and what it wrote is returned in order.</summary>
    public ImmutableArray<Change> TakeBack()
    {
        int start = _open[^1].Start;
        _open.RemoveAt(_open.Count - 1);
        int count = _written.Count - start;
        if (count == 0)
        {
            return Unchanged;
        }

        ImmutableArray<Change>.Builder changes = ImmutableArray.CreateBuilder<Change>(count);
        for (int i = start; i < _written.Count; i++)
        {
            (Bindings names, int place, Value? old, int level) = _written[i];
            changes.Add(new Change(names, place, old, names.At(place)));
            names.Restore(place, old, level);
        }

        _written.RemoveRange(start, count);
        return changes.MoveToImmutable();
    }

    /// <summary>Ends the branch and keeps what it wrote.</summary>
    public ImmutableArray<Change> Keep()
    {
        ImmutableArray<Change> changes = TakeBack();
        foreach (Change change in changes)
        {
            change.Set(change.New);
        }

        return changes;
    }

    private readonly record struct Written(Bindings Names, int Place, Value? Old, int Level);
}
