using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Assay.Python.Meaning.Objects;

/// <summary>Counts what changes in mutable objects, and keeps code that is only looked at from changing those made before it.</summary>
internal sealed class Heap
{
    private int _born;

    /// <summary>Number of changes so far.</summary>
    public long Changes { get; private set; }

    /// <summary>Objects born up to this number stay as they are; -1: none does.</summary>
    public int Protected { get; private set; } = -1;

    public int Born() => ++_born;

    /// <summary>Protects all objects there are; returns what to give to <see cref="Unprotect"/>.</summary>
    public int Protect()
    {
        int before = Protected;
        Protected = _born;
        return before;
    }

    public void Unprotect(int before) => Protected = before;

    public bool MayChange(int born)
    {
        if (born <= Protected)
        {
            return false;
        }

        Changes++;
        return true;
    }
}

/// <summary>A list, set or deque that can change. Shared by all values that refer to it.</summary>
internal sealed class ListStore(Heap heap, SequenceForm form, ImmutableArray<Value> items, bool isPartial, Labels labels)
{
    /// <summary>Items of one list; the bytes of half a megabyte fit, each as a number. What comes after is not known.</summary>
    public const int MaxItems = 1 << 19;

    private readonly int _born = heap.Born();
    private ImmutableArray<Value> _frozen = items;
    private List<Value>? _items;

    public SequenceForm Form => form;

    public bool IsPartial { get; private set; } = isPartial;

    /// <summary>Its own labels and those of everything that was ever put in.</summary>
    public Labels Labels { get; private set; } = labels;

    public int Count => _items?.Count ?? _frozen.Length;

    /// <summary>The value made of it for those who know only immutable ones, and at which count of changes.</summary>
    public (SequenceValue Value, long Changes)? Frozen { get; set; }

    public Value this[int index] => _items is { } list ? list[index] : _frozen[index];

    public ImmutableArray<Value> Items
    {
        get
        {
            if (_frozen.IsDefault)
            {
                _frozen = [.. CollectionsMarshal.AsSpan(_items)];
            }

            return _frozen;
        }
    }

    public void Label(Labels more) => Labels |= more;

    public void Loosen() => IsPartial = true;

    public bool TryAdd(Value item, Labels of)
    {
        if (Count >= MaxItems)
        {
            IsPartial = true;
            Labels |= of;
            return false;
        }

        if (!Thaw(of))
        {
            return false;
        }

        _items!.Add(item);
        return true;
    }

    public bool TryInsert(int index, Value item, Labels of)
    {
        if (!Thaw(of))
        {
            return false;
        }

        _items!.Insert(Math.Clamp(index < 0 ? index + _items.Count : index, 0, _items.Count), item);
        return true;
    }

    public bool TryReplace(int index, Value item, Labels of)
    {
        int at = index < 0 ? index + Count : index;
        if (at < 0 || at >= Count || !Thaw(of))
        {
            return false;
        }

        _items![at] = item;
        return true;
    }

    public Value? TryRemoveAt(int index)
    {
        int at = index < 0 ? index + Count : index;
        if (at < 0 || at >= Count)
        {
            return null;
        }

        Value item = this[at];
        if (Thaw(Labels.None))
        {
            _items!.RemoveAt(at);
        }

        return item;
    }

    /// <summary>Puts other items in the place of all there are.</summary>
    public bool TryAssign(ImmutableArray<Value> all, Labels of)
    {
        Labels |= of;
        if (!heap.MayChange(_born))
        {
            return false;
        }

        _frozen = all;
        _items = null;
        Frozen = null;
        return true;
    }

    private bool Thaw(Labels of)
    {
        Labels |= of;
        if (!heap.MayChange(_born))
        {
            return false;
        }

        _items ??= [.. _frozen];
        _frozen = default;
        Frozen = null;
        return true;
    }
}

/// <summary>A dictionary that can change.</summary>
internal sealed class DictStore(Heap heap, bool isPartial, Labels labels)
{
    private readonly int _born = heap.Born();
    // Most dictionaries stay empty or are never asked for a key.
    private Dictionary<string, int>? _index;
    private List<KeyValuePair<Value, Value>?>? _items;

    public bool IsPartial { get; private set; } = isPartial;

    /// <summary>Its own labels and those of everything that was ever put in.</summary>
    public Labels Labels { get; private set; } = labels;

    public (MappingValue Value, long Changes)? Frozen { get; set; }

    /// <summary>What a missing key gives (<c>defaultdict</c>); null: nothing.</summary>
    public Value? Default { get; init; }

