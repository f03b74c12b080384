using System.Text.Json;

namespace Assay.Reports;

/// <summary>One JSON object a line, a file at a time as soon as it is known.</summary>
public sealed class JsonLinesReport : ReportFormat
{
    public override string Id => "jsonl";

    public override string Title => "one object a line and file, as soon as known";

    public override bool SpeaksEarly => true;

    public override void Add(TextWriter output, ReportStyle style, AssayedFile file)
    {
        output.Write(JsonSerializer.Serialize(ReportedFile.Of(file), ReportJson.Compact.ReportedFile));
        output.Write('\n');
        output.Flush();
    }
}
