namespace Assay.Packaging.Archives;

/// <summary>Finds local headers and records of a directory where the central directory accounts for nothing.</summary>
internal sealed class ZipStrays
{
    private readonly FileWindow _file;
    private readonly Queue<long> _others;
    private readonly List<(long Start, long End)> _regions;
    private int _region = -1;
    private long _at;
    private long? _found;

    public ZipStrays(FileWindow file, ZipCoverage coverage, ZipEnd? end, AnomalyReport report)
    {
        _file = file;
        _others = new Queue<long>(coverage.OtherReadings);
        RegionEnd = end?.DirectoryStart ?? file.Length;
        _regions = coverage.Regions(file.Length, end, report);
        foreach ((long start, long stop) in end is null ? [] : _regions)
        {
            ReportRecords(start, stop, report);
        }
    }

    /// <summary>Where data of unknown length must end at the latest.</summary>
    public long RegionEnd { get; private set; }

    /// <summary>Where the next stray local header stands; null: there is none.</summary>
    public long? Next()
    {
        if (_others.TryDequeue(out long other))
        {
            return other;
        }

        while (true)
        {
            if (_region >= 0)
            {
                long at = _file.IndexOf(ZipFormat.LocalMark, _at, _regions[_region].End);
                if (at >= 0)
                {
                    _found = at;
                    _at = at + ZipFormat.LocalMark.Length;
                    return at;
                }
            }

            if (++_region >= _regions.Count)
            {
                return null;
            }

            (_at, RegionEnd) = _regions[_region];
        }
    }

    /// <summary>Skips what the header found last accounts for.</summary>
    public void ContinueAt(long position)
    {
        if (_found is not null)
        {
            _at = Math.Max(_at, position);
            _found = null;
        }
    }

    private void ReportRecords(long start, long end, AnomalyReport report)
    {
        Check(ZipFormat.DirectoryMark, "directory entry", AnomalyKind.EndRecord);
        Check(ZipFormat.EndMark, "end record", AnomalyKind.EndRecord);
        Check("PK\u0006\u0006"u8, "ZIP64 end record", AnomalyKind.Zip64);
        Check("PK\u0006\u0007"u8, "ZIP64 locator", AnomalyKind.Zip64);

        void Check(ReadOnlySpan<byte> mark, string what, AnomalyKind kind)
        {
            long at = _file.IndexOf(mark, start, end);
            if (at >= 0)
            {
                report(kind, null, at, $"A second {what} stands outside the directory.");
            }
        }
    }
}
