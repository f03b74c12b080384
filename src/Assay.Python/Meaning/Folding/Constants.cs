using System.Collections.Frozen;
using System.Numerics;

namespace Assay.Python.Meaning.Folding;

/// <summary>Attributes of the standard library that are the same everywhere; separators are those of POSIX, as in <see cref="Paths"/>.</summary>
internal static class Constants
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private const string Whitespace = " \t\n\r\v\f";

    private static readonly FrozenDictionary<string, Value> s_all = Build();

    public static Value? Find(string name) => s_all.GetValueOrDefault(name);

    /// <summary>The value behind a name that stands for a constant; else the value itself.</summary>
    public static Value Resolve(Value value) =>
        value is SymbolValue symbol && s_all.TryGetValue(symbol.Name, out Value? constant) ? constant.With(symbol.Labels) : value;

    private static FrozenDictionary<string, Value> Build()
    {
        Dictionary<string, Value> all = new(StringComparer.Ordinal);
        Texts(
            ("string.ascii_lowercase string.lowercase", Lower),
            ("string.ascii_uppercase string.uppercase", Upper),
            ("string.ascii_letters string.letters", Lower + Upper),
            ("string.digits", Digits),
            ("string.hexdigits", Digits + "abcdefABCDEF"),
            ("string.octdigits", "01234567"),
            ("string.punctuation", Punctuation),
            ("string.whitespace", Whitespace),
            ("string.printable", Digits + Lower + Upper + Punctuation + Whitespace),
            ("os.curdir os.path.curdir posixpath.curdir ntpath.curdir", "."),
            ("os.pardir os.path.pardir posixpath.pardir ntpath.pardir", ".."),
            ("os.extsep os.path.extsep", "."),
            ("os.sep os.path.sep posixpath.sep", "/"),
            ("os.linesep", "\n"),
            ("ntpath.sep", "\\"),
            ("base64._b32alphabet", Upper + "234567"));
        Ints(
            ("zlib.MAX_WBITS", 15),
            ("zlib.DEFLATED", 8),
            ("mmap.PROT_READ", 1), ("mmap.PROT_WRITE", 2), ("mmap.PROT_EXEC", 4), ("mmap.MAP_SHARED", 1), ("mmap.MAP_PRIVATE", 2), ("mmap.MAP_ANONYMOUS", 0x20), ("mmap.MAP_ANON", 0x20),
            ("lzma.FORMAT_AUTO", 0), ("lzma.FORMAT_XZ", 1), ("lzma.FORMAT_ALONE", 2), ("lzma.FORMAT_RAW", 3),
            ("lzma.FILTER_LZMA2", 0x21), ("lzma.FILTER_DELTA", 3), ("lzma.FILTER_X86", 4), ("lzma.FILTER_LZMA1", 0x4000000000000001),
            ("sys.maxsize", long.MaxValue), ("sys.maxint", long.MaxValue), ("sys.maxunicode", 0x10FFFF));
        foreach (string family in (string[])["Crypto", "Cryptodome"])
        {
            Ints(
                ($"{family}.Cipher.AES.MODE_ECB", 1), ($"{family}.Cipher.AES.MODE_CBC", 2), ($"{family}.Cipher.AES.MODE_CFB", 3),
                ($"{family}.Cipher.AES.MODE_OFB", 5), ($"{family}.Cipher.AES.MODE_CTR", 6), ($"{family}.Cipher.AES.MODE_EAX", 9),
                ($"{family}.Cipher.AES.MODE_GCM", 11), ($"{family}.Cipher.AES.block_size", 16));
        }

        all["math.pi"] = Numbers.Of(Math.PI);
        all["math.e"] = Numbers.Of(Math.E);
        all["math.inf"] = Numbers.Of(double.PositiveInfinity);
        all["builtins.None"] = Numbers.None;
        all["builtins.True"] = Numbers.True;
        all["builtins.False"] = Numbers.False;
        return all.ToFrozenDictionary(StringComparer.Ordinal);

        void Texts(params ReadOnlySpan<(string Names, string Text)> rows)
        {
            foreach ((string names, string text) in rows)
            {
                foreach (string name in names.Split(' '))
                {
                    all[name] = new TextValue(text, false, Labels.None);
                }
            }
        }

        void Ints(params ReadOnlySpan<(string Name, BigInteger Value)> rows)
        {
            foreach ((string name, BigInteger value) in rows)
            {
                all[name] = new IntValue(value, Labels.None);
            }
        }
    }
}
