using System.Collections.Immutable;
using System.Net;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;

namespace Assay.Index;

/// <summary>
/// Asks package indexes for pages and files, with the user's own network settings. A failing world is a value with a
/// sentence that names index, project or file, and the next step; only the caller's cancellation and what the caller's
/// destination stream throws pass through.
/// </summary>
public sealed class IndexClient : IDisposable
{
    private const string PageAccept = $"{MediaTypes.Json}, {MediaTypes.Html};q=0.2, text/html;q=0.01";
    private const string LinksAccept = "text/html, */*;q=0.1";

    private readonly IndexClientOptions _options;
    private readonly TimeProvider _time;
    private readonly Transport _transport;
    private readonly PageCache _pages;

    public IndexClient(IndexClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _transport = new Transport(options, time);
        _pages = new PageCache(options.PageCacheBytes);
    }

    /// <summary>Asks for a project's page; of a find-links source, the project's part of it.</summary>
    public async Task<PageAnswer> FetchPageAsync(IndexSource index, ProjectName project, CancellationToken cancellation)
    {
        if (index.OnlyFor is { } names && !names.Contains(project))
        {
            return new(PageOutcome.NotFound, null, [], null, null);
        }

        if (index.IsFindLinks)
        {
            LinksAnswer links = await FetchLinksAsync(index, cancellation);
            if (links.Page is null)
            {
                return new(PageOutcome.Failed, null, links.Problems, links.Status, links.Failure);
            }

            SimplePage own = links.Page.Of(project);
            return own.Files.IsEmpty
                ? new(PageOutcome.NotFound, null, links.Problems, links.Status, null)
                : new(PageOutcome.Found, own, links.Problems, links.Status, null);
        }

        string what = $"The page of '{project}' on the index {SecretFree.Describe(index.Address)}";
        if (!Uri.TryCreate($"{index.Address.TrimEnd('/')}/{project}/", UriKind.Absolute, out Uri? address) || !IsHttp(address))
        {
            return new(PageOutcome.Failed, null, [], null, $"{what} cannot be asked for: that is no http or https address. Correct it in {index.Origin}.");
        }

        string key = $"{index.Key}/{project}";
        CachedPage? cached = _pages.Find(key) ?? LoadKept(key, project);
        using var patience = new Patience(_options.IdleTimeout, _options.PageTimeout, _time, cancellation);
        var ask = new Ask(PageAccept, "gzip", StaysAtOrigin: true, cached?.ETag, cached?.LastModified);
        using Reply reply = await _transport.GetAsync(index, address, ask, patience, cancellation);
        Trouble? trouble = reply.Trouble;
        if (reply.Response is { } response)
        {
            int status = (int)response.StatusCode;
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    (ReadOnlyMemory<byte> body, trouble) = await BodyReader.ReadPageAsync(response, _options.PageLimits.MaxBytes, patience, cancellation);
                    if (trouble is null)
                    {
                        return Read(what, key, project, response, reply.FinalUrl, body);
                    }

                    break;
                case HttpStatusCode.NotModified when cached is not null:
                    _pages.Keep(key, cached);
                    return new(PageOutcome.Found, cached.Reading.Page, cached.Reading.Problems, status, null, WasUnchanged: true);
                case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                    return new(PageOutcome.NotFound, null, [], status, null);
                default:
                    trouble = BadStatus(status);
                    break;
            }
        }

