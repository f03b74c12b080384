using System.Buffers;

namespace Assay.Packaging.Archives;

/// <summary>
/// Reads a tar as CPython's tarfile does up to the point where that one stops, and then on to the last byte: what stands
/// behind the end is shown as hidden entries.
/// </summary>
internal sealed class TarReader : ArchiveReader
{
    private readonly FileWindow _file;
    private readonly TarSource _source;
    private readonly ArchiveBudget _budget;
    private readonly NameLedger _names = new();
    private readonly TarExtensions _extensions;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private int _bufferAt;
    private int _bufferEnd;
    private long _offset;
    private long _contentLeft;
    private long _paddingLeft;
    private ArchiveMember? _current;
    private bool _isPastEnd;
    private bool _sawEnd;
    private bool _stopped;
    private bool _disposed;

    public TarReader(Stream stream, ArchiveFormat format, ArchiveLimits limits)
        : base(format)
    {
        _file = new FileWindow(stream);
        _budget = new ArchiveBudget(limits, _file.Length);
        _extensions = new TarExtensions(limits.MaxNameBytes, Report);
        _source = TarSource.Open(_file, format, Report);
        if (_file.Length > limits.MaxArchiveBytes)
        {
            Report(AnomalyKind.LimitReached, null, 0, $"{nameof(ArchiveLimits.MaxArchiveBytes)}: the file has {_file.Length} bytes.");
            _stopped = true;
        }
    }

    public override ArchiveMember Current => _current ?? throw new InvalidOperationException("The reader stands on no entry.");

    public override bool MoveNext()
    {
        FinishCurrent();
        Span<byte> block = stackalloc byte[TarHeader.Bytes];
        while (!_stopped)
        {
            long at = _offset;
            int present = Fill(block);
            if (present < block.Length)
            {
                End(at, present, block[..present]);
                return false;
            }

            if (block.IndexOfAnyExcept((byte)0) < 0)
            {
                // tarfile and pip stop at the first zero block; what comes after it, only others see.
                _sawEnd = true;
                _isPastEnd = true;
                continue;
            }

            if (!TarHeader.IsChecksumRight(block))
            {
                TakeStrayBlock(at);
                continue;
            }

            if (TakeHeader(TarHeader.Read(block), at))
            {
                return true;
            }
        }

        return false;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_contentLeft <= 0 || _stopped || buffer.IsEmpty)
        {
            return 0;
        }

        int n = Take(buffer[..(int)Math.Min(buffer.Length, _contentLeft)]);
        _contentLeft -= n;
        if (n == 0 && !_stopped)
        {
            Report(AnomalyKind.Unreadable, _current?.Path, _offset, $"The archive breaks off {_contentLeft} bytes before the entry's end.");
            _contentLeft = 0;
            _stopped = true;
        }

