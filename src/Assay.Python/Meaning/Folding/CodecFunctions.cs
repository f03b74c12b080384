using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary><c>codecs.decode</c> and <c>encode</c>, <c>bytes.decode</c>, <c>str.encode</c> and the methods that stand beside them.</summary>
internal static class CodecFunctions
{
    public static void AddTo(Table table)
    {
        table.Add("codecs.decode", "obj encoding? errors?", static call => Decode(call[0]!, call, 1, isMethod: false), Traits.Holes);
        table.Add("codecs.encode", "obj encoding? errors?", static call => Encode(call[0]!, call, 1), Traits.Holes);
        foreach ((string name, string codec) in ((string, string)[])[("utf_8", "utf_8"), ("latin_1", "latin_1"), ("ascii", "ascii"), ("unicode_escape", "unicode_escape"), ("raw_unicode_escape", "raw_unicode_escape"), ("utf_16", "utf_16")])
        {
            // The functions of the C module give a pair of result and length.
            table.Add($"codecs.{name}_decode", "obj errors?", call => Pair(call[0] is BytesValue bytes && Codecs.Errors(call[1]) is CodecErrors errors ? Codecs.Decode(bytes, codec, errors, call.Budget) : null, call[0]!));
            table.Add($"codecs.{name}_encode", "obj errors?", call => Pair(call[0] is TextValue text && Codecs.Errors(call[1]) is CodecErrors errors ? Codecs.Encode(text, codec, errors, call.Budget) : null, call[0]!));
        }

        table.Add("codecs.escape_decode", "obj errors?", static call => call.TryBytes(0, out ReadOnlyMemory<byte> bytes) && call.Spend(bytes.Length)
            && EscapeCodec.Decode(bytes.Span, isRaw: false, CodecErrors.Strict) is string text && !text.AsSpan().ContainsAnyExceptInRange('\0', '\u00FF')
                ? Pair(Characters.MakeBytes(text, isPartial: false), call[0]!)
                : null, Traits.Decoder);
    }

    public static void AddMethodsTo(Table table)
    {
        table.Add("decode", "encoding? errors?", static call => Decode(call.Receiver, call, 0, isMethod: true), Traits.Holes);
        table.Add("encode", "encoding? errors?", static call => Encode(call.Receiver, call, 0), Traits.Holes);
        table.Add("hex", "sep? bytes_per_sep?", static call => call.Receiver is BytesValue bytes && Hexadecimal.Encode(bytes.Bytes, call, 0) is string hex ? Numbers.Text(hex) : null);
        table.Add("fromhex", "text", static call => call.Text(0) is string text ? Hexadecimal.Decode(text, skipsSpace: true, call.Budget) : null, Traits.Decoder);
        table.Add("maketrans", "x y? z?", TextCases.MakeTable);
        table.Add("format", "* **", static call => call.Receiver is TextValue text
            ? BraceFormat.Format(text, call.More, name => call.Keywords.Find(item => item.Key == name).Value, call.Budget)
            : null, Traits.Holes);
        table.Add("format_map", "mapping", static call => call.Receiver is TextValue text && call[0] is MappingValue mapping
            ? BraceFormat.Format(text, [], name => Mappings.TryGet(mapping, Numbers.Text(name), call.Budget, out Value? held) ? held : Value.Unknown, call.Budget)
            : null, Traits.Holes);
        table.Add("__len__", "", static call => Folder.Function("builtins.len", [new Argument(null, call.Receiver)], call.Budget));
        table.Add("__getitem__", "key", static call => Slices.Index(call.Receiver, call[0]!, call.Budget), Traits.Holes);
        table.Add("__add__", "other", static call => Operators.Binary(Syntax.Operator.Add, call.Receiver, call[0]!, call.Budget), Traits.Holes);
        table.Add("__mul__ __rmul__", "times", static call => Operators.Binary(Syntax.Operator.Multiply, call.Receiver, call[0]!, call.Budget), Traits.Holes);
        table.Add("__mod__", "values", static call => Operators.Binary(Syntax.Operator.Modulo, call.Receiver, call[0]!, call.Budget), Traits.Holes);
        table.Add("__contains__", "part", static call => Operators.Binary(Syntax.Operator.In, call[0]!, call.Receiver, call.Budget), Traits.Holes);
        table.Add("__str__ tostring __format__", "spec?", static call => call.Receiver, Traits.Holes);
        table.Add("tobytes __bytes__", "", static call => call.Receiver as BytesValue);
        table.Add("copy", "", static call => call.Receiver as BytesValue, Traits.Holes);
    }

