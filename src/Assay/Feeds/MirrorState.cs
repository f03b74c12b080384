using System.Globalization;
using System.Text.Json;

namespace Assay.Feeds;

/// <summary>What the last update left: where it came from and which versions it has.</summary>
/// <param name="Address">The base address.</param>
/// <param name="ETag">Of <c>all.zip</c>, as sent.</param>
/// <param name="ListETag">Of <c>modified_id.csv</c>, as sent.</param>
/// <param name="Date">What the server said of when the newest of them was made; null where it did not.</param>
internal sealed record MirrorState(string Address, string? ETag, string? ListETag, DateTimeOffset? Date)
{
    /// <summary>Null where there is none, or none that can be read: everything is then fetched anew.</summary>
    public static MirrorState? Load(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            return Text("address") is string address
                ? new MirrorState(
                    address, Text("etag"), Text("list-etag"),
                    DateTimeOffset.TryParse(Text("date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) ? date : null)
                : null;

            string? Text(string name) => RecordDraft.Property(root, name) is JsonElement value ? RecordDraft.Text(value) : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException or InvalidOperationException)
        {
            return null;
        }
    }

    public void Save(string path)
    {
        using FileStream stream = new(path, FileMode.Create);
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        json.WriteString("address", Address);
        json.WriteString("etag", ETag);
        json.WriteString("list-etag", ListETag);
        json.WriteString("date", Date?.ToString("O", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }
}
