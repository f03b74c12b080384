using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Bytes that no header claims, or that two entries claim.</summary>
public sealed class ArchiveGap() : ArchiveRule(
    AnomalyKind.GapBetweenEntries, "archive-gap", "Bytes between entries that nothing accounts for, or entries that overlap", Severity.High);
