using System.Collections.Immutable;
using System.Text;
using Assay.Python.Meaning;
using Assay.Python.Meaning.Folding;
using Assay.Python.Syntax;

namespace Assay.Fuzz.Targets;

/// <summary>
/// Operations on values, drawn from the bytes: each makes a value of earlier ones. Nothing escapes, no value is larger than allowed, and the same bytes
/// give the same values.
/// </summary>
internal static class FoldingTarget
{
    private const int MaxValueBytes = 1 << 16;
    private const int MaxOperations = 64;

    private static readonly string[] s_functions =
    [
        "builtins.int", "builtins.str", "builtins.bytes", "builtins.list", "builtins.tuple", "builtins.dict", "builtins.set", "builtins.chr", "builtins.ord",
        "builtins.hex", "builtins.repr", "builtins.ascii", "builtins.sum", "builtins.min", "builtins.sorted", "builtins.zip", "builtins.map", "builtins.range",
        "builtins.enumerate", "builtins.reversed", "builtins.pow", "builtins.round", "builtins.divmod", "builtins.float", "builtins.format", "builtins.bytes.fromhex",
        "builtins.int.from_bytes", "builtins.str.maketrans", "functools.reduce", "itertools.chain", "itertools.islice",
        "base64.b64decode", "base64.b32decode", "base64.b16decode", "base64.b85decode", "base64.a85decode", "base64.z85decode", "base64.b85encode", "base64.b64encode",
        "binascii.a2b_uu", "binascii.a2b_qp", "binascii.unhexlify", "binascii.hexlify", "zlib.decompress", "gzip.decompress", "bz2.decompress", "lzma.decompress",
        "codecs.decode", "codecs.encode", "struct.unpack", "struct.pack", "struct.calcsize", "struct.iter_unpack", "html.unescape", "json.loads", "json.dumps",
        "urllib.parse.quote", "urllib.parse.unquote", "urllib.parse.urljoin", "urllib.parse.urlencode", "os.path.join", "os.path.normpath", "os.path.splitext",
        "ntpath.join", "ntpath.normpath", "textwrap.dedent", "textwrap.indent", "Crypto.Util.Padding.unpad",
    ];

    private static readonly string[] s_methods =
    [
        "upper", "lower", "title", "capitalize", "swapcase", "casefold", "strip", "lstrip", "split", "rsplit", "splitlines", "partition", "rpartition", "replace", "join",
        "find", "rfind", "index", "count", "startswith", "endswith", "zfill", "center", "ljust", "expandtabs", "isalpha", "isdigit", "isidentifier", "istitle", "translate",
        "encode", "decode", "format", "format_map", "hex", "fromhex", "maketrans", "removeprefix", "get", "keys", "values", "items", "union", "difference",
        "to_bytes", "bit_length", "is_integer", "decrypt", "digest", "decompress",
    ];

    private static readonly string[] s_words =
    [
        "utf-8", "utf-16", "utf-32", "utf-7", "latin-1", "ascii", "cp1252", "cp437", "hex", "base64", "rot13", "zlib", "bz2", "uu", "quopri", "unicode_escape", "raw_unicode_escape",
        "punycode", "idna", "replace", "ignore", "surrogateescape", "backslashreplace", "big", "little", "%s %(a)5d", "{0:>{1}}{a!r}", "<4sHI", ">2x3Bd", "\uD800", "\uFFFC", "😀",
    ];

    public static void Run(ReadOnlySpan<byte> data)
    {
        byte[] bytes = data.ToArray();
        if (Fold(bytes) != Fold(bytes))
        {
            throw new InvalidOperationException("the same operations gave other values");
        }
    }

