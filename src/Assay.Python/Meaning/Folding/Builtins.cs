using System.Collections.Immutable;
using System.Numerics;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning.Folding;

/// <summary>Built-in functions on one or a few values, and their twins in <c>operator</c> and <c>math</c>.</summary>
internal static class Builtins
{
    public static void AddTo(Table table)
    {
        table.Add("builtins.chr builtins.unichr", "i", static call => Numbers.TryInt32(call[0], out int point) && point is >= 0 and <= 0x10FFFF ? Numbers.Character(point) : null);
        table.Add("builtins.ord", "c", Ord);
        table.Add("builtins.len operator.length_hint", "obj", Length, Traits.Holes | Traits.Shallow);
        table.Add("builtins.abs operator.abs operator.__abs__", "x", static call => call[0] is FloatValue real ? Numbers.Of(Math.Abs(real.Value)) : call.TryBig(0, out BigInteger whole) ? Numbers.Of(BigInteger.Abs(whole)) : null);
        table.Add("builtins.divmod", "a b", DivMod);
        table.Add("builtins.pow", "base exp mod?", Pow);
        table.Add("builtins.round", "number ndigits?", Round);
        table.Add("builtins.hex", "x", static call => Prefixed(call, "0x", 4));
        table.Add("builtins.oct", "x", static call => Prefixed(call, "0o", 3));
        table.Add("builtins.bin", "x", static call => Prefixed(call, "0b", 1));
        table.Add("builtins.repr", "obj", static call => Representation.Repr(call[0]!, call.Budget), Traits.Holes);
        table.Add("builtins.ascii", "obj", static call => Representation.Ascii(call[0]!, call.Budget), Traits.Holes);
        table.Add("builtins.format", "value spec?", static call => call.TryText(1, "", out string spec) ? FormatSpec.Apply(call[0]!, '\0', spec, call.Budget) : null, Traits.Holes);
        table.Add("builtins.sum", "items start?", Sum, Traits.Holes);
        table.Add("builtins.min", "items * key= default=", static call => Extreme(call, -1), Traits.Holes);
        table.Add("builtins.max", "items * key= default=", static call => Extreme(call, 1), Traits.Holes);
        table.Add("builtins.any", "items", static call => Quantify(call, stopAt: true), Traits.Holes);
        table.Add("builtins.all", "items", static call => Quantify(call, stopAt: false), Traits.Holes);
        table.Add("builtins.bool operator.truth", "x?", static call => call[0] is null ? Numbers.False : Folder.Truth(call[0]!) is bool truth ? Numbers.Of(truth) : null, Traits.Holes);
        foreach ((string names, Operator op) in s_binary)
        {
            foreach (string name in names.Split(' '))
            {
                table.Add($"operator.{name} operator.__{name.Trim('_')}__", "a b", call => Operators.Binary(op, call[0]!, call[1]!, call.Budget), Traits.Holes);
            }
        }

        table.Add("operator.contains operator.__contains__", "a b", static call => Operators.Binary(Operator.In, call[1]!, call[0]!, call.Budget), Traits.Holes);
        table.Add("operator.getitem operator.__getitem__", "a b", static call => Slices.Index(call[0]!, call[1]!, call.Budget), Traits.Holes | Traits.Shallow);
        table.Add("operator.neg operator.__neg__", "a", static call => Operators.Unary(Operator.Minus, call[0]!));
        table.Add("operator.pos operator.__pos__", "a", static call => Operators.Unary(Operator.Plus, call[0]!));
        table.Add("operator.invert operator.inv operator.__invert__", "a", static call => Operators.Unary(Operator.Invert, call[0]!));
        table.Add("operator.not_ operator.__not__", "a", static call => Operators.Unary(Operator.Not, call[0]!), Traits.Holes);
        table.Add("operator.index operator.__index__", "a", static call => call.TryBig(0, out BigInteger whole) ? Numbers.Of(whole) : null);
        table.Add("math.floor", "x", static call => Whole(call, Math.Floor));
        table.Add("math.ceil", "x", static call => Whole(call, Math.Ceiling));
        table.Add("math.trunc", "x", static call => Whole(call, Math.Truncate));
        table.Add("math.sqrt", "x", static call => Numbers.TryFloat(call[0], out double x) && x >= 0 ? Numbers.Of(Math.Sqrt(x)) : null);
        table.Add("math.gcd", "a b", static call => call.TryBig(0, out BigInteger a) && call.TryBig(1, out BigInteger b) && call.Budget.TrySpend((a.GetByteCount() * (long)b.GetByteCount() / 16) + 1)
            ? Numbers.Of(BigInteger.GreatestCommonDivisor(a, b))
            : null);
    }

