using System.Globalization;
using System.Numerics;

namespace Assay.Python.Meaning.Folding;

/// <summary>Bytes spelled as identifiers: <c>uuid.UUID("…").bytes</c> (RFC 9562, 4).</summary>
internal static class Identifiers
{
    private const int Digits = 32;

    public static void AddAttributesTo(Table table)
    {
        table.Add("uuid.UUID().bytes", "", static call => Read(call.Receiver) is byte[] bytes ? Numbers.Bytes(bytes) : null, Traits.Holes | Traits.Decoder);
        table.Add("uuid.UUID().bytes_le", "", static call => Read(call.Receiver) is byte[] bytes ? Numbers.Bytes(LittleEndian(bytes)) : null, Traits.Holes | Traits.Decoder);
        table.Add("uuid.UUID().hex", "", static call => Read(call.Receiver) is byte[] bytes ? Numbers.Text(Convert.ToHexStringLower(bytes)) : null, Traits.Holes | Traits.Decoder);
        table.Add("uuid.UUID().int", "", static call => Read(call.Receiver) is byte[] bytes
            ? Numbers.Of(new BigInteger(bytes, isUnsigned: true, isBigEndian: true)) : null, Traits.Holes | Traits.Decoder);
    }

    /// <summary>The sixteen bytes of an object that was made of a text, or of bytes; null where it was made otherwise.</summary>
    private static byte[]? Read(Value made)
    {
        if (made is not ResultValue { Arguments: [var only] })
        {
            return null;
        }

        if (only.Name is "bytes" or "bytes_le" && Bytes.TryOf(only.Value, out ReadOnlyMemory<byte> given) && given.Length == Digits / 2)
        {
            return only.Name == "bytes" ? given.ToArray() : LittleEndian(given.Span);
        }

        if (only.Name is not (null or "hex") || only.Value is not TextValue { IsPartial: false } text)
        {
            return null;
        }

        string digits = text.Text.Replace("urn:", "", StringComparison.Ordinal).Replace("uuid:", "", StringComparison.Ordinal).Trim('{', '}')
            .Replace("-", "", StringComparison.Ordinal);
        return digits.Length == Digits && UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _)
            ? Convert.FromHexString(digits) : null;
    }

    // The first three fields in the other order.
    private static byte[] LittleEndian(ReadOnlySpan<byte> bytes) =>
        [bytes[3], bytes[2], bytes[1], bytes[0], bytes[5], bytes[4], bytes[7], bytes[6], .. bytes[8..]];
}
