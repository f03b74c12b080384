using System.Collections.Immutable;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;

namespace Assay.Packaging.Lockfiles;

/// <summary>
/// What <c>pyproject.toml</c> says a project needs: its dependencies and extras, dependency groups, build requirements, and those of
/// the tables of Poetry, PDM and uv.
/// </summary>
/// <param name="onlyBuild">True: the build requirements alone, for a file beside a lock that holds the others.</param>
public sealed class PyprojectFormat(bool onlyBuild) : LockfileFormat
{
    /// <summary>Reads all that the file says.</summary>
    public PyprojectFormat()
        : this(onlyBuild: false)
    {
    }

    public override string Id => "pyproject.toml";

    public override string Title => "pyproject.toml (PyPA \"pyproject.toml specification\", \"Dependency Groups\"; Poetry, PDM and uv)";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content) => fileName == "pyproject.toml";

    public override bool Recognises(ReadOnlySpan<byte> content) =>
        content.IndexOf("\n[project]"u8) >= 0 || content.StartsWith("[project]"u8) || content.IndexOf("[build-system]"u8) >= 0;

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        DataTable root = TomlDocument.Read(content.Span, list);
        if (!onlyBuild)
        {
            ReadDependencies(root, list, surroundings);
        }

        if (list.Table(root, "build-system", loses: true) is { } build)
        {
            foreach (DataNode requirement in list.Items(build, "requires", loses: true))
            {
                list.AddRequirement(requirement, ["build"]);
            }
        }

        return list.Build() with { IsBuildBesideLock = onlyBuild };
    }

    private static void ReadDependencies(DataTable root, ListBuilder list, ListSurroundings surroundings)
    {
        DataTable? tool = list.Table(root, "tool");
        UvTable uv = UvTable.Read(tool, list);
        HashSet<string> named = [];
        if (list.Table(root, "project", loses: true) is { } project)
        {
            ReadProject(project, uv, named, SetuptoolsTable.Dynamic(tool, list), list, surroundings);
        }

        DependencyGroups.Read(list.Table(root, "dependency-groups", loses: true), uv, list);
        if (tool is not null)
        {
            uv.ReadLists(list);
            if (list.Table(tool, "poetry") is { } poetry)
            {
                PoetryTable.Read(poetry, named, list);
            }

            if (list.Table(tool, "pdm") is { } pdm)
            {
                ReadPdm(pdm, uv, list);
            }
        }
    }

    private static void ReadProject(DataTable project, UvTable uv, HashSet<string> named, DataTable? files, ListBuilder list, ListSurroundings surroundings)
    {
        list.RequiresPython = list.Text(project, "requires-python");
        list.Own = ProjectName.TryParse(list.Text(project, "name"), out ProjectName own) ? own : null;
        foreach (DataNode requirement in list.Items(project, "dependencies", loses: true))
        {
            if (requirement is DataText text && Requirement.TryParse(text.Text, out Requirement? parsed))
            {
                _ = named.Add(parsed.Project.Normalized);
            }

            uv.Add(requirement, [], list);
        }

        foreach (DataEntry extra in list.Table(project, "optional-dependencies", loses: true)?.Entries ?? [])
        {
            AddAll(extra, [$"extra:{extra.Key}"], uv, list);
        }

        DataEntry? dynamic = project.FindEntry("dynamic");
        foreach (string field in list.Texts(project, "dynamic"))
        {
            if (field is "dependencies" or "optional-dependencies" && !(files is not null && SetuptoolsTable.TryRead(files, field, list, surroundings)))
            {
                list.Problem(dynamic?.Line, $"{field} are dynamic: only building the project tells them", loses: true);
            }
        }
    }

    private static void AddAll(DataEntry entry, ImmutableArray<string> groups, UvTable uv, ListBuilder list)
    {
        if (entry.Value is not DataArray requirements)
        {
            list.WrongType(entry.Value, entry.Key, "an array", loses: true);
            return;
        }

        foreach (DataNode requirement in requirements.Items)
        {
            uv.Add(requirement, groups, list);
        }
    }

    // Here PDM also takes "-e" before an address.
    private static void ReadPdm(DataTable pdm, UvTable uv, ListBuilder list)
    {
        foreach (DataEntry group in list.Table(pdm, "dev-dependencies", loses: true)?.Entries ?? [])
        {
            ImmutableArray<string> groups = [$"group:{group.Key}"];
            if (group.Value is not DataArray requirements)
            {
                list.WrongType(group.Value, group.Key, "an array", loses: true);
                continue;
            }

            foreach (DataNode requirement in requirements.Items)
            {
                if (requirement is DataText text && text.Text.StartsWith("-e ", StringComparison.Ordinal))
                {
                    AddEditable(text, groups, list);
                }
                else
                {
                    uv.Add(requirement, groups, list);
                }
            }
        }
    }

    private static void AddEditable(DataText text, ImmutableArray<string> groups, ListBuilder list)
    {
        if (RequirementTarget.TryParseEditable(text.Text[3..].Trim(), out RequirementTarget? target, out RequirementProblem? problem))
        {
            string name = target.Requirement?.Name ?? target.EggName ?? ShownAddress.Of(target.Address!);
            list.Add(new ListedDependency(name, null, DependencySource.Editable, list.File, text.Line)
            {
                Address = target.Address,
                Extras = target.Extras,
                Marker = target.Marker,
                Groups = groups,
            });
        }
        else
        {
            list.Problem(text.Line, $"'{text.Text}' is not an editable requirement: {problem.Message}", loses: true);
        }
    }
}
