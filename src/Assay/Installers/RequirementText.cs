using System.Buffers;
using System.Collections.Immutable;
using Assay.Index;

namespace Assay.Installers;

/// <summary>What one requirement names, as far as the guard must know, and the text that is handed on in its place.</summary>
/// <param name="Rewritten">Null where it is handed on as written.</param>
public sealed record RequirementReading(
    RewrittenText? Rewritten, DirectAddress? Direct = null, LocalTarget? Local = null, NamedSource? VersionControl = null)
{
    /// <summary>A requirement that an index answers.</summary>
    public static RequirementReading FromIndex { get; } = new((RewrittenText?)null);
}

/// <summary>Tells apart what a requirement can be: a name for an index, an address, version control, a local archive or folder.</summary>
public static class RequirementText
{
    private static readonly ImmutableArray<string> ArchiveEndings =
        [".whl", ".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma", ".egg"];

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads one requirement as it stands in an argument or on a line of a requirements file.</summary>
    /// <param name="folder">What a relative path is relative to.</param>
    /// <param name="editable">True for the value of <c>-e</c>: folders and version control only.</param>
    public static RequirementReading Read(string text, InstallerInput input, string folder, string origin, bool editable = false)
    {
        string trimmed = text.Trim();
        int start = text.IndexOf(trimmed, StringComparison.Ordinal) + AddressStart(trimmed);
        int end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]))
        {
            end++;
        }

        string address = text[start..end].TrimEnd(';');
        end = start + address.Length;
        string? scheme = IndexAddress.SchemeOf(address);
        if (scheme is null || (scheme.Length > 0 && !address.Contains('/', StringComparison.Ordinal) && scheme != "file"))
        {
            return ReadPath(trimmed, input, folder, origin, editable);
        }

        if (scheme.Contains('+', StringComparison.Ordinal) || scheme is "git" or "hg" or "svn" or "bzr" or "ssh" or "sftp")
        {
            return RequirementReading.FromIndex with { VersionControl = new NamedSource(trimmed, origin) };
        }

        if (scheme == "file")
        {
            return RequirementReading.FromIndex with { Local = LocalOf(PathOfFile(address, input, folder), input, origin) };
        }

        // Anything else, such as http:/host, is left to the wall.
        if (scheme is not ("http" or "https") || !address.AsSpan(scheme.Length).StartsWith("://"))
        {
            return RequirementReading.FromIndex;
        }

        (string plain, IndexCredentials? credentials) = IndexAddress.Split(address);
        int hash = plain.IndexOf('#', StringComparison.Ordinal);
        string bare = hash < 0 ? plain : plain[..hash];
        var rewritten = new RewrittenText(
        [
            new Piece.Literal(text[..start]),
            new Piece.OfFile(GuardAddresses.DirectKey, plain),
            new Piece.Literal(text[end..]),
        ]);
        return new RequirementReading(rewritten, new DirectAddress(bare, DigestOf(plain, hash), origin, credentials));
    }

    /// <summary>Whether a file name ends as archives of distributions do.</summary>
    public static bool IsArchiveName(string path) =>
        ArchiveEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The sha256 in an address's fragment, lower-case hex; null where there is none.</summary>
    /// <param name="hash">The position of <c>#</c>, or below zero.</param>
    private static string? DigestOf(string address, int hash)
    {
        foreach (string part in hash < 0 ? [] : address[(hash + 1)..].Split('&'))
        {
            if (part.StartsWith("sha256=", StringComparison.Ordinal) && part.Length == 7 + 64 && part.AsSpan(7).IndexOfAnyExcept(Hex) < 0)
            {
                return part[7..].ToLowerInvariant();
            }
        }

        return null;
    }

    /// <summary>Where the address of <c>NAME[extras] @ ADDRESS</c> begins; 0 where the text is no such thing.</summary>
    private static int AddressStart(string text)
    {
        int i = 0;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or '_' or '.'))
        {
            i++;
        }

        int name = i;
        i = SkipBlanks(text, i);
        if (i < text.Length && text[i] == '[')
        {
            int close = text.IndexOf(']', i);
            i = close < 0 ? i : SkipBlanks(text, close + 1);
        }

        return name > 0 && i < text.Length && text[i] == '@' ? SkipBlanks(text, i + 1) : 0;
    }

    private static int SkipBlanks(string text, int i)
    {
        while (i < text.Length && char.IsWhiteSpace(text[i]))
        {
            i++;
        }

        return i;
    }

    private static RequirementReading ReadPath(string text, InstallerInput input, string folder, string origin, bool editable)
    {
        string path = WithoutMarkerAndExtras(text);
        if (path.Length == 0)
        {
            return RequirementReading.FromIndex;
        }

        string absolute = input.Absolute(path, folder);
        bool looksLikePath = path.Contains('/', StringComparison.Ordinal) || path.Contains('\\', StringComparison.Ordinal) || path[0] == '.';
        bool isLocal = (looksLikePath || editable) && input.Files.FolderExists(absolute);
        return isLocal || (IsArchiveName(path) && (looksLikePath || input.Files.FileExists(absolute)))
            ? RequirementReading.FromIndex with { Local = LocalOf(absolute, input, origin) }
            : RequirementReading.FromIndex;
    }

    private static LocalTarget LocalOf(string path, InstallerInput input, string origin) =>
        new(path, IsArchiveName(path) && !input.Files.FolderExists(path), origin);

    private static string PathOfFile(string address, InstallerInput input, string folder)
    {
        string rest = address[5..];
        int hash = rest.IndexOf('#', StringComparison.Ordinal);
        rest = Uri.UnescapeDataString(hash < 0 ? rest : rest[..hash]);
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            int slash = rest.IndexOf('/', 2);
            rest = slash < 0 ? rest[2..] : rest[slash..];
        }

        return input.Absolute(input.Folders.Platform == InstallerPlatform.Windows ? rest.TrimStart('/') : rest, folder);
    }

    private static string WithoutMarkerAndExtras(string text)
    {
        int marker = text.IndexOf(';', StringComparison.Ordinal);
        string path = (marker < 0 ? text : text[..marker]).Trim();
        int open = path.EndsWith(']') ? path.LastIndexOf('[') : -1;
        return open > 0 ? path[..open] : path;
    }
}
