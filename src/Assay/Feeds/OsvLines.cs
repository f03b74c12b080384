using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Advisories;

namespace Assay.Feeds;

/// <summary>Records of OSV as JSON, one a line.</summary>
public sealed class OsvLines : FeedFormat
{
    public override string Id => "osv-lines";

    public override string Title => "records of OSV as JSON, one a line";

    public override bool Fits(FeedDocument document) => EndsWith(document, ".jsonl", ".ndjson");

    public override FeedReading Read(FeedDocument document, FeedLimits limits)
    {
        ImmutableArray<AdvisoryRecord>.Builder records = ImmutableArray.CreateBuilder<AdvisoryRecord>();
        ImmutableArray<FeedProblem>.Builder problems = ImmutableArray.CreateBuilder<FeedProblem>();
        int elsewhere = 0;
        ReadOnlyMemory<byte> rest = document.Content;
        for (int number = 1; !rest.IsEmpty; number++)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            FeedReading one = OsvRecord.Read(document.Name, string.Create(CultureInfo.InvariantCulture, $"line {number}: "), line, limits);
            records.AddRange(one.Records);
            problems.AddRange(one.Problems);
            elsewhere += one.Elsewhere;
        }

        return new(records.DrainToImmutable(), problems.DrainToImmutable(), elsewhere);
    }
}
