using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>A link through which later entries, or the package's code, reach files outside.</summary>
public sealed class ArchiveEscapingLink() : ArchiveRule(
    AnomalyKind.EscapingLink, "archive-escaping-link", "A link that leaves the folder it is unpacked into", Severity.Critical);
