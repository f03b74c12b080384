using System.Collections.Immutable;

namespace Assay.Python.Bytecode;

/// <summary>A code object of CPython, as far as every version has it.</summary>
/// <param name="Name">The function's or <c>&lt;module&gt;</c>.</param>
/// <param name="FileName">The source file's name as it was compiled.</param>
/// <param name="FirstLine">Line from 1.</param>
/// <param name="Names">Names of globals and attributes that the code uses, in order.</param>
/// <param name="Variables">Names of local, cell and free variables.</param>
/// <param name="Constants">Strings, bytes, numbers, tuples and nested code objects: <see cref="string"/>, <see cref="byte"/> arrays, <see cref="System.Numerics.BigInteger"/>, <see cref="double"/>, <see cref="bool"/>, null, <see cref="ImmutableArray{T}"/> of the same, <see cref="CodeObject"/>.</param>
/// <param name="Code">The instructions as bytes.</param>
/// <param name="LineTable">The line table as bytes; its form depends on the version.</param>
public sealed record CodeObject(
    string Name, string FileName, int FirstLine, ImmutableArray<string> Names, ImmutableArray<string> Variables,
    ImmutableArray<object?> Constants, ReadOnlyMemory<byte> Code, ReadOnlyMemory<byte> LineTable);

/// <summary>A <c>.pyc</c> file or a marshalled code object.</summary>
/// <param name="Version">The version of CPython by its magic number, as <c>3.11</c>; null where the magic is unknown or there was no header.</param>
/// <param name="Code">The module's code; null where <paramref name="Problem"/> says why not.</param>
/// <param name="Problem">What is wrong, one sentence; null where all was read.</param>
public sealed record BytecodeReading(string? Version, CodeObject? Code, string? Problem);

/// <summary>Caps on reading marshalled data.</summary>
public sealed record MarshalLimits(int MaxDepth = 200, int MaxObjects = 2_000_000, int MaxBytes = 64 << 20);

/// <summary>Reads CPython's bytecode files, from 2.7, without running them.</summary>
public static class BytecodeReader
{
    /// <summary>A file with its header: magic number, flags, date or hash.</summary>
    public static BytecodeReading ReadFile(ReadOnlyMemory<byte> file, MarshalLimits limits) => throw new NotSupportedException();

    /// <summary>Marshalled data without a header, as <c>marshal.loads</c> takes it; the version is guessed from the data.</summary>
    public static BytecodeReading ReadMarshalled(ReadOnlyMemory<byte> data, MarshalLimits limits) => throw new NotSupportedException();
}
