namespace Assay.Packaging.Archives;

/// <summary>What reading one archive has cost so far, held against its limits.</summary>
internal sealed class ArchiveBudget(ArchiveLimits limits, long archiveBytes)
{
    // Below this, no ratio is suspicious: a page of zeros compresses a thousandfold.
    private const long RatioFreeBytes = 64L << 20;

    private int _entries;
    private long _total;
    private long _entry;

    public ArchiveLimits Limits { get; } = limits;

    /// <summary>Starts an entry; the name of the limit that this passes, or null.</summary>
    public string? AddEntry()
    {
        _entry = 0;
        return ++_entries > Limits.MaxEntries ? nameof(ArchiveLimits.MaxEntries) : null;
    }

    /// <summary>Adds decoded bytes; the name of the limit that they pass, or null.</summary>
    public string? AddDecoded(int bytes)
    {
        _entry += bytes;
        _total += bytes;
        return _total > Limits.MaxTotalBytes ? nameof(ArchiveLimits.MaxTotalBytes)
            : _total > RatioFreeBytes && _total > Limits.MaxRatio * Math.Max(1, archiveBytes) ? nameof(ArchiveLimits.MaxRatio)
            : _entry > Limits.MaxEntryBytes ? nameof(ArchiveLimits.MaxEntryBytes)
            : null;
    }
}
