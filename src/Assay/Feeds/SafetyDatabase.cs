using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using Assay.Engine.Advisories;

namespace Assay.Feeds;

/// <summary>
/// A user's own copy of Safety's database, <c>insecure.json</c> or <c>insecure_full.json</c>, in the old layout (projects at the top) or
/// schema 2.0.0 (projects under <c>vulnerable_packages</c>). Assay ships none and fetches none.
/// </summary>
public sealed class SafetyDatabase : FeedFormat
{
    public override string Id => "safety";

    public override string Title => "a user's own copy of Safety's insecure.json or insecure_full.json";

    public override bool Fits(FeedDocument document) =>
        EndsWith(document, ".json")
        && (TopLevel.Has(document.Content.Span, "vulnerable_packages"u8) || TopLevel.IsOnlyLists(document.Content.Span));

    public override FeedReading Read(FeedDocument document, FeedLimits limits)
    {
        if (!Utf8.IsValid(document.Content.Span))
        {
            return FeedReading.Lost(document.Name, "", "The database is no UTF-8.");
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(document.Content, new JsonDocumentOptions { MaxDepth = limits.MaxDepth });
            JsonElement root = json.RootElement;
            bool isNew = RecordDraft.Property(root, "vulnerable_packages") is { ValueKind: JsonValueKind.Object };
            SafetyEntries entries = new(document.Name, limits);
            foreach (JsonProperty project in (isNew ? RecordDraft.Property(root, "vulnerable_packages")!.Value : root).EnumerateObject())
            {
                if (!project.NameEquals("$meta") && !project.NameEquals("meta"))
                {
                    entries.Read(project);
                }
            }

            return entries.Finish(StatedBy(root));
        }
        catch (JsonException e)
        {
            return FeedReading.Lost(document.Name, OsvRecord.LineOf(e), "The database is no JSON, or nested too deeply.");
        }
        catch (InvalidOperationException)
        {
            // The one thing that the JSON reader finds out only when a text is asked for: half of a surrogate pair.
            return FeedReading.Lost(document.Name, "", "The database holds a name that is no Unicode.");
        }
    }

    // Seconds since 1970, in "$meta" or "meta".
    private static (string, DateOnly)? StatedBy(JsonElement root) =>
        (RecordDraft.Property(root, "$meta") ?? RecordDraft.Property(root, "meta")) is JsonElement meta
        && RecordDraft.Property(meta, "timestamp") is { ValueKind: JsonValueKind.Number } stamp
        && stamp.TryGetInt64(out long seconds) && seconds is > 0 and < 253402300800
            ? (KnownFeed.SafetyId, DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime))
            : null;
}
