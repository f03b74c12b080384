using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>A name that would be written outside of the place it is unpacked to.</summary>
public sealed class ArchiveEscapingName() : ArchiveRule(
    AnomalyKind.EscapingName, "archive-escaping-name", "A name that leaves the folder it is unpacked into", Severity.Critical);
