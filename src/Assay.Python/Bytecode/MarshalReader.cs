using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using Utf8Text = System.Text.Unicode.Utf8;

namespace Assay.Python.Bytecode;

/// <summary>
/// Reads objects as CPython's <c>marshal</c> writes them, versions 0 to 5 (<c>Python/marshal.c</c>), building nothing that could run.
/// The first fault ends the reading; what was read before it is kept.
/// </summary>
internal sealed partial class MarshalReader(ReadOnlyMemory<byte> data, CodeLayout layout, MarshalLimits limits)
{
    private const byte ReferenceFlag = 0x80;

    private static readonly object s_unfinished = new();
    private static readonly object s_true = true;
    private static readonly object s_false = false;
    private static readonly object s_ellipsis = MarshalledSingleton.Ellipsis;
    private static readonly object s_stopIteration = MarshalledSingleton.StopIteration;
    private static readonly object s_emptyTuple = ImmutableArray<object?>.Empty;

    // What stands between the entries of a dictionary and behind the last: no object of Python's.
    private static readonly object s_end = new();

    private readonly List<object?> _references = [];
    private readonly List<(byte[] Raw, object Text)> _interned = [];
    private int _at;
    private int _depth;
    private int _objects;
    private bool _isRaw;

    /// <summary>What went wrong; null so far.</summary>
    public string? Problem { get; private set; }

    /// <summary>Bytes read.</summary>
    public int At => _at;

    private ReadOnlySpan<byte> Rest => data.Span[_at..];

    /// <summary>Reads one object; null (with a <see cref="Problem"/>) where there is none.</summary>
    public object? Read()
    {
        object? value = ReadObject();
        if (ReferenceEquals(value, s_end))
        {
            Fail("an object is missing");
            return null;
        }

        return value;
    }

    private object? ReadObject()
    {
        if (_depth == limits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return Fail($"objects lie deeper within one another than {limits.MaxDepth}");
        }

        if (++_objects > limits.MaxObjects)
        {
            return Fail($"there are more objects than {limits.MaxObjects}");
        }

        byte type = TakeByte();
        if (Problem is not null)
        {
            return null;
        }

        // The place of a reference is taken before the object's own content, which may hold references as well.
        int reference = -1;
        if ((type & ReferenceFlag) != 0)
        {
            type &= 0x7F;
            reference = _references.Count;
            _references.Add(s_unfinished);
        }

        _depth++;
        object? value = ReadContent((char)type);
        _depth--;
        if (reference >= 0)
        {
            _references[reference] = value;
        }

        return value;
    }

    private object? ReadContent(char type) => type switch
    {
        '0' => s_end,
        'N' => null,
        'T' => s_true,
        'F' => s_false,
        '.' => s_ellipsis,
        'S' => s_stopIteration,
        'i' => (BigInteger)TakeInt32(),
        'I' => (BigInteger)BinaryPrimitives.ReadInt64LittleEndian(TakeOrZeros(sizeof(long))),
        'l' => TakeLong(),
        'f' => TakeTextFloat(),
        'g' => TakeDouble(),
        'x' => new Complex(TakeTextFloat(), TakeTextFloat()),
        'y' => new Complex(TakeDouble(), TakeDouble()),
        's' => TextOfPython2(Take(TakeLength()), isInterned: false),
        't' => layout == CodeLayout.Python2 ? TextOfPython2(Take(TakeLength()), isInterned: true) : Utf8(Take(TakeLength())),
        'u' => Utf8(Take(TakeLength())),
        'a' or 'A' => Encoding.Latin1.GetString(Take(TakeLength())),
        'z' or 'Z' => Encoding.Latin1.GetString(Take(TakeByte())),
        'R' => InternedReference(TakeInt32()),
        'r' => Reference(TakeInt32()),
        '(' or '[' => Items(TakeLength()) is { IsEmpty: false } items ? items : s_emptyTuple,
        ')' => Items(TakeByte()) is { IsEmpty: false } items ? items : s_emptyTuple,
        '<' or '>' => new MarshalledSet(Items(TakeLength())),
        '{' => Entries(),
        ':' => new MarshalledSlice(Read(), Read(), Read()),
        'c' => TakeCode(),
        _ => Fail($"there is no type of object {Shown(type)}"),
    };

    private static string Shown(char type) => type is > ' ' and < '\x7F' ? $"'{type}'" : $"0x{(int)type:X2}";

    private ImmutableArray<object?> Items(int count)
    {
        // A length alone reserves nothing: the data must have the items.
        ImmutableArray<object?>.Builder items = ImmutableArray.CreateBuilder<object?>(Math.Min(count, 64));
        for (int i = 0; i < count && Problem is null; i++)
        {
            object? item = Read();
            if (Problem is null || item is not null)
            {
                items.Add(item);
            }
        }

        return items.DrainToImmutable();
    }

    private MarshalledMapping Entries()
    {
        ImmutableArray<KeyValuePair<object?, object?>>.Builder entries = ImmutableArray.CreateBuilder<KeyValuePair<object?, object?>>();
        while (Problem is null)
        {
            object? key = ReadObject();
            if (Problem is not null || ReferenceEquals(key, s_end))
            {
                break;
            }

            entries.Add(new KeyValuePair<object?, object?>(key, Read()));
        }

        return new MarshalledMapping(entries.DrainToImmutable());
    }

    private object? Reference(int index)
    {
        if (Problem is not null)
        {
            return null;
        }

        object? value = IsWithin(index, _references.Count) ? _references[index] : s_end;
        return ReferenceEquals(value, s_unfinished) ? Fail("an object holds itself")
            : ReferenceEquals(value, s_end) ? Fail("a reference leads nowhere")
            : value;
    }

