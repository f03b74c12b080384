using System.Collections.Immutable;
using Assay.Engine;
using Assay.Engine.Rules;
using Assay.Index;
using Assay.Installers;
using Assay.Office;
using Assay.Packaging.Distributions;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;
using Assay.Store;
using Microsoft.AspNetCore.Http;

namespace Assay.Guard;

/// <summary>Answers requests for files and for their core metadata (PEP 658).</summary>
/// <param name="named">Addresses that somebody named outright, by the address without fragment.</param>
public sealed class GuardFiles(
    UpstreamPages upstream, IndexClient client, FileDesk desk, Rulings rulings, SdistMetadata sdists, AssayStore store,
    ImmutableDictionary<string, DirectAddress> named, Ledger ledger)
{
    private const string MetadataSuffix = ".metadata";

    // An address that somebody named may end in any file name (main.zip); then the file name is all there is to show.
    private static readonly ProjectName s_unnamed = ProjectName.Parse("unnamed");

    /// <summary>Answers with the file, its metadata, or the reason why not.</summary>
    public async Task AnswerAsync(HttpContext context, RequestTarget.Guarded target)
    {
        bool metadata = target.Address.EndsWith(MetadataSuffix, StringComparison.Ordinal);
        string address = metadata ? target.Address[..^MetadataSuffix.Length] : target.Address;
        if (address.EndsWith(".asc", StringComparison.Ordinal))
        {
            await new RefusalAnswer(404, "no signature files are served", "The guard checks digests and content.").WriteAsync(context).ConfigureAwait(false);
            return;
        }

        (ListedFile Listed, ListingContext Knowledge)? found = await FindAsync(target.Key, address).ConfigureAwait(false);
        if (found is not (ListedFile listed, ListingContext knowledge))
        {
            string name = address[(address.LastIndexOf('/') + 1)..];
            ledger.Record(new LedgerEntry(Outcome.Refused, name, null, null, null, null, "no index page lists this address and nobody named it", null, null, null));
            await new RefusalAnswer(403, $"{name} is listed by no index", "The guard serves files that an index page lists, or that your command names.").WriteAsync(context).ConfigureAwait(false);
            return;
        }

        await (metadata ? AnswerMetadataAsync(context, listed, knowledge) : AnswerFileAsync(context, listed, knowledge)).ConfigureAwait(false);
    }

    /// <summary>What the other indexes of this run say about a file name.</summary>
    public static ListingContext Knowledge(SimpleFile file, ImmutableArray<string> otherIndexes, ILookup<string, ListedFile> others) =>
        otherIndexes.IsEmpty
            ? ListingContext.None
            : ListingContext.None with
            {
                OtherIndexes = otherIndexes,
                OtherSha256 = [.. others[file.FileName].Select(static other => other.File.Hashes.Sha256).OfType<string>().Distinct(StringComparer.Ordinal)],
            };

    private async Task AnswerFileAsync(HttpContext context, ListedFile listed, ListingContext knowledge)
    {
        switch (await desk.GetAsync(listed, knowledge).ConfigureAwait(false))
        {
            case DeskAnswer.Refused refused:
                await RefusalText.Answer(listed, refused.Ruling).WriteAsync(context).ConfigureAwait(false);
                break;
            case DeskAnswer.Failed failed:
                await new RefusalAnswer(424, $"{listed.File.FileName} could not be fetched", failed.Why).WriteAsync(context).ConfigureAwait(false);
                break;
            case DeskAnswer.Ready ready:
                FileStream? content = store.OpenBlobUnchecked(ready.Inspection.Sha256);
                if (content is null)
                {
                    ledger.Fail($"{listed.File.FileName}: its bytes are gone from the store; run the command again");
                    await new RefusalAnswer(500, $"{listed.File.FileName} is gone from the store", "Run the command again: the file is then fetched anew.").WriteAsync(context).ConfigureAwait(false);
                    break;
                }

                await using (content.ConfigureAwait(false))
                {
                    if (!await FileSender.SendAsync(context, content, ready.Inspection.Sha256).ConfigureAwait(false))
                    {
                        store.DropBlob(ready.Inspection.Sha256);
                        ledger.Fail($"{listed.File.FileName}: its bytes changed in the store after they were assayed; the connection was cut and the file dropped");
                    }
                    else if (!HttpMethods.IsHead(context.Request.Method))
                    {
                        desk.RememberHandedOut(listed, ready.Inspection.Sha256);
                    }
                }

                break;
        }
    }

    private async Task AnswerMetadataAsync(HttpContext context, ListedFile listed, ListingContext knowledge)
    {
        (FileRuling ruling, Inspection? known) = desk.Look(listed, knowledge);
        if (ruling.IsRefused)
        {
            // Asks the desk, so that the refusal is kept and counted like any other.
            await AnswerFileAsync(context, listed, knowledge).ConfigureAwait(false);
            return;
        }

        if (sdists.Offered(listed) is null)
        {
            await new RefusalAnswer(404, $"{listed.File.FileName} has no metadata of its own", "Read it from the file.").WriteAsync(context).ConfigureAwait(false);
            return;
        }

        if ((known ?? sdists.Prepared(listed))?.CoreMetadata is ImmutableArray<byte> own)
        {
            await SendAsync(context, own.AsMemory()).ConfigureAwait(false);
            return;
        }

        DocumentAnswer answer = await client.FetchMetadataAsync(listed.Source, listed.File.MetadataUrl, listed.File.CoreMetadata ?? DigestMap.Empty, CancellationToken.None).ConfigureAwait(false);
        if (answer.File.Outcome != FileOutcome.Fetched)
        {
            string why = answer.File.Failure ?? $"the metadata of {listed.File.FileName} could not be fetched";
            ledger.Fail(why);
            await new RefusalAnswer(424, $"the metadata of {listed.File.FileName} could not be fetched", why).WriteAsync(context).ConfigureAwait(false);
            return;
        }

        desk.RememberMetadata(listed, answer.File.Sha256!);
        await SendAsync(context, answer.Body).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task<(ListedFile, ListingContext)?> FindAsync(string key, string address)
    {
        string name = Uri.UnescapeDataString(address[(address.LastIndexOf('/') + 1)..].Split('?', 2)[0]);
        if ((named.GetValueOrDefault(address) ?? named.Values.FirstOrDefault(known => IsSame(known.Address, address))) is DirectAddress direct)
        {
            DigestMap digests = direct.Sha256 is string sha256 ? DigestMap.Of("sha256", sha256) : DigestMap.Empty;
            ProjectName? project = ProjectOf(name);
            return (new ListedFile(key, SecretFree.Describe(address), null, project ?? s_unnamed, new SimpleFile(name, address, digests)), ListingContext.None);
        }

        if (upstream.Find(key) is not IndexSource index)
        {
            return null;
        }

        if (index.IsFindLinks)
        {
            return await upstream.LinksAsync(index).ConfigureAwait(false) is { Page: LinkPage links }
                && links.Files.FirstOrDefault(file => IsSame(file.Url, address)) is SimpleFile link && ProjectOf(name) is ProjectName linked
                ? (new ListedFile(key, index.Address, index, linked, link), ListingContext.None)
                : null;
        }

        foreach (ProjectName candidate in Candidates(name))
        {
            if (await upstream.GetAsync(index, candidate).ConfigureAwait(false) is UpstreamPage.Found page
                && page.Page.Files.FirstOrDefault(file => IsSame(file.Url, address)) is SimpleFile listed)
            {
                ImmutableArray<string> others = [.. page.Others.Select(static other => other.Index).Distinct(StringComparer.Ordinal)];
                ListedFile entry = new(key, index.Address, index, candidate, listed);
                SecurityFix? fix = entry.Parsed is PackageVersion version ? rulings.FixesOn(page.Page).GetValueOrDefault(version) : null;
                return (entry, Knowledge(listed, others, page.Others.ToLookup(static other => other.File.FileName, StringComparer.Ordinal)) with { Fix = fix });
            }
        }

        return null;
    }

    // Installers quote paths in their own way ('+' and '%2B'); what is fetched is always the address as the page has it.
    private static bool IsSame(string listed, string asked) =>
        listed == asked || Uri.UnescapeDataString(listed) == Uri.UnescapeDataString(asked);

    private static ProjectName? ProjectOf(string fileName)
    {
        foreach (ProjectName candidate in Candidates(fileName))
        {
            return candidate;
        }

        return null;
    }

    // An old sdist's name may hold dashes before its version: every split is a candidate, the likeliest first.
    private static IEnumerable<ProjectName> Candidates(string fileName)
    {
        if (WheelFileName.TryParse(fileName, out WheelFileName? wheel))
        {
            yield return wheel.Project;
            yield break;
        }

        if (SdistFileName.TryParse(fileName, out SdistFileName? sdist))
        {
            yield return sdist.Project;
        }

        for (int dash = fileName.LastIndexOf('-'); dash > 0; dash = fileName.LastIndexOf('-', dash - 1))
        {
            if (ProjectName.TryParse(fileName.AsSpan(0, dash), out ProjectName name))
            {
                yield return name;
            }
        }
    }
}
