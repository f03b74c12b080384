using System.Collections.Immutable;
using Assay.Engine.Advisories;

namespace Assay.Tests.Engine.Advisories;

/// <summary>Indexes in memory.</summary>
internal static class Indexes
{
    public static byte[] Bytes(IEnumerable<AdvisoryRecord> records, params IEnumerable<AdvisoryFeed> feeds)
    {
        ImmutableArray<AdvisoryRecord> all = [.. records];
        ImmutableArray<AdvisoryFeed> named = [.. feeds];
        using MemoryStream stream = new();
        AdvisoryIndexBuilder.Build(all, named.IsEmpty ? [.. all.Select(static record => record.Feed).Distinct().Select(Feed)] : named, stream);
        return stream.ToArray();
    }

    public static AdvisoryIndex Of(params IEnumerable<AdvisoryRecord> records) => AdvisoryIndex.Open(IndexBytes.Of(Bytes(records)));

    public static AdvisoryFeed Feed(string id) => new(id, $"Feed {id}", "https://feed.example.invalid/", "CC-BY-4.0", new DateOnly(2026, 7, 23), 0, 0, 0);
}
