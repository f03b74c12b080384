using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>A compression method other than stored and deflate.</summary>
public sealed class ArchiveMethod() : ArchiveRule(
    AnomalyKind.UnknownMethod, "archive-method", "Content compressed in a way that installers do not share", Severity.High);
