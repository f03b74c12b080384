using System.Collections.Immutable;
using Assay.Engine;
using Assay.Installers;
using Assay.Packaging.Indexes;
using Assay.Packaging.Versions;

namespace Assay.Guard;

/// <summary>A project's page as the guard serves it, and until when it may be served again.</summary>
/// <param name="Plain">For every installer.</param>
/// <param name="ForPip">With pip's marker on steered files; the same object where there are none.</param>
/// <param name="Steered">Files listed as not to be taken yet.</param>
/// <param name="ValidUntil">When time alone changes the page; null: never.</param>
public sealed record GuardedPage(
    SimplePage Plain, SimplePage ForPip, ImmutableArray<(ListedFile Listed, FileRuling Ruling)> Steered, DateTimeOffset? ValidUntil);

/// <summary>Rewrites an index's page: every file's address becomes the guard's, and what is refused says so.</summary>
public static class PageComposer
{
    /// <summary>Composes the page.</summary>
    /// <param name="files">Every file of the upstream page with its ruling, in the page's order.</param>
    /// <param name="offersMetadata">Whether and with which digests the guard serves a file's core metadata.</param>
    public static GuardedPage Compose(
        SimplePage page,
        IReadOnlyList<(ListedFile Listed, FileRuling Ruling)> files,
        GuardAddresses addresses,
        Func<ListedFile, DigestMap?> offersMetadata)
    {
        PackageVersion? spoken = NewestIfAllHeld(files);
        ImmutableArray<SimpleFile>.Builder plain = ImmutableArray.CreateBuilder<SimpleFile>(files.Count);
        ImmutableArray<SimpleFile>.Builder forPip = ImmutableArray.CreateBuilder<SimpleFile>(files.Count);
        ImmutableArray<(ListedFile, FileRuling)>.Builder steered = ImmutableArray.CreateBuilder<(ListedFile, FileRuling)>();
        DateTimeOffset? validUntil = null;
        foreach ((ListedFile listed, FileRuling ruling) in files)
        {
            validUntil = Earlier(validUntil, ruling.Verdict.ValidUntil);
            SimpleFile file = listed.File with
            {
                Url = ruling.IsRefused ? addresses.ToRefused(listed.Key, listed.File.Url) : addresses.ToGuard(listed.Key, listed.File.Url),
                CoreMetadata = offersMetadata(listed),
                Provenance = null,
                GpgSig = null,
            };
            bool steers = ruling.IsSteered && (spoken is null || listed.Parsed != spoken);
            if (!steers)
            {
                plain.Add(file);
                forPip.Add(file);
                continue;
            }

            steered.Add((listed, ruling));
            file = file with { Yanked = RefusalText.YankReason(ruling) };
            plain.Add(file);
            forPip.Add(file with { RequiresPython = RefusalText.PipMarker(ruling) });
        }

        SimplePage composed = page with { Files = plain.MoveToImmutable() };
        return new GuardedPage(
            composed, steered.Count == 0 ? composed : page with { Files = forPip.MoveToImmutable() }, steered.ToImmutable(), validUntil);
    }

    // Where every version is held there is nothing to steer to: the newest stays listed, so that its refusal speaks in every client.
    private static PackageVersion? NewestIfAllHeld(IReadOnlyList<(ListedFile Listed, FileRuling Ruling)> files)
    {
        PackageVersion? newest = null;
        foreach ((ListedFile listed, FileRuling ruling) in files)
        {
            if (listed.File.Yanked is not null || listed.Parsed is not PackageVersion version)
            {
                continue;
            }

            if (!ruling.IsSteered)
            {
                return null;
            }

            newest = newest is null || version > newest ? version : newest;
        }

        return newest;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;
}
