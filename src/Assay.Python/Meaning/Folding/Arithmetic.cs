using System.Numerics;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning.Folding;

/// <summary>Python's arithmetic: ints without bounds (within the budget), floats, bools as ints.</summary>
internal static class Arithmetic
{
    /// <summary>Bits of the largest int that is made.</summary>
    private const long MaxBits = 1 << 22;

    /// <summary>Less than, equal to or greater than zero; null where a NaN takes part or one is no number.</summary>
    public static int? Order(Value left, Value right)
    {
        if (Numbers.TryInt(left, out BigInteger a) && Numbers.TryInt(right, out BigInteger b))
        {
            return a.CompareTo(b);
        }

        if (left is FloatValue x && right is FloatValue y)
        {
            return double.IsNaN(x.Value) || double.IsNaN(y.Value) ? null : x.Value.CompareTo(y.Value);
        }

        if (left is FloatValue real && Numbers.TryInt(right, out b))
        {
            return OrderMixed(real.Value, b);
        }

        return right is FloatValue other && Numbers.TryInt(left, out a) ? -OrderMixed(other.Value, a) : null;
    }

    private static int? OrderMixed(double real, BigInteger whole)
    {
        if (double.IsNaN(real))
        {
            return null;
        }

        if (double.IsInfinity(real))
        {
            return double.IsPositive(real) ? 1 : -1;
        }

        double floor = Math.Floor(real);
        int order = new BigInteger(floor).CompareTo(whole);
        return order == 0 && real > floor ? 1 : order;
    }

    public static Value? Binary(Operator op, Value left, Value right, FoldingBudget budget)
    {
        if (Numbers.TryInt(left, out BigInteger a) && Numbers.TryInt(right, out BigInteger b))
        {
            if (left is BoolValue p && right is BoolValue q)
            {
                switch (op)
                {
                    case Operator.BitAnd:
                        return Numbers.Of(p.Value & q.Value);
                    case Operator.BitOr:
                        return Numbers.Of(p.Value | q.Value);
                    case Operator.BitXor:
                        return Numbers.Of(p.Value ^ q.Value);
                }
            }

            return Whole(op, a, b, budget);
        }

        return Numbers.TryFloat(left, out double x) && Numbers.TryFloat(right, out double y) ? Real(op, x, y) : null;
    }

    public static Value? Unary(Operator op, Value operand) => (op, operand) switch
    {
        (Operator.Plus, FloatValue) => operand,
        (Operator.Minus, FloatValue real) => Numbers.Of(-real.Value),
        (Operator.Plus, _) when Numbers.TryInt(operand, out BigInteger whole) => Numbers.Of(whole),
        (Operator.Minus, _) when Numbers.TryInt(operand, out BigInteger whole) => Numbers.Of(-whole),
        (Operator.Invert, _) when Numbers.TryInt(operand, out BigInteger whole) => Numbers.Of(-whole - 1),
        _ => null,
    };

    /// <summary><c>pow(a, e)</c> and <c>a ** e</c> of ints.</summary>
    public static Value? Power(BigInteger number, BigInteger exponent, FoldingBudget budget)
    {
        if (exponent.Sign < 0)
        {
            return Numbers.TryFloat(number, out double x) && Numbers.TryFloat(exponent, out double y) ? Real(Operator.Power, x, y) : null;
        }

        if (exponent.IsZero || number.IsOne)
        {
            return Numbers.Of(1);
        }

        if (number.IsZero)
        {
            return Numbers.Of(0);
        }

        if (number == BigInteger.MinusOne)
        {
            return Numbers.Of(exponent.IsEven ? 1 : -1);
        }

        if (!Fits(Numbers.BitLength(number) * (long)BigInteger.Min(exponent, MaxBits + 1), budget))
        {
            return null;
        }

        return Numbers.Of(BigInteger.Pow(number, (int)exponent));
    }

    /// <summary><c>pow(a, e, m)</c>.</summary>
    public static Value? ModularPower(BigInteger number, BigInteger exponent, BigInteger modulus, FoldingBudget budget)
    {
        long words = (Numbers.BitLength(modulus) / 32) + 1;
        if (modulus.IsZero || exponent.Sign < 0 || !Fits(Numbers.BitLength(number), budget)
            || words > 4_096 || !budget.TrySpend(words * words / 4 * (Numbers.BitLength(exponent) + 1)))
        {
            return null;
        }

        return Numbers.Of(Modulo(BigInteger.ModPow(number, exponent, modulus), modulus));
    }

    /// <summary>The quotient rounded down; the divisor is not zero.</summary>
    public static BigInteger FloorDivide(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
        return !rest.IsZero && (rest.Sign < 0) != (b.Sign < 0) ? quotient - 1 : quotient;
    }

    /// <summary>The rest with the divisor's sign; the divisor is not zero.</summary>
    public static BigInteger Modulo(BigInteger a, BigInteger b)
    {
        BigInteger rest = BigInteger.Remainder(a, b);
        return !rest.IsZero && (rest.Sign < 0) != (b.Sign < 0) ? rest + b : rest;
    }

    /// <summary>Takes units for an int of that many bits; products and quotients cost more than their length.</summary>
    private static bool Fits(long bits, FoldingBudget budget)
    {
        if (bits <= 512)
        {
            return budget.TrySpend(1);
        }

        long words = (bits / 32) + 1;
        return budget.TrySpend(bits > MaxBits ? 0 : words * Math.Max(1, (long)Math.Sqrt(words) / 4), bits > MaxBits ? long.MaxValue : bits / 8);
    }

