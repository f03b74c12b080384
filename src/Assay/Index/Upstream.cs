using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Assay.Index;

/// <summary>A connection was refused because of where a name leads.</summary>
internal sealed class RefusedAddressException(string host, AddressKind kind)
    : IOException($"{host} is {Words(kind)}, where the index itself is not")
{
    private static string Words(AddressKind kind) => kind switch
    {
        AddressKind.Loopback => "on this machine",
        AddressKind.Private => "in a private network",
        AddressKind.LinkLocal => "a link-local address",
        _ => "an address that nothing is fetched from",
    };
}

/// <summary>
/// The connections made on behalf of one index. An index's links may lead to public addresses and to the kind of network
/// the index itself is in, judged by the resolved address at the moment of connecting.
/// </summary>
internal sealed class Upstream : IDisposable
{
    private static readonly TimeSpan PoolLifetime = TimeSpan.FromMinutes(5);

    private readonly Uri _home;
    private readonly UpstreamProxy? _proxy;
    private readonly HttpMessageInvoker _checked;
    private readonly HttpMessageInvoker _unchecked;
    private readonly ConcurrentDictionary<string, bool> _trusted;
    private readonly Action<string>? _notice;
    private readonly Lazy<Task<HashSet<AddressKind>>> _homeKinds;

    /// <param name="home">The index's address, or a direct address that the user named.</param>
    public Upstream(Uri home, IndexClientOptions options, TlsMaterial tls)
    {
        _home = home;
        _proxy = options.Proxy is null ? null : new UpstreamProxy(options.Proxy, options.NoProxy);
        _checked = Connect(options, tls, isChecked: true);
        _unchecked = Connect(options, tls, isChecked: false);
        _trusted = new(options.TrustedHosts.Select(static host => KeyValuePair.Create(host.Trim(), false)), StringComparer.OrdinalIgnoreCase);
        _notice = options.Notice;
        _homeKinds = new(HomeKindsAsync);
    }

    /// <summary>Sends; the answer's body is not read yet.</summary>
    /// <exception cref="HttpRequestException">No answer; a <see cref="RefusedAddressException"/> inside says that none was wanted.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation) =>
        (IsTrusted(request.RequestUri!) ? _unchecked : _checked).SendAsync(request, cancellation);

    /// <summary>Why an address is not asked for; needed where a proxy resolves the name, so that only what the address itself says is known.</summary>
    public async ValueTask<RefusedAddressException?> RefusalAsync(Uri address)
    {
        if (_proxy is null || _proxy.IsBypassed(address) || IsHome(address.IdnHost))
        {
            return null;
        }

        AddressKind kind = IPAddress.TryParse(address.IdnHost, out IPAddress? ip) ? AddressKinds.Of(ip)
            : address.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase) || address.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
                ? AddressKind.Loopback
                : AddressKind.Public;
        return await IsAllowedAsync(kind) ? null : new RefusedAddressException(address.IdnHost, kind);
    }

    public void Dispose()
    {
        _checked.Dispose();
        _unchecked.Dispose();
    }

    private HttpMessageInvoker Connect(IndexClientOptions options, TlsMaterial tls, bool isChecked) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = _proxy is not null,
        Proxy = _proxy,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = PoolLifetime,
        ActivityHeadersPropagator = null,
        SslOptions = tls.Options(_home.IdnHost, isChecked),
        ConnectCallback = ConnectAsync,
    });

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        string host = context.DnsEndPoint.Host.Trim('[', ']');
        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellation);
        if (!IsHome(host) && _proxy?.IsAt(context.DnsEndPoint) != true)
        {
            addresses = await AllowedAsync(host, addresses);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Dispose();
            throw;
        }
    }

    private async ValueTask<IPAddress[]> AllowedAsync(string host, IPAddress[] addresses)
    {
        List<IPAddress> allowed = [];
        AddressKind refused = AddressKind.Public;
        foreach (IPAddress address in addresses)
        {
            AddressKind kind = AddressKinds.Of(address);
            if (await IsAllowedAsync(kind))
            {
                allowed.Add(address);
            }
            else
            {
                refused = kind;
            }
        }

        return allowed.Count > 0 ? [.. allowed] : throw new RefusedAddressException(host, refused);
    }

    private async ValueTask<bool> IsAllowedAsync(AddressKind kind) =>
        kind == AddressKind.Public || (kind != AddressKind.Unusable && (await _homeKinds.Value).Contains(kind));

    private async Task<HashSet<AddressKind>> HomeKindsAsync()
    {
        try
        {
            IPAddress[] addresses = IPAddress.TryParse(_home.IdnHost, out IPAddress? literal)
                ? [literal]
                : await Dns.GetHostAddressesAsync(_home.IdnHost);
            return [.. addresses.Select(AddressKinds.Of)];
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private bool IsHome(string host) => host.Equals(_home.IdnHost, StringComparison.OrdinalIgnoreCase);

    private bool IsTrusted(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttps || _trusted.IsEmpty)
        {
            return false;
        }

        foreach (string name in _trusted.Keys)
        {
            (string host, int? port) = HostPort.Split(name);
            if (host.Equals(address.IdnHost, StringComparison.OrdinalIgnoreCase) && (port is null || port == address.Port))
            {
                if (_trusted.TryUpdate(name, newValue: true, comparisonValue: false))
                {
                    _notice?.Invoke($"The TLS certificate of {name} is not checked, because it is named as a trusted host.");
                }

                return true;
            }
        }

        return false;
    }
}
