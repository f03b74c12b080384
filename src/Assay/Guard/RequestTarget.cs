using Assay.Installers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Assay.Guard;

/// <summary>What a request line asks for, read from its raw target so that no decoding changes an address.</summary>
public abstract record RequestTarget
{
    private RequestTarget()
    {
    }

    /// <summary>An address behind the guard.</summary>
    /// <param name="Key">Which index, or <see cref="GuardAddresses.DirectKey"/>.</param>
    /// <param name="Address">The upstream address that it stands for.</param>
    public sealed record Guarded(string Key, string Address) : RequestTarget;

    /// <summary>A question to the guard's advisories.</summary>
    /// <param name="Path">Below <see cref="GuardAddresses.Advisories"/>, still quoted, without a query.</param>
    public sealed record Advisories(string Path) : RequestTarget;

    /// <summary>A host that is not the guard: a proxied plain-HTTP request.</summary>
    public sealed record Elsewhere(Uri Address) : RequestTarget;

    /// <summary>The guard itself, asked directly and not as a proxy.</summary>
    public sealed record Direct(string Path) : RequestTarget;

    /// <summary>Nothing that the guard serves.</summary>
    public sealed record Nothing : RequestTarget;

    /// <summary>Reads a request's target.</summary>
    /// <param name="proxied">True where only proxied requests (RFC 9112 section 3.2.2) count as guarded.</param>
    public static RequestTarget Of(HttpContext context, GuardAddresses addresses, bool proxied)
    {
        string raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        Uri own = new(addresses.Base);
        bool absolute = !raw.StartsWith('/');
        if (absolute)
        {
            if (!Uri.TryCreate(raw, UriKind.Absolute, out Uri? uri) || uri.Scheme != Uri.UriSchemeHttp)
            {
                return new Nothing();
            }

            if (!uri.IsLoopback || uri.Port != own.Port)
            {
                return new Elsewhere(uri);
            }

            int path = raw.IndexOf('/', "http://".Length);
            raw = path < 0 ? "/" : raw[path..];
        }

        // A name that only resolves to this machine (DNS rebinding) is no name of the guard.
        string host = context.Request.Host.Value ?? "";
        if (host != own.Authority && host != $"localhost:{own.Port}")
        {
            return new Nothing();
        }

        if (proxied && !absolute)
        {
            return new Direct(raw);
        }

        string asked = $"http://{own.Authority}{raw}";
        if (asked.StartsWith(addresses.Advisories, StringComparison.Ordinal))
        {
            return new Advisories(asked[addresses.Advisories.Length..].Split('?', 2)[0]);
        }

        return addresses.TryFromGuard(asked, out string? address, out string? key)
            ? new Guarded(key, address)
            : new Nothing();
    }
}
