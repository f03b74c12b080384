using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Comparison;

namespace Assay.Audits;

/// <summary>Shows the change of a file as a unified diff.</summary>
internal static class FixDiff
{
    private const int Context = 3;

    /// <summary>The lines of the diff, unescaped; none where nothing differs.</summary>
    /// <param name="shown">The file's name for the two head lines.</param>
    public static IEnumerable<string> Lines(string shown, string before, string after)
    {
        string[] old = before.ReplaceLineEndings("\n").Split('\n');
        int count = old[^1].Length == 0 ? old.Length - 1 : old.Length;
        ImmutableArray<LineHunk> hunks = LineDifference.Of(before, after);
        if (hunks.IsEmpty)
        {
            yield break;
        }

        yield return $"--- {shown}";
        yield return $"+++ {shown}";
        for (int first = 0; first < hunks.Length;)
        {
            int last = first;
            while (last + 1 < hunks.Length && hunks[last + 1].OldStart - End(hunks[last]) <= 2 * Context)
            {
                last++;
            }

            int from = Math.Max(1, hunks[first].OldStart - Context);
            int to = Math.Min(count, End(hunks[last]) - 1 + Context);
            int newFrom = hunks[first].NewStart - (hunks[first].OldStart - from);
            int added = hunks[first..(last + 1)].Sum(static hunk => hunk.New.Length - hunk.Old.Length);
            yield return string.Create(CultureInfo.InvariantCulture, $"@@ -{from},{to - from + 1} +{newFrom},{to - from + 1 + added} @@");
            int at = from;
            foreach (LineHunk hunk in hunks[first..(last + 1)])
            {
                for (; at < hunk.OldStart; at++)
                {
                    yield return $" {old[at - 1]}";
                }

                foreach (string line in hunk.Old)
                {
                    yield return $"-{line}";
                }

                foreach (string line in hunk.New)
                {
                    yield return $"+{line}";
                }

                at = End(hunk);
            }

            for (; at <= to; at++)
            {
                yield return $" {old[at - 1]}";
            }

            first = last + 1;
        }
    }

    private static int End(LineHunk hunk) => hunk.OldStart + hunk.Old.Length;
}