    private static SequenceValue? Pair(Value? result, Value source) => result is null
        ? null
        : new SequenceValue(SequenceForm.Tuple, [result, Numbers.Of(source switch { BytesValue bytes => bytes.Bytes.Length, TextValue text => Points.Count(text.Text), _ => 0 })], false, Labels.None);

    private static Value? Decode(Value source, Call call, int encoding, bool isMethod)
    {
        if (!call.TryText(encoding, "utf-8", out string name) || Codecs.Errors(call[encoding + 1]) is not CodecErrors errors)
        {
            return null;
        }

        string codec = Codecs.Normalize(name);
        if (codec is "unicode_escape" or "raw_unicode_escape" && source is TextValue { IsPartial: false } escaped)
        {
            // Python 3 takes text here and reads its UTF-8.
            return call.Budget.TrySpend(escaped.Text.Length) && Utf8.Encode(escaped.Text, CodecErrors.Strict) is byte[] utf8
                ? Codecs.Decode(Numbers.Bytes(utf8), codec, errors, call.Budget)?.With(Labels.Decoded)
                : null;
        }

        if (codec == "rot_13")
        {
            return Rotate(source, call);
        }

        if (IsTransform(codec))
        {
            if (!Bytes.TryOf(source, out ReadOnlyMemory<byte> data))
            {
                return null;
            }

            Value? result = codec switch
            {
                "hex" => Hexadecimal.Decode(Encoding.Latin1.GetString(data.Span), skipsSpace: false, call.Budget),
                "base64" => BaseDecoders.Decode(data.Span, isStrict: false, "+/", call.Budget),
                "zlib" => Inflation.Zlib(data, 15, mustEnd: true, call.Budget),
                "bz2" => Inflation.Bzip2(data, call.Budget),
                "uu" => call.Spend(data.Length) && TransferCodecs.Uu(data.Span) is byte[] bytes ? Numbers.Bytes(bytes) : null,
                _ => call.Spend(data.Length) ? Numbers.Bytes(TransferCodecs.QuotedPrintable(data.Span, isHeader: false)) : null,
            };

            // A method of text is Python 2, which decodes a string to a string.
            Value? likeSource = isMethod && source is TextValue && result is BytesValue plain && Ascii.IsValid(plain.Bytes.Span) ? Numbers.Text(Encoding.ASCII.GetString(plain.Bytes.Span)) : result;
            return likeSource?.With(Labels.Decoded);
        }

        BytesValue? read = source as BytesValue;
        if (source is TextValue { IsPartial: false } text && Bytes.TryOf(text, out ReadOnlyMemory<byte> latin))
        {
            // What Python 2 calls a string is bytes; a literal of it was read as text.
            read = Ascii.IsValid(text.Text) ? new BytesValue(latin, false, Labels.None) : null;
        }

        if (source is TextValue { IsPartial: true } partial)
        {
            return codec is "utf_8" or "ascii" or "latin_1" ? partial : null;
        }

        Value? decoded = read is null ? null : Codecs.Decode(read, codec, errors, call.Budget);
        return codec is "unicode_escape" or "raw_unicode_escape" or "utf_7" ? decoded?.With(Labels.Decoded) : decoded;
    }

    private static Value? Encode(Value source, Call call, int encoding)
    {
        if (!call.TryText(encoding, "utf-8", out string name) || Codecs.Errors(call[encoding + 1]) is not CodecErrors errors)
        {
            return null;
        }

        string codec = Codecs.Normalize(name);
        if (codec == "rot_13")
        {
            return Rotate(source, call);
        }

        if (IsTransform(codec))
        {
            Argument[] only = [new(null, source)];
            return codec switch
            {
                "hex" => Folder.Function("binascii.hexlify", [.. only], call.Budget),
                "base64" => Folder.Function("base64.encodebytes", [.. only], call.Budget),
                _ => null,
            };
        }

        return source is TextValue text ? Codecs.Encode(text, codec, errors, call.Budget) : null;
    }

    private static bool IsTransform(string codec) => codec is "hex" or "base64" or "zlib" or "bz2" or "uu" or "quopri";

    private static Value? Rotate(Value source, Call call)
    {
        if (source is not TextValue text || !call.Spend(text.Text.Length))
        {
            return null;
        }

        return new TextValue(Text.Decoders.Rot13(text.Text), text.IsPartial, Labels.Decoded);
    }
}
