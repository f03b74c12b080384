using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    // How tightly a binary operator binds; the argument of Binary is the loosest one it takes.
    private const int Disjunction = 0;
    private const int Conjunction = 1;
    private const int Inversion = 2;
    private const int Comparison = 3;
    private const int Bitwise = 4;

    private static readonly sbyte[] s_precedence = Precedences();
    private static readonly byte[] s_operators = Operators();

    /// <summary>Expressions with commas between, yield included: what stands behind an equals sign, a return, an in.</summary>
    private int ExpressionList() => NotStarred(MaybeStarredList());

    private int MaybeStarredList()
    {
        if (_token == Token.Yield)
        {
            return Yield();
        }

        int start = _lexer.Start;
        int first = StarOrTest();
        if (_token != Token.Comma)
        {
            return first;
        }

        int tuple = New(NodeKind.Tuple, start);
        Children elements = default;
        Add(ref elements, first);
        while (Accept(Token.Comma) && BeginsElement())
        {
            Add(ref elements, StarOrTest());
        }

        return Finish(tuple, elements);
    }

    /// <summary>Whether an element follows a comma, which may also be the last one.</summary>
    private bool BeginsElement() => _token is not (Token.Newline or Token.Eof or Token.Assign or Token.AugmentedAssign or Token.Colon or Token.Semicolon
        or Token.RightParenthesis or Token.RightBracket or Token.RightBrace or Token.Exclamation or Token.Backtick or Token.In or Token.Error);

    /// <summary>Targets with commas between, of a for or a comprehension.</summary>
    private int TargetList()
    {
        int start = _lexer.Start;
        int first = StarOrBitwise();
        if (_token != Token.Comma)
        {
            return Target(NotStarred(first), "this cannot be assigned to");
        }

        int tuple = New(NodeKind.Tuple, start);
        Children elements = default;
        Add(ref elements, first);
        while (Accept(Token.Comma) && BeginsElement())
        {
            Add(ref elements, StarOrBitwise());
        }

        return Target(Finish(tuple, elements), "this cannot be assigned to");
    }

    /// <summary>An expression with a star needs others, or a comma, beside it.</summary>
    private int NotStarred(int node)
    {
        if (_nodes[node].Kind == NodeKind.Starred)
        {
            Reject(node, "a starred expression stands alone");
        }

        return node;
    }

    private int StarOrBitwise()
    {
        if (_token != Token.Star)
        {
            return Binary(Bitwise);
        }

        int star = New(NodeKind.Starred, _lexer.Start);
        Next();
        return Finish(star, Binary(Bitwise));
    }

    private int StarOrTest()
    {
        if (_token != Token.Star)
        {
            return Test();
        }

        int star = New(NodeKind.Starred, _lexer.Start);
        Next();
        return Finish(star, Binary(Bitwise));
    }

    /// <summary>An element within brackets, where a walrus needs no parentheses of its own.</summary>
    private int Element() => _token == Token.Star ? StarOrTest() : NamedTest();

    private int NamedTest()
    {
        int start = _lexer.Start;
        int test = Test();
        if (_token != Token.Walrus)
        {
            return test;
        }

        if (_nodes[test].Kind != NodeKind.Name || _nodes[test].Start != start)
        {
            Reject(test, "a walrus binds a name");
        }

        int named = New(NodeKind.NamedExpr, start);
        Next();
        return Finish(named, test, Test());
    }

    private int Test()
    {
        if (_token == Token.Lambda)
        {
            return Lambda(isBare: false);
        }

        int start = _lexer.Start;
        int body = Binary(Disjunction);
        return _token == Token.If ? Conditional(body, start) : body;
    }

    /// <summary>A chain of conditions, each the otherwise of the one before.</summary>
    private int Conditional(int body, int start)
    {
        int outermost = 0;
        int chain = 0;
        while (true)
        {
            int node = New(NodeKind.IfExp, start);
            Next();
            int test = Binary(Disjunction);
            Expect(Token.Else, "a conditional expression needs its else");
            _nodes[node].First = body;
            _nodes[body].Next = test;
            if (outermost == 0)
            {
                outermost = node;
            }
            else
            {
                _nodes[_nodes[_nodes[chain].First].Next].Next = node;
            }

            chain = node;
            start = _lexer.Start;
            body = _token == Token.Lambda ? Lambda(isBare: false) : Binary(Disjunction);
            if (_token != Token.If)
            {
                _nodes[test].Next = body;
                break;
            }
        }

        // Every link of the chain ends where the last one does.
        for (int node = outermost; ; node = _nodes[_nodes[_nodes[node].First].Next].Next)
        {
            _nodes[node].End = _previousEnd;
            if (node == chain)
            {
                return outermost;
            }
        }
    }

    /// <summary>Python 2 allows a lambda, but no condition, behind the in and the if of a comprehension.</summary>
    private int BareTest() => _token == Token.Lambda ? Lambda(isBare: true) : Binary(Disjunction);

    private int Lambda(bool isBare)
    {
        int node = New(NodeKind.Lambda, _lexer.Start);
        if (!Enter())
        {
            Leave();
            return node;
        }

        Next();
        int parameters = Parameters(Token.Colon);
        Expect(Token.Colon, "a lambda needs its colon");
        int body = isBare ? BareTest() : Test();
        Leave();
        return Finish(node, parameters, body);
    }

    private int Binary(int loosest)
    {
        int start = _lexer.Start;
        int left = _token == Token.Not && loosest <= Inversion ? Not() : Unary();
        while (true)
        {
            int precedence = _precedence[(int)_token];
            if (precedence < loosest)
            {
                return left;
            }

            if (precedence == Comparison)
            {
                int compare = Compare(left, start);
                if (compare == left)
                {
                    return left;
                }

                left = compare;
                continue;
            }

            int node = New(precedence <= Conjunction ? NodeKind.BoolOp : NodeKind.BinOp, start);
            _nodes[node].Op = s_operators[(int)_token];
            Next();
            left = Finish(node, left, Binary(precedence + 1));
        }
    }

    private int Compare(int left, int start)
    {
        Operator op = (Operator)s_operators[(int)_token];
        if (_token == Token.Not)
        {
            Mark mark = MarkHere();
            Next();
            if (_token != Token.In)
            {
                Rewind(mark);
                Unexpected("an operator is missing");
                return left;
            }
        }

        int node = New(NodeKind.Compare, start);
        bool isIs = _token == Token.Is;
        Next();
        if (isIs && Accept(Token.Not))
        {
            op = Operator.IsNot;
        }

        _nodes[node].Op = (byte)op;
        return Finish(node, left, Binary(Bitwise));
    }

    private int Not()
    {
        int node = New(NodeKind.UnaryOp, _lexer.Start);
        _nodes[node].Op = (byte)Operator.Not;
        if (Enter())
        {
            Next();
            Finish(node, Binary(Inversion));
        }

        Leave();
        return node;
    }

    private int Unary()
    {
        if (_token is Token.Minus or Token.Plus or Token.Tilde)
        {
            int node = New(NodeKind.UnaryOp, _lexer.Start);
            _nodes[node].Op = (byte)(_token == Token.Minus ? Operator.Minus : _token == Token.Plus ? Operator.Plus : Operator.Invert);
            if (Enter())
            {
                Next();
                Finish(node, Unary());
            }

            Leave();
            return node;
        }

        int start = _lexer.Start;
        int left = Primary();
        if (_token != Token.DoubleStar)
        {
            return left;
        }

        int power = New(NodeKind.BinOp, start);
        _nodes[power].Op = (byte)Operator.Power;
        if (Enter())
        {
            Next();
            Finish(power, left, Unary());
        }

        Leave();
        return power;
    }

    private int Yield()
    {
        int node = New(NodeKind.Yield, _lexer.Start);
        if (!Enter())
        {
            Leave();
            return node;
        }

        Next();
        if (Accept(Token.From))
        {
            _nodes[node].Kind = NodeKind.YieldFrom;
            Finish(node, Test());
        }
        else
        {
            Finish(node, BeginsElement() ? ExpressionList() : 0);
        }

        Leave();
        return node;
    }

    private static sbyte[] Precedences()
    {
        sbyte[] table = new sbyte[256];
        Array.Fill(table, (sbyte)-1);
        table[(int)Token.Or] = Disjunction;
        table[(int)Token.And] = Conjunction;
        foreach (Token token in (ReadOnlySpan<Token>)[Token.Less, Token.Greater, Token.LessEqual, Token.GreaterEqual, Token.EqualEqual, Token.NotEqual, Token.In, Token.Is, Token.Not])
        {
            table[(int)token] = Comparison;
        }

        table[(int)Token.Bar] = Bitwise;
        table[(int)Token.Caret] = Bitwise + 1;
        table[(int)Token.Ampersand] = Bitwise + 2;
        table[(int)Token.LeftShift] = table[(int)Token.RightShift] = Bitwise + 3;
        table[(int)Token.Plus] = table[(int)Token.Minus] = Bitwise + 4;
        foreach (Token token in (ReadOnlySpan<Token>)[Token.Star, Token.Slash, Token.DoubleSlash, Token.Percent, Token.At])
        {
            table[(int)token] = Bitwise + 5;
        }

        return table;
    }

    private static byte[] Operators()
    {
        byte[] table = new byte[256];
        foreach ((Token token, Operator op) in (ReadOnlySpan<(Token, Operator)>)
        [
            (Token.Or, Operator.Or), (Token.And, Operator.And), (Token.Less, Operator.Less), (Token.Greater, Operator.Greater),
            (Token.LessEqual, Operator.LessEqual), (Token.GreaterEqual, Operator.GreaterEqual), (Token.EqualEqual, Operator.Equal),
            (Token.NotEqual, Operator.NotEqual), (Token.In, Operator.In), (Token.Is, Operator.Is), (Token.Not, Operator.NotIn),
            (Token.Bar, Operator.BitOr), (Token.Caret, Operator.BitXor), (Token.Ampersand, Operator.BitAnd),
            (Token.LeftShift, Operator.LeftShift), (Token.RightShift, Operator.RightShift), (Token.Plus, Operator.Add),
            (Token.Minus, Operator.Subtract), (Token.Star, Operator.Multiply), (Token.Slash, Operator.Divide),
            (Token.DoubleSlash, Operator.FloorDivide), (Token.Percent, Operator.Modulo), (Token.At, Operator.MatrixMultiply),
        ])
        {
            table[(int)token] = (byte)op;
        }

        return table;
    }
}
