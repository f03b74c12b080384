using System.Buffers;
using System.Runtime.CompilerServices;
using Assay.Python.Syntax;

namespace Assay.Python.Lexing;

/// <summary>
/// Tokens of Python text, one ahead of nobody: <see cref="Position"/> is always right behind the token returned last, so that the
/// parser can read the parts of f-strings and go back to a <see cref="LexerState"/>.
/// </summary>
internal sealed partial class Lexer
{
    /// <summary>Bytes that must follow the text in its buffer, all of them zero.</summary>
    public const int Padding = 32;

    private static readonly SearchValues<byte> s_lineEnds = SearchValues.Create("\n\r"u8);

    private readonly byte[] _bytes;
    private readonly int _length;
    private readonly NameTable _names;
    private int[] _indents = new int[32];
    private int _indentCount = 1;
    private int _pendingDedents;
    private bool _atLineStart = true;

    /// <param name="bytes">The text as UTF-8, followed by <see cref="Padding"/>.</param>
    /// <param name="length">Its length.</param>
    public Lexer(byte[] bytes, int length, NameTable names)
    {
        _bytes = bytes;
        _length = length;
        _names = names;
        Position = bytes is [0xEF, 0xBB, 0xBF, ..] ? 3 : 0;
    }

    /// <summary>The token returned last.</summary>
    public Token Current { get; private set; }

    /// <summary>Where it starts.</summary>
    public int Start { get; private set; }

    /// <summary>Where it ends.</summary>
    public int End { get; private set; }

    /// <summary>The symbol of a name or keyword.</summary>
    public int Symbol { get; private set; }

    /// <summary>The operator of <see cref="Token.AugmentedAssign"/>.</summary>
    public Operator Operator { get; private set; }

    /// <summary>Why the last <see cref="Token.Error"/> is one.</summary>
    public string Message { get; private set; } = "";

    /// <summary>Offset behind what has been read.</summary>
    public int Position { get; private set; }

    /// <summary>Brackets that are open.</summary>
    public int Brackets { get; private set; }

    /// <summary>Where the first line with an indentation that fits no block was met since <see cref="TakeBadDedent"/>; -1: nowhere.</summary>
    public int BadDedent { get; private set; } = -1;

    public LexerState State => new(Current, Start, End, Symbol, Position, Brackets, _fieldBrackets, _atLineStart);

    /// <summary>Goes back to a state within the same logical line.</summary>
    public void Restore(in LexerState state)
    {
        (Current, Start, End, Symbol, Position, Brackets, _fieldBrackets, _atLineStart) = state;
    }

    /// <summary>The byte at an offset, which may be that of the end.</summary>
    public byte ByteAt(int offset) => _bytes[offset];

    /// <summary>The offset of <see cref="BadDedent"/>, which is forgotten.</summary>
    public int TakeBadDedent()
    {
        int at = BadDedent;
        BadDedent = -1;
        return at;
    }

    /// <summary>Reads the next token.</summary>
    public Token Next()
    {
        if (_pendingDedents > 0)
        {
            _pendingDedents--;
            return Current = Token.Dedent;
        }

        if (_atLineStart)
        {
            Token token = StartLine();
            if (token != Token.Newline)
            {
                return Current = token;
            }
        }

        return Current = Scan();
    }

    /// <summary>Skips to the end: from here on there is nothing but dedents and <see cref="Token.Eof"/>.</summary>
    public void SkipToEnd()
    {
        Position = _length;
        Brackets = 0;
        _atLineStart = true;
    }

    private Token Scan()
    {
        byte[] bytes = _bytes;
        ReadOnlySpan<byte> classes = ByteClass.Table;
        int at = Position;
        while (true)
        {
            while (classes[bytes[at]] == ByteClass.Blank)
            {
                at++;
            }

            Start = at;
            byte unit = bytes[at];
            switch (classes[unit])
            {
                case ByteClass.Letter:
                case ByteClass.High:
                    return Word(at);
                case ByteClass.Operator:
                    return OperatorAt(unit, at);
                case ByteClass.Digit:
                    return Number(at);
                case ByteClass.Quote:
                    return StringAt(at, at, StringForm.None);
                case ByteClass.LineEnd:
                    int next = AfterLineEnd(at);
                    if (Brackets > 0)
                    {
                        at = next;
                        continue;
                    }

                    End = at;
                    Position = next;
                    _atLineStart = true;
                    return Token.Newline;
                case ByteClass.Comment:
                    at = EndOfLine(at);
                    continue;
                case ByteClass.Backslash:
                    if (bytes[at + 1] is (byte)'\n' or (byte)'\r')
                    {
                        at = AfterLineEnd(at + 1);
                        continue;
                    }

                    return Fail("a backslash joins lines only at the end of one", at + 1);
                default:
                    if (at >= _length)
                    {
                        return AtEnd();
                    }

                    if (unit == 0)
                    {
                        // Reported for the whole text at once; interpreters disagree on what it ends.
                        at++;
                        continue;
                    }

                    return Fail("a character that no token begins with", at + 1);
            }
        }
    }

    private Token AtEnd()
    {
        Start = End = Position = _length;
        if (Brackets > 0)
        {
            return Fail("a bracket is never closed", _length);
        }

        _atLineStart = true;
        return Token.Newline;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Token Word(int start)
    {
        byte[] bytes = _bytes;
        ReadOnlySpan<byte> classes = ByteClass.Table;
        int at = start + 1;
        while (unchecked((uint)(classes[bytes[at]] - 1)) < 3)
        {
            at++;
        }

        if (bytes[at] is (byte)'"' or (byte)'\'' && at - start <= 2 && StringPrefix(start, at - start, out StringForm form))
        {
            return StringAt(start, at, form);
        }

        int symbol = _names.Intern(start, at - start);
        if (symbol <= 0)
        {
            return OddWord(start, at, -symbol);
        }

        Symbol = symbol;
        End = Position = at;
        return symbol <= NameTable.LastKeyword ? (Token)((int)Token.False + symbol - 1) : Token.Name;
    }

    /// <summary>A name that spells a keyword, or a word with a character that no name holds: what stands before that is a token of its own.</summary>
    private Token OddWord(int start, int end, int symbol)
    {
        if (symbol != 0)
        {
            Symbol = symbol;
            End = Position = end;
            return Token.Name;
        }

        int valid = Identifiers.ValidPrefix(_bytes.AsSpan(start, end - start));
        symbol = valid > 0 ? _names.Intern(start, valid) : 0;
        if (symbol == 0)
        {
            return Fail("a character that no name holds", end);
        }

        Symbol = Math.Abs(symbol);
        End = Position = start + valid;
        return symbol is > 0 and <= NameTable.LastKeyword ? (Token)((int)Token.False + symbol - 1) : Token.Name;
    }

    private int EndOfLine(int at)
    {
        int end = _bytes.AsSpan(at, _length - at).IndexOfAny(s_lineEnds);
        return end < 0 ? _length : at + end;
    }

    private int AfterLineEnd(int at) => _bytes[at] == '\r' && _bytes[at + 1] == '\n' ? at + 2 : at + 1;

    private Token Fail(string message, int position)
    {
        Message = message;
        Position = Math.Min(position, _length);
        End = Position;
        return Token.Error;
    }
}

/// <summary>Where a lexer stands within a logical line.</summary>
internal readonly record struct LexerState(Token Current, int Start, int End, int Symbol, int Position, int Brackets, int FieldBrackets, bool AtLineStart);
