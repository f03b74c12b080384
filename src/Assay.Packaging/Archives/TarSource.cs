namespace Assay.Packaging.Archives;

/// <summary>The bytes of a tar, out of whatever they are compressed with; what is wrong with the compression is already reported.</summary>
internal abstract class TarSource : IDisposable
{
    /// <summary>Opens the source of a format.</summary>
    public static TarSource Open(FileWindow file, ArchiveFormat format, AnomalyReport report) => format switch
    {
        ArchiveFormat.TarGzip => new GzipInput(file, report),
        _ => new PlainSource(file),
    };

    /// <summary>Reads some bytes; 0 at the end.</summary>
    public abstract int Read(Span<byte> target);

    public abstract void Dispose();

    private sealed class PlainSource(FileWindow file) : TarSource
    {
        private long _at;

        public override int Read(Span<byte> target)
        {
            int n = file.ReadAt(_at, target);
            _at += n;
            return n;
        }

        public override void Dispose()
        {
        }
    }
}
