namespace Assay.Python.Meaning.Objects;

/// <summary>Names and what they are bound to: a module's globals, a function's locals, an instance's attributes.</summary>
internal sealed class Bindings(Journal journal)
{
    private Dictionary<string, Value>? _values;

    /// <summary>Number of writes so far.</summary>
    public long Version { get; private set; }

    public int Count => _values?.Count ?? 0;

    public IEnumerable<KeyValuePair<string, Value>> All => _values ?? [];

    public Value? Find(string name) => _values is { } values && values.TryGetValue(name, out Value? value) ? value : null;

    /// <summary>Binds a name, or unbinds it (null).</summary>
    public void Set(string name, Value? value)
    {
        if (journal.IsOpen)
        {
            journal.Note(this, name, Find(name));
        }

        SetUnnoted(name, value);
    }

    internal void SetUnnoted(string name, Value? value)
    {
        Version++;
        if (value is null)
        {
            _values?.Remove(name);
        }
        else
        {
            (_values ??= [])[name] = value;
        }
    }
}

/// <summary>What a branch did to a name.</summary>
internal readonly record struct Change(Bindings Names, string Name, Value? Old, Value? New);

/// <summary>
/// Remembers what names were bound to before a branch, so that the other branch starts from the same state and both can be joined.
/// Its cost is that of the writes, not of the names there are.
/// </summary>
internal sealed class Journal
{
    private readonly List<Dictionary<(Bindings, string), Value?>> _levels = [];
    private int _open;
    private int _hidden;

    public bool IsOpen => _open > _hidden;

    /// <summary>What is written until <see cref="Resume"/> stays: a module that is imported in a branch is imported for good.</summary>
    public int Suspend()
    {
        int before = _hidden;
        _hidden = _open;
        return before;
    }

    public void Resume(int before) => _hidden = before;

    public void Note(Bindings names, string name, Value? old) => _levels[_open - 1].TryAdd((names, name), old);

    public void Open()
    {
        if (_open == _levels.Count)
        {
            _levels.Add([]);
        }

        _open++;
    }

    /// <summary>Ends the branch: names are as they were before, and what it wrote is returned in order.</summary>
    public List<Change> TakeBack()
    {
        Dictionary<(Bindings Names, string Name), Value?> level = _levels[--_open];
        List<Change> changes = new(level.Count);
        foreach (((Bindings names, string name), Value? old) in level)
        {
            changes.Add(new Change(names, name, old, names.Find(name)));
            names.SetUnnoted(name, old);
        }

        // Clearing costs what a dictionary once held.
        if (changes.Count > 64)
        {
            _levels[_open] = [];
        }
        else if (changes.Count > 0)
        {
            level.Clear();
        }

        return changes;
    }

    /// <summary>Ends the branch and keeps what it wrote.</summary>
    public List<Change> Keep()
    {
        List<Change> changes = TakeBack();
        foreach (Change change in changes)
        {
            change.Names.Set(change.Name, change.New);
        }

        return changes;
    }
}
