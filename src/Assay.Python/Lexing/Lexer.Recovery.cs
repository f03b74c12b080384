namespace Assay.Python.Lexing;

internal sealed partial class Lexer
{
    /// <summary>
    /// Goes on behind the logical line that the current token is in, or at the first line within its brackets that can only begin a
    /// statement of this block or an outer one: a bracket that is never closed costs no more than the lines up to there.
    /// </summary>
    /// <returns>Where the region that is given up ends. The next token is the first one behind.</returns>
    public int SkipToStatement()
    {
        while (true)
        {
            switch (Current)
            {
                case Token.Newline:
                    return Start;
                case Token.Eof or Token.Indent or Token.Dedent:
                    // Only where the parser gave up between lines: nothing is skipped, and the token is read again.
                    return Start;
                case Token.FormatString:
                    SkipString(Opening);
                    break;
                case var token when Brackets > 0 && BeginsStatement(token) && StartsLine(out int lineStart, out int column)
                    && column <= _indents[_indentCount - 1]:
                    Brackets = 0;
                    Position = lineStart;
                    _atLineStart = true;
                    return lineStart;
            }

            if (Position >= _length)
            {
                SkipToEnd();
                return _length;
            }

            Next();
        }
    }

    private static bool BeginsStatement(Token token) => token is Token.Assert or Token.Break or Token.Class or Token.Continue or Token.Def or Token.Del
        or Token.Elif or Token.Except or Token.Finally or Token.For or Token.From or Token.Global or Token.If or Token.Import or Token.Pass or Token.Raise
        or Token.Return or Token.Try or Token.While or Token.With;

    /// <summary>Whether nothing but blanks stand before the current token on its line.</summary>
    private bool StartsLine(out int lineStart, out int column)
    {
        lineStart = Start;
        while (lineStart > 0 && _bytes[lineStart - 1] is (byte)' ' or (byte)'\t' or (byte)'\f')
        {
            lineStart--;
        }

        column = 0;
        for (int at = lineStart; at < Start; at++)
        {
            column = _bytes[at] == '\t' ? (column & ~7) + 8 : _bytes[at] == '\f' ? 0 : column + 1;
        }

        return lineStart == 0 || _bytes[lineStart - 1] is (byte)'\n' or (byte)'\r';
    }
}
