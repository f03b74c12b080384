namespace Assay.Python.Lexing;

/// <summary>What a byte can begin. The three classes that continue an identifier come first.</summary>
internal static class ByteClass
{
    public const byte Bad = 0;
    public const byte Letter = 1;
    public const byte Digit = 2;

    /// <summary>A byte of a character beyond ASCII.</summary>
    public const byte High = 3;

    public const byte Blank = 4;
    public const byte LineEnd = 5;
    public const byte Quote = 6;
    public const byte Operator = 7;
    public const byte Comment = 8;
    public const byte Backslash = 9;

    private static readonly byte[] s_classes = Build();

    public static byte[] Table => s_classes;

    private static byte[] Build()
    {
        byte[] classes = new byte[256];
        for (int unit = 0; unit < 256; unit++)
        {
            char c = (char)unit;
            classes[unit] = c switch
            {
                >= (char)128 => High,
                '_' => Letter,
                ' ' or '\t' or '\f' => Blank,
                '\n' or '\r' => LineEnd,
                '"' or '\'' => Quote,
                '#' => Comment,
                '\\' => Backslash,
                _ when char.IsAsciiLetter(c) => Letter,
                _ when char.IsAsciiDigit(c) => Digit,
                _ when "()[]{}:,;+-*/|&<>=.%`@~^!".Contains(c, StringComparison.Ordinal) => Operator,
                _ => Bad,
            };
        }

        return classes;
    }
}
