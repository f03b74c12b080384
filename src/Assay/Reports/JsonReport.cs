using System.Text.Json;
using Assay.Engine.Verdicts;

namespace Assay.Reports;

/// <summary>One JSON document with every file: schema <c>assay.scan/1</c>.</summary>
public sealed class JsonReport : ReportFormat
{
    public override string Id => "json";

    public override string Title => $"one document, schema {ReportedScan.CurrentSchema}";

    public override bool SpeaksEarly => false;

    public override void End(TextWriter output, ReportStyle style, IReadOnlyList<AssayedFile> files)
    {
        ReportedCounts counts = new(Count(Ruling.Allow), Count(Ruling.Warn), Count(Ruling.Hold), Count(Ruling.Block), files.Count(static file => file.Verdict is null));
        ReportedScan scan = new(
            ReportedScan.CurrentSchema, ReasonText.Time(style.Created), new ReportedTool("assay", style.Version, style.EngineBuild), counts,
            [.. files.Select(static file => ReportedFile.Of(file with { Seconds = null }))]);
        output.Write(JsonSerializer.Serialize(scan, ReportJson.Indented.ReportedScan));
        output.Write('\n');

        int Count(Ruling ruling) => files.Count(file => file.Verdict?.Ruling == ruling);
    }
}
