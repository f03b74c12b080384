using System.Collections.Frozen;
using System.Text;

namespace Assay.Python.Text;

/// <summary>
/// Names of characters for <c>\N{…}</c> (Unicode Character Database, Name and the aliases of the same characters): ASCII, and the blanks
/// that hide. Code that is spelled by name needs no others; any other name stands for one unknown character.
/// </summary>
internal static class CharacterNames
{
    private const string Punctuation = """
        0020 SPACE
        0021 EXCLAMATION MARK
        0022 QUOTATION MARK
        0023 NUMBER SIGN
        0024 DOLLAR SIGN
        0025 PERCENT SIGN
        0026 AMPERSAND
        0027 APOSTROPHE
        0028 LEFT PARENTHESIS
        0029 RIGHT PARENTHESIS
        002A ASTERISK
        002B PLUS SIGN
        002C COMMA
        002D HYPHEN-MINUS
        002E FULL STOP
        002F SOLIDUS
        003A COLON
        003B SEMICOLON
        003C LESS-THAN SIGN
        003D EQUALS SIGN
        003E GREATER-THAN SIGN
        003F QUESTION MARK
        0040 COMMERCIAL AT
        005B LEFT SQUARE BRACKET
        005C REVERSE SOLIDUS
        005D RIGHT SQUARE BRACKET
        005E CIRCUMFLEX ACCENT
        005F LOW LINE
        0060 GRAVE ACCENT
        007B LEFT CURLY BRACKET
        007C VERTICAL LINE
        007D RIGHT CURLY BRACKET
        007E TILDE
        0000 NULL
        0000 NUL
        0009 CHARACTER TABULATION
        0009 HORIZONTAL TABULATION
        0009 TAB
        000A LINE FEED
        000A NEW LINE
        000A LF
        000A NL
        000D CARRIAGE RETURN
        000D CR
        001B ESCAPE
        001B ESC
        007F DELETE
        007F DEL
        00A0 NO-BREAK SPACE
        00A0 NBSP
        200B ZERO WIDTH SPACE
        200B ZWSP
        FEFF ZERO WIDTH NO-BREAK SPACE
        FEFF BYTE ORDER MARK
        FEFF BOM
        """;

    private static readonly string[] s_digits = ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"];
    private static readonly FrozenDictionary<string, string> s_names = Build();

    /// <summary>The character; null where the name is not one of those known.</summary>
    public static string? Find(ReadOnlySpan<byte> name) =>
        name.Length <= 40 ? s_names.GetValueOrDefault(Encoding.UTF8.GetString(name).ToUpperInvariant()) : null;

    private static FrozenDictionary<string, string> Build()
    {
        Dictionary<string, string> names = [];
        foreach (string line in Punctuation.Split('\n'))
        {
            names[line[5..].TrimEnd()] = ((char)Convert.ToInt32(line[..4], 16)).ToString();
        }

        for (char letter = 'A'; letter <= 'Z'; letter++)
        {
            names[$"LATIN CAPITAL LETTER {letter}"] = letter.ToString();
            names[$"LATIN SMALL LETTER {letter}"] = char.ToLowerInvariant(letter).ToString();
            names[$"FULLWIDTH LATIN CAPITAL LETTER {letter}"] = ((char)(letter + 0xFEE0)).ToString();
            names[$"FULLWIDTH LATIN SMALL LETTER {letter}"] = ((char)(letter + 0xFF00)).ToString();
        }

        for (int digit = 0; digit < s_digits.Length; digit++)
        {
            names[$"DIGIT {s_digits[digit]}"] = ((char)('0' + digit)).ToString();
        }

        return names.ToFrozenDictionary();
    }
}
