using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Assay.Packaging.Names;

namespace Assay.Packaging.Requirements;

/// <summary>How a requirement says where its distribution comes from.</summary>
public enum RequirementTargetKind
{
    /// <summary>By name: from an index.</summary>
    Project,

    /// <summary>By an address, with a name before it or without.</summary>
    Url,

    /// <summary>From a version control system.</summary>
    Vcs,

    /// <summary>A path of a folder or archive.</summary>
    Path,
}

/// <summary>What a line asks an installer for, in any of pip's forms.</summary>
/// <param name="Requirement">Null where only an address or path is given.</param>
/// <param name="Address">The address or path as written, extras left out; null for <see cref="RequirementTargetKind.Project"/>.</param>
/// <param name="AddressStart">Characters before it in the text.</param>
/// <param name="Extras">As written.</param>
public sealed record RequirementTarget(
    RequirementTargetKind Kind,
    Requirement? Requirement,
    string? Address,
    int AddressStart,
    ImmutableArray<string> Extras,
    Marker? Marker)
{
    private static readonly string[] s_plainSchemes = ["http", "https", "file", "ftp"];

    private static readonly string[] s_vcs = ["git", "hg", "svn", "bzr"];

    private static readonly string[] s_archiveExtensions =
        [".zip", ".whl", ".tar.bz2", ".tbz", ".tar.gz", ".tgz", ".tar", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma"];

    /// <summary>The project that the fragment <c>#egg=</c> of the address names, as written; null for none.</summary>
    public string? EggName
    {
        get
        {
            int at = Address is { Length: > 0 } ? Address.IndexOf("egg=", 1, StringComparison.Ordinal) : -1;
            while (at > 0 && Address![at - 1] is not ('#' or '&'))
            {
                at = Address.IndexOf("egg=", at + 1, StringComparison.Ordinal);
            }

            return at < 0 ? null : Address![(at + "egg=".Length)..].Split('&')[0];
        }
    }

    /// <summary>
    /// Reads a requirement as pip takes it from a command line or a file, without looking at the disk: what looks like a path is
    /// one. False, with the reason, where it is nothing that pip takes.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out RequirementTarget? target, [NotNullWhen(false)] out RequirementProblem? problem)
    {
        target = null;
        bool isUrl = IsUrl(text);

        // In an address a ';' may be part of it, so that only one with a blank after it ends it.
        int separator = text.IndexOf(isUrl ? "; " : ";", StringComparison.Ordinal);
        Marker? marker = null;
        if (separator >= 0 && !string.IsNullOrWhiteSpace(text[(separator + 1)..]))
        {
            string markerText = text[(separator + 1)..];
            string trimmed = markerText.TrimStart();
            if (!Marker.TryParse(trimmed.TrimEnd(), out marker, out problem))
            {
                problem = problem with { Position = problem.Position + text.Length - trimmed.Length };
                return false;
            }
        }

        string name = (separator < 0 ? text : text[..separator]).TrimEnd();
        int start = name.Length - name.TrimStart().Length;
        name = name[start..];
        problem = null;
        if (isUrl)
        {
            return Accept(new RequirementTarget(KindOf(name), null, name, start, [], marker), out target, out problem);
        }

        (string path, ImmutableArray<string> extras) = SplitExtras(name);
        if (IsArchiveName(path) && !HasNameBeforeAt(name))
        {
            target = new RequirementTarget(RequirementTargetKind.Path, null, path, start, extras, marker);
            return true;
        }

        if (Requirement.TryParse(name, out Requirement? requirement, out problem))
        {
            return Accept(Of(requirement with { Marker = marker }, name, start), out target, out problem);
        }

        if (LooksLikePath(name))
        {
            target = new RequirementTarget(RequirementTargetKind.Path, null, path, start, extras, marker);
            problem = null;
            return true;
        }

        problem = problem with { Position = problem.Position + start };
        return false;
    }

    /// <summary>Reads the value of <c>--editable</c>; false, with the reason, where it is none.</summary>
    public static bool TryParseEditable(string text, [NotNullWhen(true)] out RequirementTarget? target, [NotNullWhen(false)] out RequirementProblem? problem)
    {
        problem = null;
        if (Requirement.TryParse(text, out Requirement? requirement) && requirement.Url is not null)
        {
            return Accept(Of(requirement, text, 0), out target, out problem);
        }

        (string path, ImmutableArray<string> extras) = SplitExtras(text);
        string scheme = Scheme(text);
        if (s_vcs.Contains(scheme, StringComparer.Ordinal) || KindOf(text) == RequirementTargetKind.Vcs)
        {
            return Accept(new RequirementTarget(RequirementTargetKind.Vcs, null, text, 0, [], null), out target, out problem);
        }

        if (scheme == "file")
        {
            return Accept(new RequirementTarget(RequirementTargetKind.Url, null, path, 0, extras, null), out target, out problem);
        }

        if (s_plainSchemes.Contains(scheme, StringComparer.Ordinal) || path.Length == 0)
        {
            target = null;
            problem = new RequirementProblem("not an editable requirement: it must be a local folder or an address of version control", 0);
            return false;
        }

        target = new RequirementTarget(RequirementTargetKind.Path, null, path, 0, extras, null);
        return true;
    }

    private static bool Accept(RequirementTarget found, [NotNullWhen(true)] out RequirementTarget? target, [NotNullWhen(false)] out RequirementProblem? problem)
    {
        bool valid = found.EggName is not { } egg || ProjectName.TryParse(egg, out _);
        target = valid ? found : null;
        problem = valid ? null : new RequirementProblem("'#egg=' must be followed by a project name", found.AddressStart);
        return valid;
    }

    private static RequirementTarget Of(Requirement requirement, string text, int start)
    {
        if (requirement.Url is not { } url)
        {
            return new RequirementTarget(RequirementTargetKind.Project, requirement, null, start, requirement.Extras, requirement.Marker);
        }

        int at = text.IndexOf(url, text.IndexOf('@', StringComparison.Ordinal) + 1, StringComparison.Ordinal);
        return new RequirementTarget(KindOf(url), requirement, url, start + at, requirement.Extras, requirement.Marker);
    }

    private static RequirementTargetKind KindOf(string address)
    {
        string scheme = Scheme(address);
        int plus = scheme.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && s_vcs.Contains(scheme[..plus], StringComparer.Ordinal) ? RequirementTargetKind.Vcs : RequirementTargetKind.Url;
    }

    private static bool IsUrl(string text)
    {
        string scheme = Scheme(text.TrimStart());
        return s_plainSchemes.Contains(scheme, StringComparer.Ordinal) || KindOf(text.TrimStart()) == RequirementTargetKind.Vcs;
    }

    /// <summary>What stands before the first ':' in lower case, where it can be a scheme; else empty.</summary>
    private static string Scheme(string address)
    {
        int colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && char.IsAsciiLetter(address[0])
            && address[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
                ? address[..colon].ToLowerInvariant()
                : "";
    }

    private static (string Path, ImmutableArray<string> Extras) SplitExtras(string text)
    {
        int open = text.EndsWith(']') ? text.LastIndexOf('[') : -1;
        if (open <= 0 || text.IndexOf(']', open) != text.Length - 1 || open == text.Length - 2)
        {
            return (text, []);
        }

        string[] extras = text[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (text[..open].TrimEnd(), [.. extras]);
    }

    private static bool IsArchiveName(string path) =>
        Array.Exists(s_archiveExtensions, extension => path.Length > extension.Length && path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private static bool HasNameBeforeAt(string text)
    {
        int at = text.IndexOf('@', StringComparison.Ordinal);
        return at >= 0 && !LooksLikePath(text[..at]);
    }

    // A backslash separates folders on Windows only; a file that means one must not pass for a name elsewhere either.
    private static bool LooksLikePath(string text) => text.StartsWith('.') || text.AsSpan().ContainsAny('/', '\\');
}
