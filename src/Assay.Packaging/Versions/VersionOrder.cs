namespace Assay.Packaging.Versions;

/// <summary>
/// Orders version texts of which some may be no PEP 440 version, as releases before 2014 and some feeds have them. Such texts come
/// before every version, and among themselves in the order that setuptools gave them before PEP 440.
/// </summary>
public sealed class VersionOrder : IComparer<string>
{
    private const string Final = "*final";
    private const int DigitsCompared = 8;

    private VersionOrder()
    {
    }

    public static VersionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        bool isVersionX = PackageVersion.TryParse(x, out PackageVersion? a);
        bool isVersionY = PackageVersion.TryParse(y, out PackageVersion? b);
        return (isVersionX, isVersionY) switch
        {
            (true, true) => a!.CompareTo(b),
            (false, false) => CompareLegacy(x ?? "", y ?? ""),
            _ => isVersionX.CompareTo(isVersionY),
        };
    }

    private static int CompareLegacy(string x, string y)
    {
        List<string> a = LegacyKey(x);
        List<string> b = LegacyKey(y);
        for (int i = 0; i < a.Count && i < b.Count; i++)
        {
            int order = string.CompareOrdinal(a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Count.CompareTo(b.Count);
    }

    // A list of parts that compare as text: numbers padded with zeros, words behind a star, and "*final" to end it, so that words
    // before "final" (alpha, c, @ for dev) make a version earlier and words after it make it later.
    private static List<string> LegacyKey(string text)
    {
        List<string> key = [];
        string lower = text.ToLowerInvariant();
        int at = 0;
        while (at < lower.Length)
        {
            int start = at;
            at = EndOfPart(lower, at);
            AddPart(key, lower[start..at]);
        }

        AddWord(key, Final);
        return key;
    }

    private static void AddPart(List<string> key, string part)
    {
        if (part == ".")
        {
            return;
        }

        if (char.IsAsciiDigit(part[0]))
        {
            key.Add(part.PadLeft(DigitsCompared, '0'));
            return;
        }

        AddWord(key, "*" + part switch
        {
            "pre" or "preview" or "rc" => "c",
            "dev" => "@",
            "-" => "final-",
            _ => part,
        });
    }

    private static void AddWord(List<string> key, string word)
    {
        if (string.CompareOrdinal(word, Final) < 0)
        {
            // A dash before a pre-release word says nothing.
            while (key.Count > 0 && key[^1] == "*final-")
            {
                key.RemoveAt(key.Count - 1);
            }
        }

        while (key.Count > 0 && key[^1] == "00000000")
        {
            key.RemoveAt(key.Count - 1);
        }

        key.Add(word);
    }

    private static int EndOfPart(string text, int at)
    {
        static int Kind(char c) => char.IsAsciiDigit(c) ? 1 : char.IsAsciiLetterLower(c) ? 2 : c is '.' or '-' ? 3 : 4;

        int kind = Kind(text[at]);
        at++;
        while (kind != 3 && at < text.Length && Kind(text[at]) == kind)
        {
            at++;
        }

        return at;
    }
}
