using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>ZIP64 records that are missing, doubled, misshapen or contradictory.</summary>
public sealed class ArchiveZip64() : ArchiveRule(
    AnomalyKind.Zip64, "archive-zip64", "A 64-bit record that is broken or contradicts", Severity.High);