    private static bool IsWithin(int index, int count) => index >= 0 && index < count;

    private object? InternedReference(int index) =>
        Problem is not null ? null
        : !IsWithin(index, _interned.Count) ? Fail("a reference leads nowhere")
        : _isRaw ? _interned[index].Raw
        : _interned[index].Text;

    private CodeObject TakeCode()
    {
        int positional = Count();
        int positionalOnly = layout >= CodeLayout.Python38 ? Count() : 0;
        int keywordOnly = layout >= CodeLayout.Python30 ? Count() : 0;
        int locals = layout < CodeLayout.Python311 ? Count() : 0;
        Count();
        int flags = TakeInt32();
        bool wasRaw = _isRaw;
        _isRaw = true;
        ReadOnlyMemory<byte> code = Field<byte[]>("instructions") ?? [];
        _isRaw = false;
        ImmutableArray<object?> constants = Tuple("constants");
        ImmutableArray<string> names = Texts("names");
        ImmutableArray<string> variables = Texts("variables");
        if (layout < CodeLayout.Python311)
        {
            locals = variables.Length;
            ImmutableArray<string> free = Texts("free variables");
            variables = [.. variables, .. Texts("cell variables"), .. free];
        }
        else
        {
            locals = variables.Length;
            Field<byte[]>("kinds of variables");
        }

        string file = Field<string>("file name") ?? "";
        string name = Field<string>("name") ?? "";
        if (layout >= CodeLayout.Python311)
        {
            Field<string>("qualified name");
        }

        int firstLine = TakeInt32();
        _isRaw = true;
        ReadOnlyMemory<byte> lines = Field<byte[]>("lines") ?? [];
        ReadOnlyMemory<byte> exceptions = layout >= CodeLayout.Python311 ? Field<byte[]>("exceptions") ?? [] : [];
        _isRaw = wasRaw;
        return new CodeObject(name, file, firstLine, names, variables, constants, code, lines)
        {
            Layout = layout,
            PositionalParameters = positional,
            PositionalOnlyParameters = positionalOnly,
            KeywordOnlyParameters = keywordOnly,
            Flags = (CodeFlags)flags,
            LocalCount = locals,
            ExceptionTable = exceptions,
        };
    }

    // Counts of a code object; none is sane beyond 2^24, and a fault here tells a wrong layout early.
    private int Count()
    {
        int count = TakeInt32();
        if (Problem is null && count is < 0 or > 1 << 24)
        {
            Fail("a code object counts wrongly");
        }

        return Problem is null ? count : 0;
    }

    private T? Field<T>(string what)
        where T : class
    {
        if (Problem is not null)
        {
            return null;
        }

        object? value = Read();
        if (value is T field)
        {
            return field;
        }

        if (typeof(T) == typeof(string) && value is byte[] bytes)
        {
            return (T)(object)Encoding.Latin1.GetString(bytes);
        }

        Fail($"a code object's {what} are of another type");
        return null;
    }

    private ImmutableArray<object?> Tuple(string what)
    {
        if (Problem is not null)
        {
            return [];
        }

        object? value = Read();
        if (value is ImmutableArray<object?> items)
        {
            return items;
        }

        Fail($"a code object's {what} are of another type");
        return [];
    }

    private ImmutableArray<string> Texts(string what)
    {
        ImmutableArray<object?> items = Tuple(what);
        ImmutableArray<string>.Builder texts = ImmutableArray.CreateBuilder<string>(items.Length);
        foreach (object? item in items)
        {
            string? text = item as string ?? (item is byte[] bytes ? Encoding.Latin1.GetString(bytes) : null);
            if (text is null)
            {
                Fail($"a code object's {what} are of another type");
            }

            texts.Add(text ?? "");
        }

        return texts.MoveToImmutable();
    }

    // A str of Python 2 is text to those who read the code, unless its bytes are no text.
    private object TextOfPython2(ReadOnlySpan<byte> bytes, bool isInterned)
    {
        byte[] raw = bytes.ToArray();
        object text = layout == CodeLayout.Python2 && Utf8Text.IsValid(raw) ? Encoding.UTF8.GetString(raw) : raw;
        if (isInterned)
        {
            _interned.Add((raw, text));
        }

        return _isRaw ? raw : text;
    }

    private double TakeDouble() => BinaryPrimitives.ReadDoubleLittleEndian(TakeOrZeros(sizeof(double)));

    private int TakeInt32() => BinaryPrimitives.ReadInt32LittleEndian(TakeOrZeros(sizeof(int)));

    private int TakeLength()
    {
        int length = TakeInt32();
        if (length < 0)
        {
            Fail("a length is negative");
        }

        return Problem is null ? length : 0;
    }

    private byte TakeByte() => TakeOrZeros(1)[0];

    private ReadOnlySpan<byte> TakeOrZeros(int count)
    {
        if (count > Rest.Length)
        {
            Fail("the data is cut");
        }

        if (Problem is not null)
        {
            return new byte[count];
        }

        _at += count;
        return data.Span.Slice(_at - count, count);
    }

    // As much of it as there is.
    private ReadOnlySpan<byte> Take(int count)
    {
        if (Problem is not null)
        {
            return [];
        }

        if (count > Rest.Length)
        {
            Fail("the data is cut");
            count = Rest.Length;
        }

        _at += count;
        return data.Span.Slice(_at - count, count);
    }

    private object? Fail(string what)
    {
        Problem ??= $"The bytecode cannot be read at byte {_at}: {what}.";
        return null;
    }
}
