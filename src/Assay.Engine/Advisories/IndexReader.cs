using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace Assay.Engine.Advisories;

/// <summary>Reads what <see cref="IndexWriter"/> wrote; whatever does not fit is a damaged index.</summary>
internal ref struct IndexReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>From the year 1 to 2000.</summary>
    public const long SecondsTo2000 = 63_082_281_600;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly int Left => _bytes.Length - _at;

    public readonly int At => _at;

    public byte Byte() => Raw(1)[0];

    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }

        throw Damaged("a number does not end");
    }

    /// <summary>A number that indexes or counts: below 2^31.</summary>
    public int Index()
    {
        ulong value = Number();
        return value <= int.MaxValue ? (int)value : throw Damaged("a number is too large");
    }

    /// <summary>A number of things that follow, each at least a byte.</summary>
    public int Count()
    {
        int count = Index();
        return count <= Left ? count : throw Damaged("a list is longer than its place");
    }

    public uint Fixed() => BinaryPrimitives.ReadUInt32LittleEndian(Raw(sizeof(uint)));

    public ReadOnlySpan<byte> Raw(int count)
    {
        if (count > Left)
        {
            throw Damaged("a part is cut");
        }

        ReadOnlySpan<byte> part = _bytes.Slice(_at, count);
        _at += count;
        return part;
    }

    public ReadOnlySpan<byte> Bytes() => Raw(Count());

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public string? OptionalText() => Byte() == 0 ? null : Text();

    public ImmutableArray<string> Texts()
    {
        int count = Count();
        ImmutableArray<string>.Builder texts = ImmutableArray.CreateBuilder<string>(count);
        for (int i = 0; i < count; i++)
        {
            texts.Add(Text());
        }

        return texts.MoveToImmutable();
    }

    public DateTimeOffset? Moment()
    {
        ulong ticks = Number();
        return ticks == 0
            ? null
            : ticks - 1 <= (ulong)DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset((long)(ticks - 1), TimeSpan.Zero) : throw Damaged("a date is none");
    }

    public DateTimeOffset? Second()
    {
        ulong number = Number();
        if (number == 0)
        {
            return null;
        }

        ulong signed = (number - 1) >> 1;
        long seconds = (long)(signed >> 1);
        seconds = ((signed & 1) == 0 ? seconds : ~seconds) + SecondsTo2000;
        ulong ticks = ((number - 1) & 1) == 0 ? 0 : Number();
        return seconds >= 0 && seconds <= DateTimeOffset.MaxValue.UtcTicks / TimeSpan.TicksPerSecond && ticks < TimeSpan.TicksPerSecond
            ? new DateTimeOffset((seconds * TimeSpan.TicksPerSecond) + (long)ticks, TimeSpan.Zero)
            : throw Damaged("a date is none");
    }

    public DateOnly? Day()
    {
        ulong number = Number();
        return number == 0
            ? null
            : number - 1 <= (ulong)DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)(number - 1)) : throw Damaged("a date is none");
    }

    public static AdvisoryIndexException Damaged(string how) => new($"The advisory index is damaged: {how}.");
}
