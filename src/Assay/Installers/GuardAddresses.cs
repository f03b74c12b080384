using System.Diagnostics.CodeAnalysis;
using Assay.Index;

namespace Assay.Installers;

/// <summary>
/// The guard's own addresses, and the reversible mapping between an index's addresses and the guard's:
/// <c>https://host:port/path</c> ↔ <c>BASE/KEY/https/host~port/path</c>. Pages and files map alike, so a lock that an installer wrote
/// behind the guard is mapped back by text alone.
/// </summary>
/// <param name="Base">Scheme, loopback address, port and secret path, without a trailing slash.</param>
/// <param name="Proxy">The address for <c>HTTP_PROXY</c>, with user and token.</param>
public sealed record GuardAddresses(string Base, string Proxy)
{
    /// <summary>The key under which direct addresses are served: files that no index page lists.</summary>
    public const string DirectKey = "direct";

    /// <summary>The guard's service of advisories in the form of OSV; clients append <c>v1/…</c>.</summary>
    public string Advisories => $"{Base}/osv/";

    /// <summary>The guard's address of an index; installers append <c>/NAME/</c>.</summary>
    public string Of(IndexSource index) => ToGuard(index.Key, index.Address);

    /// <summary>The guard's address of anything that an index points to.</summary>
    /// <param name="key"><see cref="IndexSource.Key"/> or <see cref="DirectKey"/>.</param>
    /// <param name="address">An absolute http, https or file address.</param>
    public string ToGuard(string key, string address) => Map(key, "", address);

    /// <summary>
    /// The guard's address of a file that is not to be taken now. It differs from the other one, because pip's and poetry's
    /// caches are keyed by address and would hand the file out again without asking; both answer the same.
    /// </summary>
    public string ToRefused(string key, string address) => Map(key, RefusedMark, address);

    // Letters, digits, '-', '_', '.' and '~' only: pip takes every path apart and quotes it anew, and nothing else survives that.
    private const string RefusedMark = "refused-";

    private string Map(string key, string mark, string address)
    {
        int colon = address.IndexOf("://", StringComparison.Ordinal);
        return colon < 0
            ? throw new ArgumentException($"'{address}' is not an absolute address", nameof(address))
            : $"{Base}/{key}/{mark}{address[..colon]}/{Plain(address[(colon + 3)..])}";
    }

    // In the host part only: ':' becomes '~', '[' becomes '~l', ']' becomes '~r'; no host has a tilde.
    private static string Plain(string rest) => AtHost(rest, static host => host
        .Replace(":", "~", StringComparison.Ordinal).Replace("[", "~l", StringComparison.Ordinal).Replace("]", "~r", StringComparison.Ordinal));

    private static string FromPlain(string rest) => AtHost(rest, static host => host
        .Replace("~l", "[", StringComparison.Ordinal).Replace("~r", "]", StringComparison.Ordinal).Replace("~", ":", StringComparison.Ordinal));

    private static string AtHost(string rest, Func<string, string> change)
    {
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? change(rest) : change(rest[..slash]) + rest[slash..];
    }

    /// <summary>The address that one of the guard's stands for; false where it is none of the guard's.</summary>
    public bool TryFromGuard(string address, [NotNullWhen(true)] out string? original, [NotNullWhen(true)] out string? key)
    {
        original = key = null;
        if (!address.StartsWith(Base + "/", StringComparison.Ordinal))
        {
            return false;
        }

        string rest = address[(Base.Length + 1)..];
        int keyEnd = rest.IndexOf('/', StringComparison.Ordinal);
        int schemeEnd = keyEnd < 0 ? -1 : rest.IndexOf('/', keyEnd + 1);
        if (schemeEnd < 0)
        {
            return false;
        }

        key = rest[..keyEnd];
        string scheme = rest[(keyEnd + 1)..schemeEnd];
        scheme = scheme.StartsWith(RefusedMark, StringComparison.Ordinal) ? scheme[RefusedMark.Length..] : scheme;
        original = $"{scheme}://{FromPlain(rest[(schemeEnd + 1)..])}";
        return true;
    }
}
