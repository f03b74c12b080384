using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>One entry described twice, differently: readers that believe the one copy see another file than those that believe the other.</summary>
public sealed class ArchiveHeaderMismatch() : ArchiveRule(
    AnomalyKind.HeaderMismatch, "archive-header-mismatch", "Two headers of one entry disagree", Severity.Critical);