    private static readonly (string Names, Operator Op)[] s_binary =
    [
        ("add concat iadd iconcat", Operator.Add), ("sub isub", Operator.Subtract), ("mul imul", Operator.Multiply), ("truediv itruediv", Operator.Divide),
        ("floordiv ifloordiv", Operator.FloorDivide), ("mod imod", Operator.Modulo), ("pow ipow", Operator.Power), ("lshift ilshift", Operator.LeftShift),
        ("rshift irshift", Operator.RightShift), ("and_ iand", Operator.BitAnd), ("or_ ior", Operator.BitOr), ("xor ixor", Operator.BitXor),
        ("eq", Operator.Equal), ("ne", Operator.NotEqual), ("lt", Operator.Less), ("le", Operator.LessEqual), ("gt", Operator.Greater),
        ("ge", Operator.GreaterEqual), ("is_", Operator.Is), ("is_not", Operator.IsNot),
    ];

    private static Value? Ord(Call call) => call[0] switch
    {
        TextValue text when text.Text.Length is 1 or 2 && Points.Count(text.Text) == 1 => Numbers.Of(Points.At(text.Text, 0)),
        BytesValue { Bytes.Length: 1 } bytes => Numbers.Of(bytes.Bytes.Span[0]),
        _ => null,
    };

    private static Value? Length(Call call) => call[0] switch
    {
        TextValue { IsPartial: false } text => Numbers.Of(call.Budget.IsFlat(text.Text) ? text.Text.Length : Points.Count(text.Text)),
        BytesValue { IsPartial: false } bytes => Numbers.Of(bytes.Bytes.Length),
        SequenceValue { IsPartial: false } sequence => Numbers.Of(sequence.Items.Length),
        MappingValue mapping => Mappings.Items(mapping, call.Budget) is { IsDefault: false } items ? Numbers.Of(items.Length) : null,
        _ => null,
    };

    private static Value? DivMod(Call call)
    {
        if (call.TryBig(0, out _) && call.TryBig(1, out _))
        {
            Value? quotient = Arithmetic.Binary(Operator.FloorDivide, call[0]!, call[1]!, call.Budget);
            Value? rest = Arithmetic.Binary(Operator.Modulo, call[0]!, call[1]!, call.Budget);
            return quotient is not null && rest is not null ? new SequenceValue(SequenceForm.Tuple, [quotient, rest], false, Labels.None) : null;
        }

        if (!Numbers.TryFloat(call[0], out double x) || !Numbers.TryFloat(call[1], out double y) || y == 0)
        {
            return null;
        }

        (double whole, double remainder) = Arithmetic.DivideReal(x, y);
        return new SequenceValue(SequenceForm.Tuple, [Numbers.Of(whole), Numbers.Of(remainder)], false, Labels.None);
    }

    private static Value? Pow(Call call)
    {
        if (call.IsNone(2))
        {
            return Arithmetic.Binary(Operator.Power, call[0]!, call[1]!, call.Budget);
        }

        return call.TryBig(0, out BigInteger number) && call.TryBig(1, out BigInteger exponent) && call.TryBig(2, out BigInteger modulus)
            ? Arithmetic.ModularPower(number, exponent, modulus, call.Budget)
            : null;
    }

