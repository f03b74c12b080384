using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Content whose checksum is not the declared one.</summary>
public sealed class ArchiveChecksum() : ArchiveRule(
    AnomalyKind.WrongChecksum, "archive-checksum", "Content that does not fit its checksum", Severity.High);
