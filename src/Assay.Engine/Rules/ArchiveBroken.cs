using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Bytes that are no archive of their format, or that break off.</summary>
public sealed class ArchiveBroken() : ArchiveRule(
    AnomalyKind.Unreadable, "archive-broken", "The archive is broken or is none", Severity.High);
