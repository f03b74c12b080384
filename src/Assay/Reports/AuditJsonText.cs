using System.Security.Cryptography;
using System.Text.Json;

namespace Assay.Reports;

/// <summary>JSON of standards that are written piece by piece, with the escapes of every other JSON report.</summary>
internal static class AuditJsonText
{
    // What may wait in the writer until a part of the document ends.
    private const int MaxPending = 16 << 10;

    /// <summary>Writes a document and the end of its line.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> write)
    {
        using (PieceStream stream = PieceStream.To(output))
        using (Utf8JsonWriter json = new(stream, ReportJson.Writer(indented: true)))
        {
            write(json);
        }

        output.Write('\n');
    }

    /// <summary>The sha256 of what <see cref="Write"/> would write, in UTF-8, and of <paramref name="end"/> behind it.</summary>
    public static byte[] Digest(Action<Utf8JsonWriter> write, ReadOnlySpan<byte> end)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (PieceStream stream = new(hash.AppendData))
        using (Utf8JsonWriter json = new(stream, ReportJson.Writer(indented: true)))
        {
            write(json);
        }

        hash.AppendData("\n"u8);
        hash.AppendData(end);
        return hash.GetHashAndReset();
    }

    /// <summary>An object in an array, or a whole document.</summary>
    public static void Object(this Utf8JsonWriter json, Action write)
    {
        json.WriteStartObject();
        write();
        json.WriteEndObject();
        if (json.BytesPending > MaxPending)
        {
            json.Flush();
        }
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
