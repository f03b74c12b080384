using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Content whose length is not the declared one.</summary>
public sealed class ArchiveSize() : ArchiveRule(
    AnomalyKind.WrongSize, "archive-size", "Content longer or shorter than declared", Severity.High);
