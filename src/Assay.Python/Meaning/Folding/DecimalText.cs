using System.Globalization;
using System.Numerics;

namespace Assay.Python.Meaning.Folding;

/// <summary>Floats as text: exact digits, ties to even, exponents as Python writes them.</summary>
internal static class DecimalText
{
    /// <summary><c>repr</c> of a float: the shortest digits that read back as the same number.</summary>
    public static string Repr(double value)
    {
        if (!double.IsFinite(value))
        {
            return NotFinite(value);
        }

        (string digits, int exponent) = value == 0 ? ("0", 0) : Shortest(Math.Abs(value));
        string text = exponent is < -4 or >= 16
            ? digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + Exponent(exponent, 'e')
            : exponent < 0 ? "0." + new string('0', -exponent - 1) + digits
            : digits.Length <= exponent + 1 ? digits + new string('0', exponent + 1 - digits.Length) + ".0"
            : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
        return double.IsNegative(value) ? "-" + text : text;
    }

    public static string NotFinite(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    /// <summary>The <c>f</c> form of a finite number that is not negative.</summary>
    /// <param name="precision">Digits behind the point.</param>
    public static string Fixed(double value, int precision, bool keepsPoint)
    {
        string digits = Scaled(value, precision).ToString(CultureInfo.InvariantCulture);
        if (digits.Length <= precision)
        {
            digits = new string('0', precision + 1 - digits.Length) + digits;
        }

        return precision == 0 ? digits + (keepsPoint ? "." : "") : digits[..^precision] + "." + digits[^precision..];
    }

    /// <summary>The <c>e</c> form of a finite number that is not negative.</summary>
    public static string Scientific(double value, int precision, bool keepsPoint, char letter)
    {
        (string digits, int exponent) = Digits(value, precision + 1);
        return digits[..1] + (precision > 0 || keepsPoint ? "." : "") + digits[1..] + Exponent(exponent, letter);
    }

    /// <summary>The <c>g</c> form of a finite number that is not negative.</summary>
    /// <param name="precision">Digits in all.</param>
    /// <param name="keepsZeros">The <c>#</c> flag.</param>
    /// <param name="isPlain">No type was given: at least one digit stands behind the point.</param>
    public static string General(double value, int precision, bool keepsZeros, char letter, bool isPlain = false)
    {
        precision = Math.Max(1, precision);
        (string digits, int exponent) = Digits(value, precision);
        bool isScientific = exponent < -4 || exponent >= (isPlain ? precision - 1 : precision);
        string head;
        string tail;
        if (isScientific)
        {
            head = digits[..1];
            tail = digits[1..];
        }
        else if (exponent < 0)
        {
            head = "0";
            tail = new string('0', -exponent - 1) + digits;
        }
        else
        {
            head = digits[..(exponent + 1)];
            tail = digits[(exponent + 1)..];
        }

        if (!keepsZeros)
        {
            tail = tail.TrimEnd('0');
        }

        if (isPlain && !isScientific && tail.Length == 0)
        {
            tail = "0";
        }

        return head + (tail.Length > 0 || keepsZeros ? "." : "") + tail + (isScientific ? Exponent(exponent, letter) : "");
    }

    /// <summary><c>round(value, places)</c>, correctly rounded.</summary>
    public static double Round(double value, int places)
    {
        if (!double.IsFinite(value) || places > 323)
        {
            return value;
        }

        if (places < -308)
        {
            return 0 * value;
        }

        double magnitude = Math.Abs(value);
        string text = places >= 0
            ? Fixed(magnitude, places, keepsPoint: false)
            : Scaled(magnitude, places).ToString(CultureInfo.InvariantCulture) + new string('0', -places);
        return Math.CopySign(double.Parse(text, CultureInfo.InvariantCulture), value);
    }

    /// <summary>The number times a power of ten, rounded to an int with ties to even.</summary>
    public static BigInteger Scaled(double value, int power)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger numerator = (bits & 0xFFFFFFFFFFFFF) | (exponent == 0 ? 0 : 1L << 52);
        exponent = Math.Max(1, exponent) - 1_075;
        BigInteger denominator = BigInteger.One;
        if (power >= 0)
        {
            numerator *= BigInteger.Pow(10, power);
        }
        else
        {
            denominator = BigInteger.Pow(10, -power);
        }

        if (exponent >= 0)
        {
            numerator <<= exponent;
        }
        else
        {
            denominator <<= -exponent;
        }

        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        int half = (rest << 1).CompareTo(denominator);
        return half > 0 || (half == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static (string Digits, int Exponent) Digits(double value, int count)
    {
        if (value == 0)
        {
            return (new string('0', count), 0);
        }

        int exponent = (int)Math.Floor(Math.Log10(value));
        while (true)
        {
            string digits = Scaled(value, count - 1 - exponent).ToString(CultureInfo.InvariantCulture);
            if (digits.Length == count)
            {
                return (digits, exponent);
            }

            exponent += digits.Length > count ? 1 : -1;
        }
    }

    private static string Exponent(int exponent, char letter) =>
        $"{letter}{(exponent < 0 ? '-' : '+')}{(Math.Abs(exponent) < 10 ? "0" : "")}{Math.Abs(exponent)}";

    // The digits without point and outer zeros, and the power of ten of the first.
    private static (string Digits, int Exponent) Shortest(double value)
    {
        string shortest = value.ToString("R", CultureInfo.InvariantCulture);
        int mark = shortest.IndexOf('E', StringComparison.Ordinal);
        string mantissa = mark < 0 ? shortest : shortest[..mark];
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal).Trim('0');
        if (mark >= 0)
        {
            return (digits, int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        }

        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string whole = point < 0 ? mantissa : mantissa[..point];
        if (whole != "0")
        {
            return (digits, whole.Length - 1);
        }

        string fraction = mantissa[(point + 1)..];
        return (digits, fraction.TrimStart('0').Length - fraction.Length - 1);
    }
}
