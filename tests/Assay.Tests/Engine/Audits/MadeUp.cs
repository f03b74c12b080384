using System.Collections.Immutable;
using global::Assay.Engine.Advisories;
using global::Assay.Packaging.Names;

namespace Assay.Tests.Engine.Audits;

/// <summary>Small indexes for tests, built in memory.</summary>
internal static class MadeUp
{
    public static ProjectName Project(string name) => ProjectName.TryParse(name, out ProjectName project) ? project : throw new ArgumentException(name);

    /// <summary>A record about one project, affected from <paramref name="introduced"/> until <paramref name="fixedIn"/>.</summary>
    public static AdvisoryRecord Record(string id, string project, string introduced = "0", string? fixedIn = null, params string[] aliases) => new(id, "pysec")
    {
        Aliases = [.. aliases],
        Published = new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero),
        Summary = $"made up: {id}",
        Affected =
        [
            new AffectedProject(
                Project(project),
                [new AffectedRange(fixedIn is null ? [new(RangeEventKind.Introduced, introduced)] : [new(RangeEventKind.Introduced, introduced), new(RangeEventKind.Fixed, fixedIn)])],
                []),
        ],
    };

    public static AdvisoryFeed Feed(DateOnly? date, string id = "pysec") => new(id, "made up", "https://feed.example.invalid/", "CC0-1.0", date, 0, 0, 0);

    public static AdvisoryIndex Index(DateOnly? date, params AdvisoryRecord[] records)
    {
        using MemoryStream bytes = new();
        ImmutableArray<AdvisoryFeed> feeds = [.. records.Select(static record => record.Feed).Append("pysec").Distinct(StringComparer.Ordinal).Select(id => Feed(date, id))];
        AdvisoryIndexBuilder.Build(records, feeds, bytes);
        return AdvisoryIndex.Open(IndexBytes.Of(bytes.ToArray()));
    }
}
