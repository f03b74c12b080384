using Assay.Index;

namespace Assay.Installers;

/// <summary>Reads an index's address as people write it: with user and password, with or without a trailing slash, or a folder's path.</summary>
public static class IndexAddress
{
    /// <summary>An index, or a find-links page or folder.</summary>
    /// <param name="folder">What a relative path is relative to.</param>
    public static IndexSource Read(string text, string? name, string origin, string folder, bool isFindLinks = false)
    {
        (string address, IndexCredentials? credentials) = Split(Absolute(text.Trim(), folder));
        int tail = address.AsSpan().IndexOfAny('?', '#');
        string bare = tail < 0 ? address : address[..tail];

        // Below an index names follow, with or without the slash; a page of links is another one without it.
        bare = isFindLinks && !bare.StartsWith("file:", StringComparison.Ordinal) ? bare : bare.TrimEnd('/');
        return new IndexSource(bare, name, credentials, origin, null, isFindLinks);
    }

    /// <summary>True for <c>scheme://…</c> with a scheme that installers fetch from.</summary>
    public static bool IsAbsolute(string text) =>
        SchemeOf(text) is "http" or "https" or "file" or "ftp";

    /// <summary>The scheme in lower case, before <c>:</c>; null where the text begins with none.</summary>
    public static string? SchemeOf(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 2 || !char.IsAsciiLetter(text[0]))
        {
            return null;
        }

        foreach (char c in text.AsSpan(0, colon))
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return null;
            }
        }

        return text[..colon].ToLowerInvariant();
    }

    /// <summary>The address without user and password, scheme and host in lower case, and what was taken out.</summary>
    public static (string Address, IndexCredentials? Credentials) Split(string address)
    {
        int slashes = address.IndexOf("://", StringComparison.Ordinal);
        if (slashes < 0)
        {
            return (address, null);
        }

        int start = slashes + 3;
        int length = address.AsSpan(start).IndexOfAny('/', '?', '#');
        string authority = length < 0 ? address[start..] : address[start..(start + length)];
        string rest = length < 0 ? "" : address[(start + length)..];
        int at = authority.LastIndexOf('@');
        string host = authority[(at + 1)..].ToLowerInvariant();
        string plain = $"{address[..slashes].ToLowerInvariant()}://{host}{rest}";
        if (at < 0)
        {
            return (plain, null);
        }

        string user = authority[..at];
        int colon = user.IndexOf(':', StringComparison.Ordinal);
        return (plain, new IndexCredentials(
            Uri.UnescapeDataString(colon < 0 ? user : user[..colon]),
            colon < 0 ? "" : Uri.UnescapeDataString(user[(colon + 1)..])));
    }

    /// <summary>A <c>file://</c> address for a local path.</summary>
    public static string OfPath(string path)
    {
        string full = Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
        {
            return new Uri(full).AbsoluteUri;
        }

        // Segment by segment: what begins with two slashes, or a letter and a colon, is an ordinary path here.
        return $"file:///{string.Join('/', full.TrimStart('/').Split('/').Select(Uri.EscapeDataString))}";
    }

    private static string Absolute(string text, string folder)
    {
        if (SchemeOf(text) is not { } scheme)
        {
            return OfPath(Path.GetFullPath(text, Path.GetFullPath(folder)));
        }

        // file:relative and file:/path are spellings that installers take for file:///path.
        return scheme == "file" && !text.AsSpan(5).StartsWith("//")
            ? OfPath(Path.GetFullPath(Uri.UnescapeDataString(text[5..]), Path.GetFullPath(folder)))
            : text;
    }
}
