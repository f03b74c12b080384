using Assay.Packaging.Archives;

namespace Assay.Feeds;

/// <summary>Caps on what a source of advisories may make a reader do. The defaults admit the largest real feeds.</summary>
/// <param name="MaxRecordBytes">Bytes of one record, as a file, an entry of an archive or a line.</param>
/// <param name="MaxDocumentBytes">Bytes of a file that holds many records.</param>
/// <param name="MaxSummary">Characters kept of a summary; the rest is cut.</param>
/// <param name="MaxDetails">Characters kept of the details; the rest is cut.</param>
/// <param name="MaxListItems">Entries of one list of a record: versions, events, aliases, references.</param>
/// <param name="MaxDepth">Nesting of a JSON or YAML document.</param>
public sealed record FeedLimits(
    int MaxRecordBytes = 4 << 20,
    int MaxDocumentBytes = 256 << 20,
    int MaxSummary = 1_000,
    int MaxDetails = 128 << 10,
    int MaxListItems = 50_000,
    int MaxDepth = 32)
{
    public static FeedLimits Default { get; } = new();

    /// <summary>Caps on archives of records: no inner archive is opened.</summary>
    public ArchiveLimits Archives { get; init; } = new(MaxEntries: 2_000_000, MaxTotalBytes: 8L << 30, MaxNesting: 0);
}
