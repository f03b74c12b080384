using System.Buffers;
using Assay.Index;
using Assay.Packaging.Requirements;

namespace Assay.Installers;

/// <summary>What one requirement names, as far as the guard must know, and the address that takes its own one's place.</summary>
/// <param name="Address">The place for the guard's address; null where the requirement is handed on as written.</param>
public sealed record RequirementReading(
    Piece.OfFile? Address = null, DirectAddress? Direct = null, LocalTarget? Local = null, NamedSource? VersionControl = null);

/// <summary>Tells apart what a requirement can be for the guard: a name for an index, an address, version control, a local archive or folder.</summary>
public static class RequirementText
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly string[] s_archives =
        [".whl", ".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma", ".egg"];

    /// <summary>Reads a requirement as it stands in an argument; gives the text that takes its place too, null where it is handed on as written.</summary>
    /// <param name="folder">What a relative path is relative to.</param>
    /// <param name="editable">True for the value of <c>-e</c>: folders and version control only.</param>
    public static (RequirementReading Reading, RewrittenText? Rewritten) ReadArgument(
        string text, InstallerInput input, string folder, string origin, bool editable = false)
    {
        RequirementTarget? target = null;
        bool isRequirement = editable
            ? RequirementTarget.TryParseEditable(text, out target, out _)
            : RequirementTarget.TryParse(text, out target, out _);
        if (!isRequirement || target is null)
        {
            // Whatever it is, the wall answers for it.
            return (new RequirementReading(), null);
        }

        RequirementReading reading = Read(target, text, input, folder, origin);
        if (reading.Address is null)
        {
            return (reading, null);
        }

        int end = target.AddressStart + target.Address!.Length;
        return (reading, new RewrittenText([new Piece.Literal(text[..target.AddressStart]), reading.Address, new Piece.Literal(text[end..])]));
    }

    /// <summary>Says what a requirement means for the guard.</summary>
    /// <param name="text">The whole requirement, for people.</param>
    public static RequirementReading Read(RequirementTarget target, string text, InstallerInput input, string folder, string origin)
    {
        switch (target.Kind)
        {
            case RequirementTargetKind.Vcs:
                return new RequirementReading(VersionControl: new NamedSource(text.Trim(), origin));
            case RequirementTargetKind.Path:
                return new RequirementReading(Local: LocalOf(input.Absolute(target.Address!, folder), input, origin));
            case RequirementTargetKind.Project:
                // Installers try a word as a file name first.
                string path = input.Absolute(text.Trim(), folder);
                return IsArchiveName(path) && input.Files.FileExists(path)
                    ? new RequirementReading(Local: LocalOf(path, input, origin))
                    : new RequirementReading();
            default:
                return ReadAddress(target.Address!, input, folder, origin);
        }
    }

    /// <summary>Whether a file name ends as archives of distributions do.</summary>
    public static bool IsArchiveName(string path) =>
        Array.Exists(s_archives, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static RequirementReading ReadAddress(string address, InstallerInput input, string folder, string origin)
    {
        string? scheme = IndexAddress.SchemeOf(address);
        if (scheme == "file")
        {
            return new RequirementReading(Local: LocalOf(PathOfFile(address, input, folder), input, origin));
        }

        // Anything else, such as http:/host or ftp, is left to the wall.
        if (scheme is not ("http" or "https") || !address.AsSpan(scheme.Length).StartsWith("://"))
        {
            return new RequirementReading();
        }

        (string plain, IndexCredentials? credentials) = IndexAddress.Split(address);
        int hash = plain.IndexOf('#', StringComparison.Ordinal);
        string bare = hash < 0 ? plain : plain[..hash];
        return new RequirementReading(
            new Piece.OfFile(GuardAddresses.DirectKey, plain), new DirectAddress(bare, DigestOf(plain, hash), origin, credentials));
    }

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
}
