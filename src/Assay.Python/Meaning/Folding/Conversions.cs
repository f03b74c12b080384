using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Assay.Python.Meaning.Folding;

/// <summary>Built-in types called as functions, and methods of their classes.</summary>
internal static class Conversions
{
    public static void AddTo(Table table)
    {
        table.Add("builtins.int builtins.long", "x? base?", Int);
        table.Add("builtins.float", "x?", Float);
        table.Add("builtins.str builtins.unicode", "object? encoding? errors?", Str, Traits.Holes);
        table.Add("builtins.bytes builtins.bytearray builtins.memoryview builtins.buffer", "source? encoding? errors?", MakeBytes, Traits.Holes);
        table.Add("builtins.list", "items?", static call => Collect(call, SequenceForm.List), Traits.Holes | Traits.Shallow);
        table.Add("builtins.tuple", "items?", static call => Collect(call, SequenceForm.Tuple), Traits.Holes | Traits.Shallow);
        table.Add("builtins.set builtins.frozenset", "items?", Set, Traits.Holes | Traits.Shallow);
        table.Add("builtins.dict collections.OrderedDict", "items? **", Dict, Traits.Holes | Traits.Shallow);
        table.Add("builtins.dict.fromkeys", "keys value?", FromKeys, Traits.Holes | Traits.Shallow);
        table.Add("builtins.bytes.fromhex builtins.bytearray.fromhex", "text", FromHex, Traits.Decoder);
        table.Add("builtins.int.from_bytes", "bytes byteorder? signed=", FromBytes);
        table.Add("builtins.str.maketrans builtins.bytes.maketrans string.maketrans builtins.unicode.maketrans", "x y? z?", TextCases.MakeTable);
        table.Add("string.join", "words sep?", static call => Folder.Method(call[1] ?? Numbers.Text(" "), "join", [new Argument(null, call[0]!)], call.Budget), Traits.Holes);
        foreach (string method in (string[])["replace", "split", "upper", "lower", "strip", "lstrip", "rstrip", "zfill", "find", "translate"])
        {
            table.Add($"string.{method}", "text *", call => Folder.Method(call[0]!, method, [.. call.More.Select(static value => new Argument(null, value))], call.Budget), Traits.Holes);
        }
    }

    /// <summary>The bytes of whole numbers from 0 to 255; null where one is something else.</summary>
    public static byte[]? FromNumbers(ImmutableArray<Value> items)
    {
        byte[] bytes = new byte[items.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!Numbers.TryInt32(items[i], out int value) || value is < 0 or > 255)
            {
                return null;
            }

            bytes[i] = (byte)value;
        }