    private static string Fold(byte[] bytes)
    {
        FoldingBudget budget = new(4_000_000, MaxValueBytes);
        List<Value> values = [Value.Unknown, new NoneValue(Labels.None), new IntValue(3, Labels.None), new TextValue("", false, Labels.None)];
        StringBuilder seen = new();
        int at = 0;
        for (int i = 0; i < MaxOperations && at < bytes.Length; i++)
        {
            Value? made = Operation();
            seen.Append(made is null ? '-' : Size(made)).Append(' ');
            if (made is not null)
            {
                if (Size(made) > 8L * MaxValueBytes)
                {
                    throw new InvalidOperationException($"a value of {Size(made)}");
                }

                values.Add(made);
            }
        }

        return seen.Append(budget.Left).Append(budget.Ended).ToString();

        int Next() => at < bytes.Length ? bytes[at++] : 0;

        Value Pick() => values[Next() % values.Count];

        byte[] Rest()
        {
            int length = Math.Min(Next(), bytes.Length - at);
            at += length;
            return bytes[(at - length)..at];
        }

        ImmutableArray<Argument> Arguments() => [.. Enumerable.Range(0, Next() % 4).Select(_ => new Argument(Next() % 8 == 0 ? "errors" : null, Pick()))];

        Value? Operation()
        {
            switch (Next() % 16)
            {
                case 0:
                    return new BytesValue(Rest(), false, Labels.None);
                case 1:
                    return new TextValue(Encoding.Latin1.GetString(Rest()), false, Labels.None);
                case 2:
                    return new IntValue(new System.Numerics.BigInteger(Rest()), Labels.None);
                case 3:
                    return new FloatValue(BitConverter.UInt64BitsToDouble(((ulong)Next() << 56) | ((ulong)Next() << 48) | ((ulong)Next() << 40)), Labels.Decoded);
                case 4:
                    return new TextValue(s_words[Next() % s_words.Length], Next() % 2 == 0 && s_words[Next() % s_words.Length] == "\uFFFC", Labels.None);
                case 5:
                    return new SequenceValue((SequenceForm)(Next() % 4), [.. Enumerable.Range(0, Next() % 5).Select(_ => Pick())], Next() % 8 == 0, Labels.None);
                case 6:
                    return new MappingValue([.. Enumerable.Range(0, Next() % 4).Select(_ => new KeyValuePair<Value, Value>(Pick(), Pick()))], Next() % 8 == 0, Labels.None);
                case 7:
                    return new SymbolValue(s_functions[Next() % s_functions.Length], Next() % 3 == 0 ? Pick() : null, Labels.None);
                case 8:
                    return Folder.Binary((Operator)(1 + (Next() % 29)), Pick(), Pick(), budget);
                case 9:
                    return Folder.Unary((Operator)(1 + (Next() % 29)), Pick(), budget);
                case 10:
                    return Folder.Index(Pick(), Pick(), budget);
                case 11:
                    return Folder.Slice(Pick(), Next() % 2 == 0 ? Pick() : null, Next() % 2 == 0 ? Pick() : null, Next() % 2 == 0 ? Pick() : null, budget);
                case 12:
                    return Folder.Format(Pick(), "\0rsa"[Next() % 4], Encoding.Latin1.GetString(Rest()), budget);
                case 13:
                    return Folder.Method(Pick(), s_methods[Next() % s_methods.Length], Arguments(), budget);
                case 14:
                    return Folder.Function(s_functions[Next() % s_functions.Length], Arguments(), budget);
                default:
                    return Folder.Call(new SymbolValue("Crypto.Cipher.AES.new().decrypt", new ResultValue("Crypto.Cipher.AES.new()", Arguments(), Labels.None), Labels.None), Arguments(), budget);
            }
        }
    }

    private static long Size(Value value) => value switch
    {
        TextValue text => text.Text.Length,
        BytesValue bytes => bytes.Bytes.Length,
        SequenceValue sequence => sequence.Items.Length,
        MappingValue mapping => mapping.Items.Length,
        IntValue whole => whole.Value.GetByteCount(),
        _ => 1,
    };
}
