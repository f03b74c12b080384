using System.Collections.Immutable;
using Assay.Engine.Findings;

namespace Assay.Engine.Capabilities;

/// <summary>A Python file of an artifact, as the reading of facts takes it.</summary>
/// <param name="Path">Member names from the outermost archive inwards.</param>
/// <param name="ModuleName">Dotted; or the file's name where it is no module.</param>
/// <param name="IsPackage">True for <c>__init__</c>.</param>
/// <param name="Context">When its top level runs.</param>
/// <param name="Why">The first step of every trail from here: <c>the installer runs setup.py</c>.</param>
/// <param name="IsBuildScript">True for <c>setup.py</c> and build backends.</param>
/// <param name="EntryPoints">Functions of it that others call by name.</param>
/// <param name="Bytes">The whole content; of a path configuration file only the lines that run, the others blank.</param>
/// <param name="IsBytecode">True for CPython's bytecode.</param>
public sealed record PythonFile(
    ImmutableArray<string> Path,
    string ModuleName,
    bool IsPackage,
    CodeContext Context,
    string Why,
    bool IsBuildScript,
    ImmutableArray<PythonEntryPoint> EntryPoints,
    ReadOnlyMemory<byte> Bytes,
    bool IsBytecode)
{
    /// <summary>Its path as the code itself sees it, from where the distribution lies: what <c>__file__</c> stands for. Null: as <see cref="Path"/>.</summary>
    public string? SourcePath { get; init; }
}

/// <summary>A function that others call by its name.</summary>
/// <param name="Function">Its name in the module, dotted where it is a method.</param>
/// <param name="Context">When it is called.</param>
/// <param name="Why">The first step of every trail from here: <c>console script demo</c>.</param>
public sealed record PythonEntryPoint(string Function, CodeContext Context, string Why);

/// <summary>What the Python of an artifact does, and what could not be read of it.</summary>
/// <param name="Gaps">In the order of the files.</param>
public sealed record FactReading(BehaviourReading Behaviour, ImmutableArray<Gap> Gaps);
