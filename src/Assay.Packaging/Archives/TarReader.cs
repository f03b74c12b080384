namespace Assay.Packaging.Archives;

/// <summary>
/// Reads a tar as CPython's tarfile does up to the point where that one stops, and then on to the last byte: what stands
/// behind the end is shown as hidden entries.
/// </summary>
internal sealed class TarReader : ArchiveReader
{
    private readonly FileWindow _file;
    private readonly TarInput _input;
    private readonly ArchiveBudget _budget;
    private readonly NameLedger _names = new();
    private readonly TarExtensions _extensions;
    private ArchiveMember? _current;
    private TarSparse? _sparse;
    private long _contentLeft;
    private long _paddingLeft;
    private bool _isPastEnd;
    private bool _hasReportedRest;
    private bool _stopped;

    public TarReader(Stream stream, ArchiveFormat format, ArchiveLimits limits)
        : base(format)
    {
        _file = new FileWindow(stream);
        _budget = new ArchiveBudget(limits, _file.Length);
        _extensions = new TarExtensions(limits.MaxNameBytes, Report);
        _input = new TarInput(TarSource.Open(_file, format, Report), _budget);
        if (_file.Length > limits.MaxArchiveBytes)
        {
            Report(AnomalyKind.LimitReached, null, 0, $"The file has {_file.Length} bytes, more than are read ({nameof(ArchiveLimits.MaxArchiveBytes)}).");
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
            long at = _input.Offset;
            int present = _input.Fill(block);
            if (present < block.Length)
            {
                End(at, block[..present]);
            }
            else if (block.IndexOfAnyExcept((byte)0) < 0)
            {
                // tarfile and pip stop at the first zero block; what comes after it, only others see.
                _isPastEnd = true;
            }
            else if (!TarHeader.IsChecksumRight(block))
            {
                TakeStrayBlock(at);
            }
            else if (TakeHeader(TarHeader.Read(block), block, at))
            {
                return true;
            }
        }

        return false;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_stopped || buffer.IsEmpty)
        {
            return 0;
        }

        if (_sparse is null)
        {
            return ReadStored(buffer);
        }

        (long zeros, long stored) = _sparse.Next();
        int n = zeros == 0
            ? ReadStored(buffer[..(int)Math.Min(buffer.Length, stored)])
            : (int)Math.Min(buffer.Length, zeros);
        if (zeros > 0)
        {
            buffer[..n].Clear();
            if (_budget.AddDecoded(n) is string limit)
            {
                StopAt(limit);
                return 0;
            }
        }

