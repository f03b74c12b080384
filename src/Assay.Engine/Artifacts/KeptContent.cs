namespace Assay.Engine.Artifacts;

/// <summary>How much it matters that a member's content is at hand; the first give way last.</summary>
internal enum KeepClass
{
    /// <summary>RECORD, metadata, entry points, path configuration: without them nothing can be said.</summary>
    Essential,

    /// <summary>Configuration that takes effect by its name.</summary>
    Configuration,

    /// <summary>Text that a shell or another host runs.</summary>
    Script,

    /// <summary>Not kept.</summary>
    No,
}

/// <summary>Bytes of a member that are at hand.</summary>
internal sealed class KeptPiece
{
    /// <summary>The member's first bytes; null where they are not kept, or were given up for the sake of a limit.</summary>
    public byte[]? Bytes { get; set; }

    /// <summary>The limit that cut them short or took them away; null where all that was wanted is there.</summary>
    public string? CutBy { get; set; }
}

/// <summary>
/// The contents that are kept, up to a number of bytes. Which ones are kept depends on class and path only, never on the order of
/// the archive: the longest run of them, in that order, that fits.
/// </summary>
/// <param name="limitName">The limit's name, for the gap.</param>
internal sealed class KeptContent(long maxBytes, string limitName)
{
    private readonly SortedSet<Entry> _entries = new(Comparer<Entry>.Create(Entry.Compare));
    private Entry? _bound;
    private long _bytes;
    private int _sequence;

    public void Keep(RawMember member, KeptPiece piece, KeepClass keep, byte[] content)
    {
        Entry entry = new(keep, member, piece, _sequence++);
        if (_bound is not null && Entry.Compare(entry, _bound) >= 0)
        {
            piece.CutBy = limitName;
            return;
        }

        piece.Bytes = content;
        _entries.Add(entry);
        _bytes += content.Length;
        while (_bytes > maxBytes && _entries.Max is Entry last)
        {
            _entries.Remove(last);
            _bytes -= last.Piece.Bytes!.Length;
            last.Piece.Bytes = null;
            last.Piece.CutBy = limitName;
            _bound = last;
        }
    }

    private sealed record Entry(KeepClass Class, RawMember Member, KeptPiece Piece, int Sequence)
    {
        public static int Compare(Entry left, Entry right)
        {
            int order = left.Class.CompareTo(right.Class);
            order = order != 0 ? order : RawMember.Compare(left.Member, right.Member);
            return order != 0 ? order : left.Sequence.CompareTo(right.Sequence);
        }
    }
}
