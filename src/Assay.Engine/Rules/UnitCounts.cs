using System.Runtime.Intrinsics;

namespace Assay.Engine.Rules;

/// <summary>Of how many bytes of certain kinds a text consists.</summary>
/// <param name="Alike">Signs that are hard to tell apart: <c>I l 1 O 0 _</c>.</param>
/// <param name="Letters">What names of ASCII are made of.</param>
/// <param name="Foreign">Bytes outside of ASCII.</param>
internal readonly record struct UnitCounts(int Alike, int Letters, int Foreign)
{
    // A byte of a vector counts no further.
    private const int MostBlocks = byte.MaxValue;

    /// <summary>Counts, sixteen bytes at a time.</summary>
    public static UnitCounts Of(ReadOnlySpan<byte> text)
    {
        int size = Vector128<byte>.Count;
        UnitCounts counts = default;
        while (text.Length >= size)
        {
            int blocks = Math.Min(MostBlocks, text.Length / size);
            counts = counts.Plus(OfBlocks(text[..(blocks * size)]));
            text = text[(blocks * size)..];
        }

        // Zeros are of no kind.
        Span<byte> rest = stackalloc byte[size];
        text.CopyTo(rest);
        return counts.Plus(OfBlocks(rest));
    }

    private UnitCounts Plus(UnitCounts other) => new(Alike + other.Alike, Letters + other.Letters, Foreign + other.Foreign);

    private static UnitCounts OfBlocks(ReadOnlySpan<byte> text)
    {
        Vector128<byte> alike = default;
        Vector128<byte> letters = default;
        Vector128<byte> foreign = default;
        for (; !text.IsEmpty; text = text[Vector128<byte>.Count..])
        {
            Vector128<byte> block = Vector128.Create(text);
            Vector128<byte> underscore = Is(block, '_');

            // What a comparison found is all ones, that is -1.
            alike -= underscore | Is(block, 'I') | Is(block, 'l') | Is(block, '1') | Is(block, 'O') | Is(block, '0');
            letters -= underscore | IsBetween(block, '0', '9') | IsBetween(block | Vector128.Create((byte)0x20), 'a', 'z');
            foreign -= Vector128.GreaterThan(block, Vector128.Create((byte)0x7F));
        }

        return new(Sum(alike), Sum(letters), Sum(foreign));
    }

    private static Vector128<byte> Is(Vector128<byte> block, char known) => Vector128.Equals(block, Vector128.Create((byte)known));

    private static Vector128<byte> IsBetween(Vector128<byte> block, char first, char last) =>
        Vector128.LessThanOrEqual(block - Vector128.Create((byte)first), Vector128.Create((byte)(last - first)));

    private static int Sum(Vector128<byte> counts) => Vector128.Sum(Vector128.WidenLower(counts) + Vector128.WidenUpper(counts));
}
