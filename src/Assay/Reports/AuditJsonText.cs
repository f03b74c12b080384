using System.Text;
using System.Text.Json;

namespace Assay.Reports;

/// <summary>JSON of standards that are written piece by piece, with the escapes of every other JSON report.</summary>
internal static class AuditJsonText
{
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, ReportJson.Writer(indented: true)))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length) + "\n";
    }

    /// <summary>An object in an array, or a whole document.</summary>
    public static void Object(this Utf8JsonWriter json, Action write)
    {
        json.WriteStartObject();
        write();
        json.WriteEndObject();
    }

    public static void Object(this Utf8JsonWriter json, string property, Action write)
    {
        json.WriteStartObject(property);
        write();
        json.WriteEndObject();
    }

    public static void Array<T>(this Utf8JsonWriter json, string property, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(property);
        foreach (T item in items)
        {
            write(item);
        }

        json.WriteEndArray();
    }

    /// <summary>SARIF's form of a sentence.</summary>
    public static void Message(this Utf8JsonWriter json, string property, string text) => json.Object(property, () => json.WriteString("text", text));
}
