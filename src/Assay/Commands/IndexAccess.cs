using System.Collections;
using System.Collections.Immutable;
using Assay.Index;
using Assay.Reports;

namespace Assay.Commands;

/// <summary>How the verbs that ask an index themselves reach it: by option, else the public default, with the user's own network settings.</summary>
internal static class IndexAccess
{
    /// <summary>The index that <c>--index-url</c> names, else the first that policy names, else the public default.</summary>
    /// <exception cref="UserException">It is no http or https address, or a policy file is missing or broken.</exception>
    public static IndexSource IndexOf(Session session, string? option) =>
        option is not null ? Named(option, "--index-url")
        : PolicyOfSession.Indexes(session) is [string first, ..] ? Named(first, "[policy] indexes")
        : new IndexSource(IndexSource.PublicDefault, null, null, "default");

    // User and password are taken out of the address.
    private static IndexSource Named(string option, string origin)
    {
        if (!Uri.TryCreate(option, UriKind.Absolute, out Uri? address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new UserException($"{origin} takes an http or https address such as https://index.example/simple");
        }

        string[] parts = address.UserInfo.Split(':', 2);
        IndexCredentials? credentials = address.UserInfo.Length == 0
            ? null
            : new IndexCredentials(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        string plain = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
        return new IndexSource(plain, null, credentials, origin);
    }

    /// <summary>A client with the proxy, certificates and credentials of the environment.</summary>
    public static IndexClient Connect(Session session, IndexSource index) => new(OptionsFor(session, index.Address), session.Time);

    /// <summary>The user's own network settings, as they count for an address.</summary>
    public static IndexClientOptions OptionsFor(Session session, string home)
    {
        string? proxy = (home.StartsWith("https:", StringComparison.Ordinal) ? First(session, "HTTPS_PROXY", "https_proxy") : First(session, "http_proxy"))
            ?? First(session, "ALL_PROXY", "all_proxy");
        return new IndexClientOptions
        {
            Version = Release.Version,
            CertificateBundle = First(session, "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
            Proxy = proxy is not null && Uri.TryCreate(proxy.Contains("://", StringComparison.Ordinal) ? proxy : $"http://{proxy}", UriKind.Absolute, out Uri? address) ? address : null,
            NoProxy = [.. (First(session, "NO_PROXY", "no_proxy") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                .ToImmutableDictionary(static entry => (string)entry.Key, static entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
            AsksKeyring = true,
            Notice = notice => session.Error.WriteLine($"assay: {TerminalText.Escape(notice)}"),
        };
    }

    private static string? First(Session session, params ReadOnlySpan<string> variables)
    {
        foreach (string variable in variables)
        {
            if (session.Environment(variable) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }
}
