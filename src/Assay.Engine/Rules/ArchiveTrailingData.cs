using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Bytes after the end, which no reader shows and any program can read.</summary>
public sealed class ArchiveTrailingData() : ArchiveRule(
    AnomalyKind.TrailingData, "archive-trailing-data", "Bytes after the end of the archive", Severity.High);
