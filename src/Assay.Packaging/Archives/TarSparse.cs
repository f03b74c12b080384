using System.Globalization;
using System.Text;

namespace Assay.Packaging.Archives;

/// <summary>
/// The map of a sparse member: which parts of the file are stored, in order; the rest is zeros. Forms: old GNU, and pax 0.0, 0.1
/// and 1.0 (GNU tar manual, "Storing Sparse Files").
/// </summary>
internal sealed class TarSparse
{
    private const int MaxParts = 100_000;
    private const int OldHeaderParts = 4;
    private const int OldBlockParts = 21;
    private const int OldMapAt = 386;
    private const int OldMoreAt = 482;
    private const int OldBlockMoreAt = 504;
    private const int OldRealSizeAt = 483;
    private const int NumberBytes = 12;

    private readonly List<(long Offset, long Length)> _parts = [];
    private int _part;
    private long _at;

    private TarSparse()
    {
    }

    /// <summary>Bytes of the expanded file.</summary>
    public long RealSize { get; private set; }

    /// <summary>Stored bytes that the map takes up at the start of the content.</summary>
    public long MapBytes { get; private set; }

    /// <summary>The map of an old GNU header, which goes on in blocks behind it; null where it breaks off or is none.</summary>
    public static TarSparse? ReadOld(ReadOnlySpan<byte> header, TarInput input)
    {
        TarSparse sparse = new() { RealSize = TarHeader.ReadNumber(header.Slice(OldRealSizeAt, NumberBytes)) ?? -1 };
        bool sound = sparse.AddOld(header[OldMapAt..], OldHeaderParts);
        bool more = header[OldMoreAt] != 0;
        Span<byte> block = stackalloc byte[TarHeader.Bytes];
        while (more)
        {
            if (input.Fill(block) < block.Length)
            {
                return null;
            }

            sound &= sparse.AddOld(block, OldBlockParts);
            more = block[OldBlockMoreAt] != 0;
        }

        return sound ? sparse : null;
    }

    /// <summary>The map of pax 0.0 (numbers one by one) and 0.1 (one list); null where it is none.</summary>
    public static TarSparse? ReadNumbers(IReadOnlyList<string> numbers, long realSize)
    {
        TarSparse sparse = new() { RealSize = realSize };
        for (int i = 0; i + 1 < numbers.Count; i += 2)
        {
            if (!Parse(numbers[i], out long offset) || !Parse(numbers[i + 1], out long length) || !sparse.Add(offset, length))
            {
                return null;
            }
        }

        return numbers.Count % 2 == 0 ? sparse : null;
    }

    /// <summary>The map of pax 1.0: decimal lines at the start of the content, padded to a whole block.</summary>
    public static TarSparse? ReadLeading(TarInput input, long stored, long realSize)
    {
        long mapBytes = 0;
        List<string> numbers = [];
        StringBuilder digits = new();
        Span<byte> block = stackalloc byte[TarHeader.Bytes];
        long wanted = 1;
        while (numbers.Count < wanted)
        {
            if (mapBytes + block.Length > stored || input.Fill(block) < block.Length)
            {
                return null;
            }

            mapBytes += block.Length;
            foreach (byte b in block)
            {
                if (b != (byte)'\n')
                {
                    digits.Append((char)b);
                    continue;
                }

                if (digits.Length > 20)
                {
                    return null;
                }

                numbers.Add(digits.ToString());
                digits.Clear();
                if (numbers.Count == 1)
                {
                    if (!Parse(numbers[0], out long parts) || parts > MaxParts)
                    {
                        return null;
                    }

                    wanted = 1 + (2 * parts);
                }

                if (numbers.Count == wanted)
                {
                    break;
                }
            }

            if (digits.Length > TarHeader.Bytes)
            {
                return null;
            }
        }

        if (ReadNumbers(numbers.GetRange(1, numbers.Count - 1), realSize) is not TarSparse map)
        {
            return null;
        }

        map.MapBytes = mapBytes;
        return map;
    }

    /// <summary>Stored bytes that the parts need, without the map.</summary>
    public long StoredBytes => _parts.Sum(part => part.Length);

    /// <summary>True where parts follow each other within the file.</summary>
    public bool IsSound => RealSize >= 0 && (_parts.Count == 0 || _parts[^1].Offset + _parts[^1].Length <= RealSize);

    /// <summary>Where the expanded file goes on: bytes of zeros, or of stored data; both 0 at its end.</summary>
    public (long Zeros, long Stored) Next()
    {
        while (_part < _parts.Count && _at >= _parts[_part].Offset + _parts[_part].Length)
        {
            _part++;
        }

        return _part >= _parts.Count ? (RealSize - _at, 0)
            : _at < _parts[_part].Offset ? (_parts[_part].Offset - _at, 0)
            : (0, _parts[_part].Offset + _parts[_part].Length - _at);
    }

    /// <summary>Moves on by bytes of what <see cref="Next"/> announced.</summary>
    public void Advance(int bytes) => _at += bytes;

    private static bool Parse(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private bool AddOld(ReadOnlySpan<byte> numbers, int parts)
    {
        for (int i = 0; i < parts; i++)
        {
            ReadOnlySpan<byte> part = numbers.Slice(i * 2 * NumberBytes, 2 * NumberBytes);
            if (part.IndexOfAnyExcept((byte)0) < 0)
            {
                continue;
            }

            if (TarHeader.ReadNumber(part[..NumberBytes]) is not long offset || TarHeader.ReadNumber(part[NumberBytes..]) is not long length || !Add(offset, length))
            {
                return false;
            }
        }

        return true;
    }

    private bool Add(long offset, long length)
    {
        long end = _parts.Count == 0 ? 0 : _parts[^1].Offset + _parts[^1].Length;
        if (offset < end || length < 0 || offset > long.MaxValue - length || _parts.Count == MaxParts)
        {
            return false;
        }

        _parts.Add((offset, length));
        return true;
    }
}
