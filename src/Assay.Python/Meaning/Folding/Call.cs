using System.Collections.Immutable;
using System.Numerics;

namespace Assay.Python.Meaning.Folding;

/// <summary>What holds of a row besides its body.</summary>
[Flags]
internal enum Traits
{
    None = 0,

    /// <summary>Takes values that are not known or known in part; the other rows are never asked with such.</summary>
    Holes = 1,

    /// <summary>Keeps items as they are: only the containers' own labels pass on, those of the items stay with them.</summary>
    Shallow = 2,

    /// <summary>The result is <see cref="Labels.Decoded"/>.</summary>
    Decoder = 4,

    /// <summary>The object is another one afterwards.</summary>
    Changes = 8,
}

/// <summary>A function or method of Python: its parameters and how it folds.</summary>
internal sealed record Row(Signature Signature, Func<Call, Value?> Body, Traits Traits)
{
    public Value? Fold(Value receiver, ImmutableArray<Argument> arguments, FoldingBudget budget)
    {
        if (!budget.TrySpend(1) || Signature.Bind(receiver, arguments, Traits.HasFlag(Traits.Holes), budget) is not Call call || Body(call) is not Value result)
        {
            return null;
        }

        Labels labels = Traits.HasFlag(Traits.Decoder) ? Labels.Decoded : Labels.None;
        bool isShallow = Traits.HasFlag(Traits.Shallow);
        labels |= isShallow ? receiver.Labels : Provenance.Of(receiver);
        foreach (Argument argument in arguments)
        {
            labels |= isShallow ? argument.Value.Labels : Provenance.Of(argument.Value);
        }

        return result.With(labels);
    }
}

/// <summary>Rows by name.</summary>
internal sealed class Table
{
    public Dictionary<string, Row> Rows { get; } = new(StringComparer.Ordinal);

    /// <param name="names">One or more, a space between them.</param>
    /// <param name="signature">See <see cref="Signature"/>.</param>
    public void Add(string names, string signature, Func<Call, Value?> body, Traits traits = Traits.None)
    {
        Row row = new(Signature.Parse(signature), body, traits);
        foreach (string name in names.Split(' '))
        {
            Rows.Add(name, row);
        }
    }
}

/// <summary>
/// The parameters of a row, written <c>text start? end? key=</c>: <c>?</c> may be left out, <c>=</c> may be left out and has no position;
/// <c>*</c> takes further positional ones, <c>**</c> further keywords.
/// </summary>
/// <param name="Positions">How many of the names have a position; they come first.</param>
internal sealed record Signature(ImmutableArray<string> Names, int Positions, int Required, bool TakesMore, bool TakesKeywords)
{
    public static Signature Parse(string text)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ImmutableArray<string> named = [.. parts.Where(static part => part[0] != '*')];
        return new Signature(
            [.. named.Select(static part => part.TrimEnd('?', '='))],
            named.Count(static part => part[^1] != '='),
            named.Count(static part => part[^1] is not ('?' or '=')),
            parts.Contains("*", StringComparer.Ordinal),
            parts.Contains("**", StringComparer.Ordinal));
    }

    /// <summary>Null where the arguments do not fit, or are not known well enough.</summary>
    public Call? Bind(Value receiver, ImmutableArray<Argument> arguments, bool takesHoles, FoldingBudget budget)
    {
        Value?[] bound = new Value?[Names.Length];
        List<Value>? more = null;
        List<KeyValuePair<string, Value>>? keywords = null;
        int position = 0;
        foreach ((string? name, Value given) in arguments)
        {
            Value value = Constants.Resolve(given);
            switch (name)
            {
                case null:
                    if (!Positional(value))
                    {
                        return null;
                    }

                    break;
                case "*":
                    ImmutableArray<Value> items = Folder.Items(value, budget);
                    if (items.IsDefault || !items.All(item => Positional(Constants.Resolve(item))))
                    {
                        return null;
                    }

                    break;
                case "**":
                    if (value is not MappingValue { IsPartial: false } mapping
                        || !mapping.Items.All(item => item.Key is TextValue { IsPartial: false } key && Keyword(key.Text, Constants.Resolve(item.Value))))
                    {
                        return null;
                    }

                    break;
                default:
                    if (!Keyword(name, value))
                    {
                        return null;
                    }

                    break;
            }
        }

        for (int i = 0; i < Required; i++)
        {
            if (bound[i] is null)
            {
                return null;
            }
        }

        return takesHoles || receiver is UnknownValue || IsSolid(receiver) ? new Call(receiver, bound, more ?? [], keywords ?? [], budget) : null;

        bool Positional(Value value)
        {
            if (!takesHoles && !IsSolid(value))
            {
                return false;
            }

            if (position < Positions && bound[position] is null)
            {
                bound[position++] = value;
                return true;
            }

            if (TakesMore)
            {
                (more ??= []).Add(value);
            }

            return TakesMore;
        }

        bool Keyword(string name, Value value)
        {
            int index = Names.IndexOf(name, StringComparer.Ordinal);
            if (!takesHoles && !IsSolid(value))
            {
                return false;
            }

            if (index >= 0 && bound[index] is null)
            {
                bound[index] = value;
                return true;
            }

            if (index < 0 && TakesKeywords)
            {
                (keywords ??= []).Add(new KeyValuePair<string, Value>(name, value));
                return true;
            }

            return false;
        }
    }

    private static bool IsSolid(Value value) => value switch
    {
        TextValue text => !text.IsPartial,
        BytesValue bytes => !bytes.IsPartial,
        SequenceValue sequence => !sequence.IsPartial,
        MappingValue mapping => !mapping.IsPartial,
        IntValue or BoolValue or FloatValue or NoneValue => true,
        _ => false,
    };
}

