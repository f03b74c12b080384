using Assay.Python.Text;

namespace Assay.Engine.Capabilities;

/// <summary>A Python file with its text.</summary>
/// <param name="Path">Its path as the code itself sees it.</param>
/// <param name="Source">The text to parse; null where there is none to be had.</param>
/// <param name="Text">How it was decoded; null for bytecode.</param>
/// <param name="Problem">Why bytecode could not be read, one sentence; null where it was.</param>
internal sealed record LoadedFile(PythonFile File, string Path, ReadOnlyMemory<byte>? Source, SourceText? Text, string? Problem)
{
    public static LoadedFile Load(PythonFile file)
    {
        string path = file.SourcePath ?? string.Join("!/", file.Path);
        if (file.IsBytecode)
        {
            return new LoadedFile(file, path, null, null, "bytecode is not read by this build");
        }

        SourceText text = SourceText.Read(file.Bytes);
        return new LoadedFile(file, path, text.Utf8, text, null);
    }
}
