using System.Globalization;

namespace Assay.Guard;

/// <summary>The head of a <c>CONNECT</c> request.</summary>
/// <param name="Host">Host to reach, lower case, without brackets.</param>
/// <param name="Port">Port, 1 to 65535.</param>
/// <param name="Authorization">The value of <c>Proxy-Authorization</c>, or null.</param>
public sealed record ProxyHead(string Host, int Port, string? Authorization)
{
    /// <summary>Reads the head without its final empty line; null where it is none.</summary>
    public static ProxyHead? Parse(string head)
    {
        string[] lines = head.Split("\r\n");
        string[] words = lines[0].Split(' ');
        if (words.Length != 3 || words[0] != "CONNECT" || !words[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            return null;
        }

        int colon = words[1].LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(words[1].AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is < 1 or > 65535)
        {
            return null;
        }

        string? authorization = lines
            .Skip(1)
            .Where(static line => line.StartsWith("proxy-authorization:", StringComparison.OrdinalIgnoreCase))
            .Select(static line => line["proxy-authorization:".Length..].Trim())
            .FirstOrDefault();
        string host = words[1][..colon].Trim('[', ']').ToLowerInvariant();
        return host.Length > 0 && host.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':') ? new ProxyHead(host, port, authorization) : null;
    }
}
