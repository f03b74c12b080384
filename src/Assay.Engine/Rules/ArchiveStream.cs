using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Rules;

/// <summary>Compression with more than one stream, or a broken trailer.</summary>
public sealed class ArchiveStream() : ArchiveRule(
    AnomalyKind.CompressedStream, "archive-stream", "A compressed stream that is not one clean stream", Severity.High);
