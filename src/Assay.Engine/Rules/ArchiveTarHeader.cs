using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>A tar header with a wrong checksum or number.</summary>
public sealed class ArchiveTarHeader() : ArchiveRule(
    AnomalyKind.TarHeader, "archive-tar-header", "A tar header that does not hold together", Severity.High);
