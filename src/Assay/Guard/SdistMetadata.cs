using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Assay.Engine;
using Assay.Office;
using Assay.Packaging.Distributions;
using Assay.Packaging.Indexes;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Guard;

/// <summary>
/// Core metadata for source distributions, so that pip 25.3 and later resolve without running package code: an index offers
/// <c>.metadata</c> for wheels only, though PEP 658 speaks of both. Only what PEP 643 calls static is offered.
/// </summary>
public sealed class SdistMetadata(FileDesk desk)
{
    private readonly ConcurrentDictionary<string, Inspection> _prepared = new(StringComparer.Ordinal);

    /// <summary>What the page says about a file's metadata: the index's own word for wheels, the inspection's for sdists.</summary>
    public DigestMap? Offered(ListedFile listed)
    {
        if (listed.File.CoreMetadata is DigestMap published)
        {
            return published;
        }

        return Prepared(listed)?.CoreMetadata is ImmutableArray<byte> own
            ? DigestMap.Of("sha256", Convert.ToHexStringLower(SHA256.HashData(own.AsSpan())))
            : null;
    }

    /// <summary>The inspection of an sdist whose metadata may be offered; null where it is not known or not static.</summary>
    public Inspection? Prepared(ListedFile listed) => _prepared.GetValueOrDefault(listed.File.Url);

    /// <summary>
    /// Finds the sdists of a page that are assayed already, and fetches at most one that is not: the newest, where no wheel
    /// of its version fits the client, because the resolver is about to ask for it.
    /// </summary>
    public async Task PrepareAsync(ImmutableArray<(ListedFile Listed, FileRuling Ruling)> files, InstallerClient client)
    {
        foreach ((ListedFile listed, FileRuling ruling) in files)
        {
            if (IsSdist(listed) && !ruling.IsRefused && !_prepared.ContainsKey(listed.File.Url)
                && desk.Look(listed, ListingContext.None).Inspection is Inspection known)
            {
                Keep(listed, known);
            }
        }

        if (client.Platform is TargetPlatform platform && Wanted(files, platform) is (ListedFile newest, FileRuling) && !_prepared.ContainsKey(newest.File.Url)
            && await desk.GetAsync(newest, ListingContext.None).ConfigureAwait(false) is DeskAnswer.Ready ready)
        {
            Keep(newest, ready.Inspection);
        }
    }

    private static bool IsSdist(ListedFile listed) =>
        listed.File.CoreMetadata is null && SdistFileName.TryParse(listed.File.FileName, out _, listed.Project);

    private void Keep(ListedFile listed, Inspection inspection)
    {
        if (inspection is { Kind: DistributionKind.Sdist, CoreMetadata: not null })
        {
            _prepared[listed.File.Url] = inspection;
        }
    }

    private static (ListedFile, FileRuling)? Wanted(ImmutableArray<(ListedFile Listed, FileRuling Ruling)> files, TargetPlatform platform)
    {
        CompatibleTags tags = CompatibleTags.Of(platform);
        PackageVersion? newest = files
            .Where(static file => !file.Ruling.IsRefused && file.Listed.File.Yanked is null && file.Listed.Parsed is { IsPrerelease: false })
            .Select(static file => file.Listed.Parsed)
            .Max();
        if (newest is null)
        {
            return null;
        }

        (ListedFile, FileRuling)? sdist = null;
        foreach ((ListedFile listed, FileRuling ruling) in files)
        {
            if (listed.Parsed != newest || ruling.IsRefused)
            {
                continue;
            }

            if (WheelFileName.TryParse(listed.File.FileName, out WheelFileName? wheel) && tags.Rank(wheel) is not null)
            {
                return null;
            }

            sdist = IsSdist(listed) ? (listed, ruling) : sdist;
        }

        return sdist;
    }
}