    private static Value? Whole(Operator op, BigInteger a, BigInteger b, FoldingBudget budget)
    {
        switch (op)
        {
            case Operator.Add:
                return Fits(Math.Max(Numbers.BitLength(a), Numbers.BitLength(b)), budget) ? Numbers.Of(a + b) : null;
            case Operator.Subtract:
                return Fits(Math.Max(Numbers.BitLength(a), Numbers.BitLength(b)), budget) ? Numbers.Of(a - b) : null;
            case Operator.Multiply:
                return Fits(Numbers.BitLength(a) + Numbers.BitLength(b), budget) ? Numbers.Of(a * b) : null;
            case Operator.FloorDivide:
                return !b.IsZero && Fits(Numbers.BitLength(a) + Numbers.BitLength(b), budget) ? Numbers.Of(FloorDivide(a, b)) : null;
            case Operator.Modulo:
                return !b.IsZero && Fits(Numbers.BitLength(a) + Numbers.BitLength(b), budget) ? Numbers.Of(Modulo(a, b)) : null;
            case Operator.Divide:
                return !b.IsZero && Fits(Numbers.BitLength(a) + Numbers.BitLength(b), budget) ? Quotient(a, b) : null;
            case Operator.Power:
                return Power(a, b, budget);
            case Operator.LeftShift:
                return b.Sign >= 0 && (a.IsZero || Fits(Numbers.BitLength(a) + (long)BigInteger.Min(b, MaxBits + 1), budget))
                    ? Numbers.Of(a.IsZero ? a : a << (int)b)
                    : null;
            case Operator.RightShift:
                if (b.Sign < 0 || !Fits(Numbers.BitLength(a), budget))
                {
                    return null;
                }

                return Numbers.Of(b > MaxBits ? (a.Sign < 0 ? BigInteger.MinusOne : BigInteger.Zero) : a >> (int)b);
            case Operator.BitAnd:
                return Fits(Math.Max(Numbers.BitLength(a), Numbers.BitLength(b)), budget) ? Numbers.Of(a & b) : null;
            case Operator.BitOr:
                return Fits(Math.Max(Numbers.BitLength(a), Numbers.BitLength(b)), budget) ? Numbers.Of(a | b) : null;
            case Operator.BitXor:
                return Fits(Math.Max(Numbers.BitLength(a), Numbers.BitLength(b)), budget) ? Numbers.Of(a ^ b) : null;
            default:
                return null;
        }
    }

    // The nearest double of a quotient of ints, rounded once.
    private static Value? Quotient(BigInteger a, BigInteger b)
    {
        if (Numbers.BitLength(a) <= 53 && Numbers.BitLength(b) <= 53)
        {
            return Numbers.Of((double)a / (double)b);
        }

        long shift = 66 - (Numbers.BitLength(a) - Numbers.BitLength(b));
        if (a.IsZero || Math.Abs(shift) > 1_080)
        {
            return a.IsZero ? Numbers.Of(0.0) : null;
        }

        BigInteger numerator = BigInteger.Abs(a);
        BigInteger denominator = BigInteger.Abs(b);
        (numerator, denominator) = shift > 0 ? (numerator << (int)shift, denominator) : (numerator, denominator << (int)-shift);
        BigInteger head = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        // A rest below the last bit only decides a tie.
        head = (head << 1) | (rest.IsZero ? 0 : 1);
        return Numbers.TryFloat(head, out double mantissa) && Math.ScaleB(mantissa, (int)(-shift - 1)) is double result && double.IsNormal(result)
            ? Numbers.Of(a.Sign == b.Sign ? result : -result)
            : null;
    }

    private static FloatValue? Real(Operator op, double x, double y)
    {
        double result;
        switch (op)
        {
            case Operator.Add:
                result = x + y;
                break;
            case Operator.Subtract:
                result = x - y;
                break;
            case Operator.Multiply:
                result = x * y;
                break;
            case Operator.Divide when y != 0:
                result = x / y;
                break;
            case Operator.FloorDivide when y != 0:
                result = DivideReal(x, y).Quotient;
                break;
            case Operator.Modulo when y != 0:
                result = DivideReal(x, y).Remainder;
                break;
            case Operator.Power when !(x == 0 && y < 0) && !(x < 0 && double.IsFinite(x) && double.IsFinite(y) && !double.IsInteger(y)):
                result = Math.Pow(x, y);
                if (double.IsInfinity(result) && double.IsFinite(x) && double.IsFinite(y))
                {
                    return null;
                }

                break;
            default:
                return null;
        }

        return Numbers.Of(result);
    }

    /// <summary><c>divmod</c> of floats; the divisor is not zero.</summary>
    public static (double Quotient, double Remainder) DivideReal(double x, double y)
    {
        double rest = x % y;
        double quotient = (x - rest) / y;
        if (rest != 0)
        {
            if ((y < 0) != (rest < 0))
            {
                rest += y;
                quotient -= 1;
            }
        }
        else
        {
            rest = Math.CopySign(0, y);
        }

        double floor = quotient == 0 ? Math.CopySign(0, x / y) : Math.Floor(quotient);
        return (quotient - floor > 0.5 ? floor + 1 : floor, rest);
    }
}
