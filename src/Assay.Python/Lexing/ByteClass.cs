namespace Assay.Python.Lexing;

/// <summary>What a byte can begin. The three classes that continue an identifier come first.</summary>
internal static class ByteClass
{
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

    /// <summary>The class of each byte, sixteen a row; 0 begins nothing. Constant data, so that reading it costs neither a check nor a start.</summary>
    public static ReadOnlySpan<byte> Table =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 5, 0, 4, 5, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        4, 7, 6, 8, 0, 7, 7, 6, 7, 7, 7, 7, 7, 7, 7, 7,
        2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 7, 7, 7, 7, 7, 0,
        7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 7, 9, 7, 7, 1,
        7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 7, 7, 7, 7, 0,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
        3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3,
    ];
}
