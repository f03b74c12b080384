using static System.FormattableString;

namespace Assay.Packaging.Archives;

/// <summary>Caps on what an archive may make a reader do. The defaults admit the largest real packages.</summary>
/// <param name="MaxArchiveBytes">Bytes of the archive file.</param>
/// <param name="MaxEntries">Entries, nested archives included.</param>
/// <param name="MaxEntryBytes">Decoded bytes of one entry.</param>
/// <param name="MaxTotalBytes">Decoded bytes of all entries, nested archives included.</param>
/// <param name="MaxRatio">Decoded bytes per stored byte over the whole archive, once more than 64 MiB are decoded.</param>
/// <param name="MaxNameBytes">Bytes of one entry's name.</param>
/// <param name="MaxNesting">Archives within archives that are opened; 0 opens none.</param>
public sealed record ArchiveLimits(
    long MaxArchiveBytes = 4L << 30,
    int MaxEntries = 200_000,
    long MaxEntryBytes = 4L << 30,
    long MaxTotalBytes = 16L << 30,
    double MaxRatio = 1_000,
    int MaxNameBytes = 4_096,
    int MaxNesting = 3)
{
    public static ArchiveLimits Default { get; } = new();

    /// <summary>What was exceeded, in words, with the limit's name behind it.</summary>
    /// <param name="limit">The name of one of the properties.</param>
    internal string Exceeded(string limit) => limit switch
    {
        nameof(MaxEntries) => Invariant($"There are more than {MaxEntries:N0} entries"),
        nameof(MaxEntryBytes) => Invariant($"An entry has more than {MaxEntryBytes:N0} bytes"),
        nameof(MaxTotalBytes) => Invariant($"The entries have more than {MaxTotalBytes:N0} bytes together"),
        nameof(MaxRatio) => Invariant($"The entries are more than {MaxRatio:N0} times as long as the bytes that they come from"),
        nameof(MaxNameBytes) => Invariant($"A name has more than {MaxNameBytes:N0} bytes"),
        _ => "A limit is exceeded",
    } + $" ({limit})";
}
