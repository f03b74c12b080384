using System.Collections.Immutable;
using System.Text;

namespace Assay.Engine.Advisories;

/// <summary>How spans stand in a project's block: answered where they stand, and read whole only for records that hit.</summary>
internal static class SpanCodec
{
    private const byte HasLower = 1;
    private const byte LowerIsIn = 2;
    private const byte HasUpper = 4;
    private const byte UpperIsIn = 8;
    private const byte UpperIsFix = 16;

    public static void Write(IndexWriter writer, AffectedSpans affected)
    {
        writer.Number(affected.Spans.Length);
        foreach (AffectedSpan span in affected.Spans)
        {
            writer.Byte((byte)((span.Lower is null ? 0 : HasLower)
                | (span.LowerIsIn ? LowerIsIn : 0)
                | (span.Upper is null ? 0 : HasUpper)
                | (span.UpperIsIn ? UpperIsIn : 0)
                | (span.UpperIsFix ? UpperIsFix : 0)));
            if (span.Lower is { } lower)
            {
                WriteBound(writer, lower);
            }

            if (span.Upper is { } upper)
            {
                WriteBound(writer, upper);
            }
        }

        WriteBounds(writer, affected.Points);
        writer.Texts(affected.Texts);
        writer.OptionalText(affected.Unordered);
        WriteBounds(writer, affected.OtherFixes);
    }

    public static AffectedSpans Read(ReadOnlySpan<byte> bytes)
    {
        IndexReader reader = new(bytes);
        int count = reader.Count();
        ImmutableArray<AffectedSpan>.Builder spans = ImmutableArray.CreateBuilder<AffectedSpan>(count);
        for (int i = 0; i < count; i++)
        {
            byte flags = reader.Byte();
            SpanBound? lower = (flags & HasLower) != 0 ? ReadBound(ref reader) : null;
            SpanBound? upper = (flags & HasUpper) != 0 ? ReadBound(ref reader) : null;
            spans.Add(new AffectedSpan(lower, (flags & LowerIsIn) != 0, upper, (flags & UpperIsIn) != 0, (flags & UpperIsFix) != 0));
        }

        ImmutableArray<SpanBound> points = ReadBounds(ref reader);
        ImmutableArray<string> texts = reader.Texts();
        string? unordered = reader.OptionalText();
        ImmutableArray<SpanBound> otherFixes = ReadBounds(ref reader);
        if (reader.Left != 0)
        {
            throw IndexReader.Damaged("a record's spans end early");
        }

        return new AffectedSpans(spans.MoveToImmutable(), points, texts, otherFixes, unordered);
    }

    /// <summary>True: affected; false: not; null: undecided. Reads no more than the answer needs.</summary>
    /// <param name="asked">The asked version's key; empty where the text is no version.</param>
    /// <param name="publicLength">How many bytes of it are the key without the local part; a build of a version is affected as the version is.</param>
    /// <param name="text">The asked version as written.</param>
    public static bool? Holds(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> asked, int publicLength, string text)
    {
        IndexReader reader = new(bytes);
        int count = reader.Count();
        ReadOnlySpan<byte> without = asked[..publicLength];
        for (int i = 0; i < count; i++)
        {
            byte flags = reader.Byte();
            ReadOnlySpan<byte> lower = (flags & HasLower) != 0 ? ReadKey(ref reader) : default;
            ReadOnlySpan<byte> upper = (flags & HasUpper) != 0 ? ReadKey(ref reader) : default;
            if (asked.IsEmpty
                ? count == 1 && (flags & (HasLower | HasUpper)) == 0
                : IsWithin(flags, lower, upper, asked) || (publicLength < asked.Length && IsWithin(flags, lower, upper, without)))
            {
                return true;
            }
        }

        int points = reader.Count();
        for (int i = 0; i < points; i++)
        {
            ReadOnlySpan<byte> point = ReadKey(ref reader);
            if (!asked.IsEmpty && (point.SequenceEqual(asked) || point.SequenceEqual(without)))
            {
                return true;
            }
        }

        int texts = reader.Count();
        if (texts > 0)
        {
            byte[]? written = asked.IsEmpty ? Encoding.UTF8.GetBytes(text) : null;
            for (int i = 0; i < texts; i++)
            {
                ReadOnlySpan<byte> listed = reader.Bytes();
                if (written is not null && listed.SequenceEqual(written))
                {
                    return true;
                }
            }
        }

        bool hasUnordered = reader.Byte() != 0;
        return hasUnordered || (asked.IsEmpty && count > 0) ? null : false;
    }

    private static bool IsWithin(byte flags, ReadOnlySpan<byte> lower, ReadOnlySpan<byte> upper, ReadOnlySpan<byte> key)
    {
        if ((flags & HasLower) != 0)
        {
            int order = key.SequenceCompareTo(lower);
            if (order < 0 || (order == 0 && (flags & LowerIsIn) == 0))
            {
                return false;
            }
        }

        if ((flags & HasUpper) == 0)
        {
            return true;
        }

        int above = key.SequenceCompareTo(upper);
        return above < 0 || (above == 0 && (flags & UpperIsIn) != 0);
    }

    private static void WriteBounds(IndexWriter writer, ImmutableArray<SpanBound> bounds)
    {
        writer.Number(bounds.Length);
        foreach (SpanBound bound in bounds)
        {
            WriteBound(writer, bound);
        }
    }

    private static void WriteBound(IndexWriter writer, SpanBound bound)
    {
        writer.Bytes(bound.Key);
        writer.Text(bound.Text);
    }

    private static ImmutableArray<SpanBound> ReadBounds(ref IndexReader reader)
    {
        int count = reader.Count();
        ImmutableArray<SpanBound>.Builder bounds = ImmutableArray.CreateBuilder<SpanBound>(count);
        for (int i = 0; i < count; i++)
        {
            bounds.Add(ReadBound(ref reader));
        }

        return bounds.MoveToImmutable();
    }

    private static SpanBound ReadBound(ref IndexReader reader) => new(reader.Bytes().ToArray(), reader.Text());

    private static ReadOnlySpan<byte> ReadKey(ref IndexReader reader)
    {
        ReadOnlySpan<byte> key = reader.Bytes();
        _ = reader.Bytes();
        return key;
    }
}
