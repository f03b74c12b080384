using System.Collections.Frozen;

namespace Assay.Python.Bytecode;

/// <summary>What a magic number stands for.</summary>
/// <param name="Version">As <c>3.11</c>.</param>
/// <param name="Implementation"><c>CPython</c> or <c>PyPy</c>.</param>
/// <param name="HeaderLength">Bytes before the marshalled data.</param>
/// <param name="Layout">How code objects are written.</param>
public sealed record MagicNumber(string Version, string Implementation, int HeaderLength, CodeLayout Layout);

/// <summary>
/// The magic numbers of <c>.pyc</c> files, development versions among them (CPython: the list in <c>pycore_magic_number.h</c> and, before, in
/// <c>importlib/_bootstrap_external.py</c>; PyPy: <c>pypy/interpreter/pycode.py</c>).
/// </summary>
public static class MagicNumbers
{
    // Version, then its numbers: first to last, in steps. Numbers in a range that were never used harm nobody.
    private static readonly (string Version, int[] Numbers)[] s_python =
    [
        ("2.7", [62171, 62181, 62191, 62201, 62211, 62212]),
        ("3.0", [3000, 3001, 3010, 3011, 3020, 3021, 3030, 3031, 3040, 3041, 3050, 3051, 3060, 3061, 3071, 3081, 3091, 3101, 3103, 3111, 3131]),
        ("3.1", [3141, 3151]),
        ("3.2", [3160, 3170, 3180]),
        ("3.3", [3190, 3200, 3210, 3220, 3230]),
        ("3.4", [3250, 3260, 3270, 3280, 3290, 3300, 3310]),
        ("3.5", [3320, 3330, 3340, 3350, 3351]),
        ("3.6", [3360, 3361, 3370, 3371, 3372, 3373, 3375, 3376, 3377, 3378, 3379]),
        ("3.7", [3390, 3391, 3392, 3393, 3394]),
        ("3.8", [3400, 3401, 3410, 3411, 3412, 3413]),
        ("3.9", [3420, 3421, 3422, 3423, 3424, 3425]),
        ("3.10", [.. Enumerable.Range(3430, 10)]),
        ("3.11", [.. Enumerable.Range(3450, 46)]),
        ("3.12", [.. Enumerable.Range(3500, 32)]),
        ("3.13", [.. Enumerable.Range(3550, 22)]),
        ("3.14", [.. Enumerable.Range(3600, 28)]),
        // 3.15 is not finished: from 2900 + 50 n its numbers run up to those of 3.16.
        ("3.15", [.. Enumerable.Range(3650, 50)]),
    ];

    private static readonly (string Version, int[] Numbers)[] s_pypy =
    [
        ("2.7", [62218]),
        ("3.2", [48, 3187]),
        ("3.3", [64]),
        ("3.5", [112]),
        ("3.6", [160, 192]),
        ("3.7", [224, 240, 244]),
        ("3.8", [256]),
        ("3.9", [320, 336]),
        ("3.10", [384]),
        ("3.11", [416]),
    ];

    private static readonly FrozenDictionary<int, MagicNumber> s_known = Read();

    /// <summary>All that are known.</summary>
    public static IReadOnlyDictionary<int, MagicNumber> All => s_known;

    /// <summary>What a number stands for; null where it is not known.</summary>
    public static MagicNumber? Find(int magic) => s_known.GetValueOrDefault(magic);

    private static FrozenDictionary<int, MagicNumber> Read()
    {
        Dictionary<int, MagicNumber> known = [];
        foreach ((string implementation, (string Version, int[] Numbers)[] table) in new[] { ("CPython", s_python), ("PyPy", s_pypy) })
        {
            foreach ((string version, int[] numbers) in table)
            {
                foreach (int number in numbers)
                {
                    known.Add(number, new MagicNumber(version, implementation, HeaderLength(version, number, implementation), Layout(version, number, implementation)));
                }
            }
        }

        return known.ToFrozenDictionary();
    }

    // The size of the source came with 3210 (3.3), the flags with 3392 (3.7, PEP 552).
    private static int HeaderLength(string version, int magic, string implementation)
    {
        Version number = Version.Parse(version);
        bool isPyPy = implementation == "PyPy";
        return isPyPy
            ? number >= new Version(3, 7) ? 16 : number >= new Version(3, 3) ? 12 : 8
            : magic is >= 62171 or < 3210 ? 8 : magic < 3392 ? 12 : 16;
    }

    // PyPy keeps to the fields of before 3.11.
    private static CodeLayout Layout(string version, int magic, string implementation)
    {
        Version number = Version.Parse(version);
        return number.Major == 2 ? CodeLayout.Python2
            : implementation == "PyPy" ? number >= new Version(3, 8) ? CodeLayout.Python38 : CodeLayout.Python30
            : magic < 3410 ? CodeLayout.Python30
            : magic < 3453 ? CodeLayout.Python38
            : CodeLayout.Python311;
    }
}
