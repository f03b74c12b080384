using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Assay.Python.Syntax;

namespace Assay.Python.Lexing;

/// <summary>
/// Gives every different name of a text its symbol. Hard keywords have the first symbols, so "is a keyword" is one comparison;
/// names that some version uses as a keyword follow.
/// </summary>
internal sealed class NameTable : IDisposable
{
    /// <summary>Symbols from 1 to this one are hard keywords.</summary>
    public const int LastKeyword = 32;

    public const int Print = 33;
    public const int Exec = 34;
    public const int Match = 35;
    public const int Case = 36;
    public const int Type = 37;
    public const int Async = 38;
    public const int Await = 39;
    public const int Lazy = 40;
    public const int Nonlocal = 41;

    /// <summary>Symbols from <see cref="Print"/> to this one may begin a statement.</summary>
    public const int LastSoft = 41;

    private static readonly string[] s_known =
    [
        "", "False", "None", "True", "and", "as", "assert", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally",
        "for", "from", "global", "if", "import", "in", "is", "lambda", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
        "print", "exec", "match", "case", "type", "async", "await", "lazy", "nonlocal",
    ];

    private readonly byte[] _bytes;
    private readonly List<string> _composedTexts = [];
    private readonly List<byte[]> _composedBytes = [];
    private Entry[] _entries;
    private int _mask;
    private NameSpan[] _spans;
    private int _count;

