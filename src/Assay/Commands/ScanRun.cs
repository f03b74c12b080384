using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Verdicts;
using Assay.Index;
using Assay.Office;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary>Looks at things and has them judged.</summary>
/// <param name="store">Null: nothing is kept.</param>
/// <param name="client">Null where no item comes from an index.</param>
/// <param name="without">Ids of rules that are not asked.</param>
/// <param name="advisories">Asked about releases of an index, and about those that a file's name claims.</param>
/// <param name="isTimed">False: reports carry no times of this machine.</param>
internal sealed class ScanRun(
    AssayOffice office, AssayStore? store, IndexClient? client, Policy policy, ImmutableSortedSet<string> without, AdvisoryWitness advisories, TimeProvider time, bool isTimed)
{
    /// <summary>Looks at one item.</summary>
    public async Task<AssayedFile> LookAsync(ScanItem item, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        long start = time.GetTimestamp();
        AssayedFile file;
        try
        {
            file = item switch
            {
                ScanItem.File one => Judged(one.Shown, ListingWitness.CaseOfFile(office.InspectFile(one.Path, cancellation), advisories, without)),
                ScanItem.Tree one => Judged(one.Shown, Case.OfFile(office.InspectTree(one.Folder, one.Besides, cancellation))),
                ScanItem.Offered one => await LookAtOfferedAsync(one, cancellation),
                ScanItem.Unusable one => new AssayedFile(one.Shown, null, null, null, one.Problem),
                _ => throw new ArgumentException($"there is no way to look at {item.GetType().Name}", nameof(item)),
            };
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            file = new AssayedFile(item.Shown, null, null, null, $"not-found: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            file = new AssayedFile(item.Shown, null, null, null, $"unreadable: {e.Message}");
        }

        return file with { Seconds = isTimed ? Math.Round(time.GetElapsedTime(start).TotalSeconds, 6) : null };
    }

    private async Task<AssayedFile> LookAtOfferedAsync(ScanItem.Offered offered, CancellationToken cancellation)
    {
        using OfferedFile fetched = await OfferedFile.FetchAsync(offered, client!, store, cancellation);
        if (fetched.Content is null)
        {
            return new AssayedFile(offered.Shown, null, null, null, fetched.Problem);
        }

        Inspection inspection = office.Inspect(fetched.Content, offered.Entry.FileName, cancellation);

        // Bytes that are not the published ones say nothing about what this index offered first.
        FirstSeen? first = fetched.Mismatch is null
            ? store?.RememberFirstSeen(offered.Index.Address, offered.Entry.FileName, inspection.Sha256)
            : store?.FindFirstSeen(offered.Index.Address, offered.Entry.FileName);
        DateTimeOffset now = time.GetUtcNow();
        ListingLook look = ListingWitness.Look(
            offered.Index.Address, offered.Pin.Project, offered.Pin.Version, offered.Entry, inspection,
            ListingContext.None with { FirstSeenSha256 = first?.Sha256, Mismatch = fetched.Mismatch }, advisories, policy.DefaultAge, without, now);
        Verdict verdict = Judge.Decide(new Case(offered.Pin.ToString(), offered.Pin, inspection, look.Findings, [.. look.Gaps, .. advisories.Gaps]), policy, now);
        if (verdict.Ruling == Ruling.Block)
        {
            store?.DropBlob(inspection.Sha256);
        }
        else
        {
            fetched.Blob?.Keep();
        }

        return new AssayedFile(offered.Shown, Slim(inspection), verdict, null, null, offered.Pin);
    }

    private AssayedFile Judged(string shown, Case matter) =>
        new(shown, Slim(matter.Inspection!), Judge.Decide(matter, policy, time.GetUtcNow()), null, null);

    // Results wait for their turn and stay for the summary: what no report shows is let go.
    private static Inspection Slim(Inspection inspection) => inspection with { CoreMetadata = null, Findings = [], Gaps = [] };
}
