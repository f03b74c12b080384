using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Feeds;
using Assay.Packaging.Names;

namespace Assay.Office;

/// <summary>
/// What advisories say about releases when a verdict is asked for. The index is opened at the first question and each release is looked up
/// once. Safe for several threads.
/// </summary>
public sealed class AdvisoryWitness : IDisposable
{
    private readonly AdvisoryPolicy _policy;
    private readonly TimeProvider _time;
    private readonly Lazy<Opened> _opened;
    private readonly ConcurrentDictionary<(ProjectName Project, string? Version), ReleaseFlaws> _known = new();

    /// <param name="storeFolder">The store's folder, whose index counts where it is newer than the one built in; null: there is no store.</param>
    public AdvisoryWitness(string? storeFolder, AdvisoryPolicy policy, TimeProvider time)
    {
        _policy = policy;
        _time = time;
        _opened = new Lazy<Opened>(() => Open(storeFolder));
    }

    /// <summary>The index; null where there is none that can be read.</summary>
    public AdvisoryIndex? Index => _opened.Value.Index;

    /// <summary>What is wrong with the index as such: it cannot be read, a feed is old. None while nobody has asked anything.</summary>
    public ImmutableArray<Gap> Gaps => _opened.IsValueCreated
        ? [.. _opened.Value.Gaps, .. Index is AdvisoryIndex index ? ReleaseAudit.FeedGaps(index, _policy, _time.GetUtcNow()) : []]
        : [];

    /// <summary>The feeds that <see cref="Gaps"/> calls old.</summary>
    public ImmutableArray<AdvisoryFeed> OldFeeds =>
        [.. Gaps.Where(static gap => gap.Kind == GapKind.FeedOld).Select(gap => Index!.Feeds.First(feed => gap.Place is InputPlace place && place.File == feed.Id))];

    /// <summary>What is known against a release.</summary>
    /// <param name="version">As the file's name gives it; null where it gives none.</param>
    public ReleaseFlaws Look(ProjectName project, string? version) => _known.GetOrAdd((project, version), Ask);

    public void Dispose()
    {
        if (_opened.IsValueCreated)
        {
            _opened.Value.Index?.Dispose();
        }
    }

    private ReleaseFlaws Ask((ProjectName Project, string? Version) release)
    {
        try
        {
            return Index is AdvisoryIndex index
                ? ReleaseAudit.Of(index, _policy, release.Project, release.Version, _time.GetUtcNow())
                : ReleaseFlaws.None with { Failure = _opened.Value.Gaps[0].Detail };
        }
        catch (AdvisoryIndexException damaged)
        {
            return ReleaseFlaws.None with { Failure = damaged.Message };
        }
    }

    // A damaged index of the store is named, and the one built in speaks in its place: some knowledge is better than none.
    private static Opened Open(string? storeFolder)
    {
        try
        {
            return new Opened(AdvisoryOffice.Open(explicitFile: null, storeFolder), []);
        }
        catch (Exception e) when (e is AdvisoryIndexException or IOException or UnauthorizedAccessException)
        {
            AdvisoryIndex? builtIn = OpenEmbedded();
            string instead = builtIn is null ? "advisories were not asked" : "the one built in was asked in its place";
            return new Opened(builtIn, [Gap.Of(GapKind.Unreachable, new InputPlace(AdvisoryFile.Name), $"{e.Message} Until then {instead}.")]);
        }
    }

    private static AdvisoryIndex? OpenEmbedded()
    {
        try
        {
            return AdvisoryOffice.OpenEmbedded();
        }
        catch (AdvisoryIndexException)
        {
            // The reason is told already: it is what the first attempt failed for.
            return null;
        }
    }

    private sealed record Opened(AdvisoryIndex? Index, ImmutableArray<Gap> Gaps);
}
