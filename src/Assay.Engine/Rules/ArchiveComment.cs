using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>A comment or extra field where none belongs, or a malformed one.</summary>
public sealed class ArchiveComment() : ArchiveRule(
    AnomalyKind.CommentOrExtra, "archive-comment", "A comment or extra field that does not belong there", Severity.High);
