using System.Collections.Immutable;
using Assay.Packaging.Indexes;

namespace Assay.Index;

/// <summary>How the upstream client reaches indexes: the user's own network settings, and limits.</summary>
public sealed record IndexClientOptions
{
    /// <summary>Assay's version, for the <c>User-Agent</c>.</summary>
    public required string Version { get; init; }

    /// <summary>A PEM file of certificate authorities that are trusted in place of the system's.</summary>
    public string? CertificateBundle { get; init; }

    /// <summary>A PEM file with a client certificate, and its key unless <see cref="ClientKey"/> names another; shown to the index's own host only.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>A PEM file with the client certificate's key.</summary>
    public string? ClientKey { get; init; }

    /// <summary>The user's own proxy, with user and password where it wants them.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Hosts that are reached without the proxy: names, suffixes (<c>.corp</c>), <c>host:port</c>, <c>*</c>.</summary>
    public ImmutableArray<string> NoProxy { get; init; } = [];

    /// <summary>Hosts (<c>host</c> or <c>host:port</c>) whose TLS certificate is not checked (<c>--trusted-host</c>).</summary>
    public ImmutableArray<string> TrustedHosts { get; init; } = [];

    /// <summary>The variables that may name credentials and programs (<c>NETRC</c>, <c>UV_INDEX_*</c>, <c>PATH</c>, <c>HOME</c>); empty: none.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether the <c>keyring</c> program is asked when an index answers 401.</summary>
    public bool AsksKeyring { get; init; }

    /// <summary>Time to a connection, name lookup included.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest silence of a server, before the headers as well as between bytes.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time for a whole page or <c>.metadata</c> file; files of any size have only <see cref="IdleTimeout"/>.</summary>
    public TimeSpan PageTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Waits before the second and each further try of a request; as many tries more as there are entries.</summary>
    public ImmutableArray<TimeSpan> RetryDelays { get; init; } =
        [TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(750), TimeSpan.FromMilliseconds(2_000)];

    /// <summary>Longest <c>Retry-After</c> that is honoured; a longer one ends the tries.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Redirects followed for one request.</summary>
    public int MaxRedirects { get; init; } = 5;

    public PageLimits PageLimits { get; init; } = PageLimits.Default;

    /// <summary>Bytes of a <c>.metadata</c> file.</summary>
    public int MaxMetadataBytes { get; init; } = 16 << 20;

    /// <summary>Bytes of pages kept in memory for conditional requests.</summary>
    public long PageCacheBytes { get; init; } = 256L << 20;

    /// <summary>Pages kept elsewhere (on disk), for conditional requests of a later process.</summary>
    public PageKeeper? Keeper { get; init; }

    /// <summary>Told, once each, what people should know: a certificate that is not checked.</summary>
    public Action<string>? Notice { get; init; }
}

/// <summary>A store of pages beside the one in memory; both are called from any thread and must not throw.</summary>
/// <param name="Load">The page under a key, or null.</param>
/// <param name="Save">Takes a page under a key; may drop it.</param>
public sealed record PageKeeper(Func<string, KeptPage?> Load, Action<string, KeptPage> Save);

/// <summary>An index's answer as it came, with what makes the next request conditional (RFC 9110 section 13).</summary>
/// <param name="FinalUrl">Where it came from after redirects.</param>
/// <param name="Body">Decompressed.</param>
public sealed record KeptPage(string? ETag, string? LastModified, string ContentType, Uri FinalUrl, ReadOnlyMemory<byte> Body);
