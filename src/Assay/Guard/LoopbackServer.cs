using System.Net;
using Assay.Installers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Assay.Guard;

/// <summary>An HTTP server on loopback: Kestrel without a host, since one handler is all it serves.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly KestrelServer _server;

    private LoopbackServer(KestrelServer server) => _server = server;

    /// <summary>Starts listening; the first of <paramref name="ports"/> that is free is taken.</summary>
    /// <param name="ports">Ports to try in order; 0 takes any free one.</param>
    /// <param name="wall">Answers tunnels and decides which connections are let in; null: all are, and there are no tunnels.</param>
    /// <param name="handle">Answers everything else; never throws.</param>
    /// <returns>The server and the port it listens on.</returns>
    /// <exception cref="IOException">No port could be had.</exception>
    public static async Task<(LoopbackServer Server, int Port)> StartAsync(
        IReadOnlyList<int> ports, Wall? wall, Func<HttpContext, Task> handle, CancellationToken cancellation)
    {
        for (int attempt = 0; ; attempt++)
        {
            KestrelServer server = Create(ports[attempt], wall);
            try
            {
                await server.StartAsync(new OneHandler(handle), cancellation).ConfigureAwait(false);
                string address = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
                return (new LoopbackServer(server), new Uri(address).Port);
            }
            catch (IOException) when (attempt + 1 < ports.Count)
            {
                server.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Whoever still holds a connection when the installer has ended is not waited for.
        using CancellationTokenSource atOnce = new();
        await atOnce.CancelAsync().ConfigureAwait(false);
        await _server.StopAsync(atOnce.Token).ConfigureAwait(false);
        _server.Dispose();
    }

    private static KestrelServer Create(int port, Wall? wall)
    {
        KestrelServerOptions options = new()
        {
            AddServerHeader = false,
            AllowSynchronousIO = false,
            AllowResponseHeaderCompression = false,
            ApplicationServices = NoServices.Instance,
        };
        // A proxied request carries the other host in its target; the wall looks at both.
        options.AllowHostHeaderOverride = true;
        options.Limits.MaxRequestBodySize = 1 << 20;
        options.Limits.MinResponseDataRate = null;
        options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(10);
        options.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (wall is not null)
            {
                listen.Use(next => connection => wall.AdmitAsync(connection, next));
            }
        });
        SocketTransportFactory transport = new(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        return new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
    }

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }

    private sealed class OneHandler(Func<HttpContext, Task> handle) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