    private static Value? Round(Call call)
    {
        int places = 0;
        if (!call.IsNone(1) && !call.TryInt(1, 0, out places))
        {
            return null;
        }

        if (call[0] is FloatValue real)
        {
            return !call.IsNone(1) ? Numbers.Of(DecimalText.Round(real.Value, places))
                : double.IsFinite(real.Value) ? Numbers.Of(new BigInteger(Math.Round(real.Value, MidpointRounding.ToEven)))
                : null;
        }

        if (!call.TryBig(0, out BigInteger whole))
        {
            return null;
        }

        if (places >= 0)
        {
            return Numbers.Of(whole);
        }

        // Half of the unit is more than the number.
        if (-(long)places * 3 > Numbers.BitLength(whole))
        {
            return Numbers.Of(0);
        }

        if (!call.Budget.TrySpend(whole.GetByteCount() - (long)places))
        {
            return null;
        }

        BigInteger unit = BigInteger.Pow(10, -places);
        BigInteger rest = Arithmetic.Modulo(whole, unit);
        int half = (rest * 2).CompareTo(unit);
        BigInteger floor = whole - rest;
        return Numbers.Of(half > 0 || (half == 0 && !(floor / unit).IsEven) ? floor + unit : floor);
    }

    private static Value? Prefixed(Call call, string prefix, int bits)
    {
        if (!call.TryBig(0, out BigInteger number) || Radix.Text(BigInteger.Abs(number), bits, call.Budget) is not string digits)
        {
            return null;
        }

        return new TextValue((number.Sign < 0 ? "-" : "") + prefix + digits, false, Labels.None);
    }

    private static Value? Sum(Call call)
    {
        ImmutableArray<Value> items = Folder.Items(call[0]!, call.Budget);
        Value? total = call[1] ?? Numbers.Of(0);
        if (items.IsDefault || total is TextValue or BytesValue)
        {
            return null;
        }

        foreach (Value item in items)
        {
            total = Folder.Binary(Operator.Add, total, item, call.Budget);
            if (total is null)
            {
                return null;
            }
        }

        return total;
    }

    private static Value? Extreme(Call call, int sign)
    {
        ImmutableArray<Value> items = call.More.Count > 0 ? [call[0]!, .. call.More] : Folder.Items(call[0]!, call.Budget);
        if (items.IsDefault)
        {
            return null;
        }

        if (items.IsEmpty)
        {
            return call[2];
        }

        Value? best = null;
        Value? bestKey = null;
        foreach (Value item in items)
        {
            Value? key = call.IsNone(1) ? item : Folder.Call(call[1]!, [new Argument(null, item)], call.Budget);
            if (key is null)
            {
                return null;
            }

            if (best is not null)
            {
                if (Comparisons.Order(key, bestKey!, call.Budget) is not int order)
                {
                    return null;
                }

                if (order * sign <= 0)
                {
                    continue;
                }
            }

            best = item;
            bestKey = key;
        }

        return Comparisons.Order(bestKey!, bestKey!, call.Budget) is null ? null : best;
    }

    private static Value? Quantify(Call call, bool stopAt)
    {
        ImmutableArray<Value> items = Folder.Items(call[0]!, call.Budget);
        if (items.IsDefault)
        {
            return null;
        }

        bool isKnown = true;
        foreach (Value item in items)
        {
            switch (Folder.Truth(item))
            {
                case null:
                    isKnown = false;
                    break;
                case bool truth when truth == stopAt:
                    return Numbers.Of(stopAt);
            }
        }

        return isKnown ? Numbers.Of(!stopAt) : null;
    }

    private static Value? Whole(Call call, Func<double, double> round) =>
        call.TryBig(0, out BigInteger whole) ? Numbers.Of(whole)
        : call[0] is FloatValue real && double.IsFinite(real.Value) ? Numbers.Of(new BigInteger(round(real.Value)))
        : null;
}
