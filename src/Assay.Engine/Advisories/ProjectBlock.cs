using System.Collections.Immutable;

namespace Assay.Engine.Advisories;

/// <summary>A record as a project's block has it.</summary>
internal readonly ref struct ProjectEntry(int record, byte flags, ReadOnlySpan<byte> spans)
{
    /// <summary>Position among all records.</summary>
    public int Record { get; } = record;

    public bool IsWithdrawn => (flags & ProjectBlock.WithdrawnFlag) != 0;

    /// <summary>Shares an id with another record about the project.</summary>
    public bool IsLinked => (flags & ProjectBlock.LinkedFlag) != 0;

    /// <summary>Encoded by <see cref="SpanCodec"/>.</summary>
    public ReadOnlySpan<byte> Spans { get; } = spans;
}

/// <summary>Reads the block of a project: its name, then each record that is about it.</summary>
internal ref struct ProjectBlock
{
    public const byte WithdrawnFlag = 1;
    public const byte LinkedFlag = 2;

    private IndexReader _reader;
    private int _left;

    public ProjectBlock(ReadOnlySpan<byte> bytes)
    {
        _reader = new IndexReader(bytes);
        Name = _reader.Bytes();
        _left = _reader.Count();
    }

    /// <summary>Normalised, in ASCII.</summary>
    public ReadOnlySpan<byte> Name { get; }

    public bool TryNext(out ProjectEntry entry)
    {
        if (_left == 0)
        {
            entry = default;
            return _reader.Left == 0 ? false : throw IndexReader.Damaged("a project's block ends early");
        }

        _left--;
        entry = new ProjectEntry(_reader.Index(), _reader.Byte(), _reader.Bytes());
        return true;
    }
}

/// <summary>What one record says of a project, taken out of the block.</summary>
/// <param name="Holds">True: affected; false: not; null: undecided.</param>
/// <param name="IsLinked">Another record about the project, live or not, has an id in common with it.</param>
internal sealed record Testimony(RecordFacts Facts, string Feed, AffectedSpans Spans, bool? Holds, bool IsLinked)
{
    /// <summary>Where it comes from: a feed, and within it a family of ids, for a feed such as OSV's holds several sources.</summary>
    public (string Feed, string Family) Source => (Feed, Family(Facts.Id));

    public ImmutableArray<string> Ranges =>
    [
        .. Spans.Spans.Select(static span => span.Describe()),
        .. Spans.Points.Select(static point => $"=={point.Text}"),
        .. Spans.Texts.Select(static text => $"==={text}"),
    ];

    private static string Family(string id) => id.IndexOf('-', StringComparison.Ordinal) is var end and > 0 ? id[..end] : id;
}
