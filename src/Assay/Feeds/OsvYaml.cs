namespace Assay.Feeds;

/// <summary>One record of OSV as YAML: pypa/advisory-database.</summary>
public sealed class OsvYaml : FeedFormat
{
    public override string Id => "osv-yaml";

    public override string Title => "a record of OSV as YAML";

    public override bool Fits(FeedDocument document) => EndsWith(document, ".yaml", ".yml");

    public override FeedReading Read(FeedDocument document, FeedLimits limits)
    {
        if (document.Content.Length > limits.MaxRecordBytes)
        {
            return FeedReading.Lost(
                document.Name, "",
                $"The record has {RecordDraft.Number(document.Content.Length)} bytes, more than the {RecordDraft.Number(limits.MaxRecordBytes)} that are taken.");
        }

        return YamlAsJson.Convert(document.Content.Span, limits.MaxDepth, out string place, out string? problem) is ReadOnlyMemory<byte> json
            ? OsvRecord.Read(document.Name, "", json, limits with { MaxRecordBytes = int.MaxValue, MaxDepth = limits.MaxDepth + 1 })
            : FeedReading.Lost(document.Name, place, problem!);
    }
}
