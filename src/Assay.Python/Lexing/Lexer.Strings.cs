using System.Buffers;
using Assay.Python.Syntax;

namespace Assay.Python.Lexing;

/// <summary>What ends a stretch of literal text in an f-string.</summary>
internal enum PartEnd
{
    /// <summary>The closing quotes, which were read; in a format specification only looked at.</summary>
    Quote,

    /// <summary>The brace that opens a field, not read.</summary>
    Field,

    /// <summary>The brace that closes the field of a format specification, not read.</summary>
    Brace,

    /// <summary>Nothing that may: <see cref="Lexer.Message"/> says why.</summary>
    Error,
}

/// <summary>How an f- or t-string was opened.</summary>
/// <param name="Body">Offset behind the opening quotes.</param>
/// <param name="Brackets">Brackets open around it.</param>
internal readonly record struct StringOpening(int Body, byte Quote, StringForm Form, int Brackets)
{
    public bool IsTriple => Form.HasFlag(StringForm.Triple);
}

internal sealed partial class Lexer
{
    private static readonly SearchValues<byte> s_doubleStops = SearchValues.Create("\"\\\n\r"u8);
    private static readonly SearchValues<byte> s_singleStops = SearchValues.Create("'\\\n\r"u8);
    private static readonly SearchValues<byte> s_tripleDoubleStops = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> s_tripleSingleStops = SearchValues.Create("'\\"u8);
    private static readonly SearchValues<byte> s_doublePartStops = SearchValues.Create("\"\\\n\r{}"u8);
    private static readonly SearchValues<byte> s_singlePartStops = SearchValues.Create("'\\\n\r{}"u8);

    private int _fieldBrackets = -1;

    /// <summary>The prefix of the string token, its quotes included.</summary>
    public StringForm Form { get; private set; }

    /// <summary>How the <see cref="Token.FormatString"/> that was returned last is opened.</summary>
    public StringOpening Opening { get; private set; }

    /// <summary>Reads literal text of an f-string from <see cref="Position"/> to what ends it.</summary>
    /// <param name="inSpecification">Whether the text is that of a format specification, where braces are not doubled.</param>
    public PartEnd ScanPart(in StringOpening opening, bool inSpecification)
    {
        byte[] bytes = _bytes;
        SearchValues<byte> stops = opening.Quote == '"' ? s_doublePartStops : s_singlePartStops;
        int at = Position;
        while (true)
        {
            int skipped = bytes.AsSpan(at, _length - at).IndexOfAny(stops);
            if (skipped < 0)
            {
                Fail("an f-string is never closed", _length);
                return PartEnd.Error;
            }

            at += skipped;
            byte unit = bytes[at];
            Position = at;
            if (unit == opening.Quote)
            {
                if (!opening.IsTriple || (bytes[at + 1] == unit && bytes[at + 2] == unit))
                {
                    End = Position = inSpecification ? at : opening.IsTriple ? at + 3 : at + 1;
                    return PartEnd.Quote;
                }

                at++;
            }
            else if (unit == '{')
            {
                if (inSpecification || bytes[at + 1] != '{')
                {
                    return PartEnd.Field;
                }

                at += 2;
            }
            else if (unit == '}')
            {
                if (inSpecification)
                {
                    return PartEnd.Brace;
                }

                if (bytes[at + 1] != '}')
                {
                    Fail("a single brace in an f-string", at + 1);
                    return PartEnd.Error;
                }

                at += 2;
            }
            else if (unit == '\\')
            {
                at = AfterEscape(at, opening.Form.HasFlag(StringForm.Raw));
            }
            else if (opening.IsTriple)
            {
                at++;
            }
            else
            {
                Fail("an f-string ends with its line", at);
                return PartEnd.Error;
            }
        }
    }

    /// <summary>Steps into the field whose brace is at <see cref="Position"/>.</summary>
    /// <returns>What <see cref="LeaveField"/> needs.</returns>
    public (int Brackets, int FieldBrackets) EnterField()
    {
        (int, int) outer = (Brackets, _fieldBrackets);
        Position++;
        Brackets++;
        _fieldBrackets = Brackets;
        return outer;
    }

    /// <summary>Steps out of a field; its closing brace is the current token or at <see cref="Position"/>.</summary>
    public void LeaveField((int Brackets, int FieldBrackets) outer, bool isBraceRead)
    {
        (Brackets, _fieldBrackets) = outer;
        if (!isBraceRead)
        {
            Position++;
        }

        End = Position;
    }

