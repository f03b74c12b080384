using System.Collections.Immutable;
using System.Text;
using Assay.Index;
using Assay.Packaging.Names;

namespace Assay.Installers;

/// <summary>An index that uv's settings name.</summary>
/// <param name="IsDefault">True for <c>default = true</c> and <c>index-url</c>.</param>
/// <param name="IsExplicit">True for <c>explicit = true</c>: only names that sources give it are asked there.</param>
public sealed record UvIndex(IndexSource Source, bool IsDefault, bool IsExplicit);

/// <summary>What one of uv's settings files says that concerns the guard.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="Indexes">In the order written, find-links last.</param>
/// <param name="SourceNames">From an index's name to the projects that <c>[tool.uv.sources]</c> gives it.</param>
/// <param name="ProxyLines">Lines (from 1) that set <c>http-proxy</c>, <c>https-proxy</c> or <c>no-proxy</c>.</param>
/// <param name="TrustedHosts">From <c>allow-insecure-host</c>.</param>
public sealed record UvConfiguration(
    string Path,
    string Text,
    ImmutableArray<TomlLeaf> Leaves,
    ImmutableArray<UvIndex> Indexes,
    ImmutableDictionary<string, ImmutableHashSet<ProjectName>> SourceNames,
    ImmutableArray<int> ProxyLines,
    ImmutableArray<string> TrustedHosts)
{
    /// <summary>True where the file is there and is no TOML that Assay reads: the command is refused.</summary>
    public bool IsUnreadable { get; init; }

    private static readonly ImmutableArray<string> ProxyKeys = ["http-proxy", "https-proxy", "no-proxy"];

    /// <summary>Reads a <c>uv.toml</c>, or <c>[tool.uv]</c> of a <c>pyproject.toml</c>; null where there is no such file.</summary>
    /// <param name="isProject">True for <c>pyproject.toml</c>, whose settings stand below <c>tool.uv</c>.</param>
    public static UvConfiguration? Read(string path, bool isProject, InstallerInput input)
    {
        string absolute = input.Absolute(path);
        return input.Files.Read(absolute) is { } bytes
            ? Read(absolute, Encoding.UTF8.GetString(bytes), isProject)
            : null;
    }

    /// <summary>Reads the text of such a file; the place where a script's metadata was found counts as a project's.</summary>
    public static UvConfiguration? Read(string path, string text, bool isProject)
    {
        if (TomlLeaves.Read(text) is not { } leaves)
        {
            // uv may read what Assay cannot: what stands in it is not known, and that is not the same as nothing.
            return new UvConfiguration(path, text, [], [], ImmutableDictionary<string, ImmutableHashSet<ProjectName>>.Empty, [], []) { IsUnreadable = true };
        }

        int depth = isProject ? 2 : 0;
        string folder = System.IO.Path.GetDirectoryName(path) ?? "/";
        var indexes = ImmutableArray.CreateBuilder<UvIndex>();
        var findLinks = ImmutableArray.CreateBuilder<UvIndex>();
        var proxies = ImmutableArray.CreateBuilder<int>();
        var hosts = ImmutableArray.CreateBuilder<string>();
        var sources = new Dictionary<string, ImmutableHashSet<ProjectName>>(StringComparer.Ordinal);
        foreach (TomlLeaf leaf in leaves)
        {
            if (isProject && !(leaf.Path.Length > 2 && leaf.Path[0] == "tool" && leaf.Path[1] == "uv"))
            {
                continue;
            }

            ImmutableArray<string> way = leaf.Path[depth..];
            string origin = $"{System.IO.Path.GetFileName(path)}:{leaf.Line}";
            if (way is ["pip", ..])
            {
                way = way[1..];
            }

            if (way is ["index", var element, "url"] && leaf.Text is { } url)
            {
                indexes.Add(IndexOf(leaves, leaf.Path[..^1], url, origin, folder));
            }
            else if (way is ["index-url"] && leaf.Text is { } main)
            {
                indexes.Add(new UvIndex(IndexAddress.Read(main, null, origin, folder), true, false));
            }
            else if (way is ["extra-index-url", _] && leaf.Text is { } extra)
            {
                indexes.Add(new UvIndex(IndexAddress.Read(extra, null, origin, folder), false, false));
            }
            else if (way is ["find-links", _] && leaf.Text is { } links)
            {
                findLinks.Add(new UvIndex(IndexAddress.Read(links, null, origin, folder, true), false, false));
            }
            else if (way is ["sources", var project, .., "index"] && leaf.Text is { } name && ProjectName.TryParse(project, out ProjectName owned))
            {
                sources[name] = sources.GetValueOrDefault(name, []).Add(owned);
            }
            else if (way is [var key] && ProxyKeys.Contains(key))
            {
                proxies.Add(leaf.Line);
            }
            else if (way is ["allow-insecure-host", _] && leaf.Text is { } host)
            {
                hosts.Add(host);
            }
        }

        indexes.AddRange(findLinks);
        return new UvConfiguration(
            path, text, leaves, indexes.ToImmutable(), sources.ToImmutableDictionary(StringComparer.Ordinal), proxies.ToImmutable(), hosts.ToImmutable());
    }

    /// <summary>The file without its proxy keys, everything else byte for byte.</summary>
    public string WithoutProxies()
    {
        var text = new StringBuilder(Text);
        foreach (TomlLeaf leaf in Leaves.Where(leaf => leaf.Path.Length == 1 && ProxyKeys.Contains(leaf.Path[0])).Reverse())
        {
            int start = Text.LastIndexOf('\n', Math.Max(0, leaf.Offset - 1)) + 1;
            text.Remove(start, leaf.Offset + leaf.Length - start);
        }

        return text.ToString();
    }

    private static UvIndex IndexOf(ImmutableArray<TomlLeaf> leaves, ImmutableArray<string> table, string url, string origin, string folder)
    {
        TomlLeaf? Sibling(string key) =>
            leaves.FirstOrDefault(leaf => leaf.Path.Length == table.Length + 1 && leaf.Path[^1] == key && leaf.Path.AsSpan()[..^1].SequenceEqual(table.AsSpan()));

        bool isFlat = Sibling("format")?.Text == "flat";
        return new UvIndex(
            IndexAddress.Read(url, Sibling("name")?.Text, origin, folder, isFlat),
            Sibling("default")?.Value is true,
            Sibling("explicit")?.Value is true);
    }
}
