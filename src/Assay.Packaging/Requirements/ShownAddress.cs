namespace Assay.Packaging.Requirements;

/// <summary>Addresses as they may be shown: lists of dependencies hold passwords and tokens, and what is told about them ends in logs.</summary>
public static class ShownAddress
{
    /// <summary>
    /// The address without what stands before the host (RFC 3986, section 3.2.1) and without its query; what is no address with a host
    /// stays as it is. The fragment stays: it names the project.
    /// </summary>
    public static string Of(string address)
    {
        int start = address.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
        {
            return address;
        }

        start += "://".Length;
        int fragment = address.IndexOf('#', start);
        int query = address.IndexOf('?', start);
        string rest = fragment < 0 ? "" : address[fragment..];
        string shown = address[..(query >= 0 && (fragment < 0 || query < fragment) ? query : fragment < 0 ? address.Length : fragment)];
        int path = shown.IndexOfAny(['/', '\\'], start);
        int at = shown.LastIndexOf('@', (path < 0 ? shown.Length : path) - 1);
        return (at >= start ? shown.Remove(start, at + 1 - start) : shown) + rest;
    }
}
