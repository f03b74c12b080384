using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>What a codec does with what it cannot read or write.</summary>
internal enum CodecErrors
{
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlReplace,
    SurrogateEscape,
    SurrogatePass,
}

/// <summary>Encodings of text: their names as Python takes them, reading and writing.</summary>
internal static class Codecs
{
    private static readonly FrozenDictionary<string, string> s_names = BuildNames();
    private static readonly FrozenDictionary<string, int> s_pages = BuildPages();

    /// <summary>The codec behind a name: <c>utf_8</c>, <c>hex</c>, <c>rot_13</c>; unknown names come back normalised.</summary>
    public static string Normalize(string name)
    {
        StringBuilder plain = new(name.Length);
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '.')
            {
                plain.Append(char.ToLowerInvariant(c));
            }
            else if (plain.Length > 0 && plain[^1] != '_')
            {
                plain.Append('_');
            }
        }

        string normal = plain.ToString().TrimEnd('_');
        return s_names.GetValueOrDefault(normal, normal);
    }

    public static CodecErrors? Errors(Value? value) => value switch
    {
        null => CodecErrors.Strict,
        TextValue { IsPartial: false } text => text.Text switch
        {
            "strict" => CodecErrors.Strict,
            "ignore" => CodecErrors.Ignore,
            "replace" => CodecErrors.Replace,
            "backslashreplace" => CodecErrors.BackslashReplace,
            "xmlcharrefreplace" => CodecErrors.XmlReplace,
            "surrogateescape" => CodecErrors.SurrogateEscape,
            "surrogatepass" => CodecErrors.SurrogatePass,
            _ => null,
        },
        _ => null,
    };

    /// <summary><c>str(bytes, encoding, errors)</c>: a text encoding only.</summary>
    public static Value? DecodeText(Call call, int source, int encoding, int errors) =>
        call[source] is BytesValue bytes && call.TryText(encoding, "utf-8", out string name) && Errors(call[errors]) is CodecErrors handling
            ? Decode(bytes, Normalize(name), handling, call.Budget)
            : null;

    /// <summary><c>bytes(str, encoding, errors)</c>: a text encoding only.</summary>
    public static Value? EncodeText(Call call, int source, int encoding, int errors) =>
        call[source] is TextValue text && call.TryText(encoding, "utf-8", out string name) && Errors(call[errors]) is CodecErrors handling
            ? Encode(text, Normalize(name), handling, call.Budget)
            : null;

    /// <summary>Text of bytes; null where the codec is none of text or Python raises. Holes stay where each byte or character stands for itself.</summary>
    public static Value? Decode(BytesValue bytes, string codec, CodecErrors errors, FoldingBudget budget)
    {
        if (!budget.TrySpend(bytes.Bytes.Length, bytes.Bytes.Length))
        {
            return null;
        }

        if (!bytes.IsPartial)
        {
            return Decode(bytes.Bytes.Span, codec, errors) is string text && budget.TrySpend(0, text.Length) ? new TextValue(text, false, Labels.None) : null;
        }

        if (!IsStateless(codec) || !Characters.TryOf(bytes, out Characters characters))
        {
            return null;
        }

        StringBuilder joined = new();
        foreach (Range piece in Pieces(characters.Text))
        {
            string known = characters.Text[piece];
            if (known is "\uFFFC")
            {
                joined.Append(known);
            }
            else if (Decode(Encoding.Latin1.GetBytes(known), codec, errors) is string text)
            {
                joined.Append(text);
            }
            else
            {
                return null;
            }
        }

        return budget.TrySpend(0, joined.Length) ? new TextValue(joined.ToString(), true, Labels.None) : null;
    }

    /// <summary>Bytes of text; null where the codec is none of text or Python raises.</summary>
    public static Value? Encode(TextValue text, string codec, CodecErrors errors, FoldingBudget budget)
    {
        if (!budget.TrySpend(text.Text.Length, text.Text.Length))
        {
            return null;
        }

        if (!text.IsPartial)
        {
            return Encode(text.Text, codec, errors) is byte[] bytes && budget.TrySpend(0, bytes.Length) ? Numbers.Bytes(bytes) : null;
        }

        if (!IsStateless(codec))
        {
            return null;
        }

        ArrayBufferWriter<byte> joined = new();
        foreach (Range piece in Pieces(text.Text))
        {
            byte[]? part = text.Text[piece] is "\uFFFC" ? Encoding.UTF8.GetBytes("\uFFFC") : Encode(text.Text[piece], codec, errors);
            if (part is null)
            {
                return null;
            }

            joined.Write(part);
        }

        return budget.TrySpend(0, joined.WrittenCount) ? new BytesValue(joined.WrittenMemory, true, Labels.None) : null;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, string codec, CodecErrors errors)
    {
        switch (codec)
        {
            case "utf_8":
                return Utf8.Decode(bytes, errors);
            case "utf_8_sig":
                return Utf8.Decode(bytes.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes, errors);
            case "latin_1":
                return Encoding.Latin1.GetString(bytes);
            case "utf_16" or "utf_16_le" or "utf_16_be":
                return WideText.Decode16(bytes, codec, errors);
            case "utf_32" or "utf_32_le" or "utf_32_be":
                return WideText.Decode32(bytes, codec, errors);
            case "utf_7":
                return errors == CodecErrors.Strict && Ascii.IsValid(bytes) ? WideText.Decode7(bytes) : null;
            case "unicode_escape":
                return EscapeCodec.Decode(bytes, isRaw: false, errors);
            case "raw_unicode_escape":
                return EscapeCodec.Decode(bytes, isRaw: true, errors);
            case "punycode":
                return Ascii.IsValid(bytes) ? DomainNames.FromPunycode(Encoding.ASCII.GetString(bytes)) : null;
            case "idna":
                return Ascii.IsValid(bytes) ? DomainNames.ToUnicode(Encoding.ASCII.GetString(bytes)) : null;
            case "ascii":
                return Charmap(bytes, null, errors);
            default:
                return s_pages.TryGetValue(codec, out int page) ? Charmap(bytes, CodePage.Of(page), errors) : null;
        }
    }

    private static byte[]? Encode(string text, string codec, CodecErrors errors)
    {
        switch (codec)
        {
            case "utf_8":
                return Utf8.Encode(text, errors);
            case "utf_8_sig":
                return Utf8.Encode(text, errors) is byte[] bytes ? [0xEF, 0xBB, 0xBF, .. bytes] : null;
            case "utf_16" or "utf_16_le" or "utf_16_be" or "utf_32" or "utf_32_le" or "utf_32_be":
                return WideText.Encode(text, codec, errors);
            case "unicode_escape":
                return EscapeCodec.Encode(text, isRaw: false);
            case "raw_unicode_escape":
                return EscapeCodec.Encode(text, isRaw: true);
            case "punycode":
                return DomainNames.ToPunycode(text) is string puny ? Encoding.ASCII.GetBytes(puny) : null;
            case "idna":
                return DomainNames.ToAscii(text) is string name ? Encoding.ASCII.GetBytes(name) : null;
            case "ascii":
                return Charmap(text, static point => point < 0x80 ? (byte)point : null, errors);
            case "latin_1":
                return Charmap(text, static point => point < 0x100 ? (byte)point : null, errors);
            default:
                return s_pages.TryGetValue(codec, out int page) ? Charmap(text, CodePage.Of(page).Find, errors) : null;
        }
    }

    private static string? Charmap(ReadOnlySpan<byte> bytes, CodePage? page, CodecErrors errors)
    {
        if (page is null && Ascii.IsValid(bytes))
        {
            return Encoding.ASCII.GetString(bytes);
        }

        StringBuilder text = new(bytes.Length);
        foreach (byte value in bytes)
        {
            char? c = page is null ? value < 0x80 ? (char)value : null : page.At(value);
            if (c is char known)
            {
                text.Append(known);
            }
            else if (!AppendBad(text, [value], errors))
            {
                return null;
            }
        }

        return text.ToString();
    }

    private static byte[]? Charmap(string text, Func<int, byte?> find, CodecErrors errors)
    {
        ArrayBufferWriter<byte> bytes = new(text.Length + 1);
        for (int i = 0; i < text.Length; i += Points.Width(text, i))
        {
            int point = Points.At(text, i);
            if (find(point) is byte value)
            {
                bytes.Write([value]);
                continue;
            }

            byte[]? bad = BadCharacter(point, errors);
            if (bad is null)
            {
                return null;
            }

            bytes.Write(bad);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>What stands for a character that cannot be written; null where Python raises.</summary>
    public static byte[]? BadCharacter(int point, CodecErrors errors)
    {
        switch (errors)
        {
            case CodecErrors.Ignore:
                return [];
            case CodecErrors.Replace:
                return "?"u8.ToArray();
            case CodecErrors.XmlReplace:
                return Encoding.ASCII.GetBytes($"&#{point.ToString(CultureInfo.InvariantCulture)};");
            case CodecErrors.BackslashReplace:
                StringBuilder escape = new();
                Representation.Escape(escape, point);
                return Encoding.ASCII.GetBytes(escape.ToString());
            case CodecErrors.SurrogateEscape when point is >= 0xDC80 and <= 0xDCFF:
                return [(byte)(point - 0xDC00)];
            default:
                return null;
        }
    }

    /// <summary>Appends what stands for bytes that cannot be read; false where Python raises.</summary>
    public static bool AppendBad(StringBuilder text, ReadOnlySpan<byte> bytes, CodecErrors errors)
    {
        switch (errors)
        {
            case CodecErrors.Ignore:
                return true;
            case CodecErrors.Replace:
                text.Append('\uFFFD');
                return true;
            case CodecErrors.BackslashReplace:
                foreach (byte value in bytes)
                {
                    Representation.Escape(text, value);
                }

                return true;
            case CodecErrors.SurrogateEscape:
                foreach (byte value in bytes)
                {
                    if (value < 0x80)
                    {
                        return false;
                    }

                    text.Append((char)(0xDC00 + value));
                }

                return true;
            default:
                return false;
        }
    }

    private static bool IsStateless(string codec) => codec is "utf_8" or "ascii" or "latin_1" || s_pages.ContainsKey(codec);

    private static List<Range> Pieces(string text)
    {
        List<Range> pieces = [];
        int start = 0;
        for (int i = text.IndexOf(TextValue.Hole, StringComparison.Ordinal); i >= 0; i = text.IndexOf(TextValue.Hole, i + 1))
        {
            if (i > start)
            {
                pieces.Add(start..i);
            }

            pieces.Add(i..(i + 1));
            start = i + 1;
        }

        if (start < text.Length)
        {
            pieces.Add(start..text.Length);
        }

        return pieces;
    }

    private static FrozenDictionary<string, string> BuildNames()
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (string line in (string[])
        [
            "utf_8 utf8 u8 utf utf8_ucs2 utf8_ucs4 cp65001",
            "utf_8_sig utf_8_bom",
            "ascii us_ascii 646 us ansi_x3.4_1968 ansi_x3_4_1968",
            "latin_1 latin1 latin l1 iso_8859_1 iso8859_1 iso8859 8859 cp819",
            "utf_16 utf16 u16", "utf_16_le utf_16le utf16_le unicodelittleunmarked", "utf_16_be utf_16be utf16_be unicodebigunmarked",
            "utf_32 utf32 u32", "utf_32_le utf_32le utf32_le", "utf_32_be utf_32be utf32_be",
            "utf_7 utf7 u7 unicode_1_1_utf_7",
            "unicode_escape unicodeescape string_escape", "raw_unicode_escape rawunicodeescape",
            "hex hex_codec", "base64 base_64 base64_codec", "rot_13 rot13", "zlib zip zlib_codec", "bz2 bz2_codec",
            "uu uu_codec", "quopri quopri_codec quoted_printable quotedprintable",
            "cp1252 windows_1252 1252", "cp1251 windows_1251 1251", "cp1250 windows_1250 1250", "cp1253 windows_1253", "cp1254 windows_1254",
            "cp1255 windows_1255", "cp1256 windows_1256", "cp1257 windows_1257", "cp1258 windows_1258",
            "cp437 437 ibm437", "cp850 850 ibm850", "cp852 852 ibm852", "cp866 866 ibm866", "cp037 037 ibm037 ibm039", "cp500 500 ibm500", "cp1140 1140 ibm1140",
            "koi8_r cskoi8r", "mac_roman macroman macintosh",
        ])
        {
            string[] parts = line.Split(' ');
            foreach (string name in parts)
            {
                names[name] = parts[0];
            }
        }

        for (int part = 2; part <= 15; part++)
        {
            names[$"iso_8859_{part}"] = $"iso8859_{part}";
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static FrozenDictionary<string, int> BuildPages()
    {
        Dictionary<string, int> pages = new(StringComparer.Ordinal) { ["koi8_r"] = 20866, ["koi8_u"] = 21866, ["mac_roman"] = 10000 };
        foreach (int page in (int[])[37, 437, 500, 850, 852, 855, 857, 858, 860, 861, 862, 863, 865, 866, 1140, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258])
        {
            pages[$"cp{(page < 100 ? "0" : "")}{page}"] = page;
        }

        foreach (int part in (int[])[2, 3, 4, 5, 7, 9, 13, 15])
        {
            pages[$"iso8859_{part}"] = 28590 + part;
        }

        return pages.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
