using System.Text;
using Assay.Engine.Audits;

namespace Assay.Reports;

/// <summary>One page that needs nothing but itself: readable without script, printable, in light and dark.</summary>
public sealed class AuditHtmlReport : AuditReportFormat
{
    private static readonly Lazy<string> s_style = new(static () => Part("audit/page.css"));
    private static readonly Lazy<string> s_script = new(static () => Part("audit/page.js"));

    public override string Id => "html";

    public override string Title => "one page without outside resources";

    public override void Write(TextWriter output, ReportStyle style, AuditReport report)
    {
        string title = report.Sources.IsEmpty ? "Audit" : $"Audit of {string.Join(", ", report.Sources.Select(static source => source.Path))}";
        AuditHtmlWriter html = new(output);
        AuditHtmlSections sections = new(html, report);
        html.Document(title, s_style.Value, s_script.Value, () =>
        {
            html.Element(HtmlTag.Header, () =>
            {
                html.Element(HtmlTag.H1, () => html.Foreign(title));
                html.Element(HtmlTag.Small, $"{ReasonText.Time(style.Created)}, data: {AuditWords.Data(report)}");
                html.Element(HtmlTag.P, AuditWords.Totals(report, AuditCounts.Of(report)), (HtmlAttribute.Class, "lead"));
                sections.Bars();
            });
            html.Element(HtmlTag.Main, () =>
            {
                sections.Steps();
                sections.Ranges();
                sections.Since();
                sections.Packages();
                sections.Ignored();
                sections.Unread();
                sections.Data();
            });
            html.Element(HtmlTag.Footer, () => html.Element(HtmlTag.Small, $"assay {style.Version}+{style.EngineBuild}, index sha256 {report.IndexDigest}"));
        });
    }

    private static string Part(string name)
    {
        using Stream stream = typeof(AuditHtmlReport).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not part of this build");
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
