using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Assay.Guard;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Assay.Trials;

/// <summary>A request that reached a watched server.</summary>
/// <param name="Target">As the request line has it: a path, a whole address, or a tunnel's host and port.</param>
public sealed record SeenRequest(string Method, string Target, string UserAgent)
{
    /// <summary>True where the guard asked, and not the installer itself.</summary>
    public bool IsOfGuard => UserAgent.StartsWith("assay/", StringComparison.Ordinal);
}

/// <summary>Where a watched server offers the probe.</summary>
/// <param name="Address">Without a path: what a proxy setting names.</param>
/// <param name="Tls">A port of its own where TLS is expected: nothing is offered there, and whoever knocks is written down. Indexes are https in the world, and the wall sees no request inside a tunnel.</param>
public sealed record WatchedAddresses(string Address, string FileName, string Tls)
{
    /// <summary>Addresses of no server, for whoever only counts trials.</summary>
    public static WatchedAddresses Sample { get; } = new("http://127.0.0.1:9", new ProbePackage("1.0").FileName, "https://127.0.0.1:9");

    public string Index => $"{Address}/simple";

    public string TlsIndex => $"{Tls}/simple";

    public string Links => $"{Address}/links/";

    public string File => $"{Address}/files/{FileName}";
}

/// <summary>A server on loopback that offers the probe as an index, a page of links, a file, and to whoever takes it for a proxy, and keeps a record of who asked.</summary>
public sealed class WatchedServer : IAsyncDisposable
{
    private readonly ProbePackage _package;
    private readonly ConcurrentQueue<SeenRequest> _seen = new();
    private readonly TcpListener _tls = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private LoopbackServer? _server;
    private Task _knocks = Task.CompletedTask;

    private WatchedServer(ProbePackage package) => _package = package;

    public WatchedAddresses Addresses { get; private set; } = WatchedAddresses.Sample;

    /// <summary>Every request so far, in order of arrival.</summary>
    public ImmutableArray<SeenRequest> Seen => [.. _seen];

    /// <summary>Starts it.</summary>
    /// <param name="host">How its addresses name this machine.</param>
    public static async Task<WatchedServer> StartAsync(ProbePackage package, string host, CancellationToken cancellation)
    {
        WatchedServer watched = new(package);
        (watched._server, int port) = await LoopbackServer.StartAsync([0], wall: null, watched.AnswerAsync, cancellation).ConfigureAwait(false);
        watched.Addresses = new WatchedAddresses($"http://{host}:{port}", package.FileName, $"https://{host}:{watched.ListenForTls()}");
        return watched;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _knocks.ConfigureAwait(false);
        _tls.Dispose();
        _closing.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync().ConfigureAwait(false);
        }
    }

    private int ListenForTls()
    {
        _tls.Start();
        _knocks = WriteDownAsync(_closing.Token);
        return ((IPEndPoint)_tls.LocalEndpoint).Port;
    }

    private async Task WriteDownAsync(CancellationToken closing)
    {
        try
        {
            while (true)
            {
                using TcpClient knock = await _tls.AcceptTcpClientAsync(closing).ConfigureAwait(false);
                _seen.Enqueue(new SeenRequest("CONNECT", Addresses.Tls, ""));
            }
        }
        catch (OperationCanceledException)
        {
            // The trial is over.
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        _seen.Enqueue(new SeenRequest(request.Method, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, request.Headers.UserAgent.ToString()));
        (string type, byte[]? body) = request.Path.Value!.Trim('/').Split('/') switch
        {
            ["simple", ProbePackage.Name] => ("application/vnd.pypi.simple.v1+json", _package.Page()),
            ["links"] => ("text/html; charset=utf-8", Encoding.UTF8.GetBytes(_package.Links())),
            ["files", string file] when file == _package.FileName => ("application/octet-stream", _package.Wheel()),
            _ => ("", null),
        };
        if (body is null || HttpMethods.IsConnect(request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
