using System.Text;
using Assay.Python.Bytecode;
using Assay.Python.Bytecode.Disassembly;
using Assay.Python.Text;

namespace Assay.Engine.Capabilities;

/// <summary>A Python file with its text.</summary>
/// <param name="Path">Its path as the code itself sees it.</param>
/// <param name="Source">The text to parse; null where there is none to be had.</param>
/// <param name="Text">How it was decoded; null for bytecode.</param>
/// <param name="Problem">Why bytecode could not be read, or not to its end, one sentence; null where it was.</param>
internal sealed record LoadedFile(PythonFile File, string Path, ReadOnlyMemory<byte>? Source, SourceText? Text, string? Problem)
{
    /// <summary>Bytes of the text made of one file of bytecode.</summary>
    private const int MaxDecompiledBytes = 16 << 20;

    public static LoadedFile Load(PythonFile file)
    {
        string path = file.SourcePath ?? string.Join("!/", file.Path);
        if (file.IsBytecode)
        {
            return OfBytecode(file, path);
        }

        SourceText text = SourceText.Read(file.Bytes);
        return new LoadedFile(file, path, text.Utf8, text, null);
    }

    private static LoadedFile OfBytecode(PythonFile file, string path)
    {
        BytecodeReading reading = BytecodeReader.ReadFile(file.Bytes, new MarshalLimits());
        if (reading.Code is null)
        {
            return new LoadedFile(file, path, null, null, reading.Problem ?? "there is no code in it");
        }

        DecompiledText text = Decompiler.ToSource(reading.Code, reading.Version, MaxDecompiledBytes);
        string? problem = reading.Problem ?? (text.IsPartial ? "some of its instructions were not understood; names and constants were read" : null);
        return new LoadedFile(file, path, Encoding.UTF8.GetBytes(text.Text), null, problem);
    }
}
