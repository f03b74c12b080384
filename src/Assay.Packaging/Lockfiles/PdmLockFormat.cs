using System.Collections.Immutable;

namespace Assay.Packaging.Lockfiles;

/// <summary>PDM's lock file (its versions 3 and 4). A project that is locked with and without extras is listed once.</summary>
public sealed class PdmLockFormat : LockfileFormat
{
    public override string Id => "pdm.lock";

    public override string Title => "pdm.lock, versions 3 and 4 (PDM)";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content) =>
        fileName == "pdm.lock" || (fileName.StartsWith("pdm.", StringComparison.Ordinal) && fileName.EndsWith(".lock", StringComparison.Ordinal));

    public override bool Recognises(ReadOnlySpan<byte> content) =>
        content.IndexOf("[[package]]"u8) >= 0 && content.IndexOf("\nlock_version = "u8) >= 0;

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        DataTable root = TomlDocument.Read(content.Span, list);
        DataTable metadata = list.Table(root, "metadata") ?? new DataTable(1);
        DataTable[] targets = [.. list.Tables(metadata, "targets")];
        list.RequiresPython = targets.Length == 1 ? list.Text(targets[0], "requires_python") : null;
        if (!list.IsBroken && root.Find("metadata") is null)
        {
            list.Problem(null, "there is no table of metadata: this may be no lock of PDM", loses: root.Find("package") is null);
        }

        string? version = list.Text(metadata, "lock_version");
        if (version is not null && !(version.StartsWith("3.", StringComparison.Ordinal) || version.StartsWith("4.", StringComparison.Ordinal)))
        {
            list.Problem(metadata.FindEntry("lock_version")?.Line, $"lock_version '{version}' is not known; only 3 and 4 are", loses: true);
        }

        DataTable? digests = list.Table(metadata, "files");
        List<ListedDependency> listed = [];
        Dictionary<(string, string?, string?), int> places = [];
        Dictionary<string, List<string>> requiredBy = new(StringComparer.Ordinal);
        foreach ((DataTable package, string name) in list.Named(root, "package"))
        {
            ListedDependency dependency = Dependency(package, name, digests, list);
            NoteNeeds(package, name, requiredBy, list);
            if (places.TryAdd((ListBuilder.NormalName(name), dependency.Version, dependency.Address), listed.Count))
            {
                listed.Add(dependency);
            }
            else
            {
                int place = places[(ListBuilder.NormalName(name), dependency.Version, dependency.Address)];
                listed[place] = Merged(listed[place], dependency);
            }
        }

        foreach (ListedDependency dependency in listed)
        {
            list.Add(dependency with
            {
                RequiredBy = requiredBy.Remove(ListBuilder.NormalName(dependency.Name), out List<string>? names) ? [.. names.Distinct(StringComparer.Ordinal)] : [],
            });
        }

        return list.Build();
    }

    private static ListedDependency Dependency(DataTable package, string name, DataTable? digests, ListBuilder list)
    {
        string? version = list.Text(package, "version");
        (DependencySource source, string? address) = Source(package, list);
        if (version is null && source == DependencySource.Index)
        {
            list.Problem(package.Line, $"'{name}' has no version", loses: false);
        }

        ImmutableArray<string> groups = list.Texts(package, "groups");
        IEnumerable<DataTable> files = list.Tables(package, "files");
        if (digests is not null && package.Find("files") is null)
        {
            files = list.Tables(digests, $"{name} {version}");
        }

        return new ListedDependency(name, version, source, list.File, ListBuilder.PinLine(package))
        {
            Address = address,
            Marker = list.Marker(list.Text(package, "marker"), package.FindEntry("marker")?.Line ?? package.Line),
            Extras = list.Texts(package, "extras"),
            Groups = groups.Contains("default") ? [] : [.. groups.Select(static group => $"group:{group}")],
            Hashes = list.FileHashes(files),
        };
    }

    private static (DependencySource Source, string? Address) Source(DataTable package, ListBuilder list)
    {
        foreach (string system in (ReadOnlySpan<string>)["git", "hg", "svn", "bzr"])
        {
            if (list.Text(package, system) is { } repository)
            {
                string? revision = list.Text(package, "revision") ?? list.Text(package, "ref");
                return (DependencySource.VersionControl, $"{system}+{repository}{(revision is null ? "" : $"@{revision}")}");
            }
        }

        if (list.Text(package, "url") is { } url)
        {
            return (DependencySource.Archive, url);
        }

        if (list.Text(package, "path") is { } path)
        {
            DependencySource local = ArchiveName.HasExtension(path) ? DependencySource.Archive : DependencySource.Folder;
            return (list.IsTrue(package, "editable") ? DependencySource.Editable : local, path);
        }

        return (DependencySource.Index, null);
    }

    // With an extra, PDM writes the project a second time.
    private static ListedDependency Merged(ListedDependency one, ListedDependency other) => one with
    {
        Extras = [.. one.Extras.Union(other.Extras, StringComparer.Ordinal)],
        Groups = one.Groups.IsEmpty || other.Groups.IsEmpty ? [] : [.. one.Groups.Union(other.Groups, StringComparer.Ordinal)],
        Hashes = [.. one.Hashes.Union(other.Hashes)],
        Marker = Equals(one.Marker, other.Marker) ? one.Marker : null,
    };

    private static void NoteNeeds(DataTable package, string name, Dictionary<string, List<string>> requiredBy, ListBuilder list)
    {
        foreach (string need in list.Texts(package, "dependencies"))
        {
            if (Requirements.Requirement.TryParse(need, out Requirements.Requirement? requirement) && requirement.Project.Normalized != ListBuilder.NormalName(name))
            {
                if (!requiredBy.TryGetValue(requirement.Project.Normalized, out List<string>? names))
                {
                    requiredBy[requirement.Project.Normalized] = names = [];
                }

                names.Add(name);
            }
        }
    }
}
