using Assay.Engine.Advisories;
using Assay.Feeds;

namespace Assay.Fuzz;

/// <summary>What every reader of advisories promises.</summary>
internal static class FeedPromise
{
    public static void Check(FeedFormat format, FeedDocument document)
    {
        _ = Feeds.Catalogue.All.Count(other => other.Fits(document));
        FeedReading reading = format.Read(document, FeedLimits.Default);
        if (reading.Problems.Any(static problem => problem.Message.Length == 0 || !problem.Message.EndsWith('.')))
        {
            throw new InvalidOperationException("a problem that is no sentence");
        }

        if (reading.Records.IsEmpty && reading.Problems.IsEmpty && reading.Elsewhere == 0 && format is not SafetyDatabase)
        {
            throw new InvalidOperationException("a document that yields nothing, and no reason");
        }

        foreach (AdvisoryRecord record in reading.Records)
        {
            byte[] written = OsvWriter.Write(record);
            FeedReading again = new OsvJson().Read(new FeedDocument("again.json", written), FeedLimits.Default);
            if (again.Records is not [AdvisoryRecord same] || !OsvWriter.Write(same with { Feed = record.Feed }).AsSpan().SequenceEqual(written))
            {
                throw new InvalidOperationException("a record that was read is not written as it was read");
            }
        }

        using MemoryStream index = new();
        AdvisoryIndexBuilder.Build(reading.Records, KnownFeed.All.Select(static feed => new AdvisoryFeed(feed.Id, feed.Title, feed.Address, feed.Licence, null, 0, 0, 0)), index);
    }
}
