using System.Buffers;

namespace Assay.Packaging.Archives;

/// <summary>
/// Reads a ZIP (APPNOTE 6.3) as CPython's zipfile does, by its central directory, and then what only a reader of local headers
/// would see. Every fact that stands twice is compared.
/// </summary>
internal sealed class ZipReader : ArchiveReader
{
    // An honest archive is decoded once; hidden readings may cost as much again. Overlapping entries would cost without end.
    private const int MaxReadsOfAByte = 3;
    private const int SmallArchiveBytes = 1 << 20;

    private const int DirectoryBufferBytes = 16 * 1024;

    private readonly FileWindow _file;

    // Directory and entries stand far apart and are read in turns: each has its own buffer.
    private readonly FileWindow _directory;
    private readonly ZipHeaderReader _headers;
    private readonly ArchiveBudget _budget;
    private readonly NameLedger _names = new();
    private readonly ZipCoverage _coverage = new();
    private readonly List<ZipDirectoryEntry> _listed = [];
    private readonly byte[] _drain = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private readonly ZipEnd? _end;
    private ZipStrays? _strays;
    private ZipReading? _reading;
    private ZipContent? _content;
    private ArchiveMember? _current;
    private int _next;
    private long _storedRead;
    private bool _isUnchecked;
    private bool _stopped;
    private bool _disposed;

    public ZipReader(Stream stream, ArchiveLimits limits)
        : base(ArchiveFormat.Zip)
    {
        _file = new FileWindow(stream);
        _directory = new FileWindow(stream, DirectoryBufferBytes);
        _headers = new ZipHeaderReader(_file, _directory, limits.MaxNameBytes, Report);
        _budget = new ArchiveBudget(limits, _file.Length);
        if (_file.Length > limits.MaxArchiveBytes)
        {
            Report(AnomalyKind.LimitReached, null, 0, $"The file has {_file.Length} bytes, more than are read ({nameof(ArchiveLimits.MaxArchiveBytes)}).");
            _stopped = true;
            return;
        }

        _end = ZipEnd.Find(_file, Report);
        if (_end is not null)
        {
            _coverage.Add(_end.DirectoryStart, ZipDirectory.Read(_directory, _end, limits, _listed, Report));
            _coverage.Add(_end.DirectoryEnd, _end.CommentEnd);
        }
    }

    public override ArchiveMember Current => _current ?? throw new InvalidOperationException("The reader stands on no entry.");

