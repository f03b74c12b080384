using System.Numerics;

namespace Assay.Python.Meaning.Folding;

/// <summary>Methods of <c>int</c>, <c>bool</c> and <c>float</c>.</summary>
internal static class NumberMethods
{
    public static void AddTo(Table table)
    {
        table.Add("to_bytes", "length? byteorder? signed=", ToBytes);
        table.Add("bit_length", "", static call => Numbers.TryInt(call.Receiver, out BigInteger number) ? Numbers.Of(Numbers.BitLength(number)) : null);
        table.Add("bit_count", "", static call => Numbers.TryInt(call.Receiver, out BigInteger number) && call.Budget.TrySpend(number.GetByteCount())
            ? Numbers.Of((long)BigInteger.PopCount(BigInteger.Abs(number)))
            : null);
        table.Add("is_integer", "", static call => Numbers.Of(call.Receiver is not FloatValue real || double.IsInteger(real.Value)));
        table.Add("conjugate", "", static call => call.Receiver);
        table.Add("__add__ __radd__", "other", static call => Arithmetic.Binary(Syntax.Operator.Add, call.Receiver, call[0]!, call.Budget));
        table.Add("__xor__ __rxor__", "other", static call => Arithmetic.Binary(Syntax.Operator.BitXor, call.Receiver, call[0]!, call.Budget));
        table.Add("__mul__ __rmul__", "other", static call => Arithmetic.Binary(Syntax.Operator.Multiply, call.Receiver, call[0]!, call.Budget));
        table.Add("__sub__", "other", static call => Arithmetic.Binary(Syntax.Operator.Subtract, call.Receiver, call[0]!, call.Budget));
    }

    private static Value? ToBytes(Call call)
    {
        bool isBig = call[1] is null || call.Text(1) == "big";
        if (!Numbers.TryInt(call.Receiver, out BigInteger number) || !call.TryInt(0, 1, out int length) || length < 0
            || (!isBig && call.Text(1) != "little") || call.Flag(2, false) is not bool isSigned || !call.Spend(length))
        {
            return null;
        }

        if (number.Sign < 0 && !isSigned)
        {
            return null;
        }

        if (number.IsZero)
        {
            return Numbers.Bytes(new byte[length]);
        }

        byte[] digits = number.ToByteArray(isUnsigned: !isSigned, isBigEndian: false);
        if (digits.Length > length)
        {
            // No byte at all is enough for -1.
            return length == 0 && number == BigInteger.MinusOne ? Numbers.Bytes([]) : null;
        }

        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(number.Sign < 0 ? (byte)0xFF : (byte)0);
        digits.CopyTo(bytes, 0);
        if (isBig)
        {
            Array.Reverse(bytes);
        }

        return Numbers.Bytes(bytes);
    }
}
