using System.Collections.Immutable;
using Assay.Engine.Findings;

namespace Assay.Engine.Capabilities;

/// <summary>A Python file of an artifact, with what its place says about when it runs.</summary>
/// <param name="Path">As in <see cref="MemberPlace.Path"/>.</param>
/// <param name="ModuleName">Dotted name once installed: <c>demo.client</c>; the file's own name where it is no module (<c>setup.py</c>, a script).</param>
/// <param name="SourcePath">Its path with <c>/</c> as the code itself sees it, relative to where the distribution lies: what <c>__file__</c> stands for.</param>
/// <param name="IsPackage">True for <c>__init__</c>.</param>
/// <param name="Context">When its top level runs.</param>
/// <param name="Why">First step of every trail: <c>the installer runs setup.py</c>.</param>
/// <param name="EntryPoints">Functions of it that others call by name.</param>
/// <param name="Bytes">The file; of a path configuration file only the lines that run, the others blank.</param>
public sealed record PythonFile(
    ImmutableArray<string> Path,
    string ModuleName,
    string SourcePath,
    bool IsPackage,
    CodeContext Context,
    string Why,
    ImmutableArray<CalledFunction> EntryPoints,
    ReadOnlyMemory<byte> Bytes)
{
    /// <summary>True for <c>setup.py</c> and build backends.</summary>
    public bool IsBuildScript { get; init; }

    /// <summary>True for CPython bytecode (a <c>.pyc</c> with its header).</summary>
    public bool IsBytecode { get; init; }
}

/// <summary>A function that others call by name.</summary>
/// <param name="Function">Its name in the module, dotted for a method.</param>
/// <param name="Why">First step of the trail: <c>the command demo calls it</c>.</param>
public sealed record CalledFunction(string Function, CodeContext Context, string Why);
