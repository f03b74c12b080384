namespace Assay.Packaging.Lockfiles;

/// <summary>A CycloneDX bill of materials, JSON or XML.</summary>
public sealed class CycloneDxFormat : LockfileFormat
{
    private static readonly string[] s_neverPackages =
        ["operating-system", "device", "device-driver", "firmware", "file", "data", "platform", "machine-learning-model", "cryptographic-asset", "container"];

    public override string Id => "cyclonedx";

    public override string Title => "CycloneDX bill of materials (ECMA-424), JSON or XML";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content) => Path.GetExtension(fileName).ToUpperInvariant() switch
    {
        ".JSON" or ".CDX" => content.IndexOf("\"CycloneDX\""u8) >= 0 && content.IndexOf("\"bomFormat\""u8) >= 0,
        ".XML" => content.IndexOf("http://cyclonedx.org/schema/bom/"u8) >= 0,
        _ => false,
    };

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        ReadOnlySpan<byte> start = ListBuilder.WithoutMark(content.Span).TrimStart(" \t\r\n"u8);
        DataTable root = start is [(byte)'<', ..] ? CycloneDxXml.Read(content, list) : JsonText.Read(content.Span, list);
        if (!list.IsBroken && root.Find("bomFormat") is not DataText { Text: "CycloneDX" })
        {
            list.Problem(null, "this is no CycloneDX bill of materials", loses: true);
        }

        List<BillEntry> entries = [];
        Gather(root, entries, IsOfUv(root), list);
        IEnumerable<(string, string)> needs =
            from dependency in list.Tables(root, "dependencies")
            let needing = list.Text(dependency, "ref")
            where needing is not null
            from needed in list.Texts(dependency, "dependsOn")
            select (needing, needed);
        BillOfMaterials.AddTo(list, entries, needs);
        return list.Build();
    }

    // Components may hold components; the depth of the document bounds them.
    private static void Gather(DataTable root, List<BillEntry> entries, bool isOfUv, ListBuilder list)
    {
        Stack<DataTable> open = new([.. list.Tables(root, "components", loses: true).Reverse()]);
        while (open.TryPop(out DataTable? component))
        {
            string? type = list.Text(component, "type");
            string? url = list.Text(component, "purl");
            entries.Add(new BillEntry(
                list.Text(component, "bom-ref"),
                list.Text(component, "name"),
                list.Text(component, "version"),
                url,
                Line(component, url),
                [.. Hashes(component, list)],
                !s_neverPackages.Contains(type, StringComparer.Ordinal))
            {
                Folder = url is null ? FolderOf(component, list) : null,
                IsLocal = isOfUv,
            });
            foreach (DataTable inner in list.Tables(component, "components", loses: true).Reverse())
            {
                open.Push(inner);
            }
        }
    }

    private static bool IsOfUv(DataTable root) =>
        root.Find("metadata") is DataTable metadata && metadata.Find("tools") is DataArray tools
        && tools.Items.Any(static tool => tool is DataTable table && table.Find("name") is DataText { Text: "uv" });

    // uv gives a member of the workspace its folder in place of a package URL, and a dependency by path nothing.
    private static string? FolderOf(DataTable component, ListBuilder list) => list.Tables(component, "properties")
        .Where(static property => property.Find("name") is DataText { Text: "uv:workspace:path" })
        .Select(property => list.Text(property, "value")).FirstOrDefault();

    private static int Line(DataTable component, string? url) =>
        (component.FindEntry("version") ?? (url is null ? null : component.FindEntry("purl")) ?? component.FindEntry("name"))?.Line ?? component.Line;

    private static IEnumerable<DependencyHash> Hashes(DataTable component, ListBuilder list)
    {
        foreach (DataTable hash in list.Tables(component, "hashes"))
        {
            if (list.Text(hash, "alg") is { } algorithm && list.Text(hash, "content") is { } digest)
            {
                yield return BillOfMaterials.Hash(algorithm, digest);
            }
        }
    }
}
