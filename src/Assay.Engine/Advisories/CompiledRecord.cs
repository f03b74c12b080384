using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Engine.Advisories;

/// <summary>A record as the index will hold it, without its place; the record itself can be forgotten.</summary>
/// <param name="FirstProject">The project beside whose records it stands.</param>
/// <param name="Spans">What it says of each project, encoded.</param>
/// <param name="References">As <see cref="ReferenceCodec"/> composes them.</param>
/// <param name="Text">The rest, encoded.</param>
internal sealed record CompiledRecord(
    RecordFacts Facts, DateTimeOffset? Modified, string FirstProject, ImmutableSortedDictionary<ProjectName, byte[]> Spans, byte[] References, byte[] Text)
{
    public static CompiledRecord Of(AdvisoryRecord record, int feed)
    {
        RecordFacts facts = RecordFacts.Of(record, feed);
        IndexWriter text = new();
        RecordText.Write(text, record, facts);
        if (text.Length > IndexFormat.MaxTextBlockLength / 2)
        {
            throw new ArgumentException($"The text of {record.Id} has {text.Length} bytes, more than an index holds of one record.", nameof(record));
        }

        ImmutableSortedDictionary<ProjectName, byte[]>.Builder spans = ImmutableSortedDictionary.CreateBuilder<ProjectName, byte[]>();
        foreach (IGrouping<ProjectName, AffectedProject> project in record.Affected.GroupBy(static affected => affected.Project))
        {
            IndexWriter writer = new();
            SpanCodec.Write(writer, SpanCompiler.Compile(project));
            spans.Add(project.Key, writer.ToArray());
        }

        return new CompiledRecord(facts, record.Modified, spans.Count == 0 ? "" : spans.Keys.First().Normalized, spans.ToImmutable(), ReferenceCodec.Compose(record), text.ToArray());
    }

    /// <summary>Of two records with one id the later counts, and of two of one moment the one whose bytes come first, so that their order does not.</summary>
    public bool Replaces(CompiledRecord other)
    {
        int order = Nullable.Compare(Modified, other.Modified);
        return order != 0 ? order > 0 : Bytes().AsSpan().SequenceCompareTo(other.Bytes()) < 0;
    }

    private byte[] Bytes()
    {
        IndexWriter writer = new();
        Facts.Write(writer, IndexPieces.None);
        writer.Bytes(References);
        writer.Raw(Text);
        return writer.ToArray();
    }
}
