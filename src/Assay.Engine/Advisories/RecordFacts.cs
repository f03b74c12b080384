using System.Collections.Immutable;
using System.Text;
using Assay.Engine.Findings;

namespace Assay.Engine.Advisories;

/// <summary>What answers show of a record, each by itself, with its references behind it.</summary>
/// <param name="Feed">Position among the feeds.</param>
/// <param name="Summary">One line, made of the details where the record has no summary.</param>
internal sealed record RecordFacts(
    string Id,
    int Feed,
    DateTimeOffset? Published,
    DateTimeOffset? Withdrawn,
    SeverityRating Severity,
    DateOnly? ExploitedSince,
    double? ExploitProbability,
    ImmutableArray<string> Aliases,
    string Summary)
{
    private const byte HasWithdrawn = 1;
    private const byte HasVector = 2;
    private const byte HasExploited = 4;
    private const byte HasProbability = 8;
    private const byte HasScore = 16;
    private const int LevelShift = 5;
    private const int NoLevel = 7;
    private const int MaxSummaryLength = 160;

    public bool IsMalware => Id.StartsWith("MAL-", StringComparison.Ordinal);

    public static RecordFacts Of(AdvisoryRecord record, int feed) => new(
        record.Id,
        feed,
        record.Published,
        record.Withdrawn,
        SeverityRatings.Of(record),
        record.ExploitedSince,
        record.ExploitProbability,
        record.Aliases,
        OneLine(record.Summary.Length > 0 ? record.Summary : record.Details));

    /// <summary>Known on that day: published by its end and not yet taken back. Null: whatever has not been taken back.</summary>
    public bool IsLiveOn(DateOnly? asOf) => asOf is { } day
        ? (Published is not { } published || DateOnly.FromDateTime(published.UtcDateTime) <= day)
            && (Withdrawn is not { } withdrawn || DateOnly.FromDateTime(withdrawn.UtcDateTime) > day)
        : Withdrawn is null;

    public void Write(IndexWriter writer, IndexPieces pieces)
    {
        IdCodec.Write(writer, Id);
        writer.Number(Feed);
        writer.Second(Published);
        writer.Byte((byte)((Withdrawn is null ? 0 : HasWithdrawn)
            | (Severity.Vector is null ? 0 : HasVector)
            | (ExploitedSince is null ? 0 : HasExploited)
            | (ExploitProbability is null ? 0 : HasProbability)
            | (Severity.Score is null ? 0 : HasScore)
            | ((Severity.Level is { } level ? (int)level : NoLevel) << LevelShift)));
        if (Withdrawn is not null)
        {
            writer.Second(Withdrawn);
        }

        if (Severity.Score is { } score)
        {
            writer.Byte((byte)Math.Round(score * 10));
        }

        if (Severity.Vector is { } vector)
        {
            pieces.Vectors.Encode(writer, Encoding.UTF8.GetBytes(vector));
        }

        if (ExploitedSince is not null)
        {
            writer.Day(ExploitedSince);
        }

        if (ExploitProbability is { } probability)
        {
            writer.Number(BitConverter.DoubleToUInt64Bits(probability));
        }

        writer.Number(Aliases.Length);
        foreach (string alias in Aliases)
        {
            IdCodec.Write(writer, alias);
        }

        pieces.Summaries.Encode(writer, Encoding.UTF8.GetBytes(Summary));
    }

    /// <summary>Leaves the reader at the references.</summary>
    public static RecordFacts Read(ref IndexReader reader, IndexPieces pieces)
    {
        string id = IdCodec.Read(ref reader);
        int feed = reader.Index();
        DateTimeOffset? published = reader.Second();
        byte flags = reader.Byte();
        int level = flags >> LevelShift;
        DateTimeOffset? withdrawn = (flags & HasWithdrawn) == 0 ? null : reader.Second() ?? throw IndexReader.Damaged("a date is none");
        byte? score = (flags & HasScore) == 0 ? null : reader.Byte();
        string? vector = (flags & HasVector) == 0 ? null : IndexPieces.Text(pieces.Vectors, ref reader);
        if ((level != NoLevel && level > (int)Findings.Severity.Critical) || score > 100)
        {
            throw IndexReader.Damaged("a severity is none");
        }

        DateOnly? exploited = (flags & HasExploited) == 0 ? null : reader.Day();
        double? probability = (flags & HasProbability) == 0 ? null : BitConverter.UInt64BitsToDouble(reader.Number());
        int aliasCount = reader.Count();
        ImmutableArray<string>.Builder aliases = ImmutableArray.CreateBuilder<string>(aliasCount);
        for (int i = 0; i < aliasCount; i++)
        {
            aliases.Add(IdCodec.Read(ref reader));
        }

        return new RecordFacts(
            id, feed, published, withdrawn,
            new SeverityRating(level == NoLevel ? null : (Severity)level, score / 10.0, vector),
            exploited, probability, aliases.MoveToImmutable(), IndexPieces.Text(pieces.Summaries, ref reader));
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
