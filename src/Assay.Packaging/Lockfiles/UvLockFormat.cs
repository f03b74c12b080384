using System.Collections.Immutable;
using Assay.Packaging.Requirements;

namespace Assay.Packaging.Lockfiles;

/// <summary>uv's own lock file, for a project or, as <c>NAME.py.lock</c>, for a script (its version 1).</summary>
public sealed class UvLockFormat : LockfileFormat
{
    public override string Id => "uv.lock";

    public override string Title => "uv.lock, version 1 (uv documentation, \"Locking and syncing\")";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content) =>
        fileName == "uv.lock" || fileName.EndsWith(".py.lock", StringComparison.Ordinal);

    public override bool Recognises(ReadOnlySpan<byte> content) =>
        content.IndexOf("[[package]]"u8) >= 0 && content.IndexOf("\nsource = { "u8) >= 0;

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        DataTable root = TomlDocument.Read(content.Span, list);
        list.RequiresPython = list.Text(root, "requires-python");
        if (root.FindEntry("version") is not { } version)
        {
            if (!list.IsBroken)
            {
                list.Problem(null, "no version of the format is stated", loses: true);
            }
        }
        else if (version.Value is not DataNumber { Text: "1" })
        {
            list.Problem(version.Line, $"the version of the format must be 1, not {(version.Value as DataNumber)?.Text ?? version.Value.Kind}", loses: true);
        }

        HashSet<string> members = list.Table(root, "manifest") is { } manifest
            ? [.. list.Texts(manifest, "members").Select(ListBuilder.NormalName)]
            : [];
        List<(DataTable Table, string Name)> packages = list.Named(root, "package");
        List<ListedDependency> listed = [.. packages.Select(package => Dependency(package.Table, package.Name, members, list))];
        DependencyGraph graph = Graph(packages, listed, list);
        for (int i = 0; i < listed.Count; i++)
        {
            list.Add(listed[i] with { Groups = graph.Groups(i), RequiredBy = graph.RequiredBy(i) });
        }

        return list.Build();
    }

    private static ListedDependency Dependency(DataTable package, string name, HashSet<string> members, ListBuilder list)
    {
        (DependencySource source, string? address, string? index) = Source(package, list);
        if (source is DependencySource.Editable or DependencySource.Folder or DependencySource.Project
            && (address == "." || members.Contains(ListBuilder.NormalName(name))))
        {
            source = DependencySource.Project;
        }

        if (package.Find("version") is null && source == DependencySource.Index)
        {
            list.Problem(package.Line, $"'{name}' has no version", loses: false);
        }

        IEnumerable<DataTable> files = list.Tables(package, "wheels");
        if (list.Table(package, "sdist") is { } sdist)
        {
            files = files.Prepend(sdist);
        }

        return new ListedDependency(name, list.Text(package, "version"), source, list.File, ListBuilder.PinLine(package))
        {
            Address = address,
            Index = index,
            Marker = Forks(package, list),
            Hashes = list.FileHashes(files),
        };
    }

    private static (DependencySource Source, string? Address, string? Index) Source(DataTable package, ListBuilder list)
    {
        // Without a source uv refuses the lock; by name is how it would be had.
        if (list.Table(package, "source") is not { Entries.Count: > 0 } source)
        {
            return (DependencySource.Index, null, null);
        }

        DataEntry kind = source.Entries[0];
        string? address = (kind.Value as DataText)?.Text;
        switch (kind.Key)
        {
            case "registry":
                return (DependencySource.Index, null, address);
            case "git":
                return (DependencySource.VersionControl, $"git+{address}", null);
            case "url" or "path":
                return (DependencySource.Archive, address, null);
            case "directory":
                return (DependencySource.Folder, address, null);
            case "editable":
                return (DependencySource.Editable, address, null);
            case "virtual":
                return (DependencySource.Project, address, null);
            default:
                list.Problem(kind.Line, $"the source '{kind.Key}' is not known", loses: false);
                return (DependencySource.Archive, address, null);
        }
    }

    // A version that only some of the lock's branches take names them: one of these must hold.
    private static Marker? Forks(DataTable package, ListBuilder list)
    {
        ImmutableArray<string> markers = list.Texts(package, "resolution-markers");
        return markers.IsEmpty ? null : list.Marker(string.Join(" or ", markers.Select(static marker => $"({marker})")), package.FindEntry("resolution-markers")!.Value.Line);
    }

    private static DependencyGraph Graph(List<(DataTable Table, string Name)> packages, List<ListedDependency> listed, ListBuilder list)
    {
        DependencyGraph graph = new(packages.Count);
        ILookup<string, int> byName = Enumerable.Range(0, packages.Count).ToLookup(i => ListBuilder.NormalName(packages[i].Name), StringComparer.Ordinal);
        for (int i = 0; i < packages.Count; i++)
        {
            (DataTable package, string name) = packages[i];
            bool isProject = listed[i].Source == DependencySource.Project;
            foreach ((int other, string extra) in Targets(list.Tables(package, "dependencies")))
            {
                graph.Need(i, "", other, extra, name);
            }

            if (isProject)
            {
                graph.Root(null, i, "");
            }

            foreach (DataEntry extra in list.Table(package, "optional-dependencies")?.Entries ?? [])
            {
                foreach ((int other, string extraOfOther) in Targets(Tables(extra)))
                {
                    graph.Need(i, extra.Key, other, extraOfOther, name);
                    if (isProject)
                    {
                        graph.Root($"extra:{extra.Key}", other, extraOfOther);
                    }
                }
            }

            foreach (DataEntry group in list.Table(package, "dev-dependencies")?.Entries ?? [])
            {
                foreach ((int other, string extra) in Targets(Tables(group)))
                {
                    graph.Need(i, $"group:{group.Key}", other, extra, name);
                    graph.Root($"group:{group.Key}", other, extra);
                }
            }
        }

        if (!graph.Follow())
        {
            list.Problem(null, "the lock has so many groups and dependencies that not all groups were followed", loses: false);
        }

        return graph;

        IEnumerable<DataTable> Tables(DataEntry entry) => entry.Value is DataArray array ? array.Items.OfType<DataTable>() : [];

        IEnumerable<(int Package, string Extra)> Targets(IEnumerable<DataTable> dependencies)
        {
            foreach (DataTable dependency in dependencies)
            {
                if (list.Text(dependency, "name") is not { } name)
                {
                    continue;
                }

                string? version = list.Text(dependency, "version");
                ImmutableArray<string> extras = list.Texts(dependency, "extra");
                foreach (int other in byName[ListBuilder.NormalName(name)])
                {
                    if (!graph.Step())
                    {
                        yield break;
                    }

                    if (version is not null && listed[other].Version != version)
                    {
                        continue;
                    }

                    foreach (string extra in extras.DefaultIfEmpty(""))
                    {
                        yield return (other, extra);
                    }
                }
            }
        }
    }
}
