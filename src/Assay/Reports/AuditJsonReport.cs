using System.Text.Json;
using Assay.Engine.Audits;

namespace Assay.Reports;

/// <summary>One JSON document: schema <c>assay.audit/1</c>.</summary>
public sealed class AuditJsonReport : AuditReportFormat
{
    private static readonly AuditSchema s_schema = new(new JsonSerializerOptions(AuditSchema.Default.Options)
    {
        Encoder = ReportJson.Writer(indented: true).Encoder,
        WriteIndented = true,
        NewLine = "\n",
    });

    public override string Id => "json";

    public override string Title => $"one document, schema {ReportedAudit.CurrentSchema}";

    public override void Write(TextWriter output, ReportStyle style, AuditReport report)
    {
        using (PieceStream stream = PieceStream.To(output))
        {
            JsonSerializer.Serialize(stream, ReportedAudit.Of(style, report), s_schema.ReportedAudit);
        }

        output.Write('\n');
    }
}
