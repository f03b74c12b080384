using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Assay.Index;

/// <summary>What a request asks for.</summary>
/// <param name="Accept">The <c>Accept</c> header.</param>
/// <param name="AcceptEncoding"><c>gzip</c> or <c>identity</c>.</param>
/// <param name="StaysAtOrigin">Whether a redirect may only lead to the same scheme, host and port.</param>
/// <param name="From">Bytes of the file that are here already, of the version that <paramref name="FromETag"/> names; 0: none (RFC 9110 section 14).</param>
internal sealed record Ask(
    string Accept, string AcceptEncoding, bool StaysAtOrigin, string? ETag = null, string? LastModified = null, long From = 0, string? FromETag = null);

/// <summary>Why there is nothing to read.</summary>
/// <param name="Reason">A clause: <c>it answered 500</c>.</param>
/// <param name="NextStep">A sentence.</param>
/// <param name="IsTransient">Whether the same request may do better in a moment.</param>
internal sealed record Trouble(FileOutcome Outcome, string Reason, string NextStep, int? Status = null, bool IsTransient = false);

/// <summary>A response whose body is still to be read, or trouble.</summary>
internal sealed record Reply(HttpResponseMessage? Response, Uri FinalUrl, Trouble? Trouble) : IDisposable
{
    public void Dispose() => Response?.Dispose();
}

/// <summary>Sends requests: credentials, redirects, tries and waits.</summary>
internal sealed class Transport : IDisposable
{
    private readonly IndexClientOptions _options;
    private readonly TimeProvider _time;
    private readonly TlsMaterial _tls;
    private readonly CredentialFinder _credentials;
    private readonly ConcurrentDictionary<string, Lazy<Upstream>> _upstreams = new(StringComparer.Ordinal);

    public Transport(IndexClientOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _tls = new TlsMaterial(options);
        _credentials = new CredentialFinder(options, time);
    }

    /// <summary>Asks and follows redirects; the caller disposes the reply.</summary>
    /// <param name="index">Null for a direct address, which then is its own home.</param>
    public async Task<Reply> GetAsync(IndexSource? index, Uri address, Ask ask, Patience patience, CancellationToken cancellation)
    {
        if (_tls.Fault is not null)
        {
            return new(null, address, new Trouble(FileOutcome.Failed, _tls.Fault, "Correct that setting, or remove it."));
        }

        Uri home = index is null ? address : Home(index, address);
        Upstream upstream = _upstreams.GetOrAdd(
            index is null ? "direct " + home.GetLeftPart(UriPartial.Authority) : index.Key,
            _ => new Lazy<Upstream>(() => new Upstream(home, _options, _tls))).Value;
        Uri at = WithoutUserInfo(address);
        for (int hops = 0; ; hops++)
        {
            Reply reply = await AtAsync(index, home, upstream, at, ask, patience, cancellation);
            if (reply.Response is not { } response || !IsRedirect(response.StatusCode))
            {
                return reply;
            }

            using (reply)
            {
                Trouble? trouble = Follow(response, at, ask, hops, out Uri next);
                if (trouble is not null)
                {
                    return new(null, at, trouble);
                }

                at = next;
            }
        }
    }

    public void Dispose()
    {
        foreach (Lazy<Upstream> upstream in _upstreams.Values)
        {
            upstream.Value.Dispose();
        }
    }

    /// <summary>Whether two addresses share scheme, host and port (RFC 6454).</summary>
    public static bool IsSameOrigin(Uri a, Uri b) =>
        a.Scheme == b.Scheme && a.Port == b.Port && string.Equals(a.IdnHost, b.IdnHost, StringComparison.OrdinalIgnoreCase);

    // One address, with what is known of the user; after a 401, with what the keyring knows.
    private async Task<Reply> AtAsync(
        IndexSource? index, Uri home, Upstream upstream, Uri at, Ask ask, Patience patience, CancellationToken cancellation)
    {
        bool isOwn = IsSameOrigin(home, at);
        IndexCredentials? known = isOwn ? _credentials.Find(index, home) : null;
        Reply reply = await TryAsync(upstream, at, ask, known, patience, cancellation);
        if (!isOwn || reply.Response?.StatusCode != HttpStatusCode.Unauthorized)
        {
            return reply;
        }

        patience.Pause();
        IndexCredentials? asked = await _credentials.AskKeyringAsync(index, home, cancellation);
        patience.Heard();
        if (asked is null || asked == known)
        {
            return reply;
        }

        reply.Dispose();
        return await TryAsync(upstream, at, ask, asked, patience, cancellation);
    }

