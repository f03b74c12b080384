using System.Globalization;

namespace Assay.Packaging.Requirements;

/// <summary>The third numbers of Python's releases among which a comparison can change its answer.</summary>
internal static class PatchReleases
{
    // Larger than any that there will be.
    private const int Last = 9_999;

    private const int MaxNumbers = 64;

    /// <summary>The first, the last, and those beside each number that a literal names. Ascending, each once.</summary>
    public static SortedSet<int> Around(string literal)
    {
        SortedSet<int> patches = [0, Last];
        int at = 0;
        while (at < literal.Length && patches.Count < MaxNumbers)
        {
            int start = at;
            while (at < literal.Length && char.IsAsciiDigit(literal[at]))
            {
                at++;
            }

            if (at > start && int.TryParse(literal.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < Last)
            {
                patches.UnionWith([Math.Max(0, number - 1), number, number + 1]);
            }

            at += at == start ? 1 : 0;
        }

        return patches;
    }
}
