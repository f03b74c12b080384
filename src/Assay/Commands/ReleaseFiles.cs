using System.Collections.Immutable;
using Assay.Index;
using Assay.Packaging.Distributions;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Commands;

/// <summary>From a requirement to the files of one release that an installer could choose.</summary>
public static class ReleaseFiles
{
    /// <summary>Asks the index and lists the files of the best release; one unusable item where there is none.</summary>
    public static async Task<ImmutableArray<ScanItem>> FindAsync(
        IndexClient client, IndexSource index, Requirement wanted, CancellationToken cancellation)
    {
        string shown = wanted.ToString();
        PageAnswer answer = await client.FetchPageAsync(index, wanted.Project, cancellation);
        if (answer.Page is not SimplePage page)
        {
            return
            [
                new ScanItem.Unusable(
                    shown,
                    answer.Outcome == PageOutcome.NotFound
                        ? $"not-found: the index {index.Address} has no project '{wanted.Project}'; check the name, or name another index with --index-url"
                        : $"upstream: {answer.Failure ?? $"the index {index.Address} could not be asked"}"),
            ];
        }

        (PackageVersion Version, ImmutableArray<SimpleFile> Files)? release = Choose(page, wanted);
        return release is not (PackageVersion version, ImmutableArray<SimpleFile> files)
            ? [new ScanItem.Unusable(shown, $"not-found: the index {index.Address} lists no file that fits '{shown}'; check the version")]
            : [.. files.Select(file => new ScanItem.Offered(file.FileName, index, file, new Pin(wanted.Project, version.ToString(), file.Hashes.Sha256)))];
    }

    /// <summary>
    /// The newest release that fits, with its wheels and sdists in the index's order. A yanked file counts only where one version is
    /// named outright (PEP 592), a pre-release only where it is named or nothing else fits (PEP 440).
    /// </summary>
    public static (PackageVersion Version, ImmutableArray<SimpleFile> Files)? Choose(SimplePage page, Requirement wanted)
    {
        bool isPinned = wanted.Specifier.ExactVersion is not null;
        List<(PackageVersion Version, SimpleFile File)> files = [];
        foreach (SimpleFile file in page.Files)
        {
            if (ReleaseVersion.Of(file.FileName, page.Project) is PackageVersion version && (isPinned || file.Yanked is null))
            {
                files.Add((version, file));
            }
        }

        ImmutableArray<(PackageVersion Version, SimpleFile File)> fitting = wanted.Specifier.Filter(files, static file => file.Version);
        if (fitting.IsEmpty)
        {
            return null;
        }

        PackageVersion best = fitting.Max(static file => file.Version)!;
        return (best, [.. fitting.Where(file => file.Version == best).Select(static file => file.File)]);
    }
}
