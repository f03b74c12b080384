using System.Runtime.InteropServices;

namespace Assay.Engine.Artifacts;

/// <summary>
/// Finds the beginnings of credentials in bytes: all marks at once, in steps of up to three bytes (the method of Wu and Manber with
/// blocks of two). The framework's search for several strings needs instructions that a portable native build does not have.
/// </summary>
internal static class SecretMarks
{
    private const int Window = 4;
    private const int Step = 3;

    /// <summary>Bytes of the longest mark.</summary>
    public const int Longest = 11;

    // Each mark, and where the four rarest bytes of it stand.
    private static readonly (string Text, int Rare)[] s_marks =
    [
        ("PRIVATE KEY", 7), ("pypi-AgE", 4), ("AKIA", 0), ("ghp_", 0), ("gho_", 0), ("ghu_", 0), ("ghs_", 0), ("ghr_", 0), ("github_pat_", 4),
        ("glpat-", 2), ("xoxb-", 1), ("xoxp-", 1), ("xoxa-", 1), ("xoxr-", 1), ("xoxs-", 1), ("npm_", 0),
    ];

    private static readonly uint[] s_windows = Array.ConvertAll(s_marks, static mark => WindowOf(mark.Text, mark.Rare));
    private static readonly byte[] s_steps = Steps();

    /// <summary>The start of the next mark; -1 where there is none.</summary>
    /// <param name="at">Where the search goes on: from here, and afterwards behind what made it stop.</param>
    public static int Next(ReadOnlySpan<byte> text, ref int at)
    {
        int last = text.Length - Window;
        while (at <= last)
        {
            int step = s_steps[Block(text[at + 2], text[at + 3])];
            if (step == 0)
            {
                int mark = s_windows.AsSpan().IndexOf(MemoryMarshal.Read<uint>(text[at..]));
                step = 1;
                if (mark >= 0 && StandsAt(text, at - s_marks[mark].Rare, s_marks[mark].Text))
                {
                    at++;
                    return at - 1 - s_marks[mark].Rare;
                }
            }

            at += step;
        }

        return -1;
    }

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

    // Two bytes of seven bits: others fall together with these, which costs a shorter step and no more, and the table stays in the cache.
    private static int Block(int first, int second) => ((first & 0x7F) << 7) | (second & 0x7F);

    private static byte[] Steps()
    {
        byte[] steps = new byte[1 << 14];
        Array.Fill(steps, (byte)Step);
        foreach ((string text, int rare) in s_marks)
        {
            for (int i = 0; i <= Window - 2; i++)
            {
                int block = Block(text[rare + i], text[rare + i + 1]);
                steps[block] = Math.Min(steps[block], (byte)(Window - 2 - i));
            }
        }

        return steps;
    }

    private static uint WindowOf(string text, int rare) =>
        MemoryMarshal.Read<uint>((ReadOnlySpan<byte>)[(byte)text[rare], (byte)text[rare + 1], (byte)text[rare + 2], (byte)text[rare + 3]]);
}
