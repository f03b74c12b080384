using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Another archive format inside the same bytes: two readers open two archives.</summary>
public sealed class ArchivePolyglot() : ArchiveRule(
    AnomalyKind.Polyglot, "archive-polyglot", "Two archives in the same bytes", Severity.Critical);
