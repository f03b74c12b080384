using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>The modules <c>base64</c> and <c>binascii</c>: base 16, 32, 64, 85 and their variants.</summary>
internal static class BaseDecoders
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Base32Hex = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

    public static void AddTo(Table table)
    {
        table.Add("base64.b64decode", "s altchars? validate?", Base64Decode, Traits.Decoder);
        table.Add("base64.standard_b64decode", "s", static call => Base64(call, isStrict: false, "+/"), Traits.Decoder);
        table.Add("base64.urlsafe_b64decode", "s", static call => Base64(call, isStrict: false, "-_"), Traits.Decoder);
        table.Add("base64.decodebytes base64.decodestring", "s", static call => Base64(call, isStrict: false, "+/"), Traits.Decoder);
        table.Add("binascii.a2b_base64", "data strict_mode=", static call => call.Flag(1, false) is bool isStrict ? Base64(call, isStrict, "+/") : null, Traits.Decoder);
        table.Add("base64.b64encode", "s altchars?", static call => call.TryBytes(0, out _) && AltChars(call, out string alt) ? Encode(call, alt, 0, false) : null);
        table.Add("base64.standard_b64encode", "s", static call => Encode(call, "+/", 0, false));
        table.Add("base64.urlsafe_b64encode", "s", static call => Encode(call, "-_", 0, false));
        table.Add("base64.encodebytes base64.encodestring", "s", static call => Encode(call, "+/", 76, true));
        table.Add("binascii.b2a_base64", "data newline=", static call => call.Flag(1, true) is bool newline ? Encode(call, "+/", 0, newline) : null);
        table.Add("base64.b32decode", "s casefold? map01?", static call => Base32Decode(call, Base32), Traits.Decoder);
        table.Add("base64.b32hexdecode", "s casefold?", static call => Base32Decode(call, Base32Hex), Traits.Decoder);
        table.Add("base64.b32encode", "s", static call => Base32Encode(call, Base32));
        table.Add("base64.b32hexencode", "s", static call => Base32Encode(call, Base32Hex));
        table.Add("base64.b16decode", "s casefold?", Base16Decode, Traits.Decoder);
        table.Add("base64.b16encode", "s", static call => Hex(call, upper: true));
        table.Add("binascii.unhexlify binascii.a2b_hex", "hexstr", static call => Characters.TryOf(call[0], out Characters hex) ? Hexadecimal.Decode(hex.Text, skipsSpace: false, call.Budget) : null, Traits.Decoder);
        table.Add("binascii.hexlify binascii.b2a_hex", "data sep? bytes_per_sep?", static call => call.TryBytes(0, out ReadOnlyMemory<byte> data)
            && Hexadecimal.Encode(data, call, 1) is string hex ? Characters.MakeBytes(hex, isPartial: false) : null);
        table.Add("base64.b85decode", "b", static call => call.TryBytes(0, out ReadOnlyMemory<byte> data) ? Base85.Decode(data.Span, Base85.Git, call.Budget) : null, Traits.Decoder);
        table.Add("base64.z85decode", "s", static call => call.TryBytes(0, out ReadOnlyMemory<byte> data) ? Base85.Decode(data.Span, Base85.Zero, call.Budget) : null, Traits.Decoder);
        table.Add("base64.a85decode", "b foldspaces= adobe= ignorechars=", Base85.DecodeAscii, Traits.Decoder);
        table.Add("base64.b85encode", "b pad?", static call => call.TryBytes(0, out ReadOnlyMemory<byte> data) && call.Flag(1, false) is bool pads
            ? Base85.Encode(data.Span, Base85.Git, pads, call.Budget)
            : null);
        table.Add("binascii.a2b_uu", "data", static call => call.TryBytes(0, out ReadOnlyMemory<byte> data) && call.Spend(data.Length) ? TransferCodecs.UuLine(data.Span) : null, Traits.Decoder);
        table.Add("binascii.a2b_qp quopri.decodestring", "data header?", static call => call.TryBytes(0, out ReadOnlyMemory<byte> data) && call.Flag(1, false) is bool isHeader && call.Spend(data.Length)
            ? Numbers.Bytes(TransferCodecs.QuotedPrintable(data.Span, isHeader))
            : null, Traits.Decoder);
    }

    /// <summary>Base 64 as CPython reads it: other characters are passed over, the padding must come out right. Null where it raises.</summary>
    /// <param name="isStrict">Nothing but the alphabet, padding at the end only.</param>
    /// <param name="alt">The characters that stand for 62 and 63; those they replace are still taken.</param>
    public static Value? Decode(ReadOnlySpan<byte> data, bool isStrict, string alt, FoldingBudget budget)
    {
        if (!budget.TrySpend(data.Length, (data.Length / 4L * 3) + 3))
        {
            return null;
        }

        if (isStrict && !IsStrict(data))
        {
            return null;
        }

        byte[] result = new byte[(data.Length / 4 * 3) + 3];
        if (alt == "+/" && System.Buffers.Text.Base64.DecodeFromUtf8(data, result, out _, out int whole) == System.Buffers.OperationStatus.Done)
        {
            return Numbers.Bytes(result[..whole]);
        }

        int length = 0;
        int place = 0;
        int pads = 0;
        int left = 0;
        foreach (byte c in data)
        {
            if (c == '=')
            {
                if (place >= 2 && place + ++pads >= 4)
                {
                    return Numbers.Bytes(result[..length]);
                }

                continue;
            }

            int value = Digit(c, alt);
            if (value < 0)
            {
                continue;
            }

            pads = 0;
            switch (place)
            {
                case 0:
                    left = value;
                    break;
                case 1:
                    result[length++] = (byte)((left << 2) | (value >> 4));
                    left = value & 0x0F;
                    break;
                case 2:
                    result[length++] = (byte)((left << 4) | (value >> 2));
                    left = value & 0x03;
                    break;
                default:
                    result[length++] = (byte)((left << 6) | value);
                    break;
            }

            place = (place + 1) & 3;
        }

        return place == 0 ? Numbers.Bytes(result[..length]) : null;
    }

    private static bool IsStrict(ReadOnlySpan<byte> data)
    {
        int digits = data.IndexOf((byte)'=');
        digits = digits < 0 ? data.Length : digits;
        foreach (byte c in data[..digits])
        {
            if (Digit(c, "+/") < 0)
            {
                return false;
            }
        }

        int pads = data.Length - digits;
        return !data[digits..].ContainsAnyExcept((byte)'=') && (pads == 0 || (pads <= 2 && digits % 4 >= 2 && (digits + pads) % 4 == 0));
    }

    private static int Digit(byte c, string alt) => c switch
    {
        >= (byte)'A' and <= (byte)'Z' => c - 'A',
        >= (byte)'a' and <= (byte)'z' => c - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => c - '0' + 52,
        _ when c == alt[0] => 62,
        _ when c == alt[1] => 63,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };

    private static Value? Base64(Call call, bool isStrict, string alt) =>
        call.TryBytes(0, out ReadOnlyMemory<byte> data) && IsPlain(call[0]!) ? Decode(data.Span, isStrict, alt, call.Budget) : null;

    // Text must be ASCII for these decoders.
    private static bool IsPlain(Value value) => value is not TextValue text || Ascii.IsValid(text.Text);

    private static Value? Base64Decode(Call call) =>
        AltChars(call, out string alt) && call.Flag(2, false) is bool isStrict ? Base64(call, isStrict, alt) : null;

    private static bool AltChars(Call call, out string alt)
    {
        alt = "+/";
        if (call.IsNone(1))
        {
            return true;
        }

        bool isPair = Characters.TryOf(call[1], out Characters given) && given.Text.Length == 2;
        alt = isPair ? given.Text : alt;
        return isPair;
    }

    private static Value? Encode(Call call, string alt, int lineLength, bool newline)
    {
        if (!call.TryBytes(0, out ReadOnlyMemory<byte> data) || !call.Spend((data.Length * 2L) + 4))
        {
            return null;
        }

        StringBuilder text = new();
        int step = lineLength == 0 ? Math.Max(1, data.Length) : lineLength / 4 * 3;
        for (int i = 0; i < data.Length || (i == 0 && lineLength == 0); i += step)
        {
            text.Append(Convert.ToBase64String(data.Span.Slice(i, Math.Min(step, data.Length - i))));
            if (newline)
            {
                text.Append('\n');
            }
        }

        return Characters.MakeBytes(alt == "+/" ? text.ToString() : text.Replace('+', alt[0]).Replace('/', alt[1]).ToString(), isPartial: false);
    }

    private static Value? Base32Decode(Call call, string alphabet)
    {
        if (!call.TryBytes(0, out ReadOnlyMemory<byte> given) || call.Flag(1, false) is not bool folds || !call.Spend(given.Length) || given.Length % 8 != 0)
        {
            return null;
        }

        string text = Encoding.Latin1.GetString(given.Span);
        if (alphabet == Base32 && !call.IsNone(2))
        {
            if (!Characters.TryOf(call[2], out Characters map) || map.Text.Length != 1)
            {
                return null;
            }

            text = text.Replace('0', 'O').Replace('1', map.Text[0]);
        }

        text = folds ? text.ToUpperInvariant() : text;
        string digits = text.TrimEnd('=');
        int pads = text.Length - digits.Length;
        if (pads is not (0 or 1 or 3 or 4 or 6))
        {
            return null;
        }

        byte[] result = new byte[digits.Length * 5 / 8];
        int length = 0;
        int bits = 0;
        int held = 0;
        foreach (char c in digits)
        {
            int value = alphabet.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                return null;
            }

            held = ((held << 5) | value) & 0xFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                result[length++] = (byte)((held >> bits) & 0xFF);
            }
        }

        return Numbers.Bytes(result);
    }

    private static Value? Base32Encode(Call call, string alphabet)
    {
        if (!call.TryBytes(0, out ReadOnlyMemory<byte> data) || !call.Spend((data.Length * 2L) + 8))
        {
            return null;
        }

        StringBuilder text = new();
        int bits = 0;
        int held = 0;
        foreach (byte value in data.Span)
        {
            held = ((held << 8) | value) & 0xFFFF;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(alphabet[(held >> bits) & 31]);
            }
        }

        if (bits > 0)
        {
            text.Append(alphabet[(held << (5 - bits)) & 31]);
        }

        return Characters.MakeBytes(text.Append('=', (8 - (text.Length % 8)) % 8).ToString(), isPartial: false);
    }

    private static Value? Base16Decode(Call call)
    {
        if (!call.TryBytes(0, out ReadOnlyMemory<byte> data) || call.Flag(1, false) is not bool folds)
        {
            return null;
        }

        string text = Encoding.Latin1.GetString(data.Span);
        return !folds && text.AsSpan().ContainsAnyInRange('a', 'f') ? null : Hexadecimal.Decode(text, skipsSpace: false, call.Budget);
    }

    private static Value? Hex(Call call, bool upper) =>
        call.TryBytes(0, out ReadOnlyMemory<byte> data) && call.Spend(data.Length * 2L)
            ? Characters.MakeBytes(upper ? Convert.ToHexString(data.Span) : Convert.ToHexStringLower(data.Span), isPartial: false)
            : null;
}
