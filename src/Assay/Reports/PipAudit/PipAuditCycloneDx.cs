using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace Assay.Reports.PipAudit;

/// <summary>
/// pip-audit's CycloneDX 1.4, as JSON and XML. Unlike there, the serial number and the references follow from the content, so that the same input
/// gives the same bytes.
/// </summary>
internal static class PipAuditCycloneDx
{
    private const string Schema = "http://cyclonedx.org/schema/bom-1.4.schema.json";
    private const string Namespace = "http://cyclonedx.org/schema/bom/1.4";

    /// <summary>As one line of JSON.</summary>
    /// <param name="created">The document's timestamp.</param>
    public static string Json(PipAuditResult result, DateTimeOffset created)
    {
        PipAuditDependency[] components = Components(result);
        PythonJson json = new PythonJson().BeginObject().BeginArray("components");
        foreach (PipAuditDependency component in components)
        {
            json.BeginObject().String("bom-ref", Reference(component)).String("name", component.Name).String("type", "library").String("version", component.Version!).EndObject();
        }

        json.EndArray().BeginArray("dependencies");
        foreach (PipAuditDependency component in components)
        {
            json.BeginObject().String("ref", Reference(component)).EndObject();
        }

        json.EndArray().BeginObject("metadata").String("timestamp", Timestamp(created)).EndObject();
        json.String("serialNumber", SerialNumber(result)).Number("version", 1);
        if (result.VulnerabilityCount > 0)
        {
            json.BeginArray("vulnerabilities");
            foreach ((PipAuditDependency component, PipAuditVulnerability vulnerability) in Vulnerabilities(components))
            {
                json.BeginObject().BeginArray("affects").BeginObject().String("ref", Reference(component)).EndObject().EndArray();
                json.String("bom-ref", Reference(component, vulnerability)).String("description", vulnerability.Description);
                json.String("id", vulnerability.Id).String("recommendation", "Upgrade").EndObject();
            }

            json.EndArray();
        }

        json.String("$schema", Schema).String("bomFormat", "CycloneDX").String("specVersion", "1.4").EndObject();
        return json + "\n";
    }

    /// <summary>As XML.</summary>
    /// <inheritdoc cref="Json"/>
    public static string Xml(PipAuditResult result, DateTimeOffset created)
    {
        PipAuditDependency[] components = Components(result);
        StringBuilder text = new("<?xml version=\"1.0\" ?>\n");
        XmlWriterSettings settings = new() { OmitXmlDeclaration = true, CheckCharacters = true };
        using (XmlWriter xml = XmlWriter.Create(text, settings))
        {
            xml.WriteStartElement("bom", Namespace);
            xml.WriteAttributeString("serialNumber", SerialNumber(result));
            xml.WriteAttributeString("version", "1");
            xml.WriteStartElement("metadata", Namespace);
            xml.WriteElementString("timestamp", Namespace, Timestamp(created));
            xml.WriteEndElement();
            xml.WriteStartElement("components", Namespace);
            foreach (PipAuditDependency component in components)
            {
                xml.WriteStartElement("component", Namespace);
                xml.WriteAttributeString("type", "library");
                xml.WriteAttributeString("bom-ref", Reference(component));
                xml.WriteElementString("name", Namespace, Printable(component.Name));
                xml.WriteElementString("version", Namespace, Printable(component.Version!));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteStartElement("dependencies", Namespace);
            foreach (PipAuditDependency component in components)
            {
                xml.WriteStartElement("dependency", Namespace);
                xml.WriteAttributeString("ref", Reference(component));
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            if (result.VulnerabilityCount > 0)
            {
                xml.WriteStartElement("vulnerabilities", Namespace);
                foreach ((PipAuditDependency component, PipAuditVulnerability vulnerability) in Vulnerabilities(components))
                {
                    Write(xml, component, vulnerability);
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Write(XmlWriter xml, PipAuditDependency component, PipAuditVulnerability vulnerability)
    {
        xml.WriteStartElement("vulnerability", Namespace);
        xml.WriteAttributeString("bom-ref", Reference(component, vulnerability));
        xml.WriteElementString("id", Namespace, Printable(vulnerability.Id));
        xml.WriteElementString("description", Namespace, Printable(vulnerability.Description));
        xml.WriteElementString("recommendation", Namespace, "Upgrade");
        xml.WriteStartElement("affects", Namespace);
        xml.WriteStartElement("target", Namespace);
        xml.WriteElementString("ref", Namespace, Reference(component));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static PipAuditDependency[] Components(PipAuditResult result) =>
        [.. result.Dependencies.Where(static dependency => dependency.SkipReason is null).OrderBy(static dependency => dependency.Name, StringComparer.Ordinal)];

    private static IEnumerable<(PipAuditDependency Component, PipAuditVulnerability Vulnerability)> Vulnerabilities(PipAuditDependency[] components) =>
        components.SelectMany(static component => component.Vulnerabilities.Select(vulnerability => (component, vulnerability)))
            .OrderBy(static pair => pair.vulnerability.Id, StringComparer.Ordinal);

    private static string Reference(PipAuditDependency component, PipAuditVulnerability? vulnerability = null) =>
        "BomRef." + Hash($"{component.CanonicalName}\n{component.Version}\n{vulnerability?.Id}")[..24];

    private static string SerialNumber(PipAuditResult result)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(PipAuditJson.Write(result, new PipAuditShown(Descriptions: false, Aliases: true))));
        Span<byte> uuid = hash.AsSpan(0, 16);

        // RFC 9562, version 8: an identifier made from what it names.
        uuid[6] = (byte)((uuid[6] & 0x0f) | 0x80);
        uuid[8] = (byte)((uuid[8] & 0x3f) | 0x80);
        return $"urn:uuid:{new Guid(uuid, bigEndian: true)}";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Timestamp(DateTimeOffset created) => created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff+00:00", CultureInfo.InvariantCulture);

    // XML 1.0 has no place for most control characters, not even escaped.
    private static string Printable(string text) => string.Concat(text.EnumerateRunes().Select(static rune =>
        (rune.Value < 0x20 && rune.Value is not ('\t' or '\n' or '\r')) || rune.Value is 0xfffe or 0xffff ? "\ufffd" : rune.ToString()));
}
