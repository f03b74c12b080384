using System.Collections.Immutable;
using System.Text.Json;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;

namespace Assay.Tests.Engine.Advisories;

/// <summary>Records of the shared rules, a JSON object a line, read no more carefully than well-formed lines need.</summary>
internal static class OsvLines
{
    public const string Feed = "rules";

    public static ImmutableArray<AdvisoryRecord> Read(string path) => [.. File.ReadLines(path).Select(Parse)];

    private static AdvisoryRecord Parse(string line)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement record = document.RootElement;
        return new AdvisoryRecord(record.GetProperty("id").GetString()!, Feed)
        {
            Aliases = Texts(record, "aliases"),
            Published = Moment(record, "published"),
            Modified = Moment(record, "modified"),
            Withdrawn = Moment(record, "withdrawn"),
            Summary = record.TryGetProperty("summary", out JsonElement summary) ? summary.GetString()! : "",
            Affected =
            [
                .. Items(record, "affected")
                    .Where(static affected => affected.GetProperty("package").GetProperty("ecosystem").ValueEquals("PyPI"))
                    .Select(static affected => new AffectedProject(
                        ProjectName.Parse(affected.GetProperty("package").GetProperty("name").GetString()),
                        [.. Items(affected, "ranges").Where(static range => range.GetProperty("type").ValueEquals("ECOSYSTEM")).Select(Range)],
                        Texts(affected, "versions"))),
            ],
        };
    }

    private static AffectedRange Range(JsonElement range) => new(
    [
        .. range.GetProperty("events").EnumerateArray().SelectMany(static step => step.EnumerateObject()).Select(static step => new RangeEvent(
            step.Name switch
            {
                "introduced" => RangeEventKind.Introduced,
                "fixed" => RangeEventKind.Fixed,
                "last_affected" => RangeEventKind.LastAffected,
                _ => RangeEventKind.Limit,
            },
            step.Value.GetString()!)),
    ]);

    private static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    private static ImmutableArray<string> Texts(JsonElement element, string name) => [.. Items(element, name).Select(static item => item.GetString()!)];

    private static DateTimeOffset? Moment(JsonElement record, string name) =>
        record.TryGetProperty(name, out JsonElement moment) && moment.ValueKind == JsonValueKind.String ? moment.GetDateTimeOffset() : null;
}
