using System.Collections.Immutable;

namespace Assay.Reports;

/// <summary>Every format of an audit's report, in the order of the help text.</summary>
public static class AuditFormats
{
    public static ImmutableArray<AuditReportFormat> All { get; } =
    [
        new AuditTextReport(),
        new AuditJsonReport(),
        new AuditSarifReport(),
        new AuditCycloneDxReport(),
        new AuditOpenVexReport(),
        new AuditMarkdownReport(),
        new AuditGitHubReport(),
        new AuditHtmlReport(),
    ];

    public static AuditReportFormat? Find(string id) => All.FirstOrDefault(format => format.Id == id);
}