    public IEnumerable<KeyValuePair<Value, Value>> Items
    {
        get
        {
            for (int i = 0; i < Places; i++)
            {
                if (_items![i] is { } item)
                {
                    yield return item;
                }
            }
        }
    }

    public int Count => _index?.Count ?? 0;

    /// <summary>Places that items have, those of removed ones among them.</summary>
    public int Places => _items?.Count ?? 0;

    /// <summary>The value at a place; null for a removed one.</summary>
    public Value? At(int place) => _items![place]?.Value;

    public Value? Find(Value key) => _index is not null && KeyOf(key) is { } text && _index.TryGetValue(text, out int at) ? _items![at]!.Value.Value : null;

    /// <summary>True once the whole environment was put in, key by key: one item of it is one variable.</summary>
    public bool HoldsEnvironment { get; set; }

    public void Label(Labels more) => Labels |= more;

    public void Loosen() => IsPartial = true;

    public bool TrySet(Value key, Value value, Labels of)
    {
        Labels |= of;
        if (!heap.MayChange(_born))
        {
            return false;
        }

        Frozen = null;
        _index ??= [];
        _items ??= [];
        if (KeyOf(key) is not { } text)
        {
            IsPartial = true;
            text = "?" + _items.Count.ToString(CultureInfo.InvariantCulture);
        }

        if (_index.Count >= ListStore.MaxItems)
        {
            IsPartial = true;
            return false;
        }

        if (_index.TryGetValue(text, out int at))
        {
            _items[at] = new KeyValuePair<Value, Value>(key, value);
        }
        else
        {
            _index.Add(text, _items.Count);
            _items.Add(new KeyValuePair<Value, Value>(key, value));
        }

        return true;
    }

    public Value? TryRemove(Value key)
    {
        if (_index is null || _items is null || KeyOf(key) is not { } text || !_index.TryGetValue(text, out int at))
        {
            return null;
        }

        Value value = _items[at]!.Value.Value;
        if (heap.MayChange(_born))
        {
            Frozen = null;
            _items[at] = null;
            _index.Remove(text);
        }

        return value;
    }

    /// <summary>A text that is the same for keys that Python takes for the same; null where the key is not known.</summary>
    public static string? KeyOf(Value key) => key switch
    {
        TextValue { IsPartial: false } text => "s" + text.Text,
        IntValue number => "n" + number.Value.ToString(CultureInfo.InvariantCulture),
        BoolValue truth => truth.Value ? "n1" : "n0",
        BytesValue { IsPartial: false } bytes => "b" + Convert.ToHexString(bytes.Bytes.Span),
        NoneValue => "N",
        FloatValue real => "f" + real.Value.ToString("R", CultureInfo.InvariantCulture),
        SymbolValue symbol => "y" + symbol.Name,
        SequenceValue { Form: SequenceForm.Tuple, Items.Length: <= 16 } tuple => TupleKey(tuple.Items),
        _ => null,
    };

    private static string? TupleKey(ImmutableArray<Value> items)
    {
        string?[] keys = new string?[items.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            if (items[i] is SequenceValue || (keys[i] = KeyOf(items[i])) is null)
            {
                return null;
            }
        }

        return "t" + string.Join('\0', keys);
    }
}

/// <summary>A <c>bytearray</c>.</summary>
internal sealed class BytesStore(Heap heap, ReadOnlySpan<byte> bytes, Labels labels)
{
    private readonly int _born = heap.Born();
    private readonly List<byte> _bytes = [.. bytes];
    private BytesValue? _frozen;

    public Labels Labels { get; private set; } = labels;

    public int Count => _bytes.Count;

    public byte this[int index] => _bytes[index];

    public BytesValue Frozen => _frozen ??= new BytesValue(_bytes.ToArray(), false, Labels);

    public bool TryAppend(ReadOnlySpan<byte> more, Labels of)
    {
        if (!Thaw(of))
        {
            return false;
        }

        _bytes.AddRange(more);
        return true;
    }

    public bool TryReplace(int index, byte value, Labels of)
    {
        int at = index < 0 ? index + Count : index;
        if (at < 0 || at >= Count || !Thaw(of))
        {
            return false;
        }

        _bytes[at] = value;
        return true;
    }

    public bool TryAssign(ReadOnlySpan<byte> all, Labels of)
    {
        if (!Thaw(of))
        {
            return false;
        }

        _bytes.Clear();
        _bytes.AddRange(all);
        return true;
    }

    public void Label(Labels more)
    {
        Labels |= more;
        _frozen = null;
    }

    private bool Thaw(Labels of)
    {
        Labels |= of;
        if (!heap.MayChange(_born))
        {
            return false;
        }

        _frozen = null;
        return true;
    }
}
