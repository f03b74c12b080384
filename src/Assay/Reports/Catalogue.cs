using System.Collections.Immutable;

namespace Assay.Reports;

/// <summary>Every report format, in the order of the help text.</summary>
public static class Catalogue
{
    public static ImmutableArray<ReportFormat> All { get; } =
    [
        new TextReport(),
        new JsonReport(),
        new JsonLinesReport(),
        new SarifReport(),
    ];

    public static ReportFormat? Find(string id) => All.FirstOrDefault(format => format.Id == id);
}