        return new(PageOutcome.Failed, null, [], trouble!.Status ?? (int?)reply.Response?.StatusCode, Sentence(what, trouble));
    }

    /// <summary>Reads a find-links page, or lists a find-links folder (<c>file:</c> address or path).</summary>
    public async Task<LinksAnswer> FetchLinksAsync(IndexSource source, CancellationToken cancellation)
    {
        if (LocalFiles.PathOf(source) is { } path)
        {
            return LocalFiles.ReadLinks(path, _options.PageLimits);
        }

        string what = $"The links of {SecretFree.Describe(source.Address)}";
        if (!Uri.TryCreate(source.Address, UriKind.Absolute, out Uri? address) || !IsHttp(address))
        {
            return new(null, [], null, $"{what} cannot be asked for: that is no http, https or file address. Correct it in {source.Origin}.");
        }

        using var patience = new Patience(_options.IdleTimeout, _options.PageTimeout, _time, cancellation);
        using Reply reply = await _transport.GetAsync(source, address, new Ask(LinksAccept, "gzip", StaysAtOrigin: true), patience, cancellation);
        Trouble? trouble = reply.Trouble;
        int? status = (int?)reply.Response?.StatusCode;
        if (reply.Response is { } response)
        {
            (ReadOnlyMemory<byte> body, trouble) = response.StatusCode == HttpStatusCode.OK
                ? await BodyReader.ReadPageAsync(response, _options.PageLimits.MaxBytes, patience, cancellation)
                : (default, BadStatus((int)response.StatusCode));
            if (trouble is null)
            {
                LinkPageReading reading = SimplePageReader.ReadLinks(
                    body, ContentHeader(response, "Content-Type"), reply.FinalUrl, _options.PageLimits);
                return new(reading.Page, reading.Problems, status, reading.Page is null ? Unreadable(what, reading.Problems) : null);
            }
        }

        return new(null, [], trouble!.Status ?? status, Sentence(what, trouble));
    }

    /// <summary>
    /// Writes a file to <paramref name="destination"/> while hashing it; nothing may be used before the answer says
    /// <see cref="FileOutcome.Fetched"/>.
    /// </summary>
    /// <param name="index">The index that lists it; null for an address that the user named, which then is its own home.</param>
    /// <param name="expected">Published digests; empty where there are none.</param>
    /// <param name="maxBytes">Most bytes to take.</param>
    /// <param name="progress">Told the bytes so far.</param>
    public async Task<FileAnswer> FetchFileAsync(
        IndexSource? index, string url, Stream destination, DigestMap expected, long maxBytes, IProgress<long>? progress, CancellationToken cancellation)
    {
        string what = index is null
            ? $"The file {SecretFree.Describe(url)}"
            : $"The file {SecretFree.Describe(url)} of the index {SecretFree.Describe(index.Address)}";
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? address))
        {
            return Failed(FileOutcome.Refused, "is at no address that can be fetched", "Check what the index says of it.");
        }

        using var check = new DigestCheck(expected);
        if (address.IsFile)
        {
            return index is not null && LocalFiles.PathOf(index) is not null
                ? await LocalFiles.CopyAsync(address, what, destination, check, maxBytes, progress, cancellation)
                : Failed(FileOutcome.Refused, "is a local file, which only a local find-links source may name", "Name it on the command line if you mean it.");
        }

        if (!IsHttp(address))
        {
            return Failed(FileOutcome.Refused, $"has the scheme '{address.Scheme}', which nothing is fetched with", "Check what the index says of it.");
        }

        using var patience = new Patience(_options.IdleTimeout, null, _time, cancellation);
        using Reply reply = await _transport.GetAsync(index, address, new Ask("*/*", "identity", StaysAtOrigin: false), patience, cancellation);
        if (reply.Response is not { } response)
        {
            return new(reply.Trouble!.Outcome, 0, null, null, check.Unchecked, reply.Trouble.Status, Sentence(what, reply.Trouble));
        }

        int status = (int)response.StatusCode;
        Trouble? trouble = response.StatusCode switch
        {
            HttpStatusCode.OK when response.Content.Headers.ContentEncoding.All(static e => e.Equals("identity", StringComparison.OrdinalIgnoreCase)) => null,
            HttpStatusCode.OK => new(
                FileOutcome.Refused, "it came with a Content-Encoding that was not asked for, so its bytes are not the file's",
                "Ask whoever runs the index to serve files as they are."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => new(FileOutcome.NotFound, $"it answered {status}", "The page that listed it may be old: try again."),
            _ => BadStatus(status),
        };
        if (trouble is not null)
        {
            return new(trouble.Outcome, 0, null, null, check.Unchecked, status, Sentence(what, trouble));
        }

        long soFar = 0;
        (long bytes, trouble) = await BodyReader.ReadAsync(
            response,
            maxBytes,
            async piece =>
            {
                check.Append(piece.Span);
                await destination.WriteAsync(piece, cancellation);
                soFar += piece.Length;
                progress?.Report(soFar);
            },
            patience,
            cancellation);
        return Finish(what, check, bytes, status, trouble);

        FileAnswer Failed(FileOutcome outcome, string reason, string nextStep) =>
            new(outcome, 0, null, null, [], null, $"{what} {reason}. {nextStep}");
    }

    /// <summary>Fetches a file's core metadata (<see cref="SimpleFile.MetadataUrl"/>; PEP 658) or another small document into memory.</summary>
    /// <param name="expected">Published digests; empty where there are none.</param>
    public async Task<DocumentAnswer> FetchMetadataAsync(IndexSource? index, string url, DigestMap expected, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_options.PageTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var body = new MemoryStream();
        try
        {
            FileAnswer answer = await FetchFileAsync(index, url, body, expected, _options.MaxMetadataBytes, null, either.Token);
            return new(answer.Outcome == FileOutcome.Fetched ? body.GetBuffer().AsMemory(0, (int)body.Length) : default, answer);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(default, new FileAnswer(
                FileOutcome.Failed, 0, null, null, [], null, $"The file {SecretFree.Describe(url)} took longer than {_options.PageTimeout.TotalSeconds:0} s. Try again."));
        }
    }

    public void Dispose() => _transport.Dispose();

    internal static FileAnswer Finish(string what, DigestCheck check, long bytes, int? status, Trouble? trouble)
    {
        (string sha256, DigestMismatch? mismatch) = check.Finish();
        if (trouble is not null)
        {
            return new(trouble.Outcome, bytes, sha256, null, check.Unchecked, trouble.Status ?? status, Sentence(what, trouble));
        }

        string? failure = mismatch is null ? null
            : $"{what} is not the file that was published: its {mismatch.Algorithm} is {mismatch.Actual}, published is {mismatch.Published}. "
                + "Do not use it; tell whoever runs the index.";
        return new(mismatch is null ? FileOutcome.Fetched : FileOutcome.DigestMismatch, bytes, sha256, mismatch, check.Unchecked, status, failure);
    }

    private PageAnswer Read(string what, string key, ProjectName project, HttpResponseMessage response, Uri finalUrl, ReadOnlyMemory<byte> body)
    {
        string? contentType = ContentHeader(response, "Content-Type");
        SimplePageReading reading = SimplePageReader.Read(body, contentType, finalUrl, project, _options.PageLimits);
        if (reading.Page is null)
        {
            return new(PageOutcome.Failed, null, reading.Problems, (int)response.StatusCode, Unreadable(what, reading.Problems));
        }

        string? etag = response.Headers.NonValidated.TryGetValues("ETag", out var tags) ? tags.ToString() : null;
        string? modified = ContentHeader(response, "Last-Modified");
        if (etag is not null || modified is not null)
        {
            _pages.Keep(key, new CachedPage(etag, modified, reading, body.Length));
            _options.Keeper?.Save(key, new KeptPage(etag, modified, contentType!, finalUrl, body));
        }

        return new(PageOutcome.Found, reading.Page, reading.Problems, (int)response.StatusCode, null);
    }

    private CachedPage? LoadKept(string key, ProjectName project)
    {
        if (_options.Keeper?.Load(key) is not { } kept)
        {
            return null;
        }

        SimplePageReading reading = SimplePageReader.Read(kept.Body, kept.ContentType, kept.FinalUrl, project, _options.PageLimits);
        return reading.Page is null ? null : new CachedPage(kept.ETag, kept.LastModified, reading, kept.Body.Length);
    }

    // As sent: the typed headers hide what they cannot parse.
    private static string? ContentHeader(HttpResponseMessage response, string name) =>
        response.Content.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static bool IsHttp(Uri address) => address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps;

    private static Trouble BadStatus(int status) => status switch
    {
        401 or 403 => new(FileOutcome.Failed, $"it answered {status}", "Check the user and password for this index.", status),
        407 => new(FileOutcome.Failed, "the proxy wants a user and password", "Put them into the proxy's address.", status),
        >= 500 => new(FileOutcome.Failed, $"it answered {status}, a fault of its own", "Try again later.", status),
        _ => new(FileOutcome.Failed, $"it answered {status}", "Check the index's address.", status),
    };

    private static string Sentence(string what, Trouble trouble) => $"{what} could not be fetched: {trouble.Reason}. {trouble.NextStep}";

    private static string Unreadable(string what, ImmutableArray<PageProblem> problems) =>
        $"{what} could not be read: {problems.First(static p => p.Kind == PageProblemKind.Unreadable).Detail}. Check that the address is an index's.";
}
