using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>A name with control characters, broken encoding, or none at all.</summary>
public sealed class ArchiveMalformedName() : ArchiveRule(
    AnomalyKind.MalformedName, "archive-malformed-name", "A name that no reader takes as it stands", Severity.High);
