using System.Collections.Immutable;
using Assay.Packaging.Requirements;

namespace Assay.Packaging.Lockfiles;

/// <summary>The table <c>[tool.uv]</c>: lists of its own, and where projects are had that the other lists only name.</summary>
internal sealed class UvTable
{
    private readonly DataTable? _table;
    private readonly Dictionary<string, (DependencySource Source, string? Address, string? Index)> _sources = new(StringComparer.Ordinal);

    private UvTable(DataTable? table) => _table = table;

    public static UvTable Read(DataTable? tool, ListBuilder list)
    {
        UvTable uv = new(tool is null ? null : list.Table(tool, "uv"));
        DataTable? sources = uv._table is null ? null : list.Table(uv._table, "sources");
        foreach (DataEntry source in sources?.Entries ?? [])
        {
            // Several sources for one name hold for one platform each: by name is how the others have it.
            if (source.Value is DataTable one && Source(one, list) is { } found)
            {
                _ = uv._sources.TryAdd(ListBuilder.NormalName(source.Key), found);
            }
        }

        return uv;
    }

    /// <summary>Lists a requirement from where uv has it.</summary>
    public void Add(DataNode node, ImmutableArray<string> groups, ListBuilder list, bool isConstraint = false)
    {
        if (node is not DataText text
            || _sources.Count == 0
            || !Requirement.TryParse(text.Text, out Requirement? requirement)
            || !_sources.TryGetValue(requirement.Project.Normalized, out (DependencySource Source, string? Address, string? Index) from))
        {
            list.AddRequirement(node, groups, isConstraint);
            return;
        }

        ListedDependency dependency = list.FromRequirement(requirement, node.Line) with { Groups = groups, Index = from.Index, IsConstraint = isConstraint };
        list.Add(from.Source == DependencySource.Index ? dependency : dependency with { Source = from.Source, Address = from.Address });
    }

    /// <summary>Lists the development dependencies and constraints of the table itself.</summary>
    public void ReadLists(ListBuilder list)
    {
        if (_table is null)
        {
            return;
        }

        foreach (DataNode requirement in list.Items(_table, "dev-dependencies", loses: true))
        {
            Add(requirement, ["group:dev"], list);
        }

        foreach (string key in (ReadOnlySpan<string>)["constraint-dependencies", "override-dependencies"])
        {
            foreach (DataNode requirement in list.Items(_table, key, loses: true))
            {
                Add(requirement, [], list, isConstraint: true);
            }
        }
    }

    private static (DependencySource Source, string? Address, string? Index)? Source(DataTable table, ListBuilder list)
    {
        if (list.Text(table, "git") is { } git)
        {
            string? revision = list.Text(table, "rev") ?? list.Text(table, "tag") ?? list.Text(table, "branch");
            return (DependencySource.VersionControl, $"git+{git}{(revision is null ? "" : $"@{revision}")}", null);
        }

        if (list.Text(table, "url") is { } url)
        {
            return (DependencySource.Archive, url, null);
        }

        if (list.Text(table, "path") is { } path)
        {
            DependencySource local = ArchiveName.HasExtension(path) ? DependencySource.Archive : DependencySource.Folder;
            return (list.IsTrue(table, "editable") ? DependencySource.Editable : local, path, null);
        }

        if (list.IsTrue(table, "workspace"))
        {
            return (DependencySource.Project, null, null);
        }

        return list.Text(table, "index") is { } index ? (DependencySource.Index, null, index) : null;
    }
}
