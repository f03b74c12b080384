using System.Collections.Concurrent;
using System.Text;

namespace Assay.Python.Meaning.Folding;

/// <summary>A code page of one byte a character; bytes that stand for nothing are errors, as in Python.</summary>
internal sealed class CodePage
{
    private static readonly ConcurrentDictionary<int, CodePage> s_pages = new();

    private readonly char?[] _characters = new char?[256];
    private readonly Dictionary<int, byte> _bytes = [];

    private CodePage(int number)
    {
        string all = CodePagesEncodingProvider.Instance.GetEncoding(number)!.GetString([.. Enumerable.Range(0, 256).Select(static value => (byte)value)]);
        bool isWindows = number is >= 1250 and <= 1258;
        for (int i = 0; i < all.Length && i < 256; i++)
        {
            // .NET maps what a Windows page leaves open to control characters or private use.
            if (all[i] is '\uFFFD' or (>= '\uE000' and <= '\uF8FF') || (isWindows && i >= 0x80 && all[i] is >= '\x80' and <= '\x9F'))
            {
                continue;
            }

            _characters[i] = all[i];
            _bytes.TryAdd(all[i], (byte)i);
        }
    }

    public static CodePage Of(int number) => s_pages.GetOrAdd(number, static page => new CodePage(page));

    public char? At(byte value) => _characters[value];

    public byte? Find(int point) => _bytes.TryGetValue(point, out byte value) ? value : null;
}
