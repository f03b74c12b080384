using System.Collections.Immutable;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Lockfiles;

/// <summary>Pipenv's lock file (pipfile-spec 6).</summary>
public sealed class PipfileLockFormat : LockfileFormat
{
    public override string Id => "Pipfile.lock";

    public override string Title => "Pipfile.lock, pipfile-spec 6 (Pipenv)";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content) => fileName == "Pipfile.lock";

    public override bool Recognises(ReadOnlySpan<byte> content) =>
        content.IndexOf("\"_meta\""u8) >= 0 && content.IndexOf("\"pipfile-spec\""u8) >= 0;

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        DataTable root = JsonText.Read(content.Span, list);
        DataTable? meta = list.Table(root, "_meta");
        if (meta?.Find("pipfile-spec") is DataNumber { Text: not "6" } spec)
        {
            list.Problem(spec.Line, $"pipfile-spec {spec.Text} is not known; only 6 is", loses: true);
        }

        if (!list.IsBroken && root.Find("default") is null)
        {
            list.Problem(null, "there is no category 'default'", loses: true);
        }

        foreach (DataEntry category in root.Entries)
        {
            if (category.Key == "_meta")
            {
                continue;
            }

            if (category.Value is not DataTable packages)
            {
                list.WrongType(category.Value, category.Key, "a table", loses: true);
                continue;
            }

            ImmutableArray<string> groups = category.Key == "default" ? [] : [$"group:{category.Key}"];
            foreach (DataEntry package in packages.Entries)
            {
                list.Add(Dependency(package, list) with { Groups = groups });
            }
        }

        return list.Build();
    }

    private static ListedDependency Dependency(DataEntry package, ListBuilder list)
    {
        // Old ones have the version alone.
        if (package.Value is not DataTable table)
        {
            (string? only, VersionSpecifierSet? among) = Version((package.Value as DataText)?.Text, package.Value.Line, list);
            if (package.Value is not DataText)
            {
                list.WrongType(package.Value, package.Key, "a table", loses: false);
            }

            return new ListedDependency(package.Key, only, DependencySource.Index, list.File, package.Line) { Allowed = among };
        }

        (DependencySource source, string? address) = Source(table, list);
        DataEntry? stated = table.FindEntry("version");
        (string? version, VersionSpecifierSet? allowed) = Version(list.Text(table, "version"), stated?.Line ?? package.Line, list);
        if (version is null && source == DependencySource.Index)
        {
            list.Problem(stated?.Line ?? package.Line, $"'{package.Key}' has no version", loses: false);
        }

        return new ListedDependency(package.Key, version, source, list.File, stated?.Line ?? package.Line)
        {
            Allowed = allowed,
            Address = address,
            Index = list.Text(table, "index"),
            Marker = list.Marker(list.Text(table, "markers"), table.FindEntry("markers")?.Line ?? package.Line),
            Extras = list.Texts(table, "extras"),
            Hashes = [.. list.Texts(table, "hashes").Select(static text => ListBuilder.Hash(text)).OfType<DependencyHash>()],
        };
    }

    private static (string? Version, VersionSpecifierSet? Allowed) Version(string? text, int line, ListBuilder list)
    {
        if (text is null or "*" or "")
        {
            return (null, null);
        }

        if (VersionSpecifierSet.TryParse(text, out VersionSpecifierSet? set))
        {
            return set.ExactVersion is { } exact ? (exact, null) : (null, set);
        }

        list.Problem(line, $"'{text}' is not a version specifier", loses: false);
        return (text.StartsWith("==", StringComparison.Ordinal) ? text.TrimStart('=').Trim() : null, null);
    }

    private static (DependencySource Source, string? Address) Source(DataTable table, ListBuilder list)
    {
        bool isEditable = list.IsTrue(table, "editable");
        foreach (string system in (ReadOnlySpan<string>)["git", "hg", "svn", "bzr"])
        {
            if (list.Text(table, system) is { } repository)
            {
                string? revision = list.Text(table, "ref");
                return (DependencySource.VersionControl, $"{system}+{repository}{(revision is null ? "" : $"@{revision}")}");
            }
        }

        if ((list.Text(table, "path") ?? list.Text(table, "file") ?? list.Text(table, "uri") ?? list.Text(table, "url")) is not { } address)
        {
            return (DependencySource.Index, null);
        }

        bool isArchive = ArchiveName.HasExtension(address) || (address.Contains("://", StringComparison.Ordinal) && !address.StartsWith("file:", StringComparison.Ordinal));
        return (isEditable ? DependencySource.Editable : isArchive ? DependencySource.Archive : DependencySource.Folder, address);
    }
}
