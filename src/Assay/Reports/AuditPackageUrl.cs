using Assay.Engine.Audits;
using Assay.Engine.Findings;

namespace Assay.Reports;

/// <summary>Package URLs (purl specification, type <c>pypi</c>).</summary>
internal static class AuditPackageUrl
{
    /// <summary>The item's package URL; null where its name is none of a project. Without a version where none is pinned.</summary>
    public static string? Of(AuditItem item) =>
        item.Project is not { } project ? null
        : item.Version is string version ? $"pkg:pypi/{project.Normalized}@{Uri.EscapeDataString(WellFormed.Text(version))}"
        : $"pkg:pypi/{project.Normalized}";
}
