using Assay.Engine.Advisories;

namespace Assay.Reports;

/// <summary>Addresses that a report may let a reader follow: pages of well-formed ids, and references that are plain web addresses.</summary>
internal static class AuditLinks
{
    private const int LongestId = 64;
    private const int LongestAddress = 2_000;

    private static readonly (string Prefix, string Address)[] s_pages =
    [
        ("PYSEC-", "https://osv.dev/vulnerability/"),
        ("MAL-", "https://osv.dev/vulnerability/"),
        ("OSV-", "https://osv.dev/vulnerability/"),
        ("GHSA-", "https://github.com/advisories/"),
        ("CVE-", "https://nvd.nist.gov/vuln/detail/"),
    ];

    /// <summary>Where an id can be read about; null where it is none of the known kinds, or holds anything but ASCII letters, digits and hyphens.</summary>
    public static Uri? PageOf(string id)
    {
        if (id.Length > LongestId || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return null;
        }

        foreach ((string prefix, string address) in s_pages)
        {
            if (id.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new Uri(address + id);
            }
        }

        return null;
    }

    /// <summary>The references of all records, each once: http and https only, without credentials, in ASCII.</summary>
    public static IEnumerable<Uri> References(Vulnerability vulnerability) =>
        vulnerability.Records.SelectMany(static record => record.References).Select(static reference => Parse(reference.Address)).OfType<Uri>().DistinctBy(static address => address.AbsoluteUri);

    /// <summary>An address of foreign origin; null where it is none of the web's.</summary>
    public static Uri? Parse(string address) =>
        address.Length <= LongestAddress && Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && uri.UserInfo.Length == 0 && uri.AbsoluteUri.All(static c => c is > ' ' and < '\x7f')
            ? uri
            : null;
}
