using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Artifacts;

/// <summary>What a member is, by its content (and by its name only where content cannot tell).</summary>
public enum MemberKind
{
    Directory,
    Link,
    Empty,

    /// <summary>Python source text, <c>.py</c>, <c>.pyw</c>, <c>.pyi</c> or a script with a Python shebang.</summary>
    PythonSource,

    /// <summary>CPython bytecode.</summary>
    PythonBytecode,

    /// <summary>A path configuration file read at every start of the interpreter: <c>.pth</c>, <c>.start</c>.</summary>
    StartupFile,

    /// <summary>A shared library or program for Linux and most Unixes.</summary>
    Elf,

    /// <summary>A Windows program or library.</summary>
    Pe,

    /// <summary>A macOS program or library, of either byte order, or a fat one.</summary>
    MachO,

    /// <summary>WebAssembly, Java or other bytecode that is not Python's.</summary>
    OtherCode,

    /// <summary>Text that a shell, PowerShell, a Windows host or another interpreter runs.</summary>
    Script,

    /// <summary>An archive inside the artifact.</summary>
    Archive,

    /// <summary>Other text.</summary>
    Text,

    /// <summary>Other bytes.</summary>
    Binary,
}

/// <summary>One member of an artifact, once looked at. Rules see these and open no stream.</summary>
/// <param name="Path">Member names from the outermost archive inwards; the last is this member's own.</param>
/// <param name="Sha256">Lower-case hex of the decoded bytes; empty for folders and links.</param>
/// <param name="Size">Decoded bytes really read.</param>
/// <param name="Context">When its content takes effect, as far as place and kind tell.</param>
/// <param name="Text">Decoded text for members that rules read (startup files, metadata, scripts, configuration) up to a cap; else null.</param>
/// <param name="Secrets">Credentials found in it, already shortened.</param>
/// <param name="LinkTarget">Where a link points.</param>
public sealed record Member(
    ImmutableArray<string> Path,
    MemberKind Kind,
    long Size,
    string Sha256,
    int Mode,
    Placement Placement,
    CodeContext Context,
    string? Text,
    ImmutableArray<SecretSighting> Secrets,
    string? LinkTarget)
{
    /// <summary>The member's own name within the archive that holds it.</summary>
    public string Name => Path[^1];

    /// <summary>The last segment of <see cref="Name"/>.</summary>
    public string FileName => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>True for members of the artifact itself, not of an archive inside it.</summary>
    public bool IsOutermost => Path.Length == 1;

    public Place At(int? line = null, int? column = null) => new MemberPlace(Path, Line: line, Column: column);
}

/// <summary>A credential seen in a member.</summary>
/// <param name="Kind">What it is: <c>private key</c>, <c>PyPI token</c> …</param>
/// <param name="Shown">Its first characters and length, never the whole.</param>
public sealed record SecretSighting(string Kind, string Shown, int Line);

/// <summary>An artifact as rules see it: everything that the census of its members found, and nothing else.</summary>
/// <param name="FileName">The name under which it was offered.</param>
/// <param name="NamedKind">What the file name says it is; <see cref="DistributionKind.Unknown"/> where it says nothing.</param>
/// <param name="Kind">What it is by content.</param>
/// <param name="Members">In an order that depends on their paths only.</param>
/// <param name="Anomalies">What the archive readers wrote down, outermost archive first, with the nesting path of the archive.</param>
/// <param name="Wheel">For wheels: WHEEL, RECORD and its comparison with the content.</param>
/// <param name="Sdist">For sdists: top folder, build system.</param>
/// <param name="Metadata">Core metadata, where it could be read.</param>
/// <param name="Readings">How installers would read name and content; differing ones are the rule's matter.</param>
public sealed record Subject(
    string FileName,
    DistributionKind NamedKind,
    DistributionKind Kind,
    ImmutableArray<Member> Members,
    ImmutableArray<NestedAnomaly> Anomalies,
    WheelFacts? Wheel,
    SdistFacts? Sdist,
    MetadataFacts? Metadata,
    ImmutableArray<InstallerReading> Readings)
{
    /// <summary>What its Python does, as far as it could be read.</summary>
    public BehaviourReading Behaviour { get; init; } = BehaviourReading.None;
}

/// <summary>An archive anomaly with the nesting path of the archive that has it (empty: the artifact itself).</summary>
public sealed record NestedAnomaly(ImmutableArray<string> Archive, ArchiveAnomaly Anomaly)
{
    /// <summary>The member or the archive, as a place.</summary>
    public Place Place => new MemberPlace(Anomaly.Member is string member ? Archive.Add(member) : Archive, Offset: Anomaly.Offset);
}

/// <summary>What an installer takes a file for.</summary>
/// <param name="Installer"><c>pip before 26</c>, <c>pip 26 and later</c>, <c>uv</c>.</param>
/// <param name="Sees">What it would open: <c>wheel (zip)</c>, <c>sdist (tar.gz)</c>, <c>nothing</c> …</param>
public sealed record InstallerReading(string Installer, string Sees);
