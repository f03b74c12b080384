using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Content that cannot be looked at, and that no installer could install.</summary>
public sealed class ArchiveEncrypted() : ArchiveRule(
    AnomalyKind.Encrypted, "archive-encrypted", "Encrypted content", Severity.High);
