namespace Assay.Python.Meaning.Folding;

/// <summary>Work that folding may still do: one unit about a byte made or looked at, so that results do not depend on the machine.</summary>
/// <param name="units">Units in all.</param>
/// <param name="maxValueBytes">Bytes of one value made.</param>
public sealed class FoldingBudget(long units, int maxValueBytes)
{
    private readonly string?[] _flat = new string?[4];
    private int _nextFlat;
    private int _depth;

    public long Left { get; private set; } = units;

    public int MaxValueBytes { get; } = maxValueBytes;

    /// <summary>The first limit that ended a folding; null while none did.</summary>
    public string? Ended { get; private set; }

    /// <summary>Takes units; false, and <see cref="Ended"/> set, where there are not enough or the value would be too large.</summary>
    public bool TrySpend(long count, long valueBytes = 0)
    {
        // A value too large is said before the units are, which it would cost as well.
        if (valueBytes > MaxValueBytes)
        {
            Ended ??= "MaxValueBytes";
            return false;
        }

        if (count > Left)
        {
            Ended ??= "FoldingUnits";
            return false;
        }

        Left -= count;
        return true;
    }

    /// <summary>Counts a call within a call; false, and <see cref="Ended"/> set, where they go too deep.</summary>
    internal bool TryEnter(int maxDepth)
    {
        if (_depth == maxDepth)
        {
            Ended ??= "FoldingDepth";
            return false;
        }

        _depth++;
        return true;
    }

    internal void Leave() => _depth--;

    /// <summary>
    /// Whether every UTF-16 unit of a text is a character of its own. The last long texts are remembered: a loop over an index asks this of
    /// the same text each time.
    /// </summary>
    internal bool IsFlat(string text)
    {
        if (text.Length < 64)
        {
            return Points.IsFlat(text);
        }

        foreach (string? known in _flat)
        {
            if (ReferenceEquals(known, text))
            {
                return true;
            }
        }

        if (!Points.IsFlat(text))
        {
            return false;
        }

        _flat[_nextFlat++ % _flat.Length] = text;
        return true;
    }
}
