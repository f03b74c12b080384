namespace Assay.Packaging.Archives;

/// <summary>Which bytes of the file some record of the central directory accounts for, and which deserve a second look.</summary>
internal sealed class ZipCoverage
{
    private readonly List<(long Start, long End)> _claimed = [];
    private readonly List<(long Start, long End)> _suspects = [];
    private readonly List<long> _otherReadings = [];

    /// <summary>Local headers that could be read differently than the directory does.</summary>
    public IReadOnlyList<long> OtherReadings => _otherReadings;

    /// <summary>Counts bytes as accounted for.</summary>
    public void Add(long start, long end)
    {
        // Honest archives claim byte after byte, so that the list stays at a handful of parts.
        if (_claimed.Count > 0 && _claimed[^1].End == start)
        {
            _claimed[^1] = (_claimed[^1].Start, end);
        }
        else
        {
            _claimed.Add((start, end));
        }
    }

    /// <summary>Bytes within an entry that another reader would take for the next header.</summary>
    public void AddSuspect(long start, long end)
    {
        if (start < end)
        {
            _suspects.Add((start, end));
        }
    }

    public void AddOtherReading(long headerAt) => _otherReadings.Add(headerAt);

    /// <summary>Everything not accounted for, reported by what it is, and the suspects.</summary>
    public List<(long Start, long End)> Regions(long fileLength, ZipEnd? end, AnomalyReport report)
    {
        if (end is null)
        {
            return [(0, fileLength)];
        }

        List<(long Start, long End)> regions = [];
        _claimed.Sort();
        long covered = 0;
        foreach ((long start, long stop) in _claimed)
        {
            if (start > covered)
            {
                report(
                    covered == 0 ? AnomalyKind.LeadingData : AnomalyKind.GapBetweenEntries,
                    null,
                    covered,
                    covered == 0 ? $"{start} bytes stand before the first entry." : $"{start - covered} bytes belong to no entry.");
                regions.Add((covered, start));
            }
            else if (start < covered)
            {
                report(AnomalyKind.GapBetweenEntries, null, start, $"Two entries overlap by {Math.Min(covered, stop) - start} bytes.");
            }

            covered = Math.Max(covered, stop);
        }

        if (covered < fileLength)
        {
            report(AnomalyKind.TrailingData, null, covered, $"{fileLength - covered} bytes follow the archive's end.");
            regions.Add((covered, fileLength));
        }

        if (end.CommentEnd > end.RecordsEnd)
        {
            regions.Add((end.RecordsEnd, end.CommentEnd));
        }

        regions.AddRange(_suspects);
        return regions;
    }
}