        _sparse.Advance(n);
        return n;
    }

    public override void Dispose()
    {
        _stopped = true;
        _input.Dispose();
        _file.Release();
    }

    private int ReadStored(Span<byte> buffer)
    {
        if (_contentLeft <= 0 || buffer.IsEmpty)
        {
            return 0;
        }

        int n = _input.Take(buffer[..(int)Math.Min(buffer.Length, _contentLeft)]);
        _contentLeft -= n;
        if (n == 0)
        {
            BreakOff(_contentLeft);
        }

        return n;
    }

    private bool TakeHeader(TarHeader header, ReadOnlySpan<byte> block, long at)
    {
        if (header.Problem is string problem)
        {
            Report(AnomalyKind.TarHeader, header.ShownName, at, problem);
        }

        if (TarExtensions.IsExtension(header.Type))
        {
            TakeExtension(header, at);
            return false;
        }

        if (header.HasStrayPrefix)
        {
            Report(AnomalyKind.TarHeader, header.ShownName, at, "The header has a name prefix but is not a POSIX one: readers differ on the name.");
        }

        if (_budget.AddEntry() is string limit)
        {
            StopAt(limit);
            return false;
        }

        TarFacts facts = _extensions.Apply(header, at);
        MemberType type = TypeOf(header.Type, facts.Path);
        long size = JudgeSize(facts, type, at);
        if (_isPastEnd)
        {
            Report(AnomalyKind.HiddenEntry, facts.Path, at, "The entry stands behind the archive's end: only some readers see it.");
        }

        if (type is MemberType.Device or MemberType.Other)
        {
            Report(AnomalyKind.SpecialFile, facts.Path, at, $"Entry type '{header.Type}' is neither file, folder nor link.");
        }

        string? link = type is MemberType.SymbolicLink or MemberType.HardLink ? facts.Link : null;
        EntryName.Judge(facts.Path, at, Report);
        if (!_isPastEnd)
        {
            _names.Add(facts.Path, type, link, at, Report);
        }

        _contentLeft = size;
        _paddingLeft = -size & (TarHeader.Bytes - 1);
        _sparse = OpenSparse(header, block, facts, at);
        _current = new ArchiveMember(facts.Path, type, _sparse?.RealSize ?? size, header.Mode, link, at);
        if (_current.Size > _budget.Limits.MaxEntryBytes)
        {
            StopAt(nameof(ArchiveLimits.MaxEntryBytes));
        }

        return !_stopped;
    }

    // As tarfile: only what may have content is followed by it, whatever the size field says.
    private long JudgeSize(TarFacts facts, MemberType type, long at)
    {
        if (type is MemberType.File or MemberType.Other || facts.Size == 0)
        {
            return facts.Size;
        }

        Report(AnomalyKind.TarHeader, facts.Path, at, $"An entry without content claims {facts.Size} bytes: readers differ on what follows.");
        return 0;
    }

    private TarSparse? OpenSparse(TarHeader header, ReadOnlySpan<byte> block, TarFacts facts, long at)
    {
        if (header.Type != 'S' && facts.Sparse == TarSparseForm.None)
        {
            return null;
        }

        Report(AnomalyKind.SparseMember, facts.Path, at, "The entry is sparse: readers expand it differently or not at all.");
        TarSparse? sparse = header.Type == 'S' ? TarSparse.ReadOld(block, _input)
            : facts.Sparse == TarSparseForm.Numbers ? TarSparse.ReadNumbers(facts.SparseNumbers, facts.RealSize)
            : TarSparse.ReadLeading(_input, _contentLeft, facts.RealSize);
        _contentLeft -= sparse?.MapBytes ?? 0;
        if (sparse is null || !sparse.IsSound || sparse.StoredBytes != _contentLeft)
        {
            Report(AnomalyKind.TarHeader, facts.Path, at, "The sparse entry's map does not fit its content, which is shown as stored.");
            return null;
        }

        return sparse;
    }

    private void TakeExtension(TarHeader header, long at)
    {
        long size = header.Size ?? 0;
        int kept = (int)Math.Min(size, TarExtensions.MaxBytes);
        byte[] data = new byte[kept];
        int present = _input.Fill(data);
        if (present < kept || _input.Skip(size - kept) > 0 || _input.Skip(-size & (TarHeader.Bytes - 1)) > 0)
        {
            BreakOff(size - present);
            return;
        }

        if (size > kept)
        {
            Report(AnomalyKind.LimitReached, null, at, $"An extension header has {size} bytes, of which {kept} are read.");
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
        if (_hasReportedRest)
        {
            return;
        }

        _hasReportedRest = true;
        Report(
            _isPastEnd ? AnomalyKind.TrailingData : AnomalyKind.TarHeader,
            null,
            at,
            _isPastEnd ? "Data follows the archive's end." : "A header's checksum is wrong: some readers stop here, others go on.");
        _isPastEnd = true;
    }

    private void End(long at, ReadOnlySpan<byte> rest)
    {
        if (_input.Limit is string limit)
        {
            StopAt(limit);
            return;
        }

        _stopped = true;
        if (at == 0 && rest.IsEmpty)
        {
            Report(AnomalyKind.Unreadable, null, 0, "There is no archive in the file.");
        }
        else if (rest.IndexOfAnyExcept((byte)0) >= 0)
        {
            Report(_isPastEnd ? AnomalyKind.TrailingData : AnomalyKind.Unreadable, null, at, $"The archive ends in {rest.Length} bytes that are no whole block.");
        }
        else if (!_isPastEnd)
        {
            Report(AnomalyKind.TarHeader, null, at, "The archive has no end mark: it may have been cut.");
        }

        if (_extensions.ArePending)
        {
            Report(AnomalyKind.TarHeader, null, at, "The last extension header belongs to no entry.");
        }
    }

    private void FinishCurrent()
    {
        if (_current is not null && !_stopped)
        {
            long missing = _input.Skip(_contentLeft);
            if (missing > 0)
            {
                BreakOff(missing);
            }

            // Padding may be missing at the very end, where every reader forgives it.
            _input.Skip(_paddingLeft);
        }

        _contentLeft = 0;
        _paddingLeft = 0;
        _sparse = null;
        _current = null;
    }

    private void BreakOff(long missing)
    {
        if (_input.Limit is string limit)
        {
            StopAt(limit);
            return;
        }

        Report(AnomalyKind.Unreadable, _current?.Path, _input.Offset, $"The archive breaks off; {missing} bytes are missing.");
        _stopped = true;
    }

    private void StopAt(string limit)
    {
        Report(AnomalyKind.LimitReached, _current?.Path, _input.Offset, $"{_budget.Limits.Exceeded(limit)}: the reading ends here.");
        _stopped = true;
    }
}
