using System.Collections.Immutable;

namespace Assay.Packaging.Lockfiles;

/// <summary>The table <c>[tool.setuptools.dynamic]</c> of <c>pyproject.toml</c>: dynamic dependencies that stand in files beside it, and so need no build.</summary>
internal static class SetuptoolsTable
{
    /// <param name="tool">The table <c>[tool]</c>; null for none.</param>
    public static DataTable? Dynamic(DataTable? tool, ListBuilder list) =>
        tool is not null && list.Table(tool, "setuptools") is { } setuptools ? list.Table(setuptools, "dynamic") : null;

    /// <summary>Lists what the files of a field hold; false where it names none.</summary>
    /// <param name="field"><c>dependencies</c> or <c>optional-dependencies</c>.</param>
    public static bool TryRead(DataTable dynamic, string field, ListBuilder list, ListSurroundings surroundings)
    {
        if (dynamic.Find(field) is not DataTable table)
        {
            return false;
        }

        if (field == "dependencies")
        {
            return TryRead(table, [], list, surroundings);
        }

        bool isWhole = table.Entries.Count > 0;
        foreach (DataEntry extra in table.Entries)
        {
            isWhole &= extra.Value is DataTable files && TryRead(files, [$"extra:{extra.Key}"], list, surroundings);
        }

        return isWhole;
    }

    private static bool TryRead(DataTable table, ImmutableArray<string> groups, ListBuilder list, ListSurroundings surroundings)
    {
        IEnumerable<DataNode> names = table.Find("file") switch
        {
            DataText one => [one],
            DataArray several => several.Items,
            _ => [],
        };
        string folder = Path.GetDirectoryName(list.File) ?? "";
        bool isAny = false;
        foreach (DataNode node in names)
        {
            isAny = true;
            string path = node is DataText { Text: var text } && !text.Contains('\0', StringComparison.Ordinal) ? Path.GetFullPath(Path.Combine(folder, text)) : "";

            // As setuptools has it: no file outside the project's folder.
            if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || surroundings.Read(path) is not { } content)
            {
                list.Problem(node.Line, $"'{(node as DataText)?.Text}' could not be read", loses: true);
                continue;
            }

            DependencyList read = new RequirementsFormat().Read(content, path, surroundings);
            foreach (ListedDependency dependency in read.Dependencies)
            {
                list.Add(dependency with { Groups = groups });
            }

            foreach (ListProblem problem in read.Problems)
            {
                list.Problem(problem);
            }
        }

        return isAny;
    }
}
