using System.Security.Cryptography;
using System.Text;
using Assay.Installers;

namespace Assay.Guard;

/// <summary>What makes the guard's address unguessable and its proxy closed to others.</summary>
/// <param name="Path">First segment of every path, 96 bits; kept per user so that addresses in uv's cache stay the same.</param>
/// <param name="Token">The proxy's password, 192 bits, new in every run.</param>
public sealed record GuardSecrets(string Path, string Token)
{
    /// <summary>The proxy's user name.</summary>
    public const string User = "assay";

    /// <summary>A new path.</summary>
    public static string NewPath() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    /// <summary>A new token.</summary>
    public static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>The addresses of a guard that listens on <paramref name="port"/>.</summary>
    public GuardAddresses AddressesAt(int port) => new($"http://127.0.0.1:{port}/{Path}", $"http://{User}:{Token}@127.0.0.1:{port}");

    /// <summary>True where a <c>Proxy-Authorization</c> header carries user and token; compared in constant time.</summary>
    public bool Accepts(string? proxyAuthorization)
    {
        string expected = "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"{User}:{Token}"));
        return proxyAuthorization is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(proxyAuthorization), Encoding.ASCII.GetBytes(expected));
    }
}
