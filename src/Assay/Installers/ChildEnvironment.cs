using System.Collections.Immutable;

namespace Assay.Installers;

/// <summary>What of the user's environment an installer behind the guard may not see, and what it gets in its place.</summary>
public static class ChildEnvironment
{
    private static readonly ImmutableArray<string> ProxyNames =
        ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

    private static readonly ImmutableArray<string> SecretPrefixes =
    [
        "UV_PUBLISH_", "TWINE_", "POETRY_PYPI_TOKEN_", "POETRY_HTTP_BASIC_", "PDM_PUBLISH_", "HATCH_INDEX_", "FLIT_",
        "PYPI_TOKEN", "PYPI_API_TOKEN", "PYPI_PASSWORD", "TEST_PYPI_TOKEN", "TEST_PYPI_API_TOKEN", "PDM_PYPI_USERNAME", "PDM_PYPI_PASSWORD",
    ];

    /// <summary>The proxy variables, set to the guard; no host is excepted.</summary>
    public static IEnumerable<KeyValuePair<string, RewrittenText>> Proxies() =>
        ProxyNames.Select(name => KeyValuePair.Create(name, RewrittenText.Of(new Piece.OfProxy())))
            .Append(KeyValuePair.Create<string, RewrittenText>("NO_PROXY", ""))
            .Append(KeyValuePair.Create<string, RewrittenText>("no_proxy", ""));

    /// <summary>Whether a variable holds the credentials of an index or for publishing.</summary>
    public static bool IsSecret(string name)
    {
        string upper = name.ToUpperInvariant();
        return SecretPrefixes.Any(prefix => upper.StartsWith(prefix, StringComparison.Ordinal))
            || (upper.StartsWith("UV_INDEX_", StringComparison.Ordinal)
                && (upper.EndsWith("_USERNAME", StringComparison.Ordinal) || upper.EndsWith("_PASSWORD", StringComparison.Ordinal)));
    }

    /// <summary>Names of all variables that hold such credentials.</summary>
    public static IEnumerable<string> Secrets(InstallerInput input) => input.Environment.Keys.Where(IsSecret);

    /// <summary>The proxy that the environment names for https, then for all, then for http; null where there is none or it is no address.</summary>
    public static Uri? UserProxy(InstallerInput input) =>
        ReadProxy(input.FilledVariable("https_proxy") ?? input.FilledVariable("HTTPS_PROXY")
            ?? input.FilledVariable("all_proxy") ?? input.FilledVariable("ALL_PROXY")
            ?? input.FilledVariable("http_proxy") ?? input.FilledVariable("HTTP_PROXY"));

    /// <summary>Hosts that the environment excepts from the proxy, as written.</summary>
    public static string? NoProxy(InstallerInput input) =>
        input.FilledVariable("no_proxy") ?? input.FilledVariable("NO_PROXY");

    /// <summary>A proxy's address; <c>http://</c> is meant where no scheme is written.</summary>
    public static Uri? ReadProxy(string? text) =>
        text is null || text.Trim().Length == 0 ? null
        : Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text.Trim() : "http://" + text.Trim(), UriKind.Absolute, out Uri? proxy) ? proxy
        : null;

    /// <summary>The CA bundle that the environment names for Python's installers.</summary>
    public static string? CertificateBundle(InstallerInput input) =>
        input.FilledVariable("REQUESTS_CA_BUNDLE") ?? input.FilledVariable("CURL_CA_BUNDLE") ?? input.FilledVariable("SSL_CERT_FILE");
}
