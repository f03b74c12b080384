using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Assay.Engine.Advisories;

/// <summary>
/// The references of a record as one text: first what several addresses begin with, then each after a mark and its type. That beginning and the
/// record's own ids are marks in them too, so that the addresses of many records are the same text. Marks are bytes that UTF-8 never has.
/// </summary>
internal static class ReferenceCodec
{
    private const byte Begin = 0xF5;
    private const byte TypeEnd = 0xF6;
    private const byte Base = 0xF7;
    private const byte FirstId = 0xF8;
    private const int MaxIds = 8;
    private const int BaseSlashes = 5;

    // Where the type is no word of OSV's, zero stands and the word up to its end.
    private static readonly ImmutableArray<string> s_types =
        ["", "ADVISORY", "ARTICLE", "DETECTION", "DISCUSSION", "REPORT", "FIX", "INTRODUCED", "GIT", "PACKAGE", "EVIDENCE", "WEB"];

    /// <summary>The text for <see cref="PieceTable"/>.</summary>
    public static byte[] Compose(AdvisoryRecord record)
    {
        ArrayBufferWriter<byte> text = new();
        List<(byte[] Text, byte Mark)> marks = [];
        if (BaseOf(record.References) is { } shared)
        {
            byte[] written = Encoding.UTF8.GetBytes(shared);
            marks.Add((written, Base));
            text.Write(written);
        }

        marks.AddRange(record.Aliases.Prepend(record.Id).Take(MaxIds).Select(static (id, i) => (Encoding.UTF8.GetBytes(id), (byte)(FirstId + i))).Where(static mark => mark.Item1.Length > 0));
        foreach (AdvisoryReference reference in record.References)
        {
            int type = Math.Max(0, s_types.IndexOf(reference.Type));
            text.Write([Begin, (byte)type]);
            if (type == 0)
            {
                text.Write(Encoding.UTF8.GetBytes(reference.Type));
                text.Write([TypeEnd]);
            }

            byte[] address = Encoding.UTF8.GetBytes(reference.Address);
            for (int at = 0; at < address.Length;)
            {
                (byte[]? marked, byte mark) = marks.Find(mark => address.AsSpan(at).StartsWith(mark.Text));
                text.Write(marked is null ? address.AsSpan(at, 1) : [mark]);
                at += marked?.Length ?? 1;
            }
        }

        return text.WrittenSpan.ToArray();
    }

    public static ImmutableArray<AdvisoryReference> Read(ref IndexReader reader, RecordFacts facts, PieceTable pieces)
    {
        ArrayBufferWriter<byte> composed = new(512);
        pieces.Decode(ref reader, composed);
        ReadOnlySpan<byte> text = composed.WrittenSpan;
        ImmutableArray<AdvisoryReference>.Builder references = ImmutableArray.CreateBuilder<AdvisoryReference>(text.Count(Begin));
        string shared = Encoding.UTF8.GetString(Until(Begin, ref text));
        while (!text.IsEmpty)
        {
            if (text.Length < 2 || text[1] >= s_types.Length)
            {
                throw IndexReader.Damaged("a reference is none");
            }

            string type = s_types[text[1]];
            bool isWritten = text[1] == 0;
            text = text[2..];
            if (isWritten)
            {
                type = Encoding.UTF8.GetString(Until(TypeEnd, ref text));
                text = text.IsEmpty ? throw IndexReader.Damaged("a reference is none") : text[1..];
            }

            references.Add(new AdvisoryReference(type, Address(Until(Begin, ref text), shared, facts)));
        }

        return references.DrainToImmutable();
    }

    // What the text has before a mark, or all of it; the mark stays.
    private static ReadOnlySpan<byte> Until(byte mark, ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf(mark) is >= 0 and int found ? found : text.Length;
        ReadOnlySpan<byte> before = text[..end];
        text = text[end..];
        return before;
    }

    private static string Address(ReadOnlySpan<byte> text, string shared, RecordFacts facts)
    {
        int mark = text.IndexOfAnyInRange(Base, byte.MaxValue);
        if (mark < 0)
        {
            return Encoding.UTF8.GetString(text);
        }

        StringBuilder address = new();
        for (; mark >= 0; mark = text.IndexOfAnyInRange(Base, byte.MaxValue))
        {
            int id = text[mark] - FirstId;
            address.Append(Encoding.UTF8.GetString(text[..mark])).Append(
                id < 0 ? shared
                : id == 0 ? facts.Id
                : id <= facts.Aliases.Length ? facts.Aliases[id - 1] : throw IndexReader.Damaged("a reference names an id that is none"));
            text = text[(mark + 1)..];
        }

        return address.Append(Encoding.UTF8.GetString(text)).ToString();
    }

    // With what most addresses begin: server and two folders, such as a repository. Null where no two have it in common.
    private static string? BaseOf(ImmutableArray<AdvisoryReference> references) => references
        .Select(static reference => BaseOf(reference.Address))
        .OfType<string>()
        .GroupBy(static start => start, StringComparer.Ordinal)
        .Where(static group => group.Skip(1).Any())
        .MaxBy(static group => group.Count())?.Key;

    private static string? BaseOf(string address)
    {
        int end = -1;
        for (int slashes = 0; slashes < BaseSlashes; slashes++)
        {
            end = address.IndexOf('/', end + 1);
            if (end < 0)
            {
                return slashes == BaseSlashes - 1 ? address : null;
            }
        }

        return address[..end];
    }
}