    public override bool MoveNext()
    {
        while (true)
        {
            FinishCurrent();
            if (_stopped)
            {
                return false;
            }

            if (_next < _listed.Count)
            {
                OpenListed(_listed[_next++]);
            }
            else
            {
                _strays ??= new ZipStrays(_file, _coverage, _end, Report);
                if (_strays.Next() is not long offset)
                {
                    _stopped = true;
                    return false;
                }

                OpenStray(offset);
            }

            if (_current is not null)
            {
                return true;
            }
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_content is null || _stopped || buffer.IsEmpty)
        {
            return 0;
        }

        int n = _content.Read(buffer);
        if (n > 0 && _budget.AddDecoded(n) is string limit)
        {
            if (_budget.EndsEntryOnly(limit))
            {
                LeaveEntry(limit);
            }
            else
            {
                StopAt(limit);
            }

            return 0;
        }

        if (n == 0 && _isUnchecked)
        {
            _isUnchecked = false;
            CheckContent(_reading!, _content);
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
        _content?.Dispose();
        _content = null;
        _file.Release();
        _directory.Release();
        ArrayPool<byte>.Shared.Return(_drain);
        _headers.Dispose();
    }

    private void OpenListed(ZipDirectoryEntry entry)
    {
        (string path, long size, long packed, long local) = _headers.ReadListed(entry);
        local += _end!.Shift;
        ZipLocalReading? header = _headers.ReadLocal(local, isListed: true);
        if (header is null)
        {
            Report(AnomalyKind.HiddenEntry, path, entry.RecordOffset, $"The directory lists the entry at byte {local}, where no local header stands.");
            Begin(
                new ZipReading(path, entry.RecordOffset, 0, 0, entry.Flags, entry.Method, size, entry.Crc, entry.ExternalAttributes) { IsMissing = true },
                isListed: true);
            return;
        }

        long dataEnd = header.DataStart + packed;
        if (local < _end.DirectoryStart ? dataEnd > _end.DirectoryStart : dataEnd > _file.Length)
        {
            Report(AnomalyKind.WrongSize, path, local, $"The entry's {packed} bytes run beyond what stands before the directory.");
        }

        dataEnd = Math.Max(header.DataStart, Math.Min(dataEnd, _file.Length));
        ZipReading reading = new(path, local, header.DataStart, dataEnd, (ushort)(entry.Flags | header.Flags), entry.Method, size, entry.Crc, entry.ExternalAttributes)
        {
            HasDescriptor = (header.Flags & ZipFormat.FlagDescriptor) != 0,
        };
        if (ZipComparison.Compare(entry, size, packed, header, reading, Report))
        {
            _coverage.AddOtherReading(local);
        }

        if (header.CompressedSize < packed && !reading.HasDescriptor)
        {
            _coverage.AddSuspect(header.DataStart + header.CompressedSize, dataEnd);
        }

        Begin(reading, isListed: true);
    }

    private void OpenStray(long offset)
    {
        if (_headers.ReadLocal(offset, isListed: false) is not ZipLocalReading header)
        {
            return;
        }

        string path = header.OtherName ?? "";
        if (_end is not null)
        {
            // Without a directory nothing hides from it: that the archive breaks off is said already.
            Report(AnomalyKind.HiddenEntry, path, offset, "A local header that the directory does not list in this form: only some readers see it.");
        }

        bool descriptor = (header.Flags & ZipFormat.FlagDescriptor) != 0;
        long end = descriptor ? _strays!.RegionEnd : Math.Min(_file.Length, header.DataStart + header.CompressedSize);
        Begin(
            new ZipReading(path, offset, header.DataStart, Math.Max(end, header.DataStart), header.Flags, header.Method, descriptor ? null : header.Size, descriptor ? null : header.Crc, 0)
            {
                IsOpenEnded = descriptor,
            },
            isListed: false);
    }

    private void Begin(ZipReading reading, bool isListed)
    {
        if (_budget.AddEntry() is string limit)
        {
            StopAt(limit);
            return;
        }

        _reading = reading;
        EntryName.Judge(reading.Path, reading.HeaderAt, Report);
        MemberType type = reading.JudgeType(Report);
        string? target = null;
        if (!reading.IsMissing && reading.CanDecode(Report))
        {
            target = type == MemberType.SymbolicLink ? ReadTarget(reading) : null;
            _content = new ZipContent(_file, reading.DataStart, reading.DataEnd, reading.Method, reading.Size);
            _isUnchecked = true;
        }

        if (isListed)
        {
            _names.Add(reading.Path, type, target, reading.HeaderAt, Report);
        }

        _current = new ArchiveMember(reading.Path, type, reading.Size ?? 0, reading.Mode & 0xFFF, target, reading.HeaderAt);
    }

    private string? ReadTarget(ZipReading reading)
    {
        using ZipContent content = new(_file, reading.DataStart, reading.DataEnd, reading.Method, reading.Size);
        byte[] target = new byte[_budget.Limits.MaxNameBytes];
        int filled = 0;
        int n;
        while (filled < target.Length && (n = content.Read(target.AsSpan(filled))) > 0)
        {
            filled += n;
        }

        return EntryName.DecodeUtf8(target.AsSpan(0, filled), out _);
    }

    // Both ends of the content are known: says everything that is wrong with it.
    private void CheckContent(ZipReading reading, ZipContent content)
    {
        _storedRead += content.Handed;
        string? broken = content.IsDamaged ? "the compressed data is damaged" : content.IsCutShort ? "the compressed data breaks off" : null;
        if (broken is not null)
        {
            Report(AnomalyKind.Unreadable, reading.Path, reading.HeaderAt, $"The content could not be decoded to its end: {broken}.");
        }
        else if (reading.Size is long declared && reading.Crc is not null && content.ChecksumOfDeclared == reading.Crc)
        {
            Report(AnomalyKind.ExcessContent, reading.Path, reading.HeaderAt, $"The entry should have {declared} bytes, which fit its CRC-32; it decodes to {content.Decoded}.");
        }
        else if (reading.Size is long size && size != content.Decoded)
        {
            Report(AnomalyKind.WrongSize, reading.Path, reading.HeaderAt, $"The entry should have {size} bytes and has {content.Decoded}.");
        }
        else if (reading.Crc is uint crc && crc != content.Checksum)
        {
            Report(AnomalyKind.WrongChecksum, reading.Path, reading.HeaderAt, $"The CRC-32 should be {crc:x8} and is {content.Checksum:x8}.");
        }

        if (content.HasRest && !reading.IsOpenEnded)
        {
            if (broken is null)
            {
                Report(AnomalyKind.WrongSize, reading.Path, reading.HeaderAt, "The compressed data ends before the entry does: bytes follow that no decoder reads.");
            }

            _coverage.AddSuspect(content.LastChunkAt, reading.DataEnd);
        }

        if (_storedRead > SmallArchiveBytes + (MaxReadsOfAByte * _file.Length))
        {
            Report(AnomalyKind.LimitReached, reading.Path, reading.HeaderAt, "Entries overlap so that the same bytes are decoded again and again; the reading ends here.");
            _stopped = true;
        }
    }

    private void FinishCurrent()
    {
        if (_reading is ZipReading reading)
        {
            while (Read(_drain) > 0)
            {
            }

            if (_strays is not null)
            {
                _strays.ContinueAt(!reading.IsOpenEnded ? reading.DataEnd : _content is null ? reading.DataStart : _content.LastChunkAt);
            }
            else if (!_stopped && !reading.IsMissing)
            {
                _coverage.Add(reading.HeaderAt, reading.HasDescriptor ? ZipDescriptor.Check(_file, reading, Report) : reading.DataEnd);
            }
        }

        _content?.Dispose();
        _content = null;
        _current = null;
        _reading = null;
    }

    private void LeaveEntry(string limit)
    {
        Report(AnomalyKind.LimitReached, _current?.Path, _reading?.HeaderAt ?? 0, $"{_budget.Limits.Exceeded(limit)}: the rest of the entry is not read.");
        _storedRead += _content!.Handed;
        _content.Dispose();
        _content = null;
        _isUnchecked = false;
    }

    private void StopAt(string limit)
    {
        Report(AnomalyKind.LimitReached, _current?.Path, _reading?.HeaderAt ?? 0, $"{_budget.Limits.Exceeded(limit)}: the reading ends here.");
        _stopped = true;
    }
}
