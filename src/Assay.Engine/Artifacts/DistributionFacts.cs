using System.Collections.Immutable;

namespace Assay.Engine.Artifacts;

/// <summary>Core metadata of the distribution, parsed, and where it stands.</summary>
/// <param name="Member">Member path of <c>METADATA</c> or <c>PKG-INFO</c>.</param>
/// <param name="Sha256">Lower-case hex of its bytes.</param>
/// <param name="Name">As written; empty where missing.</param>
/// <param name="Version">As written; empty where missing.</param>
/// <param name="MetadataVersion">As written.</param>
/// <param name="Requirements">Every <c>Requires-Dist</c> as written, with its line.</param>
/// <param name="Dynamic">Every <c>Dynamic</c> field, lower case.</param>
/// <param name="Problems">What could not be read in it.</param>
public sealed record MetadataFacts(
    string Member,
    string Sha256,
    string MetadataVersion,
    string Name,
    string Version,
    string? RequiresPython,
    ImmutableArray<LineOf> Requirements,
    ImmutableArray<string> ProvidesExtra,
    ImmutableArray<string> Dynamic,
    ImmutableArray<LineOf> Problems);

/// <summary>A piece of text and its line from 1.</summary>
public sealed record LineOf(int Line, string Text);

/// <summary>What is particular to a wheel.</summary>
/// <param name="DistInfos">Every <c>*.dist-info</c> folder at the top, as named.</param>
/// <param name="RootIsPurelib">From <c>WHEEL</c>; null where missing or neither true nor false.</param>
/// <param name="Tags">Tags of <c>WHEEL</c>, as written.</param>
/// <param name="HasRecord">False where there is no RECORD.</param>
/// <param name="RecordMissing">Members that RECORD does not list.</param>
/// <param name="RecordExtra">Rows of RECORD without a member.</param>
/// <param name="RecordWrong">Rows whose hash or size is not the member's, with what is wrong.</param>
/// <param name="RecordUnhashed">Rows without a hash where one is required.</param>
/// <param name="EntryPoints">Rows of <c>entry_points.txt</c>.</param>
public sealed record WheelFacts(
    ImmutableArray<string> DistInfos,
    bool? RootIsPurelib,
    ImmutableArray<string> Tags,
    bool HasRecord,
    ImmutableArray<string> RecordMissing,
    ImmutableArray<LineOf> RecordExtra,
    ImmutableArray<LineOf> RecordWrong,
    ImmutableArray<LineOf> RecordUnhashed,
    ImmutableArray<EntryPointFact> EntryPoints);

/// <summary>One entry point: group, name, and the object it loads.</summary>
public sealed record EntryPointFact(string Group, string Name, string Target, int Line);

/// <summary>What is particular to a source distribution.</summary>
/// <param name="TopFolders">Folders (and files) at the top; one is what the specification asks for.</param>
/// <param name="BuildBackend">From <c>pyproject.toml</c>; null: setuptools' legacy backend.</param>
/// <param name="BackendPath">In-tree backend folders.</param>
/// <param name="BuildRequires">Build requirements as written.</param>
/// <param name="HasSetupPy">True where a <c>setup.py</c> stands in the top folder.</param>
public sealed record SdistFacts(
    ImmutableArray<string> TopFolders,
    string? BuildBackend,
    ImmutableArray<string> BackendPath,
    ImmutableArray<string> BuildRequires,
    bool HasSetupPy);
