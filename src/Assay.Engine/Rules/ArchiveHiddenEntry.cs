using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>An entry in the bytes that the directory does not list, or the reverse.</summary>
public sealed class ArchiveHiddenEntry() : ArchiveRule(
    AnomalyKind.HiddenEntry, "archive-hidden-entry", "An entry that only some readers see", Severity.Critical);
