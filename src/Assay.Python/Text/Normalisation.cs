using System.Collections.Frozen;
using System.Text;

namespace Assay.Python.Text;

/// <summary>Unicode normalisation form KC of identifiers (Unicode Standard Annex #15).</summary>
internal static class Normalisation
{
    private const int HangulFirst = 0xAC00;
    private const int HangulCount = 11172;
    private const int LeadingFirst = 0x1100;
    private const int LeadingCount = 19;
    private const int VowelFirst = 0x1161;
    private const int VowelCount = 21;
    private const int TrailingFirst = 0x11A7;
    private const int TrailingCount = 28;

    private static readonly FrozenDictionary<int, string> s_forms = Forms();
    private static readonly FrozenDictionary<int, byte> s_classes = Classes();
    private static readonly FrozenDictionary<long, int> s_composites = Composites();

    /// <summary>The name in form KC.</summary>
    public static string ToFormKC(string name)
    {
        List<int> runes = new(name.Length);
        foreach (Rune rune in name.EnumerateRunes())
        {
            Decompose(rune.Value, runes);
        }

        Order(runes);
        Compose(runes);
        StringBuilder text = new(name.Length);
        foreach (int rune in runes)
        {
            text.Append(new Rune(rune).ToString());
        }

        return text.ToString();
    }

    private static void Decompose(int rune, List<int> runes)
    {
        int syllable = rune - HangulFirst;
        if (syllable is >= 0 and < HangulCount)
        {
            runes.Add(LeadingFirst + (syllable / (VowelCount * TrailingCount)));
            runes.Add(VowelFirst + (syllable / TrailingCount % VowelCount));
            if (syllable % TrailingCount != 0)
            {
                runes.Add(TrailingFirst + (syllable % TrailingCount));
            }
        }
        else if (s_forms.TryGetValue(rune, out string? form))
        {
            foreach (Rune part in form.EnumerateRunes())
            {
                runes.Add(part.Value);
            }
        }
        else
        {
            runes.Add(rune);
        }
    }

    /// <summary>Sorts each run of combining marks by class, marks of one class as they stand.</summary>
    private static void Order(List<int> runes)
    {
        for (int start = 0; start < runes.Count; start++)
        {
            int end = start;
            while (end < runes.Count && Class(runes[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                int[] sorted = [.. runes.GetRange(start, end - start).OrderBy(Class)];
                for (int at = 0; at < sorted.Length; at++)
                {
                    runes[start + at] = sorted[at];
                }
            }

            start = end;
        }
    }

    private static void Compose(List<int> runes)
    {
        int starter = -1;
        int lastClass = 0;
        int kept = 0;
        for (int at = 0; at < runes.Count; at++)
        {
            int rune = runes[at];
            int ownClass = Class(rune);
            bool isBlocked = kept - 1 > starter && lastClass >= ownClass;
            if (starter >= 0 && !isBlocked && Composite(runes[starter], rune) is int composite and not 0)
            {
                runes[starter] = composite;
                continue;
            }

            if (ownClass == 0)
            {
                starter = kept;
            }

            lastClass = ownClass;
            runes[kept++] = rune;
        }

        runes.RemoveRange(kept, runes.Count - kept);
    }

    private static int Composite(int first, int second)
    {
        int leading = first - LeadingFirst;
        int vowel = second - VowelFirst;
        if (leading is >= 0 and < LeadingCount && vowel is >= 0 and < VowelCount)
        {
            return HangulFirst + (((leading * VowelCount) + vowel) * TrailingCount);
        }

        int syllable = first - HangulFirst;
        int trailing = second - TrailingFirst;
        if (syllable is >= 0 and < HangulCount && syllable % TrailingCount == 0 && trailing is > 0 and < TrailingCount)
        {
            return first + trailing;
        }

        return s_composites.GetValueOrDefault(((long)first << 32) | (uint)second);
    }

    private static int Class(int rune) => s_classes.GetValueOrDefault(rune);

    private static FrozenDictionary<long, int> Composites()
    {
        Dictionary<long, int> composites = [];
        int[] runes = [.. NormalForms.Pairs.EnumerateRunes().Select(static rune => rune.Value)];
        for (int at = 0; at < runes.Length; at += 3)
        {
            composites[((long)runes[at + 1] << 32) | (uint)runes[at + 2]] = runes[at];
        }

        return composites.ToFrozenDictionary();
    }

    private static FrozenDictionary<int, string> Forms()
    {
        Dictionary<int, string> forms = [];
        ReadOnlySpan<int> runs = NormalForms.Runs;
        for (int run = 0; run < runs.Length; run += 3)
        {
            for (int rune = runs[run]; rune <= runs[run + 1]; rune++)
            {
                forms[rune] = new Rune(runs[run + 2] + (rune - runs[run])).ToString();
            }
        }

        foreach (string single in NormalForms.Singles.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            Rune rune = Rune.GetRuneAt(single, 0);
            forms[rune.Value] = single[rune.Utf16SequenceLength..];
        }

        // A pair's first part may be a pair again, and at last a character with a form of its own.
        Dictionary<int, string> expanded = new(forms);
        Dictionary<int, (int First, int Second)> pairs = [];
        int[] runes = [.. NormalForms.Pairs.EnumerateRunes().Select(static rune => rune.Value)];
        for (int at = 0; at < runes.Length; at += 3)
        {
            pairs[runes[at]] = (runes[at + 1], runes[at + 2]);
        }

        foreach (int pair in pairs.Keys)
        {
            string form = "";
            int first = pair;
            while (pairs.TryGetValue(first, out (int First, int Second) parts))
            {
                form = new Rune(parts.Second) + form;
                first = parts.First;
            }

            expanded[pair] = (forms.GetValueOrDefault(first) ?? new Rune(first).ToString()) + form;
        }

        return expanded.ToFrozenDictionary();
    }

    private static FrozenDictionary<int, byte> Classes()
    {
        Dictionary<int, byte> classes = [];
        ReadOnlySpan<int> runs = NormalForms.Classes;
        for (int run = 0; run < runs.Length; run += 3)
        {
            for (int rune = runs[run]; rune <= runs[run + 1]; rune++)
            {
                classes[rune] = (byte)runs[run + 2];
            }
        }

        return classes.ToFrozenDictionary();
    }
}
