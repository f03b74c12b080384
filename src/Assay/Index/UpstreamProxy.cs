using System.Collections.Immutable;
using System.Net;

namespace Assay.Index;

/// <summary>The user's own proxy, with the hosts that go round it.</summary>
public sealed class UpstreamProxy : IWebProxy
{
    private readonly Uri _address;
    private readonly ImmutableArray<string> _direct;

    /// <param name="address">May carry user and password.</param>
    /// <param name="direct">As <c>NO_PROXY</c> lists them.</param>
    public UpstreamProxy(Uri address, ImmutableArray<string> direct)
    {
        _address = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        _direct = direct;
        if (CredentialFinder.FromUserInfo(address) is { } own)
        {
            Credentials = new NetworkCredential(own.User, own.Password);
        }
    }

    public ICredentials? Credentials { get; set; }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : _address;

    /// <summary>Whether a host goes round the proxy: listed itself, below a listed domain, or everything does (<c>*</c>).</summary>
    public bool IsBypassed(Uri host)
    {
        foreach (string entry in _direct)
        {
            string listed = entry.Trim();
            if (listed == "*")
            {
                return true;
            }

            (string name, int? port) = HostPort.Split(listed);
            name = name.TrimStart('.');
            if (name.Length > 0 && (port is null || port == host.Port)
                && (host.IdnHost.Equals(name, StringComparison.OrdinalIgnoreCase)
                    || host.IdnHost.EndsWith("." + name, StringComparison.OrdinalIgnoreCase)
                    || IsInNetwork(host.IdnHost, name)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a connection's end is this proxy.</summary>
    public bool IsAt(DnsEndPoint end) =>
        end.Port == _address.Port && end.Host.Trim('[', ']').Equals(_address.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static bool IsInNetwork(string host, string entry) =>
        entry.Contains('/') && IPNetwork.TryParse(entry, out IPNetwork network)
        && IPAddress.TryParse(host, out IPAddress? address) && network.Contains(address);
}

/// <summary>Text of the form <c>host</c> or <c>host:port</c>, IPv6 addresses with or without brackets.</summary>
internal static class HostPort
{
    public static (string Host, int? Port) Split(string text)
    {
        int close = text.LastIndexOf(']');
        int colon = text.LastIndexOf(':');
        bool hasPort = colon > close && (close >= 0 || text.IndexOf(':', StringComparison.Ordinal) == colon)
            && int.TryParse(text.AsSpan(colon + 1), System.Globalization.NumberStyles.None, null, out _);
        string host = (hasPort ? text[..colon] : text).Trim('[', ']');
        return (host, hasPort ? int.Parse(text.AsSpan(colon + 1), System.Globalization.NumberStyles.None) : null);
    }
}
