using System.Collections.Immutable;

namespace Assay.Engine.Comparison;

/// <summary>A stretch in which two texts differ: lines of the old one, and the lines of the new one in their place.</summary>
/// <param name="OldStart">Line from 1 at which the stretch begins in the old text.</param>
/// <param name="NewStart">The same in the new text.</param>
public sealed record LineHunk(int OldStart, ImmutableArray<string> Old, int NewStart, ImmutableArray<string> New);

/// <summary>
/// Compares texts line by line: anchors are lines that stand once in both (the patience method), what is left between them is compared by
/// the longest common subsequence where it is short. Work is counted; what is left over when it ends counts as replaced.
/// </summary>
public static class LineDifference
{
    private const long MostWork = 20_000_000;
    private const long MostCells = 1_000_000;

    /// <summary>The differing stretches, in order; empty where the texts have the same lines.</summary>
    public static ImmutableArray<LineHunk> Of(string before, string after)
    {
        string[] old = Lines(before);
        string[] now = Lines(after);
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        Comparer comparer = new(Number(old, numbers), Number(now, numbers));
        comparer.Run();
        return comparer.Hunks(old, now);
    }

    // What stands behind the last line's end is a line only where it is something.
    private static string[] Lines(string text)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    private static int[] Number(string[] lines, Dictionary<string, int> numbers)
    {
        int[] numbered = new int[lines.Length];
        for (int i = 0; i < lines.Length; i++)
        {
            if (!numbers.TryGetValue(lines[i], out numbered[i]))
            {
                numbers.Add(lines[i], numbered[i] = numbers.Count);
            }
        }

        return numbered;
    }

    private sealed class Comparer(int[] old, int[] now)
    {
        private readonly bool[] _isOld = new bool[old.Length];
        private readonly bool[] _isNew = new bool[now.Length];
        private long _work = MostWork;

        /// <summary>Marks the lines that are only in one of the two.</summary>
        public void Run()
        {
            Stack<(int A, int EndA, int B, int EndB)> open = new();
            open.Push((0, old.Length, 0, now.Length));
            while (open.TryPop(out (int A, int EndA, int B, int EndB) range))
            {
                (int a, int endA, int b, int endB) = Trim(range.A, range.EndA, range.B, range.EndB);
                _work -= endA - a + endB - b;
                if (a == endA || b == endB || _work < 0)
                {
                    _isOld.AsSpan(a, endA - a).Fill(true);
                    _isNew.AsSpan(b, endB - b).Fill(true);
                    continue;
                }

                List<(int A, int B)> anchors = Anchors(a, endA, b, endB);
                if (anchors.Count == 0)
                {
                    Exact(a, endA, b, endB);
                    continue;
                }

                foreach ((int atA, int atB) in anchors)
                {
                    open.Push((a, atA, b, atB));
                    (a, b) = (atA + 1, atB + 1);
                }

                open.Push((a, endA, b, endB));
            }
        }

        public ImmutableArray<LineHunk> Hunks(string[] oldLines, string[] newLines)
        {
            ImmutableArray<LineHunk>.Builder hunks = ImmutableArray.CreateBuilder<LineHunk>();
            int a = 0;
            int b = 0;
            while (a < old.Length || b < now.Length)
            {
                int startA = a;
                int startB = b;
                while (a < old.Length && _isOld[a])
                {
                    a++;
                }

                while (b < now.Length && _isNew[b])
                {
                    b++;
                }

                if (a > startA || b > startB)
                {
                    hunks.Add(new LineHunk(startA + 1, [.. oldLines[startA..a]], startB + 1, [.. newLines[startB..b]]));
                }
                else
                {
                    (a, b) = (a + 1, b + 1);
                }
            }

            return hunks.ToImmutable();
        }

        private (int A, int EndA, int B, int EndB) Trim(int a, int endA, int b, int endB)
        {
            while (a < endA && b < endB && old[a] == now[b])
            {
                (a, b) = (a + 1, b + 1);
            }

            while (a < endA && b < endB && old[endA - 1] == now[endB - 1])
            {
                (endA, endB) = (endA - 1, endB - 1);
            }

            return (a, endA, b, endB);
        }

        // Lines that stand once on each side, as many of them as keep their order.
        private List<(int A, int B)> Anchors(int a, int endA, int b, int endB)
        {
            Dictionary<int, (int Count, int At)> inOld = Places(old, a, endA);
            Dictionary<int, (int Count, int At)> inNew = Places(now, b, endB);
            List<(int A, int B)> pairs = [];
            for (int at = a; at < endA; at++)
            {
                if (inOld[old[at]].Count == 1 && inNew.TryGetValue(old[at], out (int Count, int At) other) && other.Count == 1)
                {
                    pairs.Add((at, other.At));
                }
            }

            return LongestIncreasing(pairs);
        }

        private static Dictionary<int, (int Count, int At)> Places(int[] lines, int from, int end)
        {
            Dictionary<int, (int Count, int At)> places = [];
            for (int at = from; at < end; at++)
            {
                places[lines[at]] = (places.GetValueOrDefault(lines[at]).Count + 1, at);
            }

            return places;
        }

        private static List<(int A, int B)> LongestIncreasing(List<(int A, int B)> pairs)
        {
            List<int> tops = [];
            int[] before = new int[pairs.Count];
            for (int i = 0; i < pairs.Count; i++)
            {
                int low = 0;
                int high = tops.Count;
                while (low < high)
                {
                    int middle = (low + high) / 2;
                    (low, high) = pairs[tops[middle]].B < pairs[i].B ? (middle + 1, high) : (low, middle);
                }

                before[i] = low > 0 ? tops[low - 1] : -1;
                if (low == tops.Count)
                {
                    tops.Add(i);
                }
                else
                {
                    tops[low] = i;
                }
            }

            List<(int A, int B)> chain = [];
            for (int at = tops.Count > 0 ? tops[^1] : -1; at >= 0; at = before[at])
            {
                chain.Add(pairs[at]);
            }

            chain.Reverse();
            return chain;
        }

        // The longest common subsequence, where its table is small enough; else all of it is replaced.
        private void Exact(int a, int endA, int b, int endB)
        {
            int rows = endA - a;
            int columns = endB - b;
            long cells = (long)(rows + 1) * (columns + 1);
            _work -= cells;
            if (cells > MostCells || _work < 0)
            {
                _isOld.AsSpan(a, rows).Fill(true);
                _isNew.AsSpan(b, columns).Fill(true);
                return;
            }

            // One row behind the other; a row is as wide as the new lines and one more.
            int width = columns + 1;
            int[] longest = new int[cells];
            for (int i = rows - 1; i >= 0; i--)
            {
                for (int j = columns - 1; j >= 0; j--)
                {
                    int cell = (i * width) + j;
                    longest[cell] = old[a + i] == now[b + j] ? longest[cell + width + 1] + 1 : Math.Max(longest[cell + width], longest[cell + 1]);
                }
            }

            for (int i = 0, j = 0; i < rows || j < columns;)
            {
                if (i < rows && j < columns && old[a + i] == now[b + j])
                {
                    (i, j) = (i + 1, j + 1);
                }
                else if (j == columns || (i < rows && longest[((i + 1) * width) + j] >= longest[(i * width) + j + 1]))
                {
                    _isOld[a + i++] = true;
                }
                else
                {
                    _isNew[b + j++] = true;
                }
            }
        }
    }
}
