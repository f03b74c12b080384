namespace Assay.Python.Meaning.Folding;

/// <summary>CRC-32 and Adler-32.</summary>
internal static class Checksums
{
    private static readonly uint[] s_table = MakeTable();

    public static void AddTo(Table table)
    {
        table.Add("zlib.crc32 binascii.crc32", "data value?", static call => Sum(call, 0, Crc32));
        table.Add("zlib.adler32", "data value?", static call => Sum(call, 1, Adler32));
    }

    public static uint Crc32(ReadOnlySpan<byte> data, uint start = 0)
    {
        uint crc = ~start;
        foreach (byte value in data)
        {
            crc = (crc >> 8) ^ s_table[(crc ^ value) & 0xFF];
        }

        return ~crc;
    }

    private static uint Crc32(uint start, ReadOnlySpan<byte> data) => Crc32(data, start);

    private static uint Adler32(uint start, ReadOnlySpan<byte> data)
    {
        uint low = start & 0xFFFF;
        uint high = start >> 16;
        foreach (byte value in data)
        {
            low = (low + value) % 65_521;
            high = (high + low) % 65_521;
        }

        return (high << 16) | low;
    }

    private delegate uint Checksum(uint start, ReadOnlySpan<byte> data);

    private static Value? Sum(Call call, uint otherwise, Checksum sum)
    {
        System.Numerics.BigInteger start = otherwise;
        return call.TryBytes(0, out ReadOnlyMemory<byte> data) && (call[1] is null || call.TryBig(1, out start)) && call.Budget.TrySpend(data.Length)
            ? Numbers.Of((long)sum((uint)(start & uint.MaxValue), data.Span))
            : null;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
