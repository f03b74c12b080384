namespace Assay.Engine.Verdicts;

/// <summary>Finds the known word that a mistyped one was most likely meant to be.</summary>
internal static class NearestName
{
    // Longer than any word we know by more than a slip of the finger.
    private const int LongestWord = 64;

    /// <summary><c>; did you mean 'WORD'?</c>, or nothing where no known word is near.</summary>
    public static string Suggestion(string word, IEnumerable<string> known) =>
        Of(word, known) is string near ? $"; did you mean '{near}'?" : "";

    /// <summary>The nearest known word within a third of its length in single edits; null where none is. The first in order wins a tie.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        string? nearest = null;
        int least = int.MaxValue;
        foreach (string candidate in known.Order(StringComparer.Ordinal))
        {
            int edits = Edits(word, candidate);
            if (edits < least && edits <= Math.Max(1, candidate.Length / 3))
            {
                (nearest, least) = (candidate, edits);
            }
        }

        return nearest;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment).</summary>
    private static int Edits(string a, string b)
    {
        int[] beforeLast = new int[b.Length + 1];
        int[] last = [.. Enumerable.Range(0, b.Length + 1)];
        int[] row = new int[b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1] + 1, last[j] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, row) = (last, row, beforeLast);
        }

        return last[b.Length];
    }
}
