using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>A device, pipe or socket, which no package needs.</summary>
public sealed class ArchiveSpecialFile() : ArchiveRule(
    AnomalyKind.SpecialFile, "archive-special-file", "A device, pipe or other special file", Severity.High);
