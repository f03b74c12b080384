using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>A member with holes, whose content readers expand differently.</summary>
public sealed class ArchiveSparse() : ArchiveRule(
    AnomalyKind.SparseMember, "archive-sparse", "A sparse tar member", Severity.High);
