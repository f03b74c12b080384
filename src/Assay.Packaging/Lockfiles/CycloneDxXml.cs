using System.Xml;

namespace Assay.Packaging.Lockfiles;

/// <summary>Reads CycloneDX's XML into the tables that its JSON has, as far as the list of dependencies needs them.</summary>
internal static class CycloneDxXml
{
    public static DataTable Read(ReadOnlyMemory<byte> content, ListBuilder list)
    {
        DataTable root = new(1);
        if (list.Text(content.Span) is not { } text)
        {
            return root;
        }

        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };
        try
        {
            using XmlReader reader = XmlReader.Create(new StringReader(text), settings);
            Read(reader, root, list);
        }
        catch (XmlException e)
        {
            list.Broken(e.LineNumber > 0 ? e.LineNumber : null, $"not XML: {e.Message}");
        }

        return root;
    }

    private static void Read(XmlReader reader, DataTable root, ListBuilder list)
    {
        IXmlLineInfo place = (IXmlLineInfo)reader;
        Stack<(string Element, DataNode? Node)> open = [];
        while (reader.Read())
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                if (open.Count >= list.Limits.MaxDepth)
                {
                    list.Broken(place.LineNumber, $"nested more than {list.Limits.MaxDepth} deep; the rest was not read");
                    return;
                }

                bool isEmpty = reader.IsEmptyElement;
                string element = reader.LocalName;
                DataNode? node = Start(reader, open, root, place.LineNumber);
                if (!isEmpty)
                {
                    open.Push((element, node));
                }
            }
            else if (reader.NodeType == XmlNodeType.EndElement)
            {
                _ = open.Pop();
            }
            else if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && open.Count > 1)
            {
                Text(reader.Value, open, place.LineNumber);
            }
        }
    }

    private static DataNode? Start(XmlReader reader, Stack<(string Element, DataNode? Node)> open, DataTable root, int line)
    {
        if (open.Count == 0)
        {
            if (reader.LocalName == "bom" && reader.NamespaceURI.StartsWith("http://cyclonedx.org/schema/bom/", StringComparison.Ordinal))
            {
                _ = root.Add("bomFormat", line, new DataText(line, "CycloneDX"));
                return root;
            }

            return null;
        }

        switch (reader.LocalName, open.Peek().Element, open.Peek().Node)
        {
            case ("components" or "dependencies", "bom", DataTable parent):
                return Array(parent, reader.LocalName, line);
            case ("components" or "hashes", "component", DataTable parent):
                return Array(parent, reader.LocalName, line);
            case ("component", "components", DataArray components):
                return Item(components, reader, line, "type", "bom-ref");
            case ("hash", "hashes", DataArray hashes):
                return Item(hashes, reader, line, "alg");
            case ("dependency", "dependencies", DataArray dependencies):
                DataTable dependency = Item(dependencies, reader, line, "ref");
                _ = dependency.Add("dependsOn", line, new DataArray(line));
                return dependency;
            case ("dependency", "dependency", DataTable needing) when needing.Find("dependsOn") is DataArray needed && reader.GetAttribute("ref") is { } to:
                needed.Items.Add(new DataText(line, to));
                return null;
            case ("name" or "version" or "purl", "component", DataTable component):
                return component;
            default:
                return null;
        }
    }

    private static DataArray Array(DataTable parent, string key, int line)
    {
        DataArray array = new(line);
        _ = parent.Add(key, line, array);
        return array;
    }

    private static DataTable Item(DataArray array, XmlReader reader, int line, params ReadOnlySpan<string> attributes)
    {
        DataTable item = new(line);
        array.Items.Add(item);
        foreach (string attribute in attributes)
        {
            if (reader.GetAttribute(attribute) is { } value)
            {
                _ = item.Add(attribute, line, new DataText(line, value));
            }
        }

        return item;
    }

    private static void Text(string text, Stack<(string Element, DataNode? Node)> open, int line)
    {
        switch (open.Peek())
        {
            case ("name" or "version" or "purl", DataTable component):
                _ = component.Add(open.Peek().Element, line, new DataText(line, text.Trim()));
                break;
            case ("hash", DataTable hash):
                _ = hash.Add("content", line, new DataText(line, text.Trim()));
                break;
            default:
                break;
        }
    }
}
