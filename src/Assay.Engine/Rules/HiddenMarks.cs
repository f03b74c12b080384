using System.Buffers;
using System.Text;

namespace Assay.Engine.Rules;

/// <summary>Characters that change what a reader sees, at an offset of the text.</summary>
/// <param name="Start">First byte.</param>
/// <param name="Says">What is there, one sentence.</param>
internal readonly record struct ControlSighting(int Start, string Says);

/// <summary>What in a text can hide code: told from its bytes alone, so that only a suspicious text is parsed.</summary>
/// <param name="HasBlankRun">A run of at least <see cref="FarRight"/> blanks.</param>
/// <param name="HasLoneReturn">A few lines end in a carriage return alone, while the others do not.</param>
/// <param name="HasOddLetters">Letters that Python takes for ASCII, or characters without a picture that may stand in names.</param>
/// <param name="Controls">Lines whose reading order is left changed at their end, and long runs of characters without a picture.</param>
internal readonly record struct HiddenMarks(bool HasBlankRun, bool HasLoneReturn, bool HasOddLetters, List<ControlSighting> Controls)
{
    /// <summary>Blanks within a line behind which nobody looks: more than an editor shows of a line.</summary>
    public const int FarRight = 120;

    // Emoji are joined from a handful of characters without a picture; data needs many.
    private const int InvisibleRun = 32;

    private static readonly SearchValues<byte> s_ends = SearchValues.Create("\r\n"u8);

    public bool IsNone => !HasBlankRun && !HasLoneReturn && !HasOddLetters && Controls.Count == 0;

    public static HiddenMarks Of(ReadOnlySpan<byte> text)
    {
        bool plain = Ascii.IsValid(text);
        return new(FindBlankRun(text), FindLoneReturn(text), !plain && FindOddLetters(text), plain ? [] : FindControls(text));
    }

    /// <summary>Blanks (and semicolons among them) directly before an offset, and whether they begin the line.</summary>
    public static (int Blanks, bool First) BlanksBefore(ReadOnlySpan<byte> text, int offset)
    {
        int blanks = 0;
        int at = offset - 1;
        for (; at >= 0 && text[at] is (byte)' ' or (byte)'\t' or (byte)'\f' or (byte)';'; at--)
        {
            blanks += text[at] == ';' ? 0 : 1;
        }

        return (blanks, at < 0 || text[at] is (byte)'\n' or (byte)'\r');
    }

    /// <summary>True where the line before the offset's ends in a carriage return alone and is, or ends in, a comment.</summary>
    public static bool IsBehindCommentAndReturn(ReadOnlySpan<byte> text, int offset)
    {
        int end = text[..offset].LastIndexOfAny(s_ends);
        if (end < 0 || text[end] != '\r' || text[(end + 1)..offset].ContainsAnyExcept((byte)' ', (byte)'\t', (byte)'\f'))
        {
            return false;
        }

        ReadOnlySpan<byte> line = text[(text[..end].LastIndexOfAny(s_ends) + 1)..end];
        return line.TrimStart(" \t\f"u8) is [(byte)'#', ..];
    }

    /// <summary>True where a name has characters that are allowed in names and have no picture.</summary>
    public static bool HasInvisible(string name)
    {
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (IsInvisible(rune.Value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInvisible(int code) => code is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x3164 or 0xFFA0
        or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE01EF);

    // The blocks in which characters have a compatibility form in ASCII (UAX #15): raised, lowered, letterlike, Roman, ligatures, full-width, mathematical.
    private static bool FindOddLetters(ReadOnlySpan<byte> text)
    {
        for (int at = text.IndexOfAnyInRange((byte)0x80, (byte)0xFF); at >= 0 && at < text.Length;)
        {
            Rune.DecodeFromUtf8(text[at..], out Rune rune, out int length);
            if (rune.Value is 0xAA or 0xBA or 0x0132 or 0x0133 or 0x017F or (>= 0x01C7 and <= 0x01CC) or (>= 0x01F1 and <= 0x01F3) or (>= 0x02B0 and <= 0x02E4)
                or (>= 0x1D2C and <= 0x1DBF) or (>= 0x2070 and <= 0x209C) or (>= 0x2100 and <= 0x217F) or (>= 0x2C7C and <= 0x2C7D) or (>= 0xA770 and <= 0xA7FF)
                or (>= 0xFB00 and <= 0xFB06) or (>= 0xFF10 and <= 0xFF5A) or (>= 0x10780 and <= 0x107BA) or (>= 0x1D400 and <= 0x1D7FF) or (>= 0x1FBF0 and <= 0x1FBF9)
                || IsInvisible(rune.Value))
            {
                return true;
            }

            at += length;
            int next = text[at..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            at = next < 0 ? -1 : at + next;
        }

        return false;
    }

    private static List<ControlSighting> FindControls(ReadOnlySpan<byte> text)
    {
        List<ControlSighting> found = [];
        int open = 0;
        int isolates = 0;
        int opened = 0;
        int run = 0;
        int runStart = 0;
        for (int at = text.IndexOfAnyInRange((byte)0x80, (byte)0xFF); at >= 0 && at < text.Length;)
        {
            if (text[at] < 0x80)
            {
                run = 0;
                if (text[at] is (byte)'\n' or (byte)'\r')
                {
                    Close(found, open + isolates, opened);
                    open = isolates = 0;
                    int next = text[at..].IndexOfAnyInRange((byte)0x80, (byte)0xFF);
                    at = next < 0 ? text.Length : at + next;
                    continue;
                }

                at++;
                continue;
            }

            Rune.DecodeFromUtf8(text[at..], out Rune rune, out int length);
            int code = rune.Value;
            if ((code is 0x202A or 0x202B or 0x202D or 0x202E or (>= 0x2066 and <= 0x2068)) && !IsAlone(text, at, length))
            {
                opened = open + isolates == 0 ? at : opened;
                open += code < 0x2066 ? 1 : 0;
                isolates += code < 0x2066 ? 0 : 1;
            }
            else if (code == 0x202C)
            {
                open = Math.Max(0, open - 1);
            }
            else if (code == 0x2069)
            {
                isolates = Math.Max(0, isolates - 1);
            }

            if (code is (>= 0x200B and <= 0x200F) or (>= 0x2060 and <= 0x2064) or 0xFEFF or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE01EF))
            {
                runStart = run == 0 ? at : runStart;
                if (++run == InvisibleRun)
                {
                    found.Add(new ControlSighting(runStart, $"At least {InvisibleRun} characters without a picture follow one another: text that only a program can read"));
                }
            }
            else
            {
                run = 0;
            }

            at += length;
        }

        Close(found, open + isolates, opened);
        return found;
    }

    // A literal of this one character, in a table of characters.
    private static bool IsAlone(ReadOnlySpan<byte> text, int at, int length) =>
        at > 0 && at + length < text.Length && (text[at + length] is (byte)'"' or (byte)'\'') && text[at + length] == text[at - 1];

    private static void Close(List<ControlSighting> found, int left, int opened)
    {
        if (left > 0)
        {
            found.Add(new ControlSighting(opened, "A line changes the direction of reading and does not change it back: it shows its parts in another order than Python reads them"));
        }
    }

    // Every run covers a multiple of its length.
    private static bool FindBlankRun(ReadOnlySpan<byte> text)
    {
        for (int at = FarRight - 1; at < text.Length; at += FarRight)
        {
            if (text[at] is not ((byte)' ' or (byte)'\t'))
            {
                continue;
            }

            int start = text[..at].LastIndexOfAnyExcept((byte)' ', (byte)'\t') + 1;
            int end = text[at..].IndexOfAnyExcept((byte)' ', (byte)'\t');
            end = end < 0 ? text.Length : at + end;
            if (end - start >= FarRight && end < text.Length && text[end] is not ((byte)'\n' or (byte)'\r'))
            {
                return true;
            }

            at = Math.Max(at, end - FarRight);
        }

        return false;
    }

    // Files of old Macintoshes end every line so.
    private static bool FindLoneReturn(ReadOnlySpan<byte> text)
    {
        int alone = 0;
        for (int at = text.IndexOf((byte)'\r'); at >= 0;)
        {
            alone += at + 1 < text.Length && text[at + 1] != '\n' && text[at + 1] != '\r' ? 1 : 0;
            int next = text[(at + 1)..].IndexOf((byte)'\r');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return alone > 0 && alone <= text.Count((byte)'\n');
    }
}
