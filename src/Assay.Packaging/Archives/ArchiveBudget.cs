namespace Assay.Packaging.Archives;

/// <summary>What reading one archive has cost so far, held against its limits.</summary>
internal sealed class ArchiveBudget(ArchiveLimits limits, long archiveBytes)
{
    // Below this, no ratio is suspicious: a page of zeros compresses a thousandfold.
    private const long RatioFreeBytes = 64L << 20;

    // Once the ratio is passed: what one further entry, and all of them together, may have.
    private const long EntryAfterRatioBytes = 16L << 20;
    private const long AfterRatioBytes = 512L << 20;

    private bool _isPassed;
    private long _after;
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
        if (_isPassed)
        {
            _after += bytes;
            return _total > Limits.MaxTotalBytes ? nameof(ArchiveLimits.MaxTotalBytes)
                : _after > AfterRatioBytes || _entry > EntryAfterRatioBytes ? nameof(ArchiveLimits.MaxRatio)
                : _entry > Limits.MaxEntryBytes ? nameof(ArchiveLimits.MaxEntryBytes)
                : null;
        }

        return _total > Limits.MaxTotalBytes ? nameof(ArchiveLimits.MaxTotalBytes)
            : _total > RatioFreeBytes && _total > Limits.MaxRatio * Math.Max(1, archiveBytes) ? nameof(ArchiveLimits.MaxRatio)
            : _entry > Limits.MaxEntryBytes ? nameof(ArchiveLimits.MaxEntryBytes)
            : null;
    }

    /// <summary>True where a limit ends the entry only, so that one large one does not hide those behind it; each is then held to less.</summary>
    /// <param name="limit">What <see cref="AddDecoded"/> gave.</param>
    public bool EndsEntryOnly(string limit)
    {
        if (limit != nameof(ArchiveLimits.MaxRatio))
        {
            return false;
        }

        _isPassed = true;
        return _after <= AfterRatioBytes;
    }
}
