using System.Collections.Immutable;

namespace Assay.Packaging.Lockfiles;

/// <summary>
/// The table <c>[dependency-groups]</c> (PyPA "Dependency Groups", PEP 735). A dependency is listed once, where it stands, under its
/// own group and under those that include it.
/// </summary>
internal static class DependencyGroups
{
    // Groups that all include each other are quadratic: real files have a handful.
    private const int MaxSteps = 1_000_000;

    public static void Read(DataTable? table, UvTable uv, ListBuilder list)
    {
        if (table is null)
        {
            return;
        }

        // By normalised name: who includes the group.
        Dictionary<string, List<string>> includedBy = new(StringComparer.Ordinal);
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (DataEntry group in table.Entries)
        {
            if (!names.TryAdd(ListBuilder.NormalName(group.Key), group.Key))
            {
                list.Problem(group.Line, $"'{group.Key}' is the name of a group that is there already", loses: false);
            }
        }

        foreach (DataEntry group in table.Entries)
        {
            NoteIncludes(group, names, includedBy, list);
        }

        int steps = 0;
        foreach (DataEntry group in table.Entries)
        {
            ImmutableArray<string> groups = [.. Including(group, includedBy, ref steps, list).Select(name => $"group:{names[name]}")];
            foreach (DataNode item in group.Value is DataArray array ? array.Items : [])
            {
                if (item is not DataTable)
                {
                    uv.Add(item, groups, list);
                }
            }
        }
    }

    private static void NoteIncludes(DataEntry group, Dictionary<string, string> names, Dictionary<string, List<string>> includedBy, ListBuilder list)
    {
        if (group.Value is not DataArray items)
        {
            list.WrongType(group.Value, group.Key, "an array", loses: true);
            return;
        }

        foreach (DataTable item in items.Items.OfType<DataTable>())
        {
            if (item.Entries.Count != 1 || list.Text(item, "include-group", loses: true) is not { } included)
            {
                list.Problem(item.Line, "a table in a group must hold 'include-group' and nothing else", loses: true);
                continue;
            }

            string name = ListBuilder.NormalName(included);
            if (!names.ContainsKey(name))
            {
                list.Problem(item.Line, $"there is no group '{included}'", loses: true);
                continue;
            }

            if (!includedBy.TryGetValue(name, out List<string>? by))
            {
                includedBy[name] = by = [];
            }

            by.Add(ListBuilder.NormalName(group.Key));
        }
    }

    private static List<string> Including(DataEntry group, Dictionary<string, List<string>> includedBy, ref int steps, ListBuilder list)
    {
        string start = ListBuilder.NormalName(group.Key);
        HashSet<string> seen = [start];
        List<string> found = [start];
        bool isCircle = false;
        for (int at = 0; at < found.Count; at++)
        {
            foreach (string by in includedBy.TryGetValue(found[at], out List<string>? all) ? all : [])
            {
                if (++steps > MaxSteps)
                {
                    list.Problem(group.Line, "the groups include each other too often; not all are named", loses: false);
                    return found;
                }

                isCircle |= by == start;
                if (seen.Add(by))
                {
                    found.Add(by);
                }
            }
        }

        if (isCircle)
        {
            list.Problem(group.Line, $"the group '{group.Key}' includes itself", loses: false);
        }

        return found;
    }
}
