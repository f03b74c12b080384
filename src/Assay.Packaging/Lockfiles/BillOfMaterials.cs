using System.Collections.Immutable;

namespace Assay.Packaging.Lockfiles;

/// <summary>One thing that a bill of materials lists.</summary>
/// <param name="Id">By which the bill's relations name it; null for none.</param>
/// <param name="Line">From 1.</param>
/// <param name="CanBePackage">True where what has no package URL may still be a package that is installed.</param>
internal sealed record BillEntry(
    string? Id, string? Name, string? Version, string? Url, int Line, ImmutableArray<DependencyHash> Hashes, bool CanBePackage)
{
    /// <summary>The folder of sources that it stands for, where the bill says so; null otherwise.</summary>
    public string? Folder { get; init; }

    /// <summary>True where the bill's maker gives a package URL to everything but what is taken from the disk.</summary>
    public bool IsLocal { get; init; }
}

/// <summary>What the formats of bills of materials have in common: package URLs of type <c>pypi</c> are dependencies, others are counted and named.</summary>
internal static class BillOfMaterials
{
    /// <param name="needs">Who needs whom, by <see cref="BillEntry.Id"/>.</param>
    public static void AddTo(ListBuilder list, IReadOnlyCollection<BillEntry> entries, IEnumerable<(string From, string To)> needs)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (BillEntry entry in entries)
        {
            if (entry is { Id: { } id, Name: { } name })
            {
                _ = names.TryAdd(id, name);
            }
        }

        Dictionary<string, ImmutableArray<string>> requiredBy = needs
            .Where(need => names.ContainsKey(need.From))
            .GroupBy(static need => need.To, need => names[need.From], StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Distinct(StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal);
        SortedDictionary<string, int> others = new(StringComparer.Ordinal);
        foreach (BillEntry entry in entries)
        {
            if (entry is { Url: null, Name: { } local } && (entry.Folder is not null || entry is { IsLocal: true, Version: not null }))
            {
                list.Add(new ListedDependency(local, entry.Version, entry.Folder is null ? DependencySource.Archive : DependencySource.Folder, list.File, entry.Line)
                {
                    Address = entry.Folder,
                    RequiredBy = entry.Id is null ? [] : requiredBy.GetValueOrDefault(entry.Id, []),
                });
            }
            else if (entry.Url is null)
            {
                if (entry.CanBePackage)
                {
                    list.Problem(entry.Line, $"'{entry.Name}' has no package URL: what it is cannot be told", loses: true);
                }
            }
            else if (PackageUrl.Read(entry.Url) is not { } url)
            {
                list.Problem(entry.Line, $"'{entry.Url}' is not a package URL", loses: true);
            }
            else if (url.Type != "pypi")
            {
                others[url.Type] = others.GetValueOrDefault(url.Type) + 1;
            }
            else
            {
                list.Add(Dependency(entry, url, list) with { RequiredBy = entry.Id is null ? [] : requiredBy.GetValueOrDefault(entry.Id, []) });
            }
        }

        foreach ((string type, int count) in others)
        {
            list.Problem(null, $"{count} of type '{type}' were passed over: only 'pypi' is looked up", loses: false);
        }
    }

    private static ListedDependency Dependency(BillEntry entry, PackageUrl url, ListBuilder list)
    {
        string? version = url.Version ?? entry.Version;
        if (version is null)
        {
            list.Problem(entry.Line, $"'{url.Name}' has no version", loses: false);
        }

        string? vcs = url.Qualifiers.GetValueOrDefault("vcs_url");
        string? download = url.Qualifiers.GetValueOrDefault("download_url");
        DependencySource source = vcs is not null ? DependencySource.VersionControl : download is not null ? DependencySource.Archive : DependencySource.Index;
        return new ListedDependency(url.Name, version, source, list.File, entry.Line)
        {
            Address = vcs ?? download,
            Index = url.Qualifiers.GetValueOrDefault("repository_url"),
            Hashes = entry.Hashes,
        };
    }

    /// <summary>A digest's algorithm as Python's tools spell it: <c>SHA-256</c> and <c>SHA256</c> are <c>sha256</c>.</summary>
    public static DependencyHash Hash(string algorithm, string digest) =>
        new(algorithm.StartsWith("SHA-", StringComparison.OrdinalIgnoreCase) ? "sha" + algorithm[4..].ToLowerInvariant() : algorithm.ToLowerInvariant(), digest.Trim());
}
