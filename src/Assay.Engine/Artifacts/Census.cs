using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;

namespace Assay.Engine.Artifacts;

/// <summary>
/// One pass over an archive and the archives inside it: every member looked at once, what could not be looked at written down.
/// </summary>
internal sealed class Census(InspectionLimits limits, CancellationToken cancellation) : IDisposable
{
    // Whatever the limits say: a level is a few stack frames, and nobody nests deeper in earnest.
    private const int DeepestNesting = 32;

    private readonly MemberScanner _scanner = new(limits, cancellation);
    private readonly List<(ImmutableArray<string> Path, string Reason)> _closed = [];
    private readonly List<Gap> _gaps = [];
    private long _entries;
    private long _decoded;
    private bool _exhausted;

    public InspectionLimits Limits => limits;

    public CancellationToken Cancellation => cancellation;

    public List<RawMember> Members { get; } = [];

    public List<NestedAnomaly> Anomalies { get; } = [];

    /// <summary>What the pass could not see. Complete once every archive is read.</summary>
    public IEnumerable<Gap> Gaps
    {
        get
        {
            if (_closed.Count > 0)
            {
                _closed.Sort(static (left, right) => RawMember.ComparePaths(left.Path, right.Path));
                (ImmutableArray<string> first, string reason) = _closed[0];
                string others = _closed.Count == 1 ? "" : $", and {_closed.Count - 1} more archives or compressed files were not looked into";
                _gaps.Add(Gap.Of(GapKind.NestedArchive, new MemberPlace(first), reason + others));
                _closed.Clear();
            }

            return _gaps;
        }
    }

    /// <summary>Reads an archive whole. Limits count over all archives of the artifact.</summary>
    /// <param name="path">The nesting path of the archive; empty for the artifact itself.</param>
    public void ReadArchive(Stream stream, ArchiveFormat format, ImmutableArray<string> path)
    {
        ArchiveLimits left = limits.Archives with
        {
            MaxEntries = (int)Math.Max(0, limits.Archives.MaxEntries - _entries),
            MaxTotalBytes = Math.Max(0, limits.Archives.MaxTotalBytes - _decoded),
        };
        using ArchiveReader reader = ArchiveReader.Open(stream, format, left);
        int before = Members.Count;
        while (!_exhausted && reader.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            ArchiveMember entry = reader.Current;
            RawMember member = new() { Path = path.Add(entry.Path), Type = entry.Type, Mode = entry.Mode, LinkTarget = entry.LinkTarget };
            Count(path, 1, 0);
            AddMember(member, reader.Read);
        }

        Settle(reader.Anomalies, format, path, isEmpty: Members.Count == before);
    }

    /// <summary>Looks at one file, which is a member of the artifact or a file of a tree.</summary>
    public void AddMember(RawMember member, ByteSource read)
    {
        Members.Add(member);
        if (member.Type != MemberType.File)
        {
            member.Kind = member.Type == MemberType.Directory ? MemberKind.Directory : MemberKind.Link;
            return;
        }

        Sniffed sniffed = _scanner.Scan(member, read, out MemoryStream? inner);
        Count(member.Path[..^1], 0, member.Size);
        if (member.Kind == MemberKind.Archive || sniffed.Name is not null)
        {
            OpenInner(member, sniffed, inner);
        }
    }

    /// <summary>Looks at a file of a tree; false once the limits are reached.</summary>
    public bool TryAddFile(RawMember member, TreeFile file)
    {
        Count([], 1, 0);
        if (_exhausted)
        {
            return false;
        }

        if (member.Type != MemberType.File)
        {
            AddMember(member, static _ => 0);
            return true;
        }

        try
        {
            using Stream stream = file.Open();
            AddMember(member, stream.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _gaps.Add(Gap.Of(GapKind.FileUnreadable, new MemberPlace(member.Path), $"the file could not be read: {e.Message}"));
        }

        return !_exhausted;
    }

    public void AddGap(Gap gap) => _gaps.Add(gap);

    public void Dispose() => _scanner.Dispose();

    private void OpenInner(RawMember member, Sniffed sniffed, MemoryStream? inner)
    {
        using MemoryStream? owned = inner;
        string? closed = sniffed.Format is not ArchiveFormat format ? $"{sniffed.Name} is not opened"
            : inner is null ? $"an archive of {member.Size} bytes inside the artifact is more than {nameof(InspectionLimits.MaxNestedBytes)} and is not opened"
            : member.Path.Length > Math.Min(limits.Archives.MaxNesting, DeepestNesting) ? $"an archive nested deeper than {nameof(ArchiveLimits.MaxNesting)} is not opened"
            : _exhausted ? "the limits were reached before it"
            : null;
        if (closed is not null)
        {
            _closed.Add((member.Path, closed));
            return;
        }

        ReadArchive(inner!, sniffed.Format!.Value, member.Path);
    }

    private void Count(ImmutableArray<string> archive, int entries, long bytes)
    {
        _entries += entries;
        _decoded += bytes;
        string? limit = _entries > limits.Archives.MaxEntries ? nameof(ArchiveLimits.MaxEntries)
            : _decoded > limits.Archives.MaxTotalBytes ? nameof(ArchiveLimits.MaxTotalBytes)
            : null;
        if (limit is not null && !_exhausted)
        {
            _exhausted = true;
            _gaps.Add(Gap.Of(GapKind.LimitReached, new MemberPlace(archive), $"{limit} ended the reading of the artifact", limit));
        }
    }

    // Inside the artifact, an archive that cannot be read is data that is not understood: test suites are full of broken ones.
    // The artifact itself has to be readable.
    private void Settle(IReadOnlyList<ArchiveAnomaly> anomalies, ArchiveFormat format, ImmutableArray<string> path, bool isEmpty)
    {
        if (!path.IsEmpty && isEmpty && anomalies.Count > 0)
        {
            string what = format == ArchiveFormat.Zip ? "an archive" : "a compressed file or an archive";
            _closed.Add((path, $"{what} inside the artifact could not be opened: {anomalies[0].Detail}"));
            return;
        }

        bool unread = false;
        foreach (ArchiveAnomaly anomaly in anomalies)
        {
            NestedAnomaly nested = new(path, anomaly);
            Anomalies.Add(nested);
            GapKind? kind = GapOf(anomaly);
            if (kind == GapKind.LimitReached || (kind is not null && path.IsEmpty))
            {
                _gaps.Add(Gap.Of(kind.Value, nested.Place, anomaly.Detail, kind == GapKind.LimitReached ? "archive limits" : null));
            }
            else
            {
                unread |= kind is not null;
            }
        }

        if (unread)
        {
            _closed.Add((path, "not all of it could be read"));
        }
    }

    private static GapKind? GapOf(ArchiveAnomaly anomaly) => anomaly.Kind switch
    {
        AnomalyKind.Unreadable => anomaly.Member is null ? GapKind.ArchiveUnreadable : GapKind.MemberUnreadable,
        AnomalyKind.LimitReached => GapKind.LimitReached,
        AnomalyKind.Encrypted or AnomalyKind.UnknownMethod or AnomalyKind.SparseMember => GapKind.MemberUnreadable,
        AnomalyKind.WrongChecksum or AnomalyKind.WrongSize => GapKind.MemberUnreadable,
        _ => null,
    };
}
