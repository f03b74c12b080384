using System.Buffers;
using System.Runtime.InteropServices;

namespace Assay.Engine.Advisories;

/// <summary>
/// Up to 255 pieces of which texts of one kind are made, each then a byte: a text shrinks to about a third, stands by itself, and is read without
/// its neighbours. What is no piece stands as it is, a byte after a mark.
/// </summary>
internal sealed class PieceTable
{
    private const byte Plain = 0xFF;
    private const int MaxPieces = Plain;
    private const int MaxPieceLength = 128;
    private const int Nothing = -1;
    private const int Rounds = 10;
    private const int SampleLength = 1 << 20;

    private readonly byte[] _bytes;
    private readonly int[] _ends;
    private readonly byte[][] _byFirst;

    private PieceTable(IReadOnlyList<byte[]> pieces)
    {
        _bytes = [.. pieces.SelectMany(static piece => piece)];
        _ends = new int[pieces.Count];
        int end = 0;
        for (int i = 0; i < _ends.Length; i++)
        {
            _ends[i] = end += pieces[i].Length;
        }

        // The longest that fits is taken, so they are tried from the longest on.
        _byFirst = new byte[256][];
        foreach (IGrouping<byte, int> group in Enumerable.Range(0, pieces.Count).GroupBy(i => pieces[i][0]))
        {
            _byFirst[group.Key] = [.. group.OrderByDescending(i => pieces[i].Length).Select(static i => (byte)i)];
        }
    }

    private PieceTable(byte[] bytes, int[] ends)
    {
        _bytes = bytes;
        _ends = ends;
        _byFirst = [];
    }

    /// <summary>No pieces: every byte stands as it is.</summary>
    public static PieceTable None { get; } = new([]);

    /// <summary>The pieces that save most in these texts: the same texts in the same order give the same ones.</summary>
    public static PieceTable Learn(IReadOnlyList<byte[]> texts)
    {
        long length = texts.Sum(static text => (long)text.Length);
        int step = (int)(length / SampleLength) + 1;
        byte[][] sample = [.. texts.Where((_, i) => i % step == 0)];
        PieceTable table = None;
        for (int round = 0; round < Rounds; round++)
        {
            table = Better(table, sample);
        }

        return table;
    }

    public void Write(IndexWriter writer)
    {
        writer.Number(_ends.Length);
        for (int i = 0; i < _ends.Length; i++)
        {
            writer.Bytes(Piece(i));
        }
    }

    public static PieceTable Read(ref IndexReader reader)
    {
        int count = reader.Count();
        if (count > MaxPieces)
        {
            throw IndexReader.Damaged("a table of pieces is too long");
        }

        int[] ends = new int[count];
        ArrayBufferWriter<byte> bytes = new(4096);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> piece = reader.Bytes();
            bytes.Write(piece.Length <= MaxPieceLength ? piece : throw IndexReader.Damaged("a piece is too long"));
            ends[i] = bytes.WrittenCount;
        }

        return new PieceTable(bytes.WrittenSpan.ToArray(), ends);
    }

    /// <summary>Writes a text after its length.</summary>
    public void Encode(IndexWriter writer, ReadOnlySpan<byte> text)
    {
        ArrayBufferWriter<byte> coded = new(text.Length + 1);
        while (!text.IsEmpty)
        {
            int code = CodeAt(text, out int length);
            if (code < MaxPieces)
            {
                coded.Write([(byte)code]);
            }
            else
            {
                coded.Write([Plain, text[0]]);
            }

            text = text[length..];
        }

        writer.Bytes(coded.WrittenSpan);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote, into <paramref name="text"/>.</summary>
    public void Decode(ref IndexReader reader, ArrayBufferWriter<byte> text)
    {
        ReadOnlySpan<byte> coded = reader.Bytes();
        for (int i = 0; i < coded.Length; i++)
        {
            if (coded[i] != Plain)
            {
                text.Write(coded[i] < _ends.Length ? Piece(coded[i]) : throw IndexReader.Damaged("a text has a piece that is none"));
            }
            else if (++i < coded.Length)
            {
                text.Write(coded.Slice(i, 1));
            }
            else
            {
                throw IndexReader.Damaged("a text is cut");
            }
        }
    }

    private ReadOnlySpan<byte> Piece(int at)
    {
        int start = at == 0 ? 0 : _ends[at - 1];
        return _bytes.AsSpan(start, _ends[at] - start);
    }

    // A piece, or beyond the pieces the byte itself.
    private int CodeAt(ReadOnlySpan<byte> text, out int length)
    {
        foreach (byte candidate in _byFirst[text[0]] ?? [])
        {
            ReadOnlySpan<byte> piece = Piece(candidate);
            if (text.StartsWith(piece))
            {
                length = piece.Length;
                return candidate;
            }
        }

        length = 1;
        return MaxPieces + text[0];
    }

    // Codes as they stand with this table, and each two that follow one another, are what the next table is chosen from.
    private static PieceTable Better(PieceTable table, byte[][] sample)
    {
        Dictionary<(int First, int Second), int> times = [];
        foreach (byte[] text in sample)
        {
            int before = Nothing;
            int length;
            for (int at = 0; at < text.Length; at += length)
            {
                int code = table.CodeAt(text.AsSpan(at), out length);
                CollectionsMarshal.GetValueRefOrAddDefault(times, (Nothing, code), out _)++;
                if (at > 0)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(times, (before, code), out _)++;
                }

                before = code;
            }
        }

        Dictionary<string, long> gains = new(StringComparer.Ordinal);
        foreach (((int first, int second), int count) in times)
        {
            string piece = Shown(table, first) + Shown(table, second);
            if (piece.Length <= MaxPieceLength && (first == Nothing || count > 1))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(gains, piece, out _) += (long)count * piece.Length;
            }
        }

        return new PieceTable(
        [
            .. gains.OrderByDescending(static gain => gain.Value)
                .ThenBy(static gain => gain.Key, StringComparer.Ordinal)
                .Take(MaxPieces)
                .Select(static gain => gain.Key)
                .Order(StringComparer.Ordinal)
                .Select(static piece => piece.Select(static c => (byte)c).ToArray()),
        ]);
    }

    // Bytes as characters, for strings are what dictionaries compare best.
    private static string Shown(PieceTable table, int code) => code == Nothing ? "" : code >= MaxPieces
        ? ((char)(code - MaxPieces)).ToString()
        : string.Create(table.Piece(code).Length, (table, code), static (chars, state) =>
        {
            ReadOnlySpan<byte> piece = state.table.Piece(state.code);
            for (int i = 0; i < chars.Length; i++)
            {
                chars[i] = (char)piece[i];
            }
        });
}
