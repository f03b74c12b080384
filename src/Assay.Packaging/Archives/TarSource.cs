namespace Assay.Packaging.Archives;

/// <summary>The bytes of a tar, out of whatever they are compressed with; what is wrong with the compression is already reported.</summary>
internal abstract class TarSource : IDisposable
{
    /// <summary>Opens the source of a format.</summary>
    public static TarSource Open(FileWindow file, ArchiveFormat format, AnomalyReport report) => format switch
    {
        ArchiveFormat.TarGzip => new GzipInput(file, report),
        ArchiveFormat.TarBzip2 or ArchiveFormat.TarXz => new CompressedInput(file, format, report),
        _ => new PlainSource(file),
    };

    /// <summary>Reads some bytes; 0 at the end.</summary>
    public abstract int Read(Span<byte> target);

    public abstract void Dispose();

    /// <summary>Says what follows the compressed data.</summary>
    private protected static void ReportRest(FileWindow file, long at, string compression, AnomalyReport report)
    {
        long rest = file.Length - at;
        if (file.IndexOf(ZipFormat.EndMark, at, file.Length) >= 0)
        {
            report(AnomalyKind.Polyglot, null, at, $"A ZIP follows the {compression} data: some readers open that one.");
        }

        report(AnomalyKind.TrailingData, null, at, $"{rest} {(file.IsZero(at, file.Length) ? "zero bytes" : "bytes")} follow the {compression} data.");
    }

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
