using System.Collections.Immutable;
using Assay.Packaging.Requirements;

namespace Assay.Packaging.Lockfiles;

/// <summary>Poetry's lock file, of Poetry 1.x (categories, digests apart) and 2.x (groups, markers).</summary>
public sealed class PoetryLockFormat : LockfileFormat
{
    private const string Main = "main";

    public override string Id => "poetry.lock";

    public override string Title => "poetry.lock, lock-version 1 and 2 (Poetry)";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content) => fileName == "poetry.lock";

    public override bool Recognises(ReadOnlySpan<byte> content) =>
        content.IndexOf("[[package]]"u8) >= 0 && content.IndexOf("\npython-versions = "u8) >= 0;

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        DataTable root = TomlDocument.Read(content.Span, list);
        DataTable? metadata = list.Table(root, "metadata");
        if (metadata is not null)
        {
            list.RequiresPython = list.Text(metadata, "python-versions");
        }

        string? version = metadata is null ? null : list.Text(metadata, "lock-version");
        if (version is not null && !(version.StartsWith("1.", StringComparison.Ordinal) || version.StartsWith("2.", StringComparison.Ordinal)))
        {
            list.Problem(metadata!.FindEntry("lock-version")?.Line, $"lock-version '{version}' is not known; only 1 and 2 are", loses: true);
        }

        if (!list.IsBroken && root.Find("package") is null)
        {
            list.Problem(null, "there is no array of packages", loses: true);
        }

        List<(DataTable Table, string Name)> packages = list.Named(root, "package");
        DependencyGraph graph = Graph(root, packages, list);
        DataTable? digests = metadata is null ? null : list.Table(metadata, "files");
        for (int i = 0; i < packages.Count; i++)
        {
            (DataTable package, string name) = packages[i];
            list.Add(Dependency(package, name, digests, list) with
            {
                Groups = Groups(package, graph.Groups(i), list),
                RequiredBy = graph.RequiredBy(i),
            });
        }

        return list.Build();
    }

    private static ListedDependency Dependency(DataTable package, string name, DataTable? digests, ListBuilder list)
    {
        if (package.Find("version") is null)
        {
            list.Problem(package.Line, $"'{name}' has no version", loses: false);
        }

        (DependencySource source, string? address, string? index) = Source(package, list);
        IEnumerable<DataTable> files = list.Tables(package, "files");
        if (digests is not null && package.Find("files") is null)
        {
            files = list.Tables(digests, name);
        }

        return new ListedDependency(name, list.Text(package, "version"), source, list.File, ListBuilder.PinLine(package))
        {
            Address = address,
            Index = index,
            Marker = MarkerOf(package, list),
            Hashes = list.FileHashes(files),
        };
    }

    private static (DependencySource Source, string? Address, string? Index) Source(DataTable package, ListBuilder list)
    {
        if (list.Table(package, "source") is not { } source)
        {
            return (DependencySource.Index, null, null);
        }

        string? url = list.Text(source, "url");
        string? type = list.Text(source, "type");
        switch (type)
        {
            case "git":
                string? revision = list.Text(source, "resolved_reference") ?? list.Text(source, "reference");
                return (DependencySource.VersionControl, $"git+{url}{(revision is null ? "" : $"@{revision}")}", null);
            case "directory":
                return (list.IsTrue(package, "develop") ? DependencySource.Editable : DependencySource.Folder, url, null);
            case "file" or "url":
                return (DependencySource.Archive, url, null);
            case "legacy" or null:
                return (DependencySource.Index, null, url);
            default:
                list.Problem(source.Line, $"the source '{type}' is not known", loses: false);
                return (DependencySource.Archive, url, null);
        }
    }

    // Lock 2.1: one marker, or one a group.
    private static Marker? MarkerOf(DataTable package, ListBuilder list)
    {
        switch (package.FindEntry("markers") ?? package.FindEntry("marker"))
        {
            case { Value: DataText text }:
                return list.Marker(text.Text, text.Line);
            case { Value: DataTable byGroup }:
                bool isForEveryGroup = list.Texts(package, "groups").All(group => byGroup.Find(group) is DataText);
                IEnumerable<string> markers = byGroup.Entries.Select(static entry => entry.Value).OfType<DataText>().Select(static text => $"({text.Text})");
                return isForEveryGroup ? list.Marker(string.Join(" or ", markers), byGroup.Line) : null;
            case { } other:
                list.WrongType(other.Value, other.Key, "text or a table", loses: false);
                return null;
            default:
                return null;
        }
    }

    private static ImmutableArray<string> Groups(DataTable package, ImmutableArray<string> extras, ListBuilder list)
    {
        ImmutableArray<string> groups = list.Texts(package, "groups");
        if (groups.IsEmpty && list.Text(package, "category") is { } category)
        {
            groups = [category];
        }

        bool isOptional = list.IsTrue(package, "optional");
        if ((groups.IsEmpty || groups.Contains(Main)) && !isOptional)
        {
            return [];
        }

        // What no extra of the lock leads to is optional for a reason that the lock does not tell.
        IEnumerable<string> optional = !isOptional ? [] : extras.IsEmpty ? ["optional"] : extras;
        return [.. groups.Where(static group => group != Main).Select(static group => $"group:{group}"), .. optional];
    }

    private static DependencyGraph Graph(DataTable root, List<(DataTable Table, string Name)> packages, ListBuilder list)
    {
        DependencyGraph graph = new(packages.Count);
        ILookup<string, int> byName = Enumerable.Range(0, packages.Count).ToLookup(i => ListBuilder.NormalName(packages[i].Name), StringComparer.Ordinal);
        for (int i = 0; i < packages.Count; i++)
        {
            foreach (DataEntry need in list.Table(packages[i].Table, "dependencies")?.Entries ?? [])
            {
                foreach (int other in byName[ListBuilder.NormalName(need.Key)])
                {
                    if (!graph.Step())
                    {
                        break;
                    }

                    graph.Need(i, "", other, "", packages[i].Name);
                }
            }
        }

        foreach (DataEntry extra in list.Table(root, "extras")?.Entries ?? [])
        {
            foreach (DataText name in extra.Value is DataArray names ? names.Items.OfType<DataText>() : [])
            {
                foreach (int other in byName[ListBuilder.NormalName(name.Text)])
                {
                    if (!graph.Step())
                    {
                        break;
                    }

                    graph.Root($"extra:{extra.Key}", other, "");
                }
            }
        }

        if (!graph.Follow())
        {
            list.Problem(null, "the lock has so many extras and dependencies that not all extras were followed", loses: false);
        }

        return graph;
    }
}
