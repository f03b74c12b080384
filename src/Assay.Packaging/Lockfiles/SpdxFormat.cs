namespace Assay.Packaging.Lockfiles;

/// <summary>An SPDX bill of materials: 2.x as JSON or tag-value, 3.0 as JSON-LD.</summary>
public sealed class SpdxFormat : LockfileFormat
{
    public override string Id => "spdx";

    public override string Title => "SPDX bill of materials 2.x (JSON, tag-value) and 3.0 (JSON-LD)";

    public override bool Claims(string fileName, ReadOnlySpan<byte> content)
    {
        content = ListBuilder.WithoutMark(content);
        return fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            ? content.IndexOf("\"spdxVersion\""u8) >= 0 || content.IndexOf("https://spdx.org/rdf/3"u8) >= 0
            : content.StartsWith("SPDXVersion:"u8) || content.IndexOf("\nSPDXVersion:"u8) >= 0;
    }

    public override DependencyList Read(ReadOnlyMemory<byte> content, string path, ListSurroundings surroundings)
    {
        ListBuilder list = new(this, path, surroundings.Limits);
        if (ListBuilder.WithoutMark(content.Span).TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            SpdxTagValue.Read(content.Span, list);
            return list.Build();
        }

        DataTable root = JsonText.Read(content.Span, list);
        if (root.Find("@graph") is not null)
        {
            ReadGraph(root, list);
        }
        else
        {
            ReadPackages(root, list);
        }

        return list.Build();
    }

    private static void ReadPackages(DataTable root, ListBuilder list)
    {
        if (!list.IsBroken && list.Text(root, "spdxVersion")?.StartsWith("SPDX-2.", StringComparison.Ordinal) != true)
        {
            list.Problem(root.FindEntry("spdxVersion")?.Line, "this is no SPDX document of version 2", loses: true);
        }

        (string From, string Kind, string To)[] relations =
        [
            .. from relation in list.Tables(root, "relationships")
               let left = list.Text(relation, "spdxElementId")
               let kind = list.Text(relation, "relationshipType")
               let right = list.Text(relation, "relatedSpdxElement")
               where left is not null && kind is not null && right is not null
               select (left, kind, right),
        ];
        HashSet<string> described = [.. list.Texts(root, "documentDescribes"), .. Described(relations)];
        List<BillEntry> entries = [];
        foreach (DataTable package in list.Tables(root, "packages", loses: true))
        {
            string? id = list.Text(package, "SPDXID");
            entries.Add(new BillEntry(
                id,
                list.Text(package, "name"),
                list.Text(package, "versionInfo"),
                PackageUrlOf(package, list),
                (package.FindEntry("versionInfo") ?? package.FindEntry("name"))?.Line ?? package.Line,
                [.. Hashes(package, "checksums", "algorithm", "checksumValue", list)],
                id is null || !described.Contains(id)));
        }

        BillOfMaterials.AddTo(list, entries, Needs(relations));
    }

    /// <summary>The things that the document is about; they are no dependencies of it.</summary>
    internal static IEnumerable<string> Described(IEnumerable<(string From, string Kind, string To)> relations) => relations
        .Where(static relation => relation.Kind is "DESCRIBES" or "DESCRIBED_BY")
        .Select(static relation => relation.Kind == "DESCRIBES" ? relation.To : relation.From);

    internal static IEnumerable<(string From, string To)> Needs(IEnumerable<(string From, string Kind, string To)> relations) => relations
        .Where(static relation => relation.Kind is "DEPENDS_ON" or "DEPENDENCY_OF")
        .Select(static relation => relation.Kind == "DEPENDS_ON" ? (relation.From, relation.To) : (relation.To, relation.From));

    private static string? PackageUrlOf(DataTable package, ListBuilder list) => list.Tables(package, "externalRefs")
        .Where(reference => list.Text(reference, "referenceType") is "purl" or "http://spdx.org/rdf/references/purl")
        .Select(reference => list.Text(reference, "referenceLocator"))
        .FirstOrDefault(static locator => locator is not null);

    private static IEnumerable<DependencyHash> Hashes(DataTable package, string key, string algorithmKey, string digestKey, ListBuilder list)
    {
        foreach (DataTable hash in list.Tables(package, key))
        {
            if (list.Text(hash, algorithmKey) is { } algorithm && list.Text(hash, digestKey) is { } digest)
            {
                yield return BillOfMaterials.Hash(algorithm, digest);
            }
        }
    }

    // 3.0: every element stands in one array, and relations are elements.
    private static void ReadGraph(DataTable root, ListBuilder list)
    {
        List<BillEntry> entries = [];
        List<(string, string)> needs = [];
        HashSet<string> described = [];
        foreach (DataTable element in list.Tables(root, "@graph", loses: true))
        {
            string? type = list.Text(element, "type") ?? list.Text(element, "@type");
            if (type is "SpdxDocument" or "software_Sbom")
            {
                described.UnionWith(list.Texts(element, "rootElement"));
            }
            else if (type == "Relationship" && list.Text(element, "relationshipType") == "dependsOn" && list.Text(element, "from") is { } from)
            {
                needs.AddRange(list.Texts(element, "to").Select(to => (from, to)));
            }
            else if (type == "software_Package")
            {
                entries.Add(new BillEntry(
                    list.Text(element, "spdxId"),
                    list.Text(element, "name"),
                    list.Text(element, "software_packageVersion"),
                    list.Text(element, "software_packageUrl") ?? Identifier(element, list),
                    (element.FindEntry("software_packageVersion") ?? element.FindEntry("name"))?.Line ?? element.Line,
                    [.. Hashes(element, "verifiedUsing", "algorithm", "hashValue", list)],
                    CanBePackage: true));
            }
        }

        BillOfMaterials.AddTo(list, [.. entries.Select(entry => entry with { CanBePackage = entry.Id is null || !described.Contains(entry.Id) })], needs);
    }

    private static string? Identifier(DataTable element, ListBuilder list) => list.Tables(element, "externalIdentifier")
        .Where(identifier => list.Text(identifier, "externalIdentifierType") == "packageUrl")
        .Select(identifier => list.Text(identifier, "identifier"))
        .FirstOrDefault(static identifier => identifier is not null);
}
