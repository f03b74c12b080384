using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Assay.Packaging.Indexes;

/// <summary>An absolute address that a page's link leads to.</summary>
/// <param name="Address">Without fragment, user and password.</param>
/// <param name="FileName">The last path segment, percent-decoded; may be hostile.</param>
/// <param name="Fragment">Decoded, without <c>#</c>; empty where there is none.</param>
internal readonly record struct LinkTarget(string Address, string FileName, string Fragment);

/// <summary>What relative addresses of a page stand on, and which schemes its links may have.</summary>
internal sealed class LinkBase(Uri page, bool allowsFiles)
{
    private const int LongestAddress = 8 * 1_024;
    private const int MostOrigins = 4;

    /// <summary>Characters that no reading of an address changes, so that it needs none.</summary>
    internal static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/+!");

    // A file address leads out of an index into this machine: only a page that is itself a local file may use it.
    private readonly bool _allowsFiles = allowsFiles && page.IsFile;

    // Schemes and hosts of addresses that were read in full: most files of a page share them.
    private readonly List<string> _knownOrigins = new(MostOrigins);

    public Uri Address { get; private set; } = page;

    /// <summary>The address of a local file; unlike <c>new Uri(path)</c> it takes no <c>%41</c> or <c>#</c> of a name for an escape or a fragment.</summary>
    public static Uri OfFile(string path) => new(
        "file://" + (path.StartsWith('/') ? "" : "/")
        + string.Join('/', path.Replace(Path.DirectorySeparatorChar, '/').Split('/').Select(Uri.EscapeDataString)).Replace("%3A", ":"));

    /// <summary>Takes the page's own <c>base</c> element into account; false if it is no usable address.</summary>
    public bool TryRebase(string href)
    {
        if (!Uri.TryCreate(Address, href.Trim(), out Uri? rebased) || !IsAllowed(rebased))
        {
            return false;
        }

        Address = rebased;
        return true;
    }

    public bool TryResolve(string text, out LinkTarget target, [NotNullWhen(false)] out string? fault)
    {
        fault = null;
        if (TryPlain(text, out target))
        {
            return true;
        }

        if (text.Length > LongestAddress)
        {
            fault = $"its address is longer than {LongestAddress} characters";
            return false;
        }

        foreach (char c in text)
        {
            if (char.IsControl(c) || c == '\\')
            {
                fault = "its address holds a control character or a backslash";
                return false;
            }
        }

        if (!Uri.TryCreate(Address, text.Trim(), out Uri? uri) || !uri.IsAbsoluteUri)
        {
            fault = "its address is none";
            return false;
        }

        if (!IsAllowed(uri))
        {
            fault = $"its address has the scheme '{uri.Scheme}', which no package is fetched with";
            return false;
        }

        string path = uri.AbsolutePath;
        string fileName = Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
        string address = uri.GetComponents(
            UriComponents.SchemeAndServer | UriComponents.PathAndQuery, UriFormat.UriEscaped);
        string fragment = uri.Fragment.Length > 1 ? Uri.UnescapeDataString(uri.Fragment[1..]) : "";
        target = new LinkTarget(address, fileName, fragment);
        Remember(uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
        return true;
    }

    private bool TryPlain(string text, out LinkTarget target)
    {
        target = default;
        if (text.Length > LongestAddress)
        {
            return false;
        }

        foreach (string origin in _knownOrigins)
        {
            if (text.StartsWith(origin, StringComparison.Ordinal))
            {
                ReadOnlySpan<char> path = text.AsSpan(origin.Length);
                if (path.IsEmpty || path[0] != '/' || path.ContainsAnyExcept(Plain) || path.IndexOf("/.") >= 0)
                {
                    continue;
                }

                target = new LinkTarget(text, path[(path.LastIndexOf('/') + 1)..].ToString(), "");
                return true;
            }
        }

        return false;
    }

    private void Remember(string origin)
    {
        if (_knownOrigins.Count < MostOrigins && !_knownOrigins.Contains(origin))
        {
            _knownOrigins.Add(origin);
        }
    }

    private bool IsAllowed(Uri uri) =>
        uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp
            ? uri.Host.Length > 0
            : uri.IsFile && _allowsFiles && !uri.IsUnc;
}
