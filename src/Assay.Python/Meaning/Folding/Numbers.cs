using System.Numerics;

namespace Assay.Python.Meaning.Folding;

/// <summary>Numbers in and out of values.</summary>
internal static class Numbers
{
    private static readonly IntValue[] s_small = [.. Enumerable.Range(-16, 1_040).Select(static value => new IntValue(value, Labels.None))];
    private static readonly TextValue[] s_characters = [.. Enumerable.Range(0, 256).Select(static value => new TextValue(((char)value).ToString(), false, Labels.None))];

    public static BoolValue True { get; } = new(true, Labels.None);

    public static BoolValue False { get; } = new(false, Labels.None);

    public static NoneValue None { get; } = new(Labels.None);

    public static BoolValue Of(bool value) => value ? True : False;

    public static IntValue Of(long value) => value is >= -16 and < 1_024 ? s_small[value + 16] : new IntValue(value, Labels.None);

    public static IntValue Of(BigInteger value) => value >= -16 && value < 1_024 ? s_small[(int)value + 16] : new IntValue(value, Labels.None);

    public static FloatValue Of(double value) => new(value, Labels.None);

    public static TextValue Character(int point) =>
        point < s_characters.Length ? s_characters[point] : new TextValue(Points.Text(point), false, Labels.None);

    public static TextValue Text(string text) => text.Length == 1 && text[0] < 256 ? s_characters[text[0]] : new TextValue(text, false, Labels.None);

    public static BytesValue Bytes(byte[] bytes) => new(bytes, false, Labels.None);

    /// <summary>An int, or a bool as the int it is.</summary>
    public static bool TryInt(Value? value, out BigInteger number)
    {
        switch (value)
        {
            case IntValue whole:
                number = whole.Value;
                return true;
            case BoolValue truth:
                number = truth.Value ? 1 : 0;
                return true;
            default:
                number = default;
                return false;
        }
    }

    /// <summary>An int that fits; false for any other.</summary>
    public static bool TryInt32(Value? value, out int number)
    {
        bool fits = TryInt(value, out BigInteger big) && big >= int.MinValue && big <= int.MaxValue;
        number = fits ? (int)big : 0;
        return fits;
    }

    /// <summary>An int brought into the range of positions; false for what is no int.</summary>
    public static bool TryPosition(Value? value, out long number)
    {
        bool isInt = TryInt(value, out BigInteger big);
        number = isInt ? (long)BigInteger.Clamp(big, -(1L << 40), 1L << 40) : 0;
        return isInt;
    }

    /// <summary>A float, or an int or bool that converts to one.</summary>
    public static bool TryFloat(Value? value, out double number)
    {
        if (value is FloatValue real)
        {
            number = real.Value;
            return true;
        }

        number = 0;
        return TryInt(value, out BigInteger whole) && TryFloat(whole, out number);
    }

    /// <summary>The nearest double; false where Python overflows.</summary>
    public static bool TryFloat(BigInteger whole, out double number)
    {
        long bits = BitLength(whole);
        if (bits <= 53)
        {
            number = (double)whole;
            return true;
        }

        number = 0;
        if (bits > 1_024)
        {
            return false;
        }

        // Round half to even by hand: the conversion of .NET cuts off.
        int shift = (int)bits - 54;
        BigInteger magnitude = BigInteger.Abs(whole);
        BigInteger head = magnitude >> shift;
        bool sticky = (head << shift) != magnitude;
        long mantissa = (long)head;
        bool half = (mantissa & 1) != 0;
        mantissa >>= 1;
        if (half && (sticky || (mantissa & 1) != 0))
        {
            mantissa++;
        }

        number = Math.ScaleB(mantissa, shift + 1) * whole.Sign;
        return double.IsFinite(number);
    }

    /// <summary><c>int.bit_length</c>.</summary>
    public static long BitLength(BigInteger value) => BigInteger.Abs(value).GetBitLength();
}
