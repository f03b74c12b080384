using System.Collections.Immutable;
using System.Text;
using Assay.Index;

namespace Assay.Installers;

/// <summary>
/// Says which local archives and folders a text names, for every place where installers take one: arguments, requirements, settings of
/// projects, locks. Installers differ in what of a path is the path; whatever one of them would open is named.
/// </summary>
internal static class LocalNames
{
    private static readonly string[] s_archives =
        [".whl", ".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma", ".tar.zst", ".egg"];

    /// <summary>Whether a file name ends as archives of distributions do.</summary>
    public static bool IsArchiveName(string path) =>
        Array.Exists(s_archives, ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>What a path or <c>file:</c> address names; empty for an address of another scheme. What does not exist is named too, once.</summary>
    /// <param name="text">Extras in brackets, <c>?</c> and <c>#</c> parts and percent escapes may be in it.</param>
    /// <param name="folders">What a relative path may be relative to, the likeliest first.</param>
    public static ImmutableArray<LocalTarget> Find(string text, InstallerInput input, string origin, params ReadOnlySpan<string> folders)
    {
        string trimmed = text.Trim();
        string? scheme = IndexAddress.SchemeOf(trimmed);
        List<string> spellings = scheme == "file" ? OfAddress(trimmed[5..], input) : OfPath(trimmed);
        var found = new List<LocalTarget>();
        foreach (string folder in folders)
        {
            foreach (string spelling in spellings)
            {
                if (Absolute(spelling, input, folder) is { } path && (input.Files.FileExists(path) || input.Files.FolderExists(path)))
                {
                    Add(found, path, input, origin);
                }
            }
        }

        if (found.Count == 0 && scheme is null or "file" && spellings.Count > 0 && Absolute(spellings[0], input, folders[0]) is { } missing)
        {
            Add(found, missing, input, origin);
        }

        return [.. found];
    }

    /// <summary>What a text that is no requirement by the grammar may still name for an installer with a grammar of its own.</summary>
    public static ImmutableArray<LocalTarget> FindAnywhere(string text, InstallerInput input, string origin, params ReadOnlySpan<string> folders)
    {
        var found = new List<LocalTarget>();
        int at = text.IndexOf('@', StringComparison.Ordinal);
        foreach (string part in new[] { text, at < 0 ? "" : text[(at + 1)..] }.Select(part => part.Trim()))
        {
            int end = part.AsSpan().IndexOfAny(" \t;");
            foreach (string candidate in end < 0 ? [part] : new[] { part, part[..end] })
            {
                found.AddRange(candidate.Length == 0 ? [] : Find(candidate, input, origin, folders).Where(target =>
                    IndexAddress.SchemeOf(candidate) == "file" || input.Files.FileExists(target.Path) || input.Files.FolderExists(target.Path)));
            }
        }

        return [.. found.Distinct()];
    }

    /// <summary>The path that a path or <c>file:</c> address means; null where it can be none.</summary>
    public static string? PathOf(string text, InstallerInput input, string folder)
    {
        List<string> spellings = IndexAddress.SchemeOf(text) == "file" ? OfAddress(text[5..], input) : [text];
        return spellings.Count == 0 ? null : Absolute(spellings[0], input, folder);
    }

    /// <summary>The text with <c>${NAME}</c> exchanged as uv does it everywhere, arguments included.</summary>
    /// <param name="folder">What <c>${PROJECT_ROOT}</c> stands for where no variable of that name is set.</param>
    public static string Expanded(string text, InstallerInput input, string folder)
    {
        var expanded = new StringBuilder();
        int at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var start && text.IndexOf('}', start) is >= 0 and var end)
        {
            string name = text[(start + 2)..end];
            expanded.Append(text, at, start - at);
            bool isName = name.Length > 0 && name.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '_');
            string? value = isName ? input.Variable(name) ?? (name == "PROJECT_ROOT" ? folder : null) : null;
            expanded.Append(value ?? text[start..(end + 1)]);
            at = end + 1;
        }

        return expanded.Append(text, at, text.Length - at).ToString();
    }

    private static void Add(List<LocalTarget> found, string path, InstallerInput input, string origin)
    {
        // pip looks into a file of any name, so that every file counts as an archive.
        bool isArchive = !input.Files.FolderExists(path) && (input.Files.FileExists(path) || IsArchiveName(path));
        LocalTarget target = new(path, isArchive, origin);
        if (!found.Contains(target))
        {
            found.Add(target);
        }
    }

    private static List<string> OfPath(string text)
    {
        string bare = WithoutExtras(text);
        List<string> spellings = [bare];
        AddNew(spellings, text);
        foreach (char mark in "#?")
        {
            int tail = text.IndexOf(mark, StringComparison.Ordinal);
            AddNew(spellings, tail < 0 ? text : WithoutExtras(text[..tail]));
        }

        foreach (string spelling in spellings.ToArray())
        {
            AddNew(spellings, Uri.UnescapeDataString(spelling));
        }

        return spellings;
    }

    // RFC 8089: no host, or this machine. Other hosts are shares on Windows; elsewhere some installers pass over them.
    private static List<string> OfAddress(string rest, InstallerInput input)
    {
        int tail = rest.AsSpan().IndexOfAny('?', '#');
        string path = tail < 0 ? rest : rest[..tail];
        string host = "";
        if (path.StartsWith("//", StringComparison.Ordinal))
        {
            int slash = path.IndexOf('/', 2);
            host = slash < 0 ? path[2..] : path[2..slash];
            path = slash < 0 ? "/" : path[slash..];
        }

        bool isWindows = input.Folders.Platform == InstallerPlatform.Windows;
        if (isWindows)
        {
            bool isShare = host.Length > 0 && !host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
            path = isShare ? $"//{host}{path}" : path.Length > 2 && path[2] is ':' or '|' ? $"{path[1]}:{path[3..]}" : path;
        }

        List<string> spellings = [];
        AddNew(spellings, Uri.UnescapeDataString(path));
        AddNew(spellings, Uri.UnescapeDataString(WithoutExtras(path)));
        return spellings;
    }

    private static void AddNew(List<string> spellings, string spelling)
    {
        if (spelling.Length > 0 && !spellings.Contains(spelling))
        {
            spellings.Add(spelling);
        }
    }

    private static string? Absolute(string path, InstallerInput input, string folder) =>
        path.Length == 0 || path.Contains('\0', StringComparison.Ordinal) ? null : input.Absolute(path, folder);

    private static string WithoutExtras(string path)
    {
        string trimmed = path.TrimEnd();
        int open = trimmed.EndsWith(']') ? trimmed.LastIndexOf('[') : -1;
        return open > 0 ? trimmed[..open].TrimEnd() : path;
    }
}
