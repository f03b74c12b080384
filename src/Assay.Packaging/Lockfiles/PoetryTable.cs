using System.Collections.Immutable;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Lockfiles;

/// <summary>The table <c>[tool.poetry]</c> of <c>pyproject.toml</c>: dependencies by name, in groups, with Poetry's own constraints.</summary>
internal static class PoetryTable
{
    /// <param name="named">Projects that <c>[project]</c> lists: what stands here only says where they are had.</param>
    public static void Read(DataTable poetry, HashSet<string> named, ListBuilder list)
    {
        list.Own ??= ProjectName.TryParse(list.Text(poetry, "name"), out ProjectName own) ? own : null;
        ILookup<string, string> extras = Extras(list.Table(poetry, "extras"));
        if (list.Table(poetry, "dependencies", loses: true) is { } main)
        {
            foreach (DataEntry entry in main.Entries)
            {
                if (entry.Key == "python")
                {
                    list.RequiresPython ??= (entry.Value as DataText)?.Text;
                }
                else if (!named.Contains(ListBuilder.NormalName(entry.Key))
                    || (entry.Value is DataTable table && SourceOf(table, list).Source != DependencySource.Index))
                {
                    Add(entry, [], extras, list);
                }
            }
        }

        AddAll(list.Table(poetry, "dev-dependencies", loses: true), "dev", extras, list);
        foreach (DataEntry group in list.Table(poetry, "group", loses: true)?.Entries ?? [])
        {
            if (group.Value is DataTable table)
            {
                AddAll(list.Table(table, "dependencies", loses: true), group.Key, extras, list);
            }
            else
            {
                list.WrongType(group.Value, group.Key, "a table", loses: true);
            }
        }
    }

    private static void AddAll(DataTable? table, string group, ILookup<string, string> extras, ListBuilder list)
    {
        foreach (DataEntry entry in table?.Entries ?? [])
        {
            Add(entry, [$"group:{group}"], extras, list);
        }
    }

    // One constraint, or several for different platforms.
    private static void Add(DataEntry entry, ImmutableArray<string> groups, ILookup<string, string> extras, ListBuilder list)
    {
        foreach (DataNode node in entry.Value is DataArray several ? several.Items : [entry.Value])
        {
            if (node is DataText text)
            {
                list.Add(Constrained(new ListedDependency(entry.Key, null, DependencySource.Index, list.File, node.Line) { Groups = groups }, text, list));
            }
            else if (node is DataTable table)
            {
                list.Add(Dependency(entry, table, groups, extras, list));
            }
            else
            {
                list.WrongType(node, entry.Key, "a version constraint or a table", loses: true);
            }
        }
    }

    private static ListedDependency Dependency(DataEntry entry, DataTable table, ImmutableArray<string> groups, ILookup<string, string> extras, ListBuilder list)
    {
        (DependencySource source, string? address) = SourceOf(table, list);
        IEnumerable<string> optional = list.IsTrue(table, "optional") && groups.IsEmpty ? extras[ListBuilder.NormalName(entry.Key)].DefaultIfEmpty("optional") : [];
        int line = table.FindEntry("version")?.Line ?? entry.Line;
        ListedDependency dependency = new(entry.Key, null, source, list.File, line)
        {
            Address = address,
            Index = list.Text(table, "source"),
            Extras = list.Texts(table, "extras"),
            Groups = [.. groups, .. optional],
            Marker = PoetryMarker.Read(table, line, list),
        };
        return table.Find("version") is DataText version && source == DependencySource.Index ? Constrained(dependency, version, list) : dependency;
    }

    private static ListedDependency Constrained(ListedDependency dependency, DataText constraint, ListBuilder list)
    {
        if (PoetryConstraint.Read(constraint.Text) is not { } sets)
        {
            list.Problem(constraint.Line, $"'{constraint.Text}' is not a version constraint", loses: false);
            return dependency;
        }

        return sets.Length > 1 ? dependency with { Alternatives = sets }
            : sets[0].ExactVersion is { } exact ? dependency with { Version = exact }
            : dependency with { Allowed = sets[0].Specifiers.IsEmpty ? null : sets[0] };
    }

    private static (DependencySource Source, string? Address) SourceOf(DataTable table, ListBuilder list)
    {
        if (list.Text(table, "git") is { } git)
        {
            string? revision = list.Text(table, "rev") ?? list.Text(table, "tag") ?? list.Text(table, "branch");
            return (DependencySource.VersionControl, $"git+{git}{(revision is null ? "" : $"@{revision}")}");
        }

        if (list.Text(table, "path") is { } path)
        {
            DependencySource local = ArchiveName.HasExtension(path) ? DependencySource.Archive : DependencySource.Folder;
            return (list.IsTrue(table, "develop") ? DependencySource.Editable : local, path);
        }

        return list.Text(table, "url") is { } url ? (DependencySource.Archive, url)
            : list.Text(table, "file") is { } file ? (DependencySource.Archive, file)
            : (DependencySource.Index, null);
    }

    private static ILookup<string, string> Extras(DataTable? extras) => (extras?.Entries ?? [])
        .SelectMany(static extra => extra.Value is DataArray names ? names.Items.OfType<DataText>().Select(name => (Name: ListBuilder.NormalName(name.Text), Extra: $"extra:{extra.Key}")) : [])
        .ToLookup(static pair => pair.Name, static pair => pair.Extra, StringComparer.Ordinal);
}