        return n;
    }

    public override void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _stopped = true;
        _source.Dispose();
        _file.Release();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private bool TakeHeader(TarHeader header, long at)
    {
        if (header.Problem is string problem)
        {
            Report(AnomalyKind.TarHeader, header.ShownName, at, problem);
        }

        if (header.HasStrayPrefix)
        {
            Report(AnomalyKind.TarHeader, header.ShownName, at, "The header has a name prefix but is not a POSIX one: readers differ on the name.");
        }

        if (TarExtensions.IsExtension(header.Type))
        {
            TakeExtension(header, at);
            return false;
        }

        (string path, string? link, long size) = _extensions.Apply(header, at);
        MemberType type = TypeOf(header.Type, path);
        if (_budget.AddEntry() is string limit)
        {
            StopAt(limit);
            return false;
        }

        if (type is not (MemberType.File or MemberType.Other) && size > 0)
        {
            Report(AnomalyKind.TarHeader, path, at, $"An entry without content claims {size} bytes: readers differ on what follows.");
            size = 0;
        }

        if (_isPastEnd)
        {
            Report(AnomalyKind.HiddenEntry, path, at, "The entry stands behind the archive's end: only some readers see it.");
        }

        if (type is MemberType.Device or MemberType.Other)
        {
            Report(AnomalyKind.SpecialFile, path, at, $"Entry type '{header.Type}' is neither file, folder nor link.");
        }

        EntryName.Judge(path, at, Report);
        if (!_isPastEnd)
        {
            _names.Add(path, type, link, at, Report);
        }

        _contentLeft = size;
        _paddingLeft = -size & (TarHeader.Bytes - 1);
        _current = new ArchiveMember(path, type, size, header.Mode, type is MemberType.SymbolicLink or MemberType.HardLink ? link : null, at);
        return true;
    }

    private void TakeExtension(TarHeader header, long at)
    {
        long size = header.Size ?? 0;
        int kept = (int)Math.Min(size, TarExtensions.MaxBytes);
        byte[] data = new byte[kept];
        int present = Fill(data);
        bool skipped = Skip(size - kept);
        Skip(-size & (TarHeader.Bytes - 1));
        if (present < kept || !skipped)
        {
            Report(AnomalyKind.Unreadable, null, at, "The archive breaks off within an extension header.");
            _stopped = true;
            return;
        }

        if (size > kept)
        {
            Report(AnomalyKind.LimitReached, null, at, $"An extension header of {size} bytes is not read whole.");
        }

        _extensions.Take(header.Type, data, at);
    }

    private static MemberType TypeOf(char type, string path) => type switch
    {
        '\0' when path.EndsWith('/') => MemberType.Directory,
        '\0' or '0' or '7' or 'S' => MemberType.File,
        '1' => MemberType.HardLink,
        '2' => MemberType.SymbolicLink,
        '3' or '4' or '6' => MemberType.Device,
        '5' => MemberType.Directory,
        _ => MemberType.Other,
    };

    private void TakeStrayBlock(long at)
    {
        if (!_isPastEnd)
        {
            Report(AnomalyKind.TarHeader, null, at, "A header's checksum is wrong: readers stop here or go on.");
            _isPastEnd = true;
        }
        else if (_sawEnd)
        {
            Report(AnomalyKind.TrailingData, null, at, "Data follows the archive's end.");
            _sawEnd = false;
        }
    }

    private void End(long at, int present, ReadOnlySpan<byte> rest)
    {
        _stopped = true;
        if (at == 0 && present == 0)
        {
            Report(AnomalyKind.Unreadable, null, 0, "The archive is empty.");
        }
        else if (present > 0 && rest.IndexOfAnyExcept((byte)0) >= 0)
        {
            Report(_isPastEnd ? AnomalyKind.TrailingData : AnomalyKind.Unreadable, null, at, $"The archive ends in {present} bytes that are no whole block.");
        }
        else if (!_isPastEnd)
        {
            Report(AnomalyKind.TarHeader, null, at, "The archive has no end mark: it may have been cut.");
        }
    }

    private void FinishCurrent()
    {
        if (_current is null)
        {
            return;
        }

        Skip(_contentLeft + _paddingLeft);
        _contentLeft = 0;
        _paddingLeft = 0;
        _current = null;
    }

    // False where the archive ends first, which is reported unless only padding is missing.
    private bool Skip(long bytes)
    {
        while (bytes > 0)
        {
            if (_bufferAt == _bufferEnd && !Refill())
            {
                return false;
            }

            int n = (int)Math.Min(bytes, _bufferEnd - _bufferAt);
            _bufferAt += n;
            _offset += n;
            bytes -= n;
        }

        return true;
    }

    private int Fill(Span<byte> target)
    {
        int done = 0;
        while (done < target.Length)
        {
            int n = Take(target[done..]);
            if (n == 0)
            {
                break;
            }

            done += n;
        }

        return done;
    }

    private int Take(Span<byte> target)
    {
        if (_bufferAt == _bufferEnd && !Refill())
        {
            return 0;
        }

        int n = Math.Min(target.Length, _bufferEnd - _bufferAt);
        _buffer.AsSpan(_bufferAt, n).CopyTo(target);
        _bufferAt += n;
        _offset += n;
        return n;
    }

    private bool Refill()
    {
        if (_stopped)
        {
            return false;
        }

        _bufferAt = 0;
        _bufferEnd = _source.Read(_buffer);
        if (_bufferEnd > 0 && _budget.AddDecoded(_bufferEnd) is string limit)
        {
            _bufferEnd = 0;
            StopAt(limit);
        }

        return _bufferEnd > 0;
    }

    private void StopAt(string limit)
    {
        Report(AnomalyKind.LimitReached, _current?.Path, _offset, $"{limit}: the reading ends here.");
        _stopped = true;
    }
}
