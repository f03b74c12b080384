namespace Assay.Guard;

/// <summary>A folder of this run's own, for this user only, gone when the run ends.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private TemporaryFolder(string path) => Path = path;

    public string Path { get; }

    public static TemporaryFolder Create() => new(Directory.CreateTempSubdirectory("assay-").FullName);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
