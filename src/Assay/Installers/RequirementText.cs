using System.Buffers;
using System.Collections.Immutable;
using Assay.Index;
using Assay.Packaging.Requirements;

namespace Assay.Installers;

/// <summary>What one requirement names, as far as the guard must know, and the address that takes its own one's place.</summary>
/// <param name="Address">The place for the guard's address; null where the requirement is handed on as written.</param>
public sealed record RequirementReading(
    Piece.OfFile? Address = null, DirectAddress? Direct = null, NamedSource? VersionControl = null)
{
    /// <summary>Local archives and folders that it may mean.</summary>
    public ImmutableArray<LocalTarget> Local { get; init; } = [];

    /// <summary>Why it cannot be read; null where it can.</summary>
    public Refusal? Refusal { get; init; }
}

/// <summary>Tells apart what a requirement can be for the guard: a name for an index, an address, version control, a local archive or folder.</summary>
public static class RequirementText
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

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
            return (Unparsed(text, input, origin, folder), null);
        }

        RequirementReading reading = Read(target, text, input, origin, folder);
        if (reading.Address is null)
        {
            return (reading, null);
        }

        int end = target.AddressStart + target.Address!.Length;
        return (reading, new RewrittenText([new Piece.Literal(text[..target.AddressStart]), reading.Address, new Piece.Literal(text[end..])]));
    }

    /// <summary>Says what a requirement means for the guard.</summary>
    /// <param name="text">The whole requirement, for people.</param>
    /// <param name="folders">What a relative path may be relative to, the likeliest first.</param>
    public static RequirementReading Read(RequirementTarget target, string text, InstallerInput input, string origin, params ReadOnlySpan<string> folders)
    {
        switch (target.Kind)
        {
            case RequirementTargetKind.Vcs:
                return new RequirementReading(VersionControl: new NamedSource(text.Trim(), origin));
            case RequirementTargetKind.Path:
                return new RequirementReading { Local = LocalNames.Find(target.Address!, input, origin, folders) };
            case RequirementTargetKind.Project:
                // Installers try a word as a file name first.
                return new RequirementReading
                {
                    Local = [.. LocalNames.Find(text, input, origin, folders).Where(local => LocalNames.IsArchiveName(local.Path) && input.Files.FileExists(local.Path))],
                };
            default:
                return ReadAddress(target.Address!, input, origin, folders);
        }
    }

    /// <summary>Says what a text means that is no requirement by the grammar: installers with another grammar may still open a file by it.</summary>
    public static RequirementReading Unparsed(string text, InstallerInput input, string origin, params ReadOnlySpan<string> folders) => new()
    {
        Local = LocalNames.FindAnywhere(text, input, origin, folders),
        Refusal = text.Contains("file:", StringComparison.OrdinalIgnoreCase)
            ? new Refusal($"{text.Trim()} ({origin})", "It names a local file in a way that cannot be read for certain.", "Write it as NAME @ file:///PATH, or as the file's path.")
            : null,
    };

    private static RequirementReading ReadAddress(string address, InstallerInput input, string origin, ReadOnlySpan<string> folders)
    {
        string? scheme = IndexAddress.SchemeOf(address);
        if (scheme is null or "file")
        {
            // uv takes NAME @ PATH too, and NAME@VERSION for the program of uvx.
            return new RequirementReading
            {
                Local = [.. LocalNames.Find(address, input, origin, folders).Where(local => scheme == "file" || local.IsArchive || input.Files.FolderExists(local.Path))],
            };
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
}
