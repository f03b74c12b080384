using System.Collections.Immutable;
using System.Runtime.CompilerServices;

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

/// <summary>Tells names apart by where they are bound and what they are.</summary>
internal sealed class PlaceOfName : IEqualityComparer<(Bindings Names, string Name)>
{
    public static PlaceOfName Comparer { get; } = new();

    public bool Equals((Bindings Names, string Name) x, (Bindings Names, string Name) y) =>
        ReferenceEquals(x.Names, y.Names) && string.Equals(x.Name, y.Name, StringComparison.Ordinal);

    public int GetHashCode((Bindings Names, string Name) obj) =>
        unchecked((RuntimeHelpers.GetHashCode(obj.Names) * 397) ^ obj.Name.GetHashCode(StringComparison.Ordinal));
}

/// <summary>
/// Remembers what names were bound to before a branch, so that the other branch starts from the same state and both can be joined.
/// Its cost is that of the writes, not of the names there are.
/// </summary>
internal sealed class Journal
{
    /// <summary>What a branch that changed nothing did.</summary>
    public static readonly ImmutableArray<Change> Unchanged = [];

    /// <summary>Writes of one branch up to which they are gone through rather than looked up.</summary>
    private const int MostListed = 8;

    private readonly List<Level> _levels = [];
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

    public void Note(Bindings names, string name, Value? old) => _levels[_open - 1].Note(names, name, old);

    public void Open()
    {
        if (_open == _levels.Count)
        {
            _levels.Add(new Level());
        }

        _open++;
    }

    /// <summary>Ends the branch: names are as they were before, and what it wrote is returned in order.</summary>
    public ImmutableArray<Change> TakeBack() => _levels[--_open].TakeBack();

    /// <summary>Ends the branch and keeps what it wrote.</summary>
    public ImmutableArray<Change> Keep()
    {
        ImmutableArray<Change> changes = TakeBack();
        foreach (Change change in changes)
        {
            change.Names.Set(change.Name, change.New);
        }

        return changes;
    }

    /// <summary>One branch: what each name that it wrote was bound to before, in the order of the first writes.</summary>
    private sealed class Level
    {
        private readonly List<(Bindings Names, string Name, Value? Old)> _written = [];
        private HashSet<(Bindings, string)>? _known;

        public void Note(Bindings names, string name, Value? old)
        {
            if (_written.Count < MostListed)
            {
                foreach ((Bindings known, string knownName, _) in _written)
                {
                    if (ReferenceEquals(known, names) && knownName == name)
                    {
                        return;
                    }
                }
            }
            else
            {
                if (_known is null)
                {
                    _known = new HashSet<(Bindings, string)>(PlaceOfName.Comparer);
                    foreach ((Bindings known, string knownName, _) in _written)
                    {
                        _known.Add((known, knownName));
                    }
                }

                if (!_known.Add((names, name)))
                {
                    return;
                }
            }

            _written.Add((names, name, old));
        }

        public ImmutableArray<Change> TakeBack()
        {
            if (_written.Count == 0)
            {
                return Unchanged;
            }

            ImmutableArray<Change>.Builder changes = ImmutableArray.CreateBuilder<Change>(_written.Count);
            foreach ((Bindings names, string name, Value? old) in _written)
            {
                changes.Add(new Change(names, name, old, names.Find(name)));
                names.SetUnnoted(name, old);
            }

            _written.Clear();
            _known = null;
            return changes.MoveToImmutable();
        }
    }
}