    /// <summary>Leaves a broken f-string: goes behind its quotes as they would be without fields, if that is ahead.</summary>
    public void AbandonString(in StringOpening opening)
    {
        int reached = Position;
        _fieldBrackets = -1;
        Brackets = opening.Brackets;
        Position = opening.Body;
        SkipString(opening);
        Position = Math.Max(Position, reached);
    }

    private Token StringAt(int start, int quoteAt, StringForm form)
    {
        byte quote = _bytes[quoteAt];
        bool triple = _bytes[quoteAt + 1] == quote && _bytes[quoteAt + 2] == quote;
        form = triple ? form | StringForm.Triple : form;
        Start = start;
        Form = form;
        int body = quoteAt + (triple ? 3 : 1);
        StringOpening opening = new(body, quote, form, Brackets);
        Position = body;
        if ((form.HasFlag(StringForm.Format) || form.HasFlag(StringForm.Template)))
        {
            Opening = opening;
            End = body;
            return Token.FormatString;
        }

        return SkipString(opening);
    }

    /// <summary>Reads from <see cref="Position"/> to behind the closing quotes.</summary>
    private Token SkipString(in StringOpening opening)
    {
        byte[] bytes = _bytes;
        byte quote = opening.Quote;
        int at = Position;
        if (opening.IsTriple)
        {
            SearchValues<byte> stops = quote == '"' ? s_tripleDoubleStops : s_tripleSingleStops;
            while (true)
            {
                int skipped = at >= _length ? -1 : bytes.AsSpan(at, _length - at).IndexOfAny(stops);
                if (skipped < 0)
                {
                    return Fail("a string of three quotes is never closed", _length);
                }

                at += skipped;
                if (bytes[at] == '\\')
                {
                    at += 2;
                }
                else if (bytes[at + 1] == quote && bytes[at + 2] == quote)
                {
                    return Take(Token.String, at + 3);
                }
                else
                {
                    at++;
                }
            }
        }

        SearchValues<byte> lineStops = quote == '"' ? s_doubleStops : s_singleStops;
        while (true)
        {
            // Most strings are short: a few steps by hand cost less than a vector search.
            byte unit = bytes[at];
            int near = at + 16;
            while (unit != quote && unit is not ((byte)'\\' or (byte)'\n' or (byte)'\r') && at < near && at < _length)
            {
                unit = bytes[++at];
            }

            if (at == near)
            {
                int skipped = bytes.AsSpan(at, _length - at).IndexOfAny(lineStops);
                at = skipped < 0 ? _length : at + skipped;
                unit = bytes[at];
            }

            if (at >= _length)
            {
                return Fail("a string is never closed", _length);
            }

            if (unit == quote)
            {
                return Take(Token.String, at + 1);
            }

            if (unit != '\\')
            {
                return Fail("a string ends with its line", at);
            }

            at = bytes[at + 1] == '\r' && bytes[at + 2] == '\n' ? at + 3 : at + 2;
        }
    }

    /// <summary>Behind a backslash in literal text of an f-string: braces open fields all the same.</summary>
    private int AfterEscape(int at, bool isRaw)
    {
        byte next = _bytes[at + 1];
        if (next is (byte)'{' or (byte)'}')
        {
            return at + 1;
        }

        if (next == 'N' && !isRaw && _bytes[at + 2] == '{')
        {
            // A character's name: letters, digits, blanks and hyphens.
            int name = at + 3;
            while (ByteClass.Table[_bytes[name]] is ByteClass.Letter or ByteClass.Digit || _bytes[name] is (byte)' ' or (byte)'-' or (byte)'(' or (byte)')')
            {
                name++;
            }

            return _bytes[name] == '}' ? name + 1 : at + 2;
        }

        return Math.Min(_length, next == '\r' && _bytes[at + 2] == '\n' ? at + 3 : at + 2);
    }

    private bool StringPrefix(int start, int length, out StringForm form)
    {
        form = PrefixLetter(_bytes[start]);
        if (length == 1 || form == StringForm.None)
        {
            return form != StringForm.None;
        }

        StringForm second = PrefixLetter(_bytes[start + 1]);
        bool firstIsRaw = form == StringForm.Raw;
        form |= second;

        // Raw goes with each of the others, in either order but for ur (Python 2); the others exclude one another.
        return second != StringForm.None
            && ((second == StringForm.Raw && !firstIsRaw) || (firstIsRaw && second is StringForm.Bytes or StringForm.Format or StringForm.Template));
    }

    private static StringForm PrefixLetter(byte unit) => (unit | 0x20) switch
    {
        'r' => StringForm.Raw,
        'b' => StringForm.Bytes,
        'u' => StringForm.Unicode,
        'f' => StringForm.Format,
        't' => StringForm.Template,
        _ => StringForm.None,
    };
}
