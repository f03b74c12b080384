using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Assay.Engine.Artifacts;

/// <summary>
/// Finds the beginnings of credentials in bytes: all marks at once, sixteen places at a time. Of each mark four rare bytes are looked for, first
/// the second and the fourth of them. The framework's search for several strings needs instructions that a portable native build does not have.
/// </summary>
internal static class SecretMarks
{
    private const int Window = 4;

    /// <summary>Bytes of the longest mark.</summary>
    public const int Longest = 11;

    // Each mark, and where the four rarest bytes of it stand.
    private static readonly (string Text, int Rare)[] s_marks =
    [
        ("PRIVATE KEY", 7), ("pypi-AgE", 4), ("AKIA", 0), ("ghp_", 0), ("gho_", 0), ("ghu_", 0), ("ghs_", 0), ("ghr_", 0), ("github_pat_", 4),
        ("glpat-", 2), ("xoxb-", 1), ("xoxp-", 1), ("xoxa-", 1), ("xoxr-", 1), ("xoxs-", 1), ("npm_", 0),
    ];

    private static readonly uint[] s_windows = Array.ConvertAll(s_marks, static mark => WindowOf(mark.Text, mark.Rare));

    /// <summary>The start of the next mark; -1 where there is none.</summary>
    /// <param name="at">Where the search goes on: from here, and afterwards behind what made it stop.</param>
    public static int Next(ReadOnlySpan<byte> text, ref int at)
    {
        while (at <= text.Length - Window)
        {
            if (at <= text.Length - Vector128<byte>.Count - Window)
            {
                uint likely = Likely(text.Slice(at, Vector128<byte>.Count + Window));
                if (likely == 0)
                {
                    at += Vector128<byte>.Count;
                    continue;
                }

                at += BitOperations.TrailingZeroCount(likely);
            }

            int mark = s_windows.AsSpan().IndexOf(MemoryMarshal.Read<uint>(text[at..]));
            at++;
            if (mark >= 0 && StandsAt(text, at - 1 - s_marks[mark].Rare, s_marks[mark].Text))
            {
                return at - 1 - s_marks[mark].Rare;
            }
        }

        return -1;
    }

    // A bit for each of the first sixteen places at which the second and the fourth byte are those of a window in s_windows:
    // " KEY", "AKIA", "-AgE", "gh?_", "npm_", "ub_p", "pat-", "ox?-".
    private static uint Likely(ReadOnlySpan<byte> text)
    {
        Vector128<byte> second = Vector128.Create(text[1..]);
        Vector128<byte> fourth = Vector128.Create(text[3..]);
        Vector128<byte> likely =
            (Is(second, 'K') & (Is(fourth, 'Y') | Is(fourth, 'A')))
            | (Is(second, 'A') & Is(fourth, 'E'))
            | ((Is(second, 'h') | Is(second, 'p')) & Is(fourth, '_'))
            | (Is(second, 'b') & Is(fourth, 'p'))
            | ((Is(second, 'a') | Is(second, 'x')) & Is(fourth, '-'));
        return likely.ExtractMostSignificantBits();
    }

    private static Vector128<byte> Is(Vector128<byte> bytes, char known) => Vector128.Equals(bytes, Vector128.Create((byte)known));

    private static bool StandsAt(ReadOnlySpan<byte> text, int at, string mark)
    {
        if (at < 0 || at + mark.Length > text.Length)
        {
            return false;
        }

        for (int i = 0; i < mark.Length; i++)
        {
            if (text[at + i] != mark[i])
            {
                return false;
            }
        }

        return true;
    }

    private static uint WindowOf(string text, int rare) =>
        MemoryMarshal.Read<uint>((ReadOnlySpan<byte>)[(byte)text[rare], (byte)text[rare + 1], (byte)text[rare + 2], (byte)text[rare + 3]]);
}
