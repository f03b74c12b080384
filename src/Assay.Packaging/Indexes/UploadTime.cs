namespace Assay.Packaging.Indexes;

/// <summary>Reads and writes upload times (PEP 700: <c>yyyy-mm-ddThh:mm:ss.ffffffZ</c>).</summary>
internal static class UploadTime
{
    private const int TicksDigits = 7;

    /// <summary>
    /// Reads one; a fraction of any length (cut to 100 ns) or none; <c>Z</c>, an offset, or, as some indexes write it,
    /// nothing, which means UTC. The result is in UTC.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is < 19 or > 64
            || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or 't' or ' ') || text[13] != ':' || text[16] != ':'
            || !TryNumber(text[..4], out int year) || !TryNumber(text[5..7], out int month) || !TryNumber(text[8..10], out int day)
            || !TryNumber(text[11..13], out int hour) || !TryNumber(text[14..16], out int minute) || !TryNumber(text[17..19], out int second)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        ReadOnlySpan<char> rest = text[19..];
        if (!TryFraction(ref rest, out long ticks) || !TryOffset(rest, out long offsetTicks))
        {
            return false;
        }

        long utc = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + ticks - offsetTicks;
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTimeOffset(utc, TimeSpan.Zero);
        return true;
    }

    /// <summary>Writes one with six digits of fraction, or with none where it is whole seconds; always 20 or 27 ASCII characters.</summary>
    public static int Format(DateTimeOffset time, Span<byte> destination)
    {
        DateTime utc = time.UtcDateTime;
        string format = utc.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        utc.TryFormat(destination, out int written, format, System.Globalization.CultureInfo.InvariantCulture);
        return written;
    }

    private static bool TryFraction(ref ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] is not ('.' or ','))
        {
            return true;
        }

        int end = 1;
        while (end < rest.Length && char.IsAsciiDigit(rest[end]))
        {
            end++;
        }

        for (int i = 1; i <= TicksDigits; i++)
        {
            ticks = (ticks * 10) + (i < end ? rest[i] - '0' : 0);
        }

        rest = rest[end..];
        return end > 1;
    }

    private static bool TryOffset(ReadOnlySpan<char> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest is "Z" or "z")
        {
            return true;
        }

        bool extended = rest.Length == 6 && rest[3] == ':';
        if (rest[0] is not ('+' or '-') || !(extended || rest.Length == 5)
            || !TryNumber(rest[1..3], out int hours) || !TryNumber(rest[^2..], out int minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        ticks = ((hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute)) * (rest[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int value)
    {
        value = 0;
        foreach (char c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }

            value = (value * 10) + (c - '0');
        }

        return true;
    }
}
