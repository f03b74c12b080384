using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using Assay.Engine;
using Assay.Engine.Rules;
using Assay.Index;
using Assay.Installers;
using Assay.Packaging.Distributions;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;
using Microsoft.AspNetCore.Http;

namespace Assay.Guard;

/// <summary>Answers requests for project pages and pages of links.</summary>
public sealed class GuardPages(
    UpstreamPages upstream, FileDesk desk, Rulings rulings, SdistMetadata sdists, Func<GuardAddresses> addresses, Ledger ledger, TimeProvider time)
{
    private readonly ConcurrentDictionary<Variant, Written> _written = new();

    /// <summary>A request for a page.</summary>
    /// <param name="Project">The project; null for a page of links.</param>
    /// <param name="IsNormalized">False where the address spells the name in another way.</param>
    public sealed record Request(IndexSource Index, ProjectName? Project, bool IsNormalized);

    private readonly record struct Variant(string Key, ProjectName? Project, string ContentType, bool Pip, TargetPlatform? Platform);

    // One composed page in the bytes that go out, with all that must hold for it to go out again.
    private sealed record Written(SimplePage? From, int Epoch, DateTimeOffset? ValidUntil, byte[] Plain, string Tag)
    {
        private byte[]? _gzip;

        // Squeezed when asked for a second time: an installer on loopback asks once, a crowd asks often.
        public byte[]? Gzip(ref int asked) => Interlocked.Increment(ref asked) < 2 ? _gzip : _gzip ??= Squeeze(Plain);

        public int Asked;

        private static byte[] Squeeze(byte[] plain)
        {
            using MemoryStream target = new();
            using (GZipStream gzip = new(target, CompressionLevel.Optimal, leaveOpen: true))
            {
                gzip.Write(plain);
            }

            return target.ToArray();
        }
    }

    /// <summary>What page an address is; null where it is none of an index's pages.</summary>
    public Request? Find(RequestTarget.Guarded target)
    {
        if (upstream.Find(target.Key) is not IndexSource index)
        {
            return null;
        }

        string address = target.Address.Split('?', 2)[0];
        if (index.IsFindLinks)
        {
            return address.TrimEnd('/') == index.Address.TrimEnd('/') ? new Request(index, null, IsNormalized: true) : null;
        }

        if (!address.StartsWith(index.Address + "/", StringComparison.Ordinal))
        {
            return null;
        }

        string name = address[(index.Address.Length + 1)..].TrimEnd('/');
        return !name.Contains('/', StringComparison.Ordinal) && ProjectName.TryParse(Uri.UnescapeDataString(name), out ProjectName project)
            ? new Request(index, project, project.Normalized == name)
            : null;
    }

    /// <summary>Answers with the page, or says why there is none.</summary>
    public async Task AnswerAsync(HttpContext context, Request request)
    {
        if (request.Project is not ProjectName project)
        {
            await AnswerLinksAsync(context, request.Index).ConfigureAwait(false);
            return;
        }

        if (!request.IsNormalized)
        {
            context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            context.Response.Headers.Location = $"{addresses().Of(request.Index)}/{project.Normalized}/";
            return;
        }

        if (ContentNegotiation.Choose(context.Request.Headers.Accept) is not { Format: PageFormat.Json or PageFormat.Html } format)
        {
            await new RefusalAnswer(406, "the guard serves JSON and HTML pages", "Ask for application/vnd.pypi.simple.v1+json or text/html.").WriteAsync(context).ConfigureAwait(false);
            return;
        }

        switch (await upstream.GetAsync(request.Index, project).ConfigureAwait(false))
        {
            case UpstreamPage.Missing missing:
                await new RefusalAnswer(404, $"no project {project}", missing.Why).WriteAsync(context).ConfigureAwait(false);
                break;
            case UpstreamPage.Failed failed:
                // A status that no client repeats: the guard has tried several times already.
                await new RefusalAnswer(424, $"the index did not answer for {project}", failed.Why).WriteAsync(context).ConfigureAwait(false);
                break;
            case UpstreamPage.Found found:
                InstallerClient client = InstallerClient.Read(context.Request.Headers.UserAgent.ToString());
                Written page = await WriteAsync(request.Index, found, format, client).ConfigureAwait(false);
                await SendAsync(context, page, format.ContentType).ConfigureAwait(false);
                break;
        }
    }

    private async Task<Written> WriteAsync(IndexSource index, UpstreamPage.Found found, NegotiatedFormat format, InstallerClient client)
    {
        Variant variant = new(index.Key, found.Page.Project, format.ContentType, client.IsPip, client.Platform);
        int epoch = ledger.Epoch;
        if (_written.TryGetValue(variant, out Written? known)
            && ReferenceEquals(known.From, found.Page) && known.Epoch == epoch && !(known.ValidUntil <= time.GetUtcNow()))
        {
            return known;
        }

        ImmutableArray<(ListedFile Listed, FileRuling Ruling)> files = Judge(index, found);
        await sdists.PrepareAsync(files, client).ConfigureAwait(false);
        GuardedPage composed = PageComposer.Compose(found.Page, files, addresses(), sdists.Offered);
        foreach ((ListedFile listed, FileRuling ruling) in composed.Steered)
        {
            rulings.Keep(listed, ruling);
            ledger.Record(Rulings.Entry(Outcome.Steered, listed, ruling));
        }

        SimplePage page = client.IsPip ? composed.ForPip : composed.Plain;
        byte[] plain = SimplePageWriter.Write(page, format.Format);
        Written written = new(found.Page, epoch, composed.ValidUntil, plain, Convert.ToHexStringLower(SHA256.HashData(plain))[..32]);
        _written[variant] = written;
        return written;
    }

    private ImmutableArray<(ListedFile, FileRuling)> Judge(IndexSource index, UpstreamPage.Found found)
    {
        ILookup<string, ListedFile> others = found.Others.ToLookup(static other => other.File.FileName, StringComparer.Ordinal);
        ImmutableArray<string> otherIndexes = [.. found.Others.Select(static other => other.Index).Distinct(StringComparer.Ordinal)];
        ImmutableSortedDictionary<PackageVersion, SecurityFix> fixes = rulings.FixesOn(found.Page);
        return
        [
            .. found.Page.Files.Select(file =>
            {
                ListedFile listed = new(index.Key, index.Address, index, found.Page.Project, file);
                SecurityFix? fix = listed.Parsed is PackageVersion version ? fixes.GetValueOrDefault(version) : null;
                return (listed, desk.Look(listed, GuardFiles.Knowledge(file, otherIndexes, others) with { Fix = fix }).Ruling);
            }),
        ];
    }

    private async Task AnswerLinksAsync(HttpContext context, IndexSource index)
    {
        LinksAnswer answer = await upstream.LinksAsync(index).ConfigureAwait(false);
        if (answer.Page is not LinkPage links)
        {
            string why = answer.Failure ?? $"{index.Address} did not answer";
            ledger.Fail(why);
            await new RefusalAnswer(424, "the page of links did not answer", why).WriteAsync(context).ConfigureAwait(false);
            return;
        }

        // A page of links is an index page of no project in particular.
        SimplePage guarded = new(
            ProjectName.Parse("links"), "1.0", null, [], [.. links.Files.Select(file => file with { Url = addresses().ToGuard(index.Key, file.Url) })]);
        byte[] plain = SimplePageWriter.WriteHtml(guarded);
        await SendAsync(context, new Written(null, 0, null, plain, Convert.ToHexStringLower(SHA256.HashData(plain))[..32]), "text/html").ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, Written page, string contentType)
    {
        HttpResponse response = context.Response;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Accept, Accept-Encoding, User-Agent";
        bool mayGzip = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
        byte[]? gzip = mayGzip ? page.Gzip(ref page.Asked) : null;
        string tag = gzip is null ? $"\"{page.Tag}\"" : $"\"{page.Tag}-gzip\"";
        response.Headers.ETag = tag;
        string seen = context.Request.Headers.IfNoneMatch.ToString();
        if (seen.Length > 0 && (seen == tag || seen == $"\"{page.Tag}\"" || seen == $"\"{page.Tag}-gzip\""))
        {
            // Without a Content-Type: poetry would take it for the page's own.
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = contentType;
        byte[] body = page.Plain;
        if (gzip is not null)
        {
            response.Headers.ContentEncoding = "gzip";
            body = gzip;
        }

        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
