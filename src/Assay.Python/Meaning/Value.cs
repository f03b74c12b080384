using System.Collections.Immutable;
using System.Numerics;

namespace Assay.Python.Meaning;

/// <summary>
/// What an expression can be known to be without running anything. Immutable. Text and bytes may be partial: a stretch that is not
/// known is one <see cref="TextValue.Hole"/>, so <c>f"https://{host}/x"</c> keeps what is known of it.
/// </summary>
public abstract record Value(Labels Labels)
{
    /// <summary>The same value with more labels.</summary>
    public Value With(Labels more) => (Labels | more) == Labels ? this : this with { Labels = Labels | more };

    public static UnknownValue Unknown { get; } = new(Labels.None);
}

/// <summary>Nothing is known but where it came from.</summary>
public sealed record UnknownValue(Labels Labels) : Value(Labels);

/// <summary><c>None</c>.</summary>
public sealed record NoneValue(Labels Labels) : Value(Labels);

/// <summary><c>True</c> or <c>False</c>.</summary>
public sealed record BoolValue(bool Value, Labels Labels) : Value(Labels);

/// <summary>An integer of any size.</summary>
public sealed record IntValue(BigInteger Value, Labels Labels) : Value(Labels);

/// <summary>A float; an infinity or NaN too.</summary>
public sealed record FloatValue(double Value, Labels Labels) : Value(Labels);

/// <summary>A string.</summary>
/// <param name="Text">Lone surrogates stay as they are.</param>
/// <param name="IsPartial">True where it contains holes.</param>
public sealed record TextValue(string Text, bool IsPartial, Labels Labels) : Value(Labels)
{
    /// <summary>Stands for a stretch that is not known.</summary>
    public const char Hole = '\uFFFC';
}

/// <summary>Bytes or a bytearray.</summary>
/// <param name="IsPartial">True where it contains holes (the UTF-8 of <see cref="TextValue.Hole"/>).</param>
public sealed record BytesValue(ReadOnlyMemory<byte> Bytes, bool IsPartial, Labels Labels) : Value(Labels);

/// <summary>What holds a sequence's items.</summary>
public enum SequenceForm
{
    List,
    Tuple,
    Set,

    /// <summary>A range, an iterator, a view: what a loop can go through.</summary>
    Iterator,
}

/// <summary>A list, tuple, set or iterator.</summary>
/// <param name="IsPartial">True where there may be other items as well, or in another order.</param>
/// <param name="Labels">Its own, not those of its items: see <see cref="Provenance"/>.</param>
public sealed record SequenceValue(SequenceForm Form, ImmutableArray<Value> Items, bool IsPartial, Labels Labels) : Value(Labels);

/// <summary>A dictionary.</summary>
/// <param name="Items">In insertion order, the last of a key counts.</param>
/// <param name="IsPartial">True where there may be other items as well.</param>
public sealed record MappingValue(ImmutableArray<KeyValuePair<Value, Value>> Items, bool IsPartial, Labels Labels) : Value(Labels);

/// <summary>
/// Something outside the distribution, by the dotted name under which it is defined: <c>os.system</c>, <c>builtins.exec</c>, the module
/// <c>os</c>. <c>()</c> stands for the result of a call: <c>requests.Session().post</c>.
/// </summary>
/// <param name="Receiver">The object it was taken from, where that is more than a name; else null.</param>
public sealed record SymbolValue(string Name, Value? Receiver, Labels Labels) : Value(Labels);

/// <summary>What a call of something outside returned.</summary>
/// <param name="Name">The callee's name and <c>()</c>, or what <see cref="Api.Returns"/> says.</param>
/// <param name="Arguments">What it was made with.</param>
public sealed record ResultValue(string Name, ImmutableArray<Argument> Arguments, Labels Labels) : Value(Labels)
{
    /// <summary>Tells one buffer in memory from another, by the place where it was made; 0 for what is no buffer.</summary>
    public int Origin { get; init; }
}

/// <summary>A code object made by <c>compile</c> or <c>marshal.loads</c>.</summary>
/// <param name="Source">The source or the marshalled bytes it was made from.</param>
public sealed record CodeValue(Value Source, Labels Labels) : Value(Labels)
{
    /// <summary>True where it was compiled as an expression; <c>eval</c> runs statements as well where they were compiled as such.</summary>
    public bool IsExpression { get; init; }
}

/// <summary>A function, class, instance or module of the distribution itself.</summary>
/// <param name="Name">Its dotted name; of an instance that of its class and <c>()</c>.</param>
public sealed record OwnValue(string Name, Labels Labels) : Value(Labels);

/// <summary>An argument of a call.</summary>
/// <param name="Name">Its keyword; null for a positional one, <c>*</c> or <c>**</c> for an unpacked one.</param>
public readonly record struct Argument(string? Name, Value Value);

/// <summary>Reads labels through containers.</summary>
public static class Provenance
{
    private const int MaxDepth = 6;
    private const int MaxItems = 4_096;

    /// <summary>The labels of a value and of what it holds.</summary>
    public static Labels Of(Value value)
    {
        int left = MaxItems;
        return Of(value, 0, ref left);
    }

    private static Labels Of(Value value, int depth, ref int left)
    {
        Labels labels = value.Labels;
        if (depth == MaxDepth || --left < 0)
        {
            return labels;
        }

        switch (value)
        {
            case SequenceValue sequence:
                for (int i = 0; i < sequence.Items.Length && left > 0; i++)
                {
                    labels |= Of(sequence.Items[i], depth + 1, ref left);
                }

                break;
            case MappingValue mapping:
                for (int i = 0; i < mapping.Items.Length && left > 0; i++)
                {
                    labels |= Of(mapping.Items[i].Key, depth + 1, ref left) | Of(mapping.Items[i].Value, depth + 1, ref left);
                }

                break;
            case ResultValue result:
                foreach (Argument argument in result.Arguments)
                {
                    labels |= Of(argument.Value, depth + 1, ref left);
                }

                break;
            default:
                break;
        }

        return labels;
    }
}
