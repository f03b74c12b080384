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
    private readonly List<ArchiveAnomaly> _anomalies = [];

    private protected ArchiveReader(ArchiveFormat format) => Format = format;

    public ArchiveFormat Format { get; }

    /// <summary>What was wrong so far; complete once <see cref="MoveNext"/> has answered false.</summary>
    public IReadOnlyList<ArchiveAnomaly> Anomalies => _anomalies;

    /// <summary>The entry that <see cref="MoveNext"/> stands on.</summary>
    public abstract ArchiveMember Current { get; }

    /// <summary>Goes to the next entry, first checking what is left of the current one; false at the end.</summary>
    public abstract bool MoveNext();

    /// <summary>Reads decoded bytes of the current entry; 0 at its end, where size and checksum have been checked.</summary>
    public abstract int Read(Span<byte> buffer);

    public abstract void Dispose();

    private protected void Report(AnomalyKind kind, string? member, long offset, string detail) =>
        _anomalies.Add(new ArchiveAnomaly(kind, member, offset, detail));
}
