using System.Buffers;
using System.Globalization;
using System.Text;
using Assay.Python.Text;

namespace Assay.Python.Lexing;

/// <summary>Identifiers beyond ASCII (Python language reference, "Identifiers and keywords"; PEP 3131).</summary>
internal static class Identifiers
{
    /// <summary>The name that Python sees: NFKC; null where the bytes are no identifier.</summary>
    public static string? Normalise(ReadOnlySpan<byte> utf8)
    {
        string written = Encoding.UTF8.GetString(utf8);
        if (!IsIdentifier(written))
        {
            return null;
        }

        string name = Normalisation.ToFormKC(written);
        return IsIdentifier(name) ? name : null;
    }

    /// <summary>The length of the identifier that the text begins with, in bytes.</summary>
    public static int ValidPrefix(ReadOnlySpan<byte> utf8)
    {
        int length = 0;
        while (length < utf8.Length
            && Rune.DecodeFromUtf8(utf8[length..], out Rune rune, out int bytes) == OperationStatus.Done
            && (length == 0 ? CanStart(rune) : CanContinue(rune)))
        {
            length += bytes;
        }

        return length;
    }

    private static bool IsIdentifier(string text)
    {
        bool first = true;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!(first ? CanStart(rune) : CanContinue(rune)))
            {
                return false;
            }

            first = false;
        }

        return !first;
    }

    private static bool CanStart(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => true,
        _ => rune.Value is '_' or 0x1885 or 0x1886 or 0x2118 or 0x212E or 0x309B or 0x309C,
    };

    private static bool CanContinue(Rune rune) => CanStart(rune) || Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation => true,
        _ => rune.Value is 0xB7 or 0x387 or (>= 0x1369 and <= 0x1371) or 0x19DA or 0x200C or 0x200D or 0x30FB or 0xFF65,
    };
}
