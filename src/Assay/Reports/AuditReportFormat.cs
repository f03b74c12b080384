using Assay.Engine.Audits;

namespace Assay.Reports;

/// <summary>One format of an audit's report. The same report and style give the same bytes.</summary>
public abstract class AuditReportFormat
{
    /// <summary>The word after <c>--format</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What it is for, in a few words.</summary>
    public abstract string Title { get; }

    /// <summary>True where it shows the references of advisories; false where nothing is lost without them.</summary>
    public virtual bool ShowsReferences => true;

    /// <summary>True where readers take a relative path from the root of the repository; false where from the working folder.</summary>
    public virtual bool TellsFromRepository => false;

    /// <summary>Writes a report.</summary>
    /// <param name="output">Lines end as it ends them; it stays open.</param>
    /// <param name="style">Only the text for people looks at colour and width.</param>
    public abstract void Write(TextWriter output, ReportStyle style, AuditReport report);
}
