using Assay.Packaging.Names;

namespace Assay.Packaging.Lockfiles;

/// <summary>SPDX 2.x as lines <c>Tag: value</c> (SPDX 2.3, section 3.2.2); texts between <c>&lt;text&gt;</c> tags may go over lines.</summary>
internal static class SpdxTagValue
{
    public static void Read(ReadOnlySpan<byte> content, ListBuilder list)
    {
        if (list.Text(content) is not { } text)
        {
            return;
        }

        List<BillEntry> entries = [];
        List<List<DependencyHash>> hashes = [];
        List<(string From, string Kind, string To)> relations = [];
        bool hasVersion = false;
        bool isInPackage = false;
        bool isInText = false;
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (isInText)
            {
                isInText = !line.Contains("</text>", StringComparison.Ordinal);
                continue;
            }

            int colon = line.IndexOf(':');
            if (colon <= 0 || line[0] == '#')
            {
                continue;
            }

            string value = PythonText.Trim(line[(colon + 1)..]).ToString();
            isInText = value.StartsWith("<text>", StringComparison.Ordinal) && !value.Contains("</text>", StringComparison.Ordinal);
            switch (line[..colon])
            {
                case "SPDXVersion":
                    hasVersion = value.StartsWith("SPDX-2.", StringComparison.Ordinal);
                    break;
                case "PackageName":
                    entries.Add(new BillEntry(null, value, null, null, number, [], true));
                    hashes.Add([]);
                    isInPackage = true;
                    break;
                case "PackageChecksum" when isInPackage && value.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [[.. string algorithm, ':'], string digest]:
                    hashes[^1].Add(BillOfMaterials.Hash(algorithm, digest));
                    break;
                case "FileName" or "SnippetSPDXID":
                    isInPackage = false;
                    break;
                case "Relationship" when value.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [string from, string kind, string to, ..]:
                    relations.Add((from, kind, to));
                    break;
                case { } tag when isInPackage:
                    entries[^1] = With(entries[^1], tag, value, number);
                    break;
                default:
                    break;
            }
        }

        if (!hasVersion)
        {
            list.Problem(null, "this is no SPDX document of version 2", loses: true);
        }

        HashSet<string> described = [.. SpdxFormat.Described(relations)];
        BillEntry[] whole =
        [
            .. entries.Select((entry, i) => entry with { Hashes = [.. hashes[i]], CanBePackage = entry.Id is null || !described.Contains(entry.Id) }),
        ];
        BillOfMaterials.AddTo(list, whole, SpdxFormat.Needs(relations));
    }

    private static BillEntry With(BillEntry entry, ReadOnlySpan<char> tag, string value, int line) => tag switch
    {
        "SPDXID" => entry with { Id = value },
        "PackageVersion" => entry with { Version = value, Line = line },
        "ExternalRef" when value.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "purl" or "http://spdx.org/rdf/references/purl", string locator, ..] =>
            entry with { Url = entry.Url ?? locator },
        _ => entry,
    };
}
