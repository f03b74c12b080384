namespace Assay.Packaging.Lockfiles;

/// <summary>conda-lock's <c>conda-lock.yml</c> (version 1): what pip installs is of Python's index, the rest is conda's.</summary>
public sealed class CondaLockFormat : LockfileFormat
{
    public override string Id => "conda-lock.yml";

    public override string Title => "conda-lock.yml, version 1 (conda-lock)";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content) =>
        fileName.EndsWith("conda-lock.yml", StringComparison.Ordinal) || fileName.EndsWith("conda-lock.yaml", StringComparison.Ordinal);

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        DataTable root = YamlText.Read(content.Span, list);
        if (!list.IsBroken && root.Find("package") is null)
        {
            list.Problem(null, "there is no list of packages", loses: true);
        }

        foreach ((DataTable package, string name) in list.Named(root, "package"))
        {
            string? category = list.Text(package, "category");
            bool isPip = list.Text(package, "manager") == "pip";
            list.Add(new ListedDependency(name, list.Text(package, "version"), isPip ? DependencySource.Index : DependencySource.Foreign, list.File, ListBuilder.PinLine(package))
            {
                Address = isPip ? null : list.Text(package, "url"),
                Groups = category is null or "main" ? [] : [$"group:{category}"],
                Hashes = [.. Hashes(package, list)],
            });
        }

        return list.Build();
    }

    private static IEnumerable<DependencyHash> Hashes(DataTable package, ListBuilder list) =>
        from entry in list.Table(package, "hash")?.Entries ?? []
        where entry.Value is DataText
        select new DependencyHash(entry.Key.ToLowerInvariant(), ((DataText)entry.Value).Text);
}
