using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Engine;

/// <summary>
/// Everything that one look at an artifact yields: a pure function of bytes, file name, limits and engine build, and stored under that key.
/// </summary>
/// <param name="Sha256">Lower-case hex of the artifact's bytes.</param>
/// <param name="Size">Bytes of the artifact.</param>
/// <param name="Metadata">Core metadata, where it could be read.</param>
/// <param name="CoreMetadata">The bytes of METADATA or PKG-INFO, where they may be served to installers; else null.</param>
/// <param name="Findings">Sorted by rule, then place.</param>
/// <param name="Gaps">Sorted by kind, then place.</param>
public sealed record Inspection(
    string FileName,
    string Sha256,
    long Size,
    DistributionKind Kind,
    int MemberCount,
    MetadataFacts? Metadata,
    ImmutableArray<byte>? CoreMetadata,
    ImmutableArray<Finding> Findings,
    ImmutableArray<Gap> Gaps);
