using System.Collections.Immutable;

namespace Assay.Python.Meaning.Objects;

/// <summary>A list, set or deque by reference.</summary>
internal sealed record ListValue(ListStore Store, Labels Labels) : Value(Labels);

/// <summary>A dictionary by reference.</summary>
internal sealed record DictValue(DictStore Store, Labels Labels) : Value(Labels);

/// <summary>A <c>bytearray</c> by reference.</summary>
internal sealed record ByteArrayValue(BytesStore Store, Labels Labels) : Value(Labels);

/// <summary>A function or lambda of the distribution.</summary>
internal sealed record FunctionValue(Function Function, Labels Labels) : Value(Labels);

/// <summary>A method with its object or class.</summary>
internal sealed record BoundValue(Value Self, Function Function, Labels Labels) : Value(Labels);

/// <summary>A class of the distribution.</summary>
internal sealed record ClassValue(ClassObject Class, Labels Labels) : Value(Labels);

/// <summary>An instance of a class of the distribution.</summary>
internal sealed record InstanceValue(Instance Object, Labels Labels) : Value(Labels);

/// <summary>A module of the distribution.</summary>
internal sealed record ModuleValue(ModuleState Module, Labels Labels) : Value(Labels);

/// <summary><c>super()</c>: the attributes of the classes above one.</summary>
internal sealed record SuperValue(ClassObject Below, Value Self, Labels Labels) : Value(Labels);

/// <summary>Names as a dictionary: <c>globals()</c>, <c>vars(x)</c>, <c>x.__dict__</c>.</summary>
internal sealed record NamespaceValue(Bindings Names, Labels Labels) : Value(Labels);

/// <summary>A method of a value that is known: <c>"…".join</c>, <c>items.append</c>.</summary>
internal sealed record MethodValue(Value Receiver, string Name, Labels Labels) : Value(Labels);

/// <summary><c>functools.partial</c>: a call that has some of its arguments.</summary>
internal sealed record PartialCallValue(Value Callee, ImmutableArray<Argument> Arguments, Labels Labels) : Value(Labels);

/// <summary><c>operator.attrgetter</c>, <c>itemgetter</c>, <c>methodcaller</c>: what is taken from its argument.</summary>
internal sealed record GetterValue(GetterForm Form, ImmutableArray<Argument> Arguments, Labels Labels) : Value(Labels);

/// <summary>What a <see cref="GetterValue"/> takes.</summary>
internal enum GetterForm
{
    Attribute,
    Item,
    Method,
}

/// <summary>One of a few values; others are possible as well.</summary>
/// <param name="Options">The likeliest first; none is itself one of several.</param>
internal sealed record AlternativeValue(ImmutableArray<Value> Options, Labels Labels) : Value(Labels);

/// <summary>A text that grows: the first <paramref name="Length"/> characters or bytes of a buffer. Bindings alone hold it; who reads a name gets a text.</summary>
internal sealed record GrowingValue(GrowingText Buffer, int Length, Labels Labels) : Value(Labels);

/// <summary>The buffer of <see cref="GrowingValue"/>s: appending costs what is appended.</summary>
internal sealed class GrowingText
{
    private readonly System.Text.StringBuilder? _text;
    private readonly List<byte>? _bytes;
    private (int Length, Value Value)? _read;

    public GrowingText(string text) => _text = new System.Text.StringBuilder(text);

    public GrowingText(ReadOnlySpan<byte> bytes) => _bytes = [.. bytes];

    public int Length => _text?.Length ?? _bytes!.Count;

    public bool IsPartial { get; set; }

    /// <summary>Appends a text or bytes; false where the kinds differ.</summary>
    public bool TryAppend(Value more)
    {
        switch (more)
        {
            case TextValue text when _text is not null:
                _text.Append(text.Text);
                IsPartial |= text.IsPartial;
                return true;
            case BytesValue bytes when _bytes is not null:
                _bytes.AddRange(bytes.Bytes.Span);
                IsPartial |= bytes.IsPartial;
                return true;
            default:
                return false;
        }
    }

    public Value Read(int length, Labels labels)
    {
        if (_read is { } read && read.Length == length)
        {
            return read.Value.With(labels);
        }

        Value value = _text is not null
            ? new TextValue(_text.ToString(0, length), IsPartial, labels)
            : new BytesValue(_bytes!.GetRange(0, length).ToArray(), IsPartial, labels);
        _read = (length, value);
        return value;
    }
}
