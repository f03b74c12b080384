using System.Collections.Immutable;

namespace Assay.Python.Bytecode;

/// <summary>A code object of CPython, as far as every version has it.</summary>
/// <param name="Name">The function's or <c>&lt;module&gt;</c>.</param>
/// <param name="FileName">The source file's name as it was compiled.</param>
/// <param name="FirstLine">Line from 1.</param>
/// <param name="Names">Names of globals and attributes that the code uses, in order.</param>
/// <param name="Variables">Names of local, then cell, then free variables; parameters come first.</param>
/// <param name="Constants">
/// Strings, bytes, numbers, tuples and nested code objects: <see cref="string"/>, <see cref="byte"/> arrays, <see cref="System.Numerics.BigInteger"/>,
/// <see cref="double"/>, <see cref="System.Numerics.Complex"/>, <see cref="bool"/>, null, <see cref="ImmutableArray{T}"/> of the same (tuples and lists),
/// <see cref="MarshalledSet"/>, <see cref="MarshalledMapping"/>, <see cref="MarshalledSlice"/>, <see cref="MarshalledSingleton"/>, <see cref="CodeObject"/>.
/// Objects may be shared: a walk needs a budget.
/// </param>
/// <param name="Code">The instructions as bytes.</param>
/// <param name="LineTable">The line table as bytes; its form depends on the version.</param>
public sealed record CodeObject(
    string Name, string FileName, int FirstLine, ImmutableArray<string> Names, ImmutableArray<string> Variables,
    ImmutableArray<object?> Constants, ReadOnlyMemory<byte> Code, ReadOnlyMemory<byte> LineTable)
{
    /// <summary>The fields that were found, which tell the versions apart.</summary>
    public CodeLayout Layout { get; init; }

    /// <summary>Parameters that can be given by position; 0 or more, those by position only among them.</summary>
    public int PositionalParameters { get; init; }

    /// <summary>Of <see cref="PositionalParameters"/> those that cannot be given by name.</summary>
    public int PositionalOnlyParameters { get; init; }

    /// <summary>Parameters that can be given by name only.</summary>
    public int KeywordOnlyParameters { get; init; }

    /// <summary>CPython's <c>co_flags</c>.</summary>
    public CodeFlags Flags { get; init; }

    /// <summary>Before 3.11 how many of <see cref="Variables"/> are locals, behind which cells and free ones are counted from 0; from 3.11 all of them.</summary>
    public int LocalCount { get; init; }

    /// <summary>The exception table of 3.11 and later as bytes; else empty.</summary>
    public ReadOnlyMemory<byte> ExceptionTable { get; init; }

    /// <summary>Equality is identity: contents may be shared thousandfold.</summary>
    public bool Equals(CodeObject? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>How a version of CPython writes a code object's fields.</summary>
public enum CodeLayout
{
    /// <summary>2.3 to 2.7: without keyword-only parameters.</summary>
    Python2,

    /// <summary>3.0 to 3.7: with keyword-only parameters.</summary>
    Python30,

    /// <summary>3.8 to 3.10: with positional-only parameters.</summary>
    Python38,

    /// <summary>From 3.11: all variables in one list, a qualified name, an exception table.</summary>
    Python311,
}

/// <summary>Those of CPython's code flags that change what a function is.</summary>
[Flags]
public enum CodeFlags
{
    None = 0,

    /// <summary>Variables are locals with an index.</summary>
    Optimized = 0x1,
    NewLocals = 0x2,

    /// <summary>Takes <c>*args</c>.</summary>
    VariableArguments = 0x4,

    /// <summary>Takes <c>**kwargs</c>.</summary>
    VariableKeywords = 0x8,
    Nested = 0x10,
    Generator = 0x20,
    Coroutine = 0x80,
    AsyncGenerator = 0x200,
}

/// <summary>A set or frozenset of marshalled objects, in the order in which they were written.</summary>
public sealed record MarshalledSet(ImmutableArray<object?> Items);

/// <summary>A dictionary of marshalled objects, in the order in which they were written.</summary>
public sealed record MarshalledMapping(ImmutableArray<KeyValuePair<object?, object?>> Items);

/// <summary>A slice of marshalled objects (3.14).</summary>
public sealed record MarshalledSlice(object? Start, object? Stop, object? Step);

/// <summary>Objects of which there is one.</summary>
public enum MarshalledSingleton
{
    Ellipsis,
    StopIteration,
}

/// <summary>A <c>.pyc</c> file or a marshalled object.</summary>
/// <param name="Version">The version of CPython by its magic number, as <c>3.11</c>; null where the magic is unknown or there was no header.</param>
/// <param name="Code">The module's code, in part where the data is cut; null where <paramref name="Problem"/> says why not.</param>
/// <param name="Problem">What is wrong, one sentence; null where all was read.</param>
public sealed record BytecodeReading(string? Version, CodeObject? Code, string? Problem)
{
    /// <summary>What the file says of itself; null where there was no header.</summary>
    public BytecodeHeader? Header { get; init; }
}

/// <summary>The first bytes of a <c>.pyc</c> file (PEP 552).</summary>
/// <param name="Magic">The first two bytes, which change with each form of bytecode.</param>
/// <param name="Implementation"><c>CPython</c> or <c>PyPy</c>; null where the magic is unknown.</param>
/// <param name="Length">Bytes: 8, 12 or 16.</param>
/// <param name="Flags">PEP 552; 0 before 3.7.</param>
/// <param name="SourceHash">The hash of the source where the flags say that it is kept; else 0.</param>
/// <param name="SourceTime">Seconds since 1970 of the source; 0 where a hash is kept.</param>
/// <param name="SourceSize">Bytes of the source modulo 2^32; 0 where it is not kept.</param>
public sealed record BytecodeHeader(int Magic, string? Implementation, int Length, uint Flags, ulong SourceHash, uint SourceTime, uint SourceSize)
{
    /// <summary>True where the file counts whatever the source says, or without one (unchecked hash).</summary>
    public bool IsUnchecked => (Flags & 3) == 1;
}

/// <summary>Caps on reading marshalled data.</summary>
/// <param name="MaxDepth">Objects within one another.</param>
/// <param name="MaxObjects">Objects in all, references not counted anew.</param>
/// <param name="MaxBytes">Bytes of the data.</param>
public sealed record MarshalLimits(int MaxDepth = 200, int MaxObjects = 2_000_000, int MaxBytes = 64 << 20)
{
    public static MarshalLimits Default { get; } = new();
}
