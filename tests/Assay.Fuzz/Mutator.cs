using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Assay.Fuzz;

/// <summary>Changes inputs; the same seed gives the same sequence on every machine.</summary>
/// <param name="seed">Where the sequence begins.</param>
/// <param name="inputs">What is changed and mixed; never empty.</param>
/// <param name="maxBytes">No result is longer.</param>
internal sealed class Mutator(ulong seed, ImmutableArray<byte[]> inputs, int maxBytes)
{
    private const int MostChanges = 12;
    private const int MostAtOnce = 64;

    // Values at which counts, lengths and signs turn over, and bytes that mean something in the formats at hand.
    private static readonly long[] s_edges = [0, 1, -1, 127, 128, 255, 256, 32767, 32768, 65535, 65536, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];
    private static readonly byte[] s_marks = [.. "\n\r\0 \"'\\[]{}(),;:=#<>&/.*~@-_%$!|"u8, 0x7F, 0x80, 0xC0, 0xE2, 0xED, 0xFF];

    private ulong _state = seed;

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        List<byte> bytes = [.. inputs[Below(inputs.Length)]];
        int changes = 1 + Below(MostChanges);
        for (int i = 0; i < changes; i++)
        {
            Change(bytes);
        }

        if (bytes.Count > maxBytes)
        {
            bytes.RemoveRange(maxBytes, bytes.Count - maxBytes);
        }

        return [.. bytes];
    }

    private void Change(List<byte> bytes)
    {
        int at = Below(bytes.Count + 1);
        int length = Math.Min(1 + Below(MostAtOnce), bytes.Count - at);
        switch (Below(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << Below(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)Below(256);
                break;
            case 2 when at < bytes.Count:
                bytes[at] = s_marks[Below(s_marks.Length)];
                break;
            case 3:
                bytes.Insert(at, s_marks[Below(s_marks.Length)]);
                break;
            case 4 when length > 0:
                bytes.RemoveRange(at, length);
                break;
            case 5 when length > 0 && bytes.Count < maxBytes:
                bytes.InsertRange(at, Repeat(bytes.GetRange(at, length)));
                break;
            case 6:
                Overwrite(bytes, at, Edge());
                break;
            case 7:
                bytes.InsertRange(at, Part(inputs[Below(inputs.Length)]));
                break;
            default:
                Overwrite(bytes, at, Part(inputs[Below(inputs.Length)]));
                break;
        }
    }

    // Seldom many times: what is nested or counted too deeply shows only then.
    private IEnumerable<byte> Repeat(List<byte> part) =>
        Enumerable.Repeat(part, Below(16) == 0 ? Math.Max(1, Below(maxBytes) / part.Count) : 1).SelectMany(static again => again);

    private byte[] Part(byte[] other)
    {
        int from = Below(other.Length + 1);
        return other[from..Math.Min(other.Length, from + 1 + Below(MostAtOnce))];
    }

    private byte[] Edge()
    {
        byte[] all = new byte[8];
        long value = s_edges[Below(s_edges.Length)];
        if (Below(2) == 0)
        {
            BinaryPrimitives.WriteInt64LittleEndian(all, value);
            return all[..(1 << Below(4))];
        }

        BinaryPrimitives.WriteInt64BigEndian(all, value);
        return all[^(1 << Below(4))..];
    }

    private static void Overwrite(List<byte> bytes, int at, byte[] by)
    {
        for (int i = 0; i < by.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = by[i];
        }
    }

    // SplitMix64: its own few lines, so that a seed in a report means the same input for ever.
    private int Below(int bound)
    {
        unchecked
        {
            ulong z = _state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (uint)bound);
        }
    }
}
