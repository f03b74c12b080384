namespace Assay.Python.Lexing;

internal sealed partial class Lexer
{
    /// <summary>Skips blank lines and measures the indentation of the next one.</summary>
    /// <returns><see cref="Token.Newline"/> where the line belongs to the current block, so that its first token comes next.</returns>
    private Token StartLine()
    {
        byte[] bytes = _bytes;
        int at = Position;
        _atLineStart = false;
        int column;
        while (true)
        {
            column = 0;
            while (true)
            {
                byte unit = bytes[at];
                if (unit == ' ')
                {
                    column++;
                }
                else if (unit == '\t')
                {
                    column = (column & ~7) + 8;
                }
                else if (unit == '\f')
                {
                    column = 0;
                }
                else if (unit != 0 || at >= _length)
                {
                    break;
                }

                at++;
            }

            byte first = bytes[at];
            if (first == '#')
            {
                at = EndOfLine(at);
                first = bytes[at];
            }

            if (first is (byte)'\n' or (byte)'\r')
            {
                at = AfterLineEnd(at);
                continue;
            }

            if (at >= _length)
            {
                Start = End = Position = _length;
                _atLineStart = true;
                if (_indentCount > 1)
                {
                    _pendingDedents = _indentCount - 2;
                    _indentCount = 1;
                    return Token.Dedent;
                }

                return Token.Eof;
            }

            if (first == '\\' && bytes[at + 1] is (byte)'\n' or (byte)'\r')
            {
                // The line goes on below; its indentation is that of the blanks before the backslash.
                at = AfterLineEnd(at + 1);
                while (bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\f')
                {
                    at++;
                }

                if (bytes[at] is (byte)'\n' or (byte)'\r' or (byte)'\\' or (byte)'#')
                {
                    Position = at;
                    if (SkipJoinedBlank(ref at))
                    {
                        continue;
                    }
                }
            }

            break;
        }

        Start = End = Position = at;
        return Indentation(column);
    }

    /// <summary>Behind a joined line: whether nothing but blanks, comments and further joins are left of the logical line.</summary>
    private bool SkipJoinedBlank(ref int at)
    {
        while (true)
        {
            byte unit = _bytes[at];
            if (unit is (byte)' ' or (byte)'\t' or (byte)'\f')
            {
                at++;
            }
            else if (unit == '\\' && _bytes[at + 1] is (byte)'\n' or (byte)'\r')
            {
                at = AfterLineEnd(at + 1);
            }
            else if (unit == '#')
            {
                at = EndOfLine(at);
            }
            else if (unit is (byte)'\n' or (byte)'\r')
            {
                at = AfterLineEnd(at);
                return true;
            }
            else
            {
                return at >= _length;
            }
        }
    }

    private Token Indentation(int column)
    {
        int top = _indents[_indentCount - 1];
        if (column == top)
        {
            return Token.Newline;
        }

        if (column > top)
        {
            if (_indentCount == _indents.Length)
            {
                Array.Resize(ref _indents, _indents.Length * 2);
            }

            _indents[_indentCount++] = column;
            return Token.Indent;
        }

        int closed = 0;
        while (_indents[_indentCount - 1] > column)
        {
            _indentCount--;
            closed++;
        }

        if (_indents[_indentCount - 1] != column)
        {
            // The line fits no block: it stays in the innermost one that it is not left of.
            if (BadDedent < 0)
            {
                BadDedent = Position;
            }

            closed--;
            _indents[_indentCount++] = column;
        }

        if (closed == 0)
        {
            return Token.Newline;
        }

        _pendingDedents = closed - 1;
        return Token.Dedent;
    }
}
