namespace Assay.Python.Lexing;

internal sealed partial class Lexer
{
    private Token Number(int start)
    {
        byte[] bytes = _bytes;
        byte second = bytes[start + 1];
        if (bytes[start] == '0' && (second | 0x20) is 'x' or 'o' or 'b')
        {
            return Radix(start, (second | 0x20) switch { 'x' => 16, 'o' => 8, _ => 2 });
        }

        bool well = true;
        int at = Digits(start, ref well);
        int wholeEnd = at;
        bool isWhole = true;
        if (bytes[at] == '.')
        {
            isWhole = false;
            at++;
            if (bytes[at] is >= (byte)'0' and <= (byte)'9')
            {
                at = Digits(at, ref well);
            }
        }

        if ((bytes[at] | 0x20) == 'e')
        {
            int exponent = bytes[at + 1] is (byte)'+' or (byte)'-' ? at + 2 : at + 1;
            if (bytes[exponent] is >= (byte)'0' and <= (byte)'9')
            {
                isWhole = false;
                at = Digits(exponent, ref well);
            }
        }

        if ((bytes[at] | 0x20) == 'j')
        {
            isWhole = false;
            at++;
        }
        else if (isWhole)
        {
            bool isLong = (bytes[at] | 0x20) == 'l';
            well &= bytes[start] != '0' || LeadingZeroIsWell(start, wholeEnd);
            at = isLong ? at + 1 : at;
        }

        return EndNumber(at, well);
    }

    private Token Radix(int start, int radix)
    {
        int at = start + 2;
        bool well = true;
        bool any = false;
        while (true)
        {
            byte unit = _bytes[at];
            int digit = DigitValue(unit);
            if (digit < radix)
            {
                any = true;
            }
            else if (unit == '_')
            {
                well &= DigitValue(_bytes[at + 1]) < radix;
            }
            else
            {
                well &= unit is < (byte)'0' or > (byte)'9';
                break;
            }

            at++;
        }

        if ((_bytes[at] | 0x20) == 'l')
        {
            at++;
        }

        return EndNumber(at, well && any);
    }

    /// <summary>Digits with single underscores between.</summary>
    private int Digits(int at, ref bool well)
    {
        while (true)
        {
            byte unit = _bytes[at];
            if (unit == '_')
            {
                well &= _bytes[at + 1] is >= (byte)'0' and <= (byte)'9';
            }
            else if (unit is < (byte)'0' or > (byte)'9')
            {
                return at;
            }

            at++;
        }
    }

    /// <summary>Zeros alone, or an octal number of Python 2.</summary>
    private bool LeadingZeroIsWell(int start, int end)
    {
        bool zeros = true;
        bool octal = true;
        for (int at = start; at < end; at++)
        {
            byte unit = _bytes[at];
            zeros &= unit is (byte)'0' or (byte)'_';
            octal &= unit is >= (byte)'0' and <= (byte)'7';
        }

        return zeros || octal;
    }

    /// <summary>A word may touch a number only where it is an operator or begins a clause, as in <c>1if x else 2</c>.</summary>
    private Token EndNumber(int end, bool well)
    {
        End = Position = end;
        byte next = _bytes[end];
        if (well && ByteClass.Table[next] is not (ByteClass.Letter or ByteClass.High or ByteClass.Digit))
        {
            return Token.Number;
        }

        int at = end;
        while (ByteClass.Table[_bytes[at]] is ByteClass.Letter or ByteClass.High or ByteClass.Digit)
        {
            at++;
        }

        ReadOnlySpan<byte> word = _bytes.AsSpan(end, at - end);
        bool joins = word.SequenceEqual("and"u8) || word.SequenceEqual("else"u8) || word.SequenceEqual("for"u8) || word.SequenceEqual("if"u8)
            || word.SequenceEqual("in"u8) || word.SequenceEqual("is"u8) || word.SequenceEqual("not"u8) || word.SequenceEqual("or"u8);
        return well && joins ? Token.Number : Fail("a number that is none", at);
    }

    private static int DigitValue(byte unit) => unit switch
    {
        >= (byte)'0' and <= (byte)'9' => unit - '0',
        >= (byte)'a' and <= (byte)'f' => unit - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => unit - 'A' + 10,
        _ => 99,
    };
}
