using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Compressed data that goes on behind the declared size: the index takes it, pip installs the declared part, uv refuses it.</summary>
public sealed class ArchiveExcess() : ArchiveRule(
    AnomalyKind.ExcessContent, "archive-excess", "Content that goes on behind its declared end", Severity.Medium);
