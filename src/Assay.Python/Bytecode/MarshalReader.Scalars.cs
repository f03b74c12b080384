using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Utf8Text = System.Text.Unicode.Utf8;

namespace Assay.Python.Bytecode;

/// <content>Text and numbers.</content>
internal sealed partial class MarshalReader
{
    // CPython writes lone surrogates as UTF-8 would if it could.
    private static string Utf8(ReadOnlySpan<byte> bytes)
    {
        if (Utf8Text.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        StringBuilder text = new(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (bytes.Length >= 3 && bytes[0] == 0xED && (bytes[1] & 0xE0) == 0xA0 && (bytes[2] & 0xC0) == 0x80)
            {
                text.Append((char)(0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F)));
                bytes = bytes[3..];
                continue;
            }

            Rune.DecodeFromUtf8(bytes, out Rune rune, out int taken);
            text.Append(rune.ToString());
            bytes = bytes[taken..];
        }

        return text.ToString();
    }

    // Digits of 15 bits, the least first; a negative count is a negative number.
    private BigInteger TakeLong()
    {
        int written = TakeInt32();
        long count = Math.Abs((long)written);
        if (count * 2 > Rest.Length)
        {
            Fail("the data ends within a number");
            return BigInteger.Zero;
        }

        ReadOnlySpan<byte> digits = Take((int)count * 2);
        byte[] bits = new byte[(((long)digits.Length / 2 * 15) + 7) / 8];
        uint carry = 0;
        int carried = 0;
        int at = 0;
        for (int i = 0; i < digits.Length; i += 2)
        {
            uint digit = BinaryPrimitives.ReadUInt16LittleEndian(digits[i..]);
            if (digit > 0x7FFF)
            {
                Fail("a digit of a number is too great");
                return BigInteger.Zero;
            }

            carry |= digit << carried;
            for (carried += 15; carried >= 8; carried -= 8)
            {
                bits[at++] = (byte)(carry & 0xFF);
                carry >>= 8;
            }
        }

        if (carried > 0)
        {
            bits[at] = (byte)carry;
        }

        BigInteger value = new(bits, isUnsigned: true);
        return written < 0 ? -value : value;
    }

    private double TakeTextFloat()
    {
        string text = Encoding.Latin1.GetString(Take(TakeByte()));
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            return value;
        }

        if (Problem is null)
        {
            switch (text.ToLowerInvariant())
            {
                case "inf" or "+inf":
                    return double.PositiveInfinity;
                case "-inf":
                    return double.NegativeInfinity;
                case "nan" or "-nan":
                    return double.NaN;
                default:
                    Fail("a number is no number");
                    break;
            }
        }

        return 0;
    }
}
