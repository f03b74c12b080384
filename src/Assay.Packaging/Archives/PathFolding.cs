using System.Buffers;
using System.Globalization;
using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>One form for all names that some system takes for the same file.</summary>
internal static class PathFolding
{
    private const int HangulFirst = 0xAC00;
    private const int HangulLast = 0xD7A3;
    private const int HangulLead = 0x1100;
    private const int HangulVowel = 0x1161;
    private const int HangulTail = 0x11A7;
    private const int HangulTails = 28;
    private const int HangulPerLead = 588;

    private static readonly SearchValues<char> OwnForm = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-+./");

    private static readonly Lazy<Dictionary<int, string>> Singles = new(ReadSingles);

    /// <summary>Case and compatibility forms taken away, empty and <c>.</c> segments dropped, <c>/</c> between segments.</summary>
    public static string Fold(string path)
    {
        if (IsFolded(path))
        {
            return path;
        }

        StringBuilder folded = new(path.Length);
        foreach (Range part in path.AsSpan().SplitAny('/', '\\'))
        {
            ReadOnlySpan<char> segment = path.AsSpan()[part];
            if (segment is "" or ".")
            {
                continue;
            }

            if (folded.Length > 0)
            {
                folded.Append('/');
            }

            FoldSegment(segment, folded);
        }

        return folded.ToString();
    }

    // Most names are their own folded form.
    private static bool IsFolded(string path) =>
        !path.AsSpan().ContainsAnyExcept(OwnForm) && !path.StartsWith('/') && !path.EndsWith('/')
        && !path.Contains("//", StringComparison.Ordinal) && !path.Contains("./", StringComparison.Ordinal)
        && !path.EndsWith("/.", StringComparison.Ordinal) && path is not ("" or ".");

    private static void FoldSegment(ReadOnlySpan<char> segment, StringBuilder folded)
    {
        if (Ascii.IsValid(segment))
        {
            foreach (char c in segment)
            {
                folded.Append(char.ToLowerInvariant(c));
            }

            return;
        }

        StringBuilder form = new(segment.Length);
        foreach (Rune rune in segment.EnumerateRunes())
        {
            AppendForm(rune, form);
        }

        AppendWithMarksSorted(form.ToString(), folded);
    }

    private static void AppendForm(Rune rune, StringBuilder form)
    {
        if (FormOf(rune) is string known)
        {
            form.Append(known);
            return;
        }

        // Some lower-case letters fold back to upper case (Cherokee), so the lower one is looked up again.
        Rune lower = Rune.ToLowerInvariant(rune);
        form.Append(lower != rune && FormOf(lower) is string folded ? folded : lower.ToString());
    }

    private static string? FormOf(Rune rune)
    {
        int c = rune.Value;
        if (c is >= HangulFirst and <= HangulLast)
        {
            int syllable = c - HangulFirst;
            int tail = syllable % HangulTails;
            string syllables = string.Concat(
                new Rune(HangulLead + (syllable / HangulPerLead)).ToString(),
                new Rune(HangulVowel + (syllable % HangulPerLead / HangulTails)).ToString());
            return tail == 0 ? syllables : syllables + new Rune(HangulTail + tail);
        }

        if (Singles.Value.TryGetValue(c, out string? form))
        {
            return form;
        }

        ReadOnlySpan<int> runs = UnicodeForms.Runs;
        for (int i = 0; i < runs.Length; i += 3)
        {
            if (c >= runs[i] && c <= runs[i + 1])
            {
                return new Rune(runs[i + 2] + c - runs[i]).ToString();
            }
        }

        return null;
    }

    // Marks on one letter come in any order; sorted by number they compare equal wherever canonical ordering makes them equal.
    private static void AppendWithMarksSorted(string form, StringBuilder folded)
    {
        List<Rune> marks = [];
        foreach (Rune rune in form.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
            {
                marks.Add(rune);
                continue;
            }

            AppendMarks(marks, folded);
            folded.Append(rune.ToString());
        }

        AppendMarks(marks, folded);
    }

    private static void AppendMarks(List<Rune> marks, StringBuilder folded)
    {
        marks.Sort();
        foreach (Rune mark in marks)
        {
            folded.Append(mark.ToString());
        }

        marks.Clear();
    }

    private static Dictionary<int, string> ReadSingles()
    {
        Dictionary<int, string> forms = [];
        foreach (Range part in UnicodeForms.Singles.AsSpan().Split('|'))
        {
            ReadOnlySpan<char> entry = UnicodeForms.Singles.AsSpan()[part];
            if (!entry.IsEmpty)
            {
                Rune.DecodeFromUtf16(entry, out Rune from, out int length);
                forms.Add(from.Value, entry[length..].ToString());
            }
        }

        return forms;
    }
}
