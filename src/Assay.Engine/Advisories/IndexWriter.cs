using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Assay.Engine.Advisories;

/// <summary>Writes the parts of an index: numbers in groups of seven bits, lowest first; texts and bytes after their length.</summary>
internal sealed class IndexWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public int Length => _buffer.WrittenCount;

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }

    public void Number(ulong value)
    {
        while (value > 0x7F)
        {
            Byte((byte)(0x80 | (value & 0x7F)));
            value >>= 7;
        }

        Byte((byte)value);
    }

    public void Number(int value) => Number(checked((ulong)value));

    public void Fixed(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(sizeof(uint)), value);
        _buffer.Advance(sizeof(uint));
    }

    public void Raw(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        Raw(bytes);
    }

    public void Text(string text)
    {
        int count = Encoding.UTF8.GetByteCount(text);
        Number(count);
        _buffer.Advance(Encoding.UTF8.GetBytes(text, _buffer.GetSpan(count)));
    }

    /// <summary>Null and empty are told apart.</summary>
    public void OptionalText(string? text)
    {
        Byte((byte)(text is null ? 0 : 1));
        if (text is not null)
        {
            Text(text);
        }
    }

    public void Texts(IReadOnlyCollection<string> texts)
    {
        Number(texts.Count);
        foreach (string text in texts)
        {
            Text(text);
        }
    }

    /// <summary>To the tick, in UTC.</summary>
    public void Moment(DateTimeOffset? moment) => Number(moment is { } m ? (ulong)m.UtcTicks + 1 : 0);

    /// <summary>To the tick, in UTC; short for whole seconds of our time.</summary>
    public void Second(DateTimeOffset? moment)
    {
        if (moment is not { } m)
        {
            Number(0);
            return;
        }

        // Behind zero for no moment: seconds from the year 2000 with the sign in the lowest bit but one, and in the lowest whether ticks follow.
        (long seconds, long ticks) = long.DivRem(m.UtcTicks, TimeSpan.TicksPerSecond);
        seconds -= IndexReader.SecondsTo2000;
        ulong signed = seconds < 0 ? ((ulong)~seconds << 1) | 1 : (ulong)seconds << 1;
        Number((((signed << 1) | (ticks == 0 ? 0ul : 1)) + 1));
        if (ticks != 0)
        {
            Number((ulong)ticks);
        }
    }

    public void Day(DateOnly? day) => Number(day is { } d ? (ulong)d.DayNumber + 1 : 0);
}
