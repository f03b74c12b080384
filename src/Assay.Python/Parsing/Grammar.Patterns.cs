using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    /// <summary>Tries the line as the head of a match: it is one if a colon ends it.</summary>
    private bool Match(out int node)
    {
        Mark mark = MarkHere();
        node = New(NodeKind.Match, _lexer.Start);
        Next();
        int subject = _token is Token.Colon or Token.Newline ? 0 : MatchSubject();
        if (subject == 0 || !Accept(Token.Colon) || _token != Token.Newline)
        {
            Rewind(mark);
            return false;
        }

        Children children = default;
        Add(ref children, subject);
        int lineEnd = _lexer.Start;
        Next();
        if (_token != Token.Indent)
        {
            Record(ref children, lineEnd, lineEnd, lineEnd, "a block is missing");
        }
        else
        {
            IndentedBlock(ref children, isMatch: true);
        }

        BeginRegion();
        node = FinishAtChild(node, children);
        return true;
    }

    private int MatchSubject()
    {
        int start = _lexer.Start;
        int first = Element();
        if (_token != Token.Comma)
        {
            return _token == Token.Colon ? NotStarred(first) : first;
        }

        int tuple = New(NodeKind.Tuple, start);
        Children elements = default;
        Add(ref elements, first);
        AddElements(ref elements, Token.Colon);
        return Finish(tuple, elements);
    }

    private int Case()
    {
        int node = New(NodeKind.Case, _lexer.Start);
        Next();
        Children children = default;
        Add(ref children, OpenPattern());
        if (_token == Token.If)
        {
            int guard = New(NodeKind.Guard, _lexer.Start);
            Next();
            Add(ref children, Finish(guard, NamedTest()));
        }

        int block = Block();
        if (block == 0)
        {
            return 0;
        }

        Add(ref children, block);
        return FinishAtChild(node, children);
    }

    private int OpenPattern()
    {
        int start = _lexer.Start;
        int first = StarOrPattern();
        if (_token != Token.Comma)
        {
            return NotStarred(first);
        }

        int tuple = New(NodeKind.Tuple, start);
        Children elements = default;
        Add(ref elements, first);
        while (Accept(Token.Comma) && _token is not (Token.Colon or Token.If))
        {
            Add(ref elements, StarOrPattern());
        }

        return Finish(tuple, elements);
    }

    private int StarOrPattern()
    {
        if (_token != Token.Star)
        {
            return Pattern();
        }

        int star = New(NodeKind.Starred, _lexer.Start);
        Next();
        return Finish(star, PatternName(allowsWildcard: true));
    }

    private int PatternName(bool allowsWildcard = false)
    {
        if (_token == Token.Name && (allowsWildcard || _lexer.End != _lexer.Start + 1 || _lexer.ByteAt(_lexer.Start) != '_'))
        {
            return NamedLeaf(NodeKind.Name);
        }

        Unexpected("a pattern binds names only");
        return New(NodeKind.Unparsed, _lexer.Start);
    }

    private int Pattern()
    {
        int start = _lexer.Start;
        int left = ClosedPattern();
        while (_token == Token.Bar)
        {
            int either = New(NodeKind.PatternOr, start);
            Next();
            left = Finish(either, left, ClosedPattern());
        }

        if (_token != Token.As)
        {
            return left;
        }

        int bound = New(NodeKind.PatternAs, start);
        Next();
        return Finish(bound, left, PatternName());
    }

    private int ClosedPattern()
    {
        int node;
        if (!Enter())
        {
            node = New(NodeKind.Unparsed, _lexer.Start);
        }
        else
        {
            switch (_token)
            {
                case Token.Name:
                    node = NamePattern();
                    break;
                case Token.LeftParenthesis:
                    node = GroupPattern();
                    break;
                case Token.LeftBracket:
                    node = ListPattern();
                    break;
                case Token.LeftBrace:
                    node = MappingPattern();
                    break;
                case Token.Number or Token.Minus:
                    node = NumberPattern();
                    break;
                case Token.String or Token.FormatString or Token.None or Token.True or Token.False:
                    node = Atom();
                    break;
                default:
                    Unexpected("a pattern is missing");
                    node = New(NodeKind.Unparsed, _lexer.Start);
                    break;
            }
        }

        Leave();
        return node;
    }

    /// <summary>A number, signed or complex.</summary>
    private int NumberPattern()
    {
        int start = _lexer.Start;
        int left = Unary();
        if (_token is not (Token.Plus or Token.Minus))
        {
            return left;
        }

        int sum = New(NodeKind.BinOp, start);
        _nodes[sum].Op = s_operators[(int)_token];
        Next();
        return Finish(sum, left, Unary());
    }

    /// <summary>A capture, a value with dots, or a class with its patterns.</summary>
    private int NamePattern()
    {
        int start = _lexer.Start;
        int node = NamedLeaf(NodeKind.Name);
        while (_token == Token.Dot)
        {
            int attribute = New(NodeKind.Attribute, start);
            Next();
            DefinedName(attribute, "an attribute's name is missing");
            node = Finish(attribute, node);
        }

        if (_token != Token.LeftParenthesis)
        {
            return node;
        }

        int call = New(NodeKind.Call, start);
        Next();
        Children children = default;
        Add(ref children, node);
        bool hasKeyword = false;
        while (_token != Token.RightParenthesis && !_broken)
        {
            int argument = ClassArgument();
            Add(ref children, argument);
            if (_nodes[argument].Kind == NodeKind.Keyword)
            {
                hasKeyword = true;
            }
            else if (hasKeyword)
            {
                Reject(argument, "a positional pattern follows a keyword pattern");
            }

            if (!Accept(Token.Comma))
            {
                break;
            }
        }

        Expect(Token.RightParenthesis, "a class pattern ends with a parenthesis");
        return Finish(call, children);
    }

    private int ClassArgument()
    {
        int start = _lexer.Start;
        int pattern = Pattern();
        if (_token != Token.Assign)
        {
            return pattern;
        }

        ref Node name = ref _nodes[pattern];
        if (name.Kind != NodeKind.Name || name.Start != start)
        {
            Unexpected("a keyword pattern is a name");
            return pattern;
        }

        // The name's node becomes the keyword's.
        name.Kind = NodeKind.Keyword;
        Next();
        return Finish(pattern, Pattern());
    }

    private int GroupPattern()
    {
        int start = _lexer.Start;
        Next();
        int first = 0;
        if (_token != Token.RightParenthesis)
        {
            first = StarOrPattern();
            if (_token == Token.RightParenthesis && _nodes[first].Kind != NodeKind.Starred)
            {
                Next();
                return first;
            }
        }

        int tuple = New(NodeKind.Tuple, start);
        return SequencePattern(tuple, first, Token.RightParenthesis);
    }

    private int ListPattern()
    {
        int list = New(NodeKind.List, _lexer.Start);
        Next();
        return SequencePattern(list, _token == Token.RightBracket ? 0 : StarOrPattern(), Token.RightBracket);
    }

    private int SequencePattern(int node, int first, Token close)
    {
        Children elements = default;
        if (first != 0)
        {
            Add(ref elements, first);
            while (Accept(Token.Comma) && _token != close)
            {
                Add(ref elements, StarOrPattern());
            }
        }

        Expect(close, "a sequence pattern is never closed");
        return Finish(node, elements);
    }

    private int MappingKey()
    {
        int key = ClosedPattern();
        if (_nodes[key].Kind is not (NodeKind.Number or NodeKind.StringLiteral or NodeKind.StringConcat or NodeKind.Constant or NodeKind.UnaryOp
            or NodeKind.BinOp or NodeKind.Attribute))
        {
            Reject(key, "a key is a literal or a name with dots");
        }

        return key;
    }

    private int MappingPattern()
    {
        int node = New(NodeKind.Dict, _lexer.Start);
        Next();
        Children items = default;
        while (_token != Token.RightBrace && !_broken)
        {
            int start = _lexer.Start;
            if (_token == Token.DoubleStar)
            {
                int rest = New(NodeKind.DoubleStarred, start);
                Next();
                Add(ref items, Finish(rest, PatternName()));
            }
            else
            {
                int item = New(NodeKind.DictItem, start);
                int key = MappingKey();
                Expect(Token.Colon, "a mapping pattern has keys and values");
                Add(ref items, Finish(item, key, Pattern()));
            }

            if (!Accept(Token.Comma))
            {
                break;
            }
        }

        Expect(Token.RightBrace, "a mapping pattern is never closed");
        return Finish(node, items);
    }
}
