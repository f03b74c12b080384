namespace Assay.Packaging.Archives;

/// <summary>The container formats of Python distributions.</summary>
public enum ArchiveFormat { Zip, Tar, TarGzip, TarBzip2, TarXz }

/// <summary>
/// Reads an archive entry by entry, once, and writes down everything in it that two readers could see differently.
/// Broken input never throws: it is an anomaly, and reading goes on where another reader would.
/// </summary>
/// <example>
/// <code>
/// using ArchiveReader reader = ArchiveReader.Open(stream, ArchiveFormat.Zip, ArchiveLimits.Default);
/// while (reader.MoveNext()) { while ((n = reader.Read(buffer)) > 0) { … } }
/// foreach (ArchiveAnomaly anomaly in reader.Anomalies) { … }   // complete now
/// </code>
/// </example>
public abstract class ArchiveReader : IDisposable
{
    // A hostile archive can break every entry in every way; the first few hundred of a kind say it all.
    private const int MaxAnomaliesOfOneKind = 200;

    private readonly List<ArchiveAnomaly> _anomalies = [];
    private readonly Dictionary<AnomalyKind, int> _counts = [];

    private protected ArchiveReader(ArchiveFormat format) => Format = format;

    public ArchiveFormat Format { get; }

    /// <summary>What was wrong so far, at most 200 of a kind; complete once <see cref="MoveNext"/> has answered false.</summary>
    public IReadOnlyList<ArchiveAnomaly> Anomalies => _anomalies;

    /// <summary>The entry that <see cref="MoveNext"/> stands on.</summary>
    /// <exception cref="InvalidOperationException">It stands on none.</exception>
    public abstract ArchiveMember Current { get; }

    /// <summary>Opens an archive. The stream must be readable and seekable; it is read from its first byte, and stays open.</summary>
    /// <exception cref="IOException">The stream itself fails; broken content never throws.</exception>
    public static ArchiveReader Open(Stream seekable, ArchiveFormat format, ArchiveLimits limits) =>
        format == ArchiveFormat.Zip ? new ZipReader(seekable, limits) : new TarReader(seekable, format, limits);

    /// <summary>Goes to the next entry, first reading and checking what is left of the current one; false at the end.</summary>
    public abstract bool MoveNext();

    /// <summary>Reads decoded bytes of the current entry; 0 at its end, where size and checksum have been checked.</summary>
    public abstract int Read(Span<byte> buffer);

    public abstract void Dispose();

    private protected void Report(AnomalyKind kind, string? member, long offset, string detail)
    {
        int count = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (count <= MaxAnomaliesOfOneKind)
        {
            _anomalies.Add(new ArchiveAnomaly(kind, member, offset, detail));
        }
        else if (count == MaxAnomaliesOfOneKind + 1)
        {
            _anomalies.Add(new ArchiveAnomaly(kind, null, offset, "There are more of this kind, which are not listed."));
        }
    }
}

/// <summary>Where the parts of a reader write down what they notice.</summary>
internal delegate void AnomalyReport(AnomalyKind kind, string? member, long offset, string detail);