        return bytes;
    }

    private static Value? Int(Call call)
    {
        if (call[1] is not null)
        {
            return call.TryInt(1, 10, out int radix) && Characters.TryOf(call[0], out Characters digits)
                && Radix.Parse(digits.Text, radix, call.Budget) is BigInteger parsed ? Numbers.Of(parsed) : null;
        }

        return call[0] switch
        {
            null => Numbers.Of(0),
            FloatValue real => double.IsFinite(real.Value) ? Numbers.Of(new BigInteger(real.Value)) : null,
            TextValue or BytesValue => Characters.TryOf(call[0], out Characters text) && Radix.Parse(text.Text, 10, call.Budget) is BigInteger parsed ? Numbers.Of(parsed) : null,
            _ => call.TryBig(0, out BigInteger whole) ? Numbers.Of(whole) : null,
        };
    }

    private static Value? Float(Call call)
    {
        if (call[0] is null)
        {
            return Numbers.Of(0.0);
        }

        if (Numbers.TryFloat(call[0], out double number))
        {
            return Numbers.Of(number);
        }

        if (!Characters.TryOf(call[0], out Characters text) || text.Text.Length > 4_096 || !call.Budget.TrySpend(text.Text.Length))
        {
            return null;
        }

        string trimmed = text.Text.Trim().ToLowerInvariant();
        string unsigned = trimmed.TrimStart('+', '-');
        if (trimmed.Length - unsigned.Length > 1)
        {
            return null;
        }

        double sign = trimmed.StartsWith('-') ? -1 : 1;
        switch (unsigned)
        {
            case "inf" or "infinity":
                return Numbers.Of(sign * double.PositiveInfinity);
            case "nan":
                return Numbers.Of(double.NaN);
        }

        // An underscore stands between two digits.
        for (int i = unsigned.IndexOf('_', StringComparison.Ordinal); i >= 0; i = unsigned.IndexOf('_', i + 1))
        {
            if (i == 0 || i + 1 == unsigned.Length || !char.IsAsciiDigit(unsigned[i - 1]) || !char.IsAsciiDigit(unsigned[i + 1]))
            {
                return null;
            }
        }

        const NumberStyles Styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return unsigned.Length > 0 && unsigned[0] is '.' or (>= '0' and <= '9')
            && double.TryParse(unsigned.Replace("_", "", StringComparison.Ordinal), Styles, CultureInfo.InvariantCulture, out number)
                ? Numbers.Of(sign * number)
                : null;
    }

    private static Value? Str(Call call)
    {
        if (call[0] is null)
        {
            return Numbers.Text("");
        }

        if (call[1] is null && call[2] is null)
        {
            return Representation.Str(call[0]!, call.Budget);
        }

        return call[0] is BytesValue ? Codecs.DecodeText(call, 0, 1, 2) : null;
    }

    private static Value? MakeBytes(Call call)
    {
        switch (call[0])
        {
            case null:
                return Numbers.Bytes([]);
            case TextValue text:
                // Python 2 makes bytes of text as it is.
                return call[1] is not null ? Codecs.EncodeText(call, 0, 1, 2)
                    : !text.IsPartial && Bytes.TryOf(text, out ReadOnlyMemory<byte> same) && System.Text.Ascii.IsValid(text.Text) ? new BytesValue(same, false, Labels.None) : null;
            case BytesValue:
                return call[0];
            case IntValue or BoolValue:
                return call.TryBig(0, out BigInteger size) && size.Sign >= 0 && call.Spend((long)BigInteger.Min(size, long.MaxValue)) ? Numbers.Bytes(new byte[(int)size]) : null;
            default:
                ImmutableArray<Value> items = Folder.Items(call[0]!, call.Budget);
                if (items.IsDefault || FromNumbers(items) is not byte[] bytes || !call.Spend(bytes.Length))
                {
                    return null;
                }

                return items.Length >= 16 ? Numbers.Bytes(bytes).With(Labels.Decoded) : Numbers.Bytes(bytes);
        }
    }

    private static Value? Collect(Call call, SequenceForm form)
    {
        if (call[0] is null)
        {
            return new SequenceValue(form, [], false, Labels.None);
        }

        if (call[0] is SequenceValue { IsPartial: true } partial)
        {
            return new SequenceValue(form, partial.Items, true, Labels.None);
        }

        ImmutableArray<Value> items = Folder.Items(call[0]!, call.Budget);
        // The order of a set is not known.
        return items.IsDefault ? null : new SequenceValue(form, items, call[0] is SequenceValue { Form: SequenceForm.Set, Items.Length: > 1 }, Labels.None);
    }

    private static Value? Set(Call call)
    {
        ImmutableArray<Value> items = call[0] is null ? [] : Folder.Items(call[0]!, call.Budget);
        return items.IsDefault ? null : Sets.Make(items);
    }

    private static Value? Dict(Call call)
    {
        List<KeyValuePair<Value, Value>> pairs = [];
        bool isPartial = false;
        if (call[0] is MappingValue mapping)
        {
            pairs.AddRange(mapping.Items);
            isPartial = mapping.IsPartial;
        }
        else if (call[0] is Value given)
        {
            ImmutableArray<Value> items = Folder.Items(given, call.Budget);
            if (items.IsDefault)
            {
                return null;
            }

            foreach (Value item in items)
            {
                if (Folder.Items(item, call.Budget) is not { IsDefault: false, Length: 2 } pair)
                {
                    return null;
                }

                pairs.Add(new KeyValuePair<Value, Value>(pair[0], pair[1]));
            }
        }

        foreach ((string name, Value value) in call.Keywords)
        {
            pairs.Add(new KeyValuePair<Value, Value>(Numbers.Text(name), value));
        }

        return Iteration.Affords(pairs.Count, call.Budget) ? Mappings.Make(pairs, isPartial) : null;
    }

    private static Value? FromKeys(Call call)
    {
        ImmutableArray<Value> keys = Folder.Items(call[0]!, call.Budget);
        return keys.IsDefault || !Iteration.Affords(keys.Length, call.Budget)
            ? null
            : Mappings.Make(keys.Select(key => new KeyValuePair<Value, Value>(key, call[1] ?? Numbers.None)), false);
    }

    private static Value? FromHex(Call call) => call.Text(0) is string text ? Hexadecimal.Decode(text, skipsSpace: true, call.Budget) : null;

    private static Value? FromBytes(Call call)
    {
        bool isBig = call[1] is null || call.Text(1) == "big";
        ReadOnlyMemory<byte> bytes;
        if (call[0] is BytesValue given)
        {
            bytes = given.Bytes;
        }
        else
        {
            ImmutableArray<Value> items = call[0] is SequenceValue ? Folder.Items(call[0]!, call.Budget) : default;
            if (items.IsDefault || FromNumbers(items) is not byte[] numbers)
            {
                return null;
            }

            bytes = numbers;
        }

        return (isBig || call.Text(1) == "little") && call.Flag(2, false) is bool isSigned && call.Budget.TrySpend(bytes.Length)
            ? Numbers.Of(new BigInteger(bytes.Span, isUnsigned: !isSigned, isBigEndian: isBig))
            : null;
    }
}
