using System.Buffers;
using System.Security.Cryptography;

namespace Assay.Engine.Artifacts;

/// <summary>Reads the next decoded bytes of a member; 0 at its end.</summary>
internal delegate int ByteSource(Span<byte> buffer);

/// <summary>
/// Reads one member after another, each once: hashes it, tells its kind, looks for credentials, keeps what rules read, and holds an
/// inner archive for being opened. Buffers are reused from member to member.
/// </summary>
internal sealed class MemberScanner(InspectionLimits limits, CancellationToken cancellation) : IDisposable
{
    private const int PieceBytes = 64 << 10;

    private readonly byte[] _piece = ArrayPool<byte>.Shared.Rent(PieceBytes);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SecretScanner _secrets = new();
    private readonly KeptContent _texts = new(limits.MaxArtifactTextBytes, nameof(InspectionLimits.MaxArtifactTextBytes));
    private readonly KeptContent _records = new(limits.MaxRecordBytes, nameof(InspectionLimits.MaxRecordBytes));
    private readonly KeptContent _python = new(limits.MaxArtifactPythonBytes, nameof(InspectionLimits.MaxArtifactPythonBytes));
    private readonly KeptContent _data = new(limits.MaxArtifactDataBytes, nameof(InspectionLimits.MaxArtifactDataBytes));
    private readonly GrowingBytes _held = new();
    private bool _midway;

