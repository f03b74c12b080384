using System.Buffers;
using System.Text;

namespace Assay.Engine.Advisories;

/// <summary>The pieces that the short texts of an index are made of: those of a kind share a table.</summary>
internal sealed record IndexPieces(PieceTable Summaries, PieceTable Vectors, PieceTable References)
{
    public static IndexPieces None { get; } = new(PieceTable.None, PieceTable.None, PieceTable.None);

    public static IndexPieces Learn(IReadOnlyCollection<CompiledRecord> records) => new(
        PieceTable.Learn([.. records.Select(static record => Encoding.UTF8.GetBytes(record.Facts.Summary))]),
        PieceTable.Learn([.. records.Select(static record => record.Facts.Severity.Vector).OfType<string>().Select(Encoding.UTF8.GetBytes)]),
        PieceTable.Learn([.. records.Select(static record => record.References)]));

    public void Write(IndexWriter writer)
    {
        Summaries.Write(writer);
        Vectors.Write(writer);
        References.Write(writer);
    }

    public static IndexPieces Read(ReadOnlySpan<byte> bytes)
    {
        IndexReader reader = new(bytes);
        return new IndexPieces(PieceTable.Read(ref reader), PieceTable.Read(ref reader), PieceTable.Read(ref reader));
    }

    /// <summary>A text of one of the tables.</summary>
    public static string Text(PieceTable table, ref IndexReader reader)
    {
        ArrayBufferWriter<byte> text = new(256);
        table.Decode(ref reader, text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
