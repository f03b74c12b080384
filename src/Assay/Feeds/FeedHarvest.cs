using System.Collections.Immutable;
using Assay.Engine.Advisories;

namespace Assay.Feeds;

/// <summary>Everything that sources yielded, the same whatever their order.</summary>
/// <param name="Records">By id.</param>
/// <param name="Feeds">By id, with counts and dates.</param>
/// <param name="Problems">By file and place.</param>
/// <param name="Failures">Sources that could not be read to their end, a sentence each: an index made of the rest would miss records.</param>
/// <param name="Superseded">Records left out because a newer one of the same id was there.</param>
/// <param name="Elsewhere">Records that concern no project of PyPI.</param>
public sealed record FeedHarvest(
    ImmutableArray<AdvisoryRecord> Records,
    ImmutableArray<AdvisoryFeed> Feeds,
    ImmutableArray<FeedProblem> Problems,
    ImmutableArray<string> Failures,
    int Superseded,
    int Elsewhere);

/// <summary>A place to read from, as the user named it.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Shown">As named.</param>
/// <param name="Feed">The feed that all its records belong to; null: by their ids.</param>
public sealed record NamedSource(string Path, string Shown, string? Feed);

/// <summary>Dates that the user states for feeds.</summary>
/// <param name="All">For every feed without an own one; null: none.</param>
public sealed record FeedDates(DateOnly? All, ImmutableSortedDictionary<string, DateOnly> Of)
{
    public static FeedDates None { get; } = new(null, ImmutableSortedDictionary<string, DateOnly>.Empty);
}