    /// <summary>Reads a member to its end and fills in what it is.</summary>
    /// <param name="inner">The member's bytes, rewound, where it is an archive that may be opened; owned by the caller. Else null.</param>
    public Sniffed Scan(RawMember member, ByteSource read, out MemoryStream? inner)
    {
        inner = null;
        Span<byte> head = Fill(read);
        Sniffed sniffed = ContentSniffer.Sniff(head, member.Name);
        member.Kind = sniffed.Kind;
        bool textual = sniffed.Kind is MemberKind.Text or MemberKind.PythonSource or MemberKind.Script or MemberKind.StartupFile;
        bool record = member.IsOutermost && MemberNames.IsRecord(member.Name);
        KeepClass keep = !member.IsOutermost ? KeepClass.No : record ? KeepClass.Essential : MemberNames.KeepOf(member.Name, sniffed.Kind);
        int cap = keep == KeepClass.No ? 0 : record ? limits.MaxRecordBytes : MemberNames.IsMetadata(member.Name) ? limits.MaxMetadataBytes : limits.MaxTextBytes;
        ContentUse use = MemberNames.UseOf(member.Name, sniffed.Kind);
        int contentCap = use == ContentUse.Python ? limits.MaxPythonBytes : use == ContentUse.Data ? limits.MaxDataBytes : 0;
        int holdCap = Math.Max(cap, contentCap);
        MemoryStream? spool = sniffed.Format is null ? null : new MemoryStream();
        Tail tail = new(stackalloc byte[ContentSniffer.EndRecordBytes]);
        long size = 0;
        _held.Clear();
        _secrets.Begin();
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (_midway)
        {
            // The last member's stream failed before its end.
            _hash.GetHashAndReset(digest);
        }

        _midway = true;
        for (Span<byte> piece = head; !piece.IsEmpty; piece = Fill(read))
        {
            cancellation.ThrowIfCancellationRequested();
            size += piece.Length;
            _hash.AppendData(piece);
            tail.Add(piece);
            if (textual)
            {
                _secrets.Feed(piece);
            }

            // Of most members the first piece is all.
            if (size >= PieceBytes && _held.Length < holdCap)
            {
                _held.Append(piece[..Math.Min(piece.Length, holdCap - _held.Length)]);
            }

            if (spool is not null)
            {
                spool = size <= limits.MaxNestedBytes ? spool : null;
                spool?.Write(piece);
            }

            if (piece.Length < PieceBytes)
            {
                break;
            }
        }

        member.Size = size;
        _hash.GetHashAndReset(digest);
        _midway = false;
        member.Sha256 = Convert.ToHexStringLower(digest);
        member.Secrets = textual ? _secrets.End() : [];
        ReadOnlySpan<byte> held = size < PieceBytes ? _piece.AsSpan(0, (int)size) : _held.Bytes;
        byte[]? excerpt = null;
        if (keep != KeepClass.No)
        {
            member.Excerpt.CutBy = size > cap ? CapName(record, member.Name) : null;
            excerpt = held[..Math.Min(held.Length, cap)].ToArray();
            (record ? _records : _texts).Keep(member, member.Excerpt, keep, excerpt);
        }

        if (use != ContentUse.No && IsWithin(contentCap, member, use))
        {
            KeepClass order = MemberNames.RunsFirst(member.Name) ? KeepClass.Essential : KeepClass.Script;
            byte[] content = excerpt?.Length == size ? excerpt : held.ToArray();
            (use == ContentUse.Python ? _python : _data).Keep(member, member.Content, order, content);
        }

        if (sniffed.Kind != MemberKind.Archive && ContentSniffer.EndsAsZip(tail.Bytes, size))
        {
            // Python and installers open this as a ZIP, whatever it begins with.
            member.Kind = sniffed.Kind == MemberKind.Pe ? MemberKind.Pe : MemberKind.Archive;
            return new Sniffed(member.Kind, null, "ZIP behind other data");
        }

        if (spool is not null)
        {
            spool.Position = 0;
            inner = spool;
        }

        return sniffed;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_piece);
        _hash.Dispose();
        _held.Dispose();
        _secrets.Dispose();
    }

    // Half a program would be read as another one, so it is all or nothing.
    private static bool IsWithin(int cap, RawMember member, ContentUse use)
    {
        if (member.Size <= cap)
        {
            return true;
        }

        member.Content.CutBy = use == ContentUse.Python ? nameof(InspectionLimits.MaxPythonBytes) : nameof(InspectionLimits.MaxDataBytes);
        return false;
    }

    private static string CapName(bool record, string name) =>
        record ? nameof(InspectionLimits.MaxRecordBytes)
        : MemberNames.IsMetadata(name) ? nameof(InspectionLimits.MaxMetadataBytes)
        : nameof(InspectionLimits.MaxTextBytes);

    // A full piece unless the member ends.
    private Span<byte> Fill(ByteSource read)
    {
        int length = 0;
        while (length < PieceBytes)
        {
            int got = read(_piece.AsSpan(length, PieceBytes - length));
            if (got <= 0)
            {
                break;
            }

            length += got;
        }

        return _piece.AsSpan(0, length);
    }

    /// <summary>The first bytes of a member that is longer than a piece.</summary>
    private sealed class GrowingBytes : IDisposable
    {
        private const int LeastBytes = 4 * PieceBytes;

        // What the pool would hold on to for the sake of a few large members is better given up.
        private const int MostPooledBytes = 1 << 20;

        private byte[] _bytes = [];

        public int Length { get; private set; }

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

        public void Clear() => Length = 0;

        public void Append(ReadOnlySpan<byte> piece)
        {
            if (Length + piece.Length > _bytes.Length)
            {
                int wanted = Math.Max(LeastBytes, 2 * (Length + piece.Length));
                byte[] larger = wanted <= MostPooledBytes ? ArrayPool<byte>.Shared.Rent(wanted) : GC.AllocateUninitializedArray<byte>(wanted);
                Bytes.CopyTo(larger);
                Dispose();
                _bytes = larger;
            }

            piece.CopyTo(_bytes.AsSpan(Length));
            Length += piece.Length;
        }

        public void Dispose()
        {
            if (_bytes.Length is > 0 and <= MostPooledBytes)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }

            _bytes = [];
        }
    }

    private ref struct Tail(Span<byte> bytes)
    {
        private readonly Span<byte> _bytes = bytes;
        private int _length;

        public readonly ReadOnlySpan<byte> Bytes => _bytes[.._length];

        public void Add(ReadOnlySpan<byte> piece)
        {
            if (piece.Length >= _bytes.Length)
            {
                piece[^_bytes.Length..].CopyTo(_bytes);
                _length = _bytes.Length;
                return;
            }

            int kept = Math.Min(_length, _bytes.Length - piece.Length);
            _bytes.Slice(_length - kept, kept).CopyTo(_bytes);
            piece.CopyTo(_bytes[kept..]);
            _length = kept + piece.Length;
        }
    }
}
