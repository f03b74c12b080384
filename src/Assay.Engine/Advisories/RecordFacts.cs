using System.Collections.Immutable;
using Assay.Engine.Findings;

namespace Assay.Engine.Advisories;

/// <summary>What answers show of a record, kept uncompressed.</summary>
/// <param name="Feed">Position among the feeds.</param>
/// <param name="Summary">One line, made of the details where the record has no summary.</param>
/// <param name="TextBlock">Offset of its block among the texts, in bytes.</param>
/// <param name="TextOffset">Offset in the unpacked block, in bytes.</param>
internal sealed record RecordFacts(
    string Id,
    int Feed,
    DateTimeOffset? Published,
    DateTimeOffset? Withdrawn,
    SeverityRating Severity,
    DateOnly? ExploitedSince,
    double? ExploitProbability,
    ImmutableArray<string> Aliases,
    string Summary,
    int TextBlock,
    int TextOffset)
{
    private const byte None = 0xFF;
    private const int MaxSummaryLength = 160;

    public bool IsMalware => Id.StartsWith("MAL-", StringComparison.Ordinal);

    /// <summary>Everything but where its text stands.</summary>
    public static RecordFacts Of(AdvisoryRecord record, int feed) => new(
        record.Id,
        feed,
        record.Published,
        record.Withdrawn,
        SeverityRatings.Of(record),
        record.ExploitedSince,
        record.ExploitProbability,
        record.Aliases,
        OneLine(record.Summary.Length > 0 ? record.Summary : record.Details),
        0,
        0);

    /// <summary>Known on that day: published by its end and not yet taken back. Null: whatever has not been taken back.</summary>
    public bool IsLiveOn(DateOnly? asOf) => asOf is { } day
        ? (Published is not { } published || DateOnly.FromDateTime(published.UtcDateTime) <= day)
            && (Withdrawn is not { } withdrawn || DateOnly.FromDateTime(withdrawn.UtcDateTime) > day)
        : Withdrawn is null;

    public void Write(IndexWriter writer)
    {
        writer.Text(Id);
        writer.Number(Feed);
        writer.Moment(Published);
        writer.Moment(Withdrawn);
        writer.Byte(Severity.Level is { } level ? (byte)level : None);
        writer.Byte(Severity.Score is { } score ? (byte)Math.Round(score * 10) : None);
        writer.OptionalText(Severity.Vector);
        writer.Day(ExploitedSince);
        writer.Byte((byte)(ExploitProbability is null ? 0 : 1));
        if (ExploitProbability is { } probability)
        {
            writer.Number(BitConverter.DoubleToUInt64Bits(probability));
        }

        writer.Texts(Aliases);
        writer.Text(Summary);
        writer.Number(TextBlock);
        writer.Number(TextOffset);
    }

    public static RecordFacts Read(ReadOnlySpan<byte> bytes)
    {
        IndexReader reader = new(bytes);
        string id = reader.Text();
        int feed = reader.Index();
        DateTimeOffset? published = reader.Moment();
        DateTimeOffset? withdrawn = reader.Moment();
        byte level = reader.Byte();
        byte score = reader.Byte();
        string? vector = reader.OptionalText();
        if ((level != None && level > (byte)Findings.Severity.Critical) || (score != None && score > 100))
        {
            throw IndexReader.Damaged("a severity is none");
        }

        SeverityRating severity = new(level == None ? null : (Severity)level, score == None ? null : score / 10.0, vector);
        DateOnly? exploited = reader.Day();
        double? probability = reader.Byte() == 0 ? null : BitConverter.UInt64BitsToDouble(reader.Number());
        return new RecordFacts(id, feed, published, withdrawn, severity, exploited, probability, reader.Texts(), reader.Text(), reader.Index(), reader.Index());
    }

    private static string OneLine(string text)
    {
        string head = text.Length > 4 * MaxSummaryLength ? text[..(4 * MaxSummaryLength)] : text;
        string line = string.Join(' ', head.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= MaxSummaryLength)
        {
            return line;
        }

        int end = line.LastIndexOf(' ', MaxSummaryLength);
        return string.Concat(line.AsSpan(0, end > MaxSummaryLength / 2 ? end : MaxSummaryLength - 1), "…");
    }
}
