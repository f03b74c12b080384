using System.IO.MemoryMappedFiles;

namespace Assay.Fuzz;

/// <summary>
/// The input at hand, in a file that outlives the process: a stack that overflows or memory that runs out ends the run without an
/// exception, and the input would be lost. After a run that ended by itself the file is gone.
/// </summary>
internal sealed class LastInput : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    /// <summary>Opens the file <c>FOLDER/DOOR.last</c>: a length in four bytes, then the input.</summary>
    public LastInput(string folder, string door, int maxBytes)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, $"{door}.last");
        if (File.Exists(_path))
        {
            File.Move(_path, Path.Combine(folder, $"{door}-ended-the-run"), overwrite: true);
        }

        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.CreateNew, null, sizeof(int) + Math.Max(maxBytes, 1 << 20));
        _view = _file.CreateViewAccessor();
    }

    public void Write(byte[] input)
    {
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, Math.Min(input.Length, (int)_view.Capacity - sizeof(int)));
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }
}
