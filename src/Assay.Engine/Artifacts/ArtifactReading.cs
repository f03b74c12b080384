using System.Collections.Immutable;
using Assay.Engine.Findings;

namespace Assay.Engine.Artifacts;

/// <summary>What one reading of an artifact yields: the subject for the rules, and what could not be looked at.</summary>
/// <param name="Sha256">Lower-case hex of the artifact's bytes; of a tree: of the list of its paths and their hashes.</param>
/// <param name="Size">Bytes of the artifact; of a tree: of all its files.</param>
/// <param name="CoreMetadata">
/// The bytes of METADATA, or of a PKG-INFO that is reliable before building (PyPA "Core metadata", from 2.2, without a dynamic
/// Requires-Dist, Requires-Python or Provides-Extra); else null.
/// </param>
public sealed record ArtifactReading(Subject Subject, ImmutableArray<Gap> Gaps, string Sha256, long Size, ImmutableArray<byte>? CoreMetadata);

/// <summary>A file of a tree, which the caller finds and opens: this project touches no disk.</summary>
/// <param name="Path">Path below the tree's root with <c>/</c>.</param>
/// <param name="Mode">Unix permission bits where known, else 0.</param>
/// <param name="LinkTarget">Where it points if it is a link; else null. Links are not followed.</param>
/// <param name="Open">Opens it for reading; <see cref="IOException"/> and <see cref="UnauthorizedAccessException"/> become gaps.</param>
public sealed record TreeFile(string Path, int Mode, string? LinkTarget, Func<Stream> Open);
