using System.Collections.Immutable;
using Assay.Engine.Advisories;

namespace Assay.Feeds;

/// <summary>Something wrong with a source of advisories.</summary>
/// <param name="File">The file, or the archive and the entry in it, as named. Unescaped.</param>
/// <param name="Place">Where in it: <c>line 3</c>, <c>affected[0].ranges[1]</c>; empty for the whole.</param>
/// <param name="Message">One sentence, unescaped.</param>
/// <param name="LosesRecord">True where a record was left out because of it; false where only the named part was.</param>
public sealed record FeedProblem(string File, string Place, string Message, bool LosesRecord)
{
    /// <summary>The id of the record, where it could be read.</summary>
    public string? Id { get; init; }

    public override string ToString() => Place.Length == 0 ? $"{File}: {Message}" : $"{File}: {Place}: {Message}";
}

/// <summary>A file of a source, in memory.</summary>
/// <param name="Name">As named; its ending tells what it may be.</param>
public sealed record FeedDocument(string Name, ReadOnlyMemory<byte> Content);

/// <summary>A flaw that is known to be exploited, by its CVE id.</summary>
public readonly record struct ExploitedFlaw(string Id, DateOnly Since);

/// <summary>How probable the exploitation of a flaw is, by its CVE id.</summary>
/// <param name="Probability">From 0 to 1.</param>
public readonly record struct ExploitProbability(string Id, double Probability);

/// <summary>What a document yields.</summary>
/// <param name="Elsewhere">Records that concern no project of PyPI.</param>
public sealed record FeedReading(ImmutableArray<AdvisoryRecord> Records, ImmutableArray<FeedProblem> Problems, int Elsewhere = 0)
{
    public static FeedReading Nothing { get; } = new([], []);

    public ImmutableArray<ExploitedFlaw> Exploited { get; init; } = [];

    public ImmutableArray<ExploitProbability> Probabilities { get; init; } = [];

    /// <summary>The feed that states a date of its own, and that date; null where none does.</summary>
    public (string Feed, DateOnly Date)? Stated { get; init; }

    /// <summary>A document that yields nothing but the reason.</summary>
    public static FeedReading Lost(string file, string place, string message, string? id = null) =>
        new([], [new FeedProblem(file, place, message, LosesRecord: true) { Id = id }]);
}
