using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Names apart only by case or Unicode form: one file on Windows and macOS, two on Linux.</summary>
public sealed class ArchiveCollidingName() : ArchiveRule(
    AnomalyKind.CollidingName, "archive-colliding-name", "Names that are one file on some systems", Severity.Medium);