/// <summary>Arguments bound to the parameters of a row.</summary>
/// <param name="receiver">The object of a method; <see cref="Value.Unknown"/> of a function.</param>
/// <param name="more">Positional ones beyond the named.</param>
internal sealed class Call(Value receiver, Value?[] bound, List<Value> more, List<KeyValuePair<string, Value>> keywords, FoldingBudget budget)
{
    public Value Receiver { get; } = receiver;

    public List<Value> More { get; } = more;

    public List<KeyValuePair<string, Value>> Keywords { get; } = keywords;

    public FoldingBudget Budget { get; } = budget;

    /// <summary>The argument of a parameter; null where it was left out.</summary>
    public Value? this[int index] => bound[index];

    /// <summary>True where it was left out or is None.</summary>
    public bool IsNone(int index) => bound[index] is null or NoneValue;

    /// <summary>Takes units for a value about to be made.</summary>
    /// <param name="bytes">Its size; its price is the same.</param>
    public bool Spend(long bytes) => Budget.TrySpend(bytes, bytes);

    /// <summary>The text of an argument; null where it is something else or known in part only.</summary>
    public string? Text(int index) => bound[index] is TextValue { IsPartial: false } text ? text.Text : null;

    /// <summary>The text of an optional argument.</summary>
    /// <returns>False where there is something else.</returns>
    public bool TryText(int index, string otherwise, out string text)
    {
        text = Text(index) ?? otherwise;
        return bound[index] is null or TextValue { IsPartial: false };
    }

    /// <summary>The bytes of an argument, or of plain ASCII text where a decoder takes that.</summary>
    public bool TryBytes(int index, out ReadOnlyMemory<byte> bytes) => Bytes.TryOf(bound[index], out bytes);

    /// <summary>An optional int.</summary>
    /// <returns>False where there is something else, or it does not fit.</returns>
    public bool TryInt(int index, int otherwise, out int number)
    {
        number = otherwise;
        return bound[index] is null || Numbers.TryInt32(bound[index], out number);
    }

    public bool TryBig(int index, out BigInteger number) => Numbers.TryInt(bound[index], out number);

    /// <summary>An optional truth value; null where it is not known.</summary>
    public bool? Flag(int index, bool otherwise) => bound[index] is Value value ? Folder.Truth(value) : otherwise;
}

/// <summary>Bytes in and out of values.</summary>
internal static class Bytes
{
    /// <summary>Known bytes, or text of one byte a character (what Python 2 calls a string; functions that decode take it in Python 3 too).</summary>
    public static bool TryOf(Value? value, out ReadOnlyMemory<byte> bytes)
    {
        switch (value)
        {
            case BytesValue { IsPartial: false } given:
                bytes = given.Bytes;
                return true;
            case TextValue { IsPartial: false } text when !text.Text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF'):
                bytes = System.Text.Encoding.Latin1.GetBytes(text.Text);
                return true;
            default:
                bytes = default;
                return false;
        }
    }
}
