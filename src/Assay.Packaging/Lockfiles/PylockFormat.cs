using System.Collections.Immutable;

namespace Assay.Packaging.Lockfiles;

/// <summary>The lock file of all tools, <c>pylock.toml</c> (PEP 751, PyPA "pylock.toml Specification").</summary>
public sealed class PylockFormat : LockfileFormat
{
    public override string Id => "pylock.toml";

    public override string Title => "pylock.toml (PyPA \"pylock.toml Specification\")";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content) =>
        fileName == "pylock.toml"
        || (fileName.StartsWith("pylock.", StringComparison.Ordinal)
            && fileName.EndsWith(".toml", StringComparison.Ordinal)
            && fileName.AsSpan().Count('.') == 2);

    public override bool Recognises(ReadOnlySpan<byte> content) =>
        content.IndexOf("[[packages]]"u8) >= 0 && content.IndexOf("lock-version"u8) >= 0;

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        DataTable root = TomlDocument.Read(content.Span, list);
        list.RequiresPython = list.Text(root, "requires-python");
        string? version = list.Text(root, "lock-version");
        if (version is not null && !(version == "1" || version.StartsWith("1.", StringComparison.Ordinal)))
        {
            list.Problem(root.FindEntry("lock-version")?.Line, $"lock-version '{version}' is not known; only 1 is", loses: true);
        }
        else if (version is null && !list.IsBroken)
        {
            list.Problem(null, "no lock-version is stated", loses: false);
        }

        if (!list.IsBroken && root.Find("packages") is null)
        {
            list.Problem(null, "there is no array of packages", loses: true);
        }

        List<(DataTable Table, string Name)> packages = list.Named(root, "packages");
        Dictionary<string, ImmutableArray<string>> requiredBy = RequiredBy(packages, list);
        foreach ((DataTable package, string name) in packages)
        {
            list.Add(Dependency(package, name, list) with { RequiredBy = requiredBy.GetValueOrDefault(ListBuilder.NormalName(name), []) });
        }

        return list.Build();
    }

    private static ListedDependency Dependency(DataTable package, string name, ListBuilder list)
    {
        (DependencySource source, string? address, DataTable? archive) = Source(package, list);
        if (package.Find("version") is null && source == DependencySource.Index)
        {
            list.Problem(package.Line, $"'{name}' has no version", loses: false);
        }

        IEnumerable<DataTable> files = list.Tables(package, "wheels");
        DataTable? sdist = list.Table(package, "sdist");
        return new ListedDependency(name, list.Text(package, "version"), source, list.File, ListBuilder.PinLine(package))
        {
            Address = address,
            Index = list.Text(package, "index"),
            Marker = list.Marker(list.Text(package, "marker"), package.FindEntry("marker")?.Line ?? package.Line),
            Hashes = [.. new[] { archive, sdist }.OfType<DataTable>().Concat(files).SelectMany(file => Hashes(file, list))],
        };
    }

    private static (DependencySource Source, string? Address, DataTable? Archive) Source(DataTable package, ListBuilder list)
    {
        if (list.Table(package, "vcs") is { } vcs)
        {
            string? place = list.Text(vcs, "url") ?? list.Text(vcs, "path");
            string? type = list.Text(vcs, "type");
            string? commit = list.Text(vcs, "commit-id");
            return (DependencySource.VersionControl, $"{(type is null ? "" : $"{type}+")}{place}{(commit is null ? "" : $"@{commit}")}", null);
        }

        if (list.Table(package, "directory") is { } directory)
        {
            DependencySource source = list.IsTrue(directory, "editable") ? DependencySource.Editable : DependencySource.Folder;
            return (source, list.Text(directory, "path"), null);
        }

        return list.Table(package, "archive") is { } archive
            ? (DependencySource.Archive, list.Text(archive, "url") ?? list.Text(archive, "path"), archive)
            : (DependencySource.Index, null, null);
    }

    private static IEnumerable<DependencyHash> Hashes(DataTable file, ListBuilder list)
    {
        if (list.Table(file, "hashes") is not { } hashes)
        {
            yield break;
        }

        foreach (DataEntry hash in hashes.Entries)
        {
            if (hash.Value is DataText digest)
            {
                yield return new DependencyHash(hash.Key.ToLowerInvariant(), digest.Text);
            }
            else
            {
                list.WrongType(hash.Value, hash.Key, "text", loses: false);
            }
        }
    }

    private static Dictionary<string, ImmutableArray<string>> RequiredBy(List<(DataTable Table, string Name)> packages, ListBuilder list) => packages
        .SelectMany(package => list.Tables(package.Table, "dependencies").Select(dependency => (Of: list.Text(dependency, "name"), By: package.Name)))
        .Where(static edge => edge.Of is not null)
        .GroupBy(static edge => ListBuilder.NormalName(edge.Of!), static edge => edge.By, StringComparer.Ordinal)
        .ToDictionary(static edges => edges.Key, static edges => edges.Distinct(StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal);
}