    private async Task<Reply> TryAsync(
        Upstream upstream, Uri at, Ask ask, IndexCredentials? credentials, Patience patience, CancellationToken cancellation)
    {
        if (await upstream.RefusalAsync(at) is { } refusal)
        {
            return new(null, at, Refusal(refusal));
        }

        for (int attempt = 0; ; attempt++)
        {
            Reply reply = await OnceAsync(upstream, at, ask, credentials, patience, cancellation);
            bool isWorthRetrying = reply.Trouble is { IsTransient: true }
                || reply.Response?.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;
            if (!isWorthRetrying || patience.Exhausted is not null || attempt == _options.RetryDelays.Length)
            {
                return reply;
            }

            TimeSpan delay = RetryAfter(reply.Response) ?? _options.RetryDelays[attempt];
            if (delay > _options.LongestRetryAfter)
            {
                return reply;
            }

            reply.Dispose();
            patience.Pause();
            await Task.Delay(delay, _time, cancellation);
            patience.Heard();
        }
    }

    private async Task<Reply> OnceAsync(
        Upstream upstream, Uri at, Ask ask, IndexCredentials? credentials, Patience patience, CancellationToken cancellation)
    {
        using HttpRequestMessage request = Request(at, ask, credentials);
        try
        {
            HttpResponseMessage response = await upstream.SendAsync(request, patience.Token);
            patience.Heard();
            return new(response, at, null);
        }
        catch (HttpRequestException e)
        {
            return new(null, at, e.InnerException is RefusedAddressException refused ? Refusal(refused) : NoAnswer(e));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            string reason = patience.Exhausted ?? $"no connection was made within {_options.ConnectTimeout.TotalSeconds:0.##} s";
            return new(null, at, new Trouble(FileOutcome.Failed, reason, "Try again, or ask whoever runs the index.", IsTransient: true));
        }
    }

    private HttpRequestMessage Request(Uri at, Ask ask, IndexCredentials? credentials)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, at);
        Add("Accept", ask.Accept);
        Add("Accept-Encoding", ask.AcceptEncoding);
        Add("User-Agent", $"assay/{_options.Version}");
        Add("If-None-Match", ask.ETag);
        Add("If-Modified-Since", ask.ETag is null ? ask.LastModified : null);
        Add("Range", ask.From > 0 ? string.Create(CultureInfo.InvariantCulture, $"bytes={ask.From}-") : null);
        Add("If-Range", ask.From > 0 ? ask.FromETag : null);
        Add("Authorization", credentials is null ? null : CredentialFinder.Basic(credentials));
        return request;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                _ = request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private Trouble? Follow(HttpResponseMessage response, Uri at, Ask ask, int hops, out Uri next)
    {
        next = at;
        int status = (int)response.StatusCode;
        if (hops == _options.MaxRedirects)
        {
            return new(FileOutcome.Refused, $"it redirects more than {_options.MaxRedirects} times", "Check the index's address.", status);
        }

        if (response.Headers.Location is not { } location || !Uri.TryCreate(at, location, out Uri? target)
            || (target.Scheme != Uri.UriSchemeHttp && target.Scheme != Uri.UriSchemeHttps))
        {
            return new(FileOutcome.Refused, "it redirects to no address that can be fetched", "Check the index's address.", status);
        }

        next = WithoutUserInfo(target);
        if (ask.StaysAtOrigin && !IsSameOrigin(at, next))
        {
            return new(
                FileOutcome.Refused,
                $"it redirects to another place, {SecretFree.Describe(next)}",
                "If that is the index you mean, name it by its own address.",
                status);
        }

        return at.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps
            ? new(FileOutcome.Refused, $"it redirects from https to http, to {SecretFree.Describe(next)}", "Ask whoever runs the index to serve it by https.", status)
            : null;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage? response) => response?.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > _time.GetUtcNow() ? date - _time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static Uri Home(IndexSource index, Uri fallback) =>
        Uri.TryCreate(index.Address, UriKind.Absolute, out Uri? home) && !home.IsFile ? home : fallback;

    private static Uri WithoutUserInfo(Uri address) =>
        address.UserInfo.Length == 0 ? address : new UriBuilder(address) { UserName = "", Password = "" }.Uri;

    private static Trouble Refusal(RefusedAddressException refusal) =>
        new(FileOutcome.Refused, refusal.Message, "If the files are meant to be there, fetch them yourself and look at them with 'assay scan FILE'.");

    private static Trouble NoAnswer(HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => new(FileOutcome.Failed, "its host name leads nowhere", "Check the address and the network, then try again.", IsTransient: true),
        HttpRequestError.SecureConnectionError => new(
            FileOutcome.Failed,
            $"no secure connection could be made ({Innermost(e)})",
            "If it uses a certificate authority of its own, name that in SSL_CERT_FILE, PIP_CERT or --cert."),
        HttpRequestError.ProxyTunnelError => new(FileOutcome.Failed, "the proxy refused the connection", "Check the proxy's address, user and password."),
        _ => new(FileOutcome.Failed, $"no answer came ({Innermost(e)})", "Check the address and the network, then try again.", IsTransient: true),
    };

    private static string Innermost(Exception e)
    {
        while (e.InnerException is not null)
        {
            e = e.InnerException;
        }

        return e.Message;
    }
}