    /// <param name="bytes">The text, followed by at least 8 bytes that belong to nothing.</param>
    /// <param name="length">Its length.</param>
    public NameTable(byte[] bytes, int length)
    {
        _bytes = bytes;
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(length / 32, 256, 1 << 16));
        _entries = RentEntries(capacity);
        _mask = capacity - 1;
        _spans = ArrayPool<NameSpan>.Shared.Rent(capacity / 2);
        byte[] word = new byte[16];
        for (int symbol = 1; symbol < s_known.Length; symbol++)
        {
            word.AsSpan().Clear();
            Encoding.UTF8.GetBytes(s_known[symbol], word);
            ulong head = Head(word, 0, s_known[symbol].Length);
            uint hash = Scramble(head, s_known[symbol].Length);
            ref Entry entry = ref Slot(hash, head, s_known[symbol].Length, word, 0);
            entry = new Entry(head, hash, -1, s_known[symbol].Length, symbol);
        }
    }

    /// <summary>
    /// The symbol of the name at an offset; 0 where it is no identifier, below 0 where it spells a keyword in other characters, which
    /// makes it a name all the same.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Intern(int start, int length)
    {
        ulong head = Head(_bytes, start, length);
        uint hash;
        ulong seen = head;
        if (length <= 8)
        {
            hash = Scramble(head, length);
        }
        else
        {
            hash = LongHash(_bytes, start, length, head, ref seen);
        }

        ref Entry entry = ref Slot(hash, head, length, _bytes, start);
        return entry.Length != 0 ? entry.Symbol : Insert(hash, head, start, length, seen);
    }

    /// <summary>The symbol of a name that does not stand in the text as it is.</summary>
    public int InternText(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 8];
        int length = Encoding.UTF8.GetBytes(text, bytes);
        ulong head = Head(bytes, 0, length);
        ulong seen = head;
        uint hash = length <= 8 ? Scramble(head, length) : LongHash(bytes, 0, length, head, ref seen);
        ref Entry entry = ref Slot(hash, head, length, bytes, 0);
        if (entry.Length != 0)
        {
            return entry.Symbol;
        }

        _composedTexts.Add(text);
        _composedBytes.Add(bytes);
        return Add(hash, head, ~(_composedTexts.Count - 1), length);
    }

    /// <summary>The name of a symbol.</summary>
    public string TextOf(int symbol)
    {
        if (symbol < s_known.Length)
        {
            return s_known[symbol];
        }

        NameSpan span = _spans[symbol - s_known.Length];
        return span.Start < 0 ? _composedTexts[~span.Start] : Encoding.UTF8.GetString(_bytes, span.Start, span.Length);
    }

    /// <summary>The names by symbol, for the tree.</summary>
    public TreeNames ToTreeNames(ReadOnlyMemory<byte> source) => new(source, s_known, _spans[.._count], [.. _composedTexts]);

    public void Dispose()
    {
        ArrayPool<Entry>.Shared.Return(_entries);
        ArrayPool<NameSpan>.Shared.Return(_spans);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Head(byte[] bytes, int start, int length)
    {
        ulong head = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(start));
        return length >= 8 ? head : head & ((1UL << (length << 3)) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Scramble(ulong value, int length) => unchecked((uint)(((value ^ (ulong)length) * 0x9E3779B97F4A7C15UL) >> 32));

    /// <param name="seen">Takes every byte, so that its high bits tell whether one is beyond ASCII.</param>
    private static uint LongHash(byte[] bytes, int start, int length, ulong head, ref ulong seen)
    {
        ulong hash = head;
        int at = 8;
        for (; at + 8 <= length; at += 8)
        {
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(start + at));
            seen |= word;
            hash = unchecked(BitOperations.RotateLeft(hash, 23) * 0x9E3779B97F4A7C15UL) ^ word;
        }

        ulong tail = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(start + length - 8));
        seen |= tail;
        return Scramble(unchecked(BitOperations.RotateLeft(hash, 23) * 0x9E3779B97F4A7C15UL) ^ tail, length);
    }

    /// <summary>The entry of a name, or the empty one where it belongs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry Slot(uint hash, ulong head, int length, byte[] bytes, int start)
    {
        Entry[] entries = _entries;
        int mask = _mask;
        for (int index = (int)(hash & (uint)mask); ; index = unchecked(index + 1) & mask)
        {
            ref Entry entry = ref entries[index];
            if (entry.Length == 0
                || (entry.Head == head && entry.Length == length && entry.Hash == hash && (length <= 8 || SameTail(in entry, bytes, start, length))))
            {
                return ref entry;
            }
        }
    }

    private bool SameTail(in Entry entry, byte[] bytes, int start, int length)
    {
        ReadOnlySpan<byte> other = entry.Start >= 0 ? _bytes.AsSpan(entry.Start, length) : _composedBytes[~entry.Start].AsSpan(0, length);
        return bytes.AsSpan(start, length).SequenceEqual(other);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Insert(uint hash, ulong head, int start, int length, ulong seen)
    {
        if ((seen & 0x8080_8080_8080_8080) == 0)
        {
            return Add(hash, head, start, length);
        }

        string? name = Identifiers.Normalise(_bytes.AsSpan(start, length));
        int symbol = name is null ? 0 : InternText(name);
        return symbol <= LastKeyword ? -symbol : symbol;
    }

    private int Add(uint hash, ulong head, int start, int length)
    {
        if (_count == _spans.Length)
        {
            NameSpan[] larger = ArrayPool<NameSpan>.Shared.Rent(_spans.Length * 2);
            _spans.AsSpan().CopyTo(larger);
            ArrayPool<NameSpan>.Shared.Return(_spans);
            _spans = larger;
        }

        int symbol = s_known.Length + _count;
        _spans[_count++] = new NameSpan(start, length);
        byte[] bytes = start >= 0 ? _bytes : _composedBytes[~start];
        Slot(hash, head, length, bytes, Math.Max(start, 0)) = new Entry(head, hash, start, length, symbol);
        if ((_count + s_known.Length) * 2 > _mask)
        {
            Grow();
        }

        return symbol;
    }

    private void Grow()
    {
        Entry[] old = _entries;
        int oldCapacity = _mask + 1;
        _entries = RentEntries(oldCapacity * 2);
        _mask = (oldCapacity * 2) - 1;
        foreach (ref readonly Entry entry in old.AsSpan(0, oldCapacity))
        {
            if (entry.Length != 0)
            {
                int index = (int)(entry.Hash & (uint)_mask);
                while (_entries[index].Length != 0)
                {
                    index = (index + 1) & _mask;
                }

                _entries[index] = entry;
            }
        }

        ArrayPool<Entry>.Shared.Return(old);
    }

    private static Entry[] RentEntries(int capacity)
    {
        Entry[] entries = ArrayPool<Entry>.Shared.Rent(capacity);
        entries.AsSpan(0, capacity).Clear();
        return entries;
    }

    /// <param name="Head">The first 8 bytes, zero where the name is shorter: all of most names.</param>
    /// <param name="Start">As in <see cref="NameSpan"/>.</param>
    /// <param name="Length">Bytes; 0: empty.</param>
    private readonly record struct Entry(ulong Head, uint Hash, int Start, int Length, int Symbol);
}
