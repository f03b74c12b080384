using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    private bool IsComprehension => _token == Token.For || IsSoft(NameTable.Async);

    private int Atom()
    {
        switch (_token)
        {
            case Token.Name:
                return NamedLeaf(NodeKind.Name);
            case Token.Number:
                return Leaf(NodeKind.Number);
            case Token.String or Token.FormatString:
                return Strings();
            case Token.None or Token.False or Token.True:
                int constant = New(NodeKind.Constant, _lexer.Start);
                _nodes[constant].Op = _token == Token.None ? (byte)0 : _token == Token.False ? (byte)1 : (byte)2;
                Next();
                _nodes[constant].End = _previousEnd;
                return constant;
            case Token.Ellipsis:
                return Leaf(NodeKind.Ellipsis);
            case Token.LeftParenthesis or Token.LeftBracket or Token.LeftBrace or Token.Backtick:
                return Enclosed();
            default:
                Unexpected("an expression is missing");
                return New(NodeKind.Unparsed, _lexer.Start);
        }
    }

    private int Enclosed()
    {
        int node;
        if (!Enter())
        {
            node = New(NodeKind.Unparsed, _lexer.Start);
        }
        else
        {
            node = _token switch
            {
                Token.LeftParenthesis => Parenthesised(),
                Token.LeftBracket => List(),
                Token.LeftBrace => DictOrSet(),
                _ => Backtick(),
            };
        }

        Leave();
        return node;
    }

    private int Parenthesised()
    {
        int start = _lexer.Start;
        Next();
        int node;
        if (_token == Token.RightParenthesis)
        {
            node = New(NodeKind.Tuple, start);
            Next();
            return Finish(node, 0);
        }

        if (_token == Token.Yield)
        {
            node = Yield();
        }
        else
        {
            node = Element();
            if (_token == Token.Comma)
            {
                int tuple = New(NodeKind.Tuple, start);
                Children elements = default;
                Add(ref elements, node);
                AddElements(ref elements, Token.RightParenthesis);
                Expect(Token.RightParenthesis, "a parenthesis is never closed");
                return Finish(tuple, elements);
            }

            if (IsComprehension)
            {
                int generator = Comprehension(NodeKind.GeneratorExp, node, start);
                Expect(Token.RightParenthesis, "a parenthesis is never closed");
                _nodes[generator].End = _previousEnd;
                return generator;
            }

            NotStarred(node);
        }

        Expect(Token.RightParenthesis, "a parenthesis is never closed");
        return node;
    }

    private void AddElements(ref Children elements, Token close)
    {
        while (Accept(Token.Comma) && _token != close)
        {
            Add(ref elements, Element());
        }
    }

    private int List()
    {
        int start = _lexer.Start;
        Next();
        if (_token == Token.RightBracket)
        {
            int empty = New(NodeKind.List, start);
            Next();
            return Finish(empty, 0);
        }

        int first = Element();
        if (IsComprehension)
        {
            int comprehension = Comprehension(NodeKind.ListComp, first, start);
            Expect(Token.RightBracket, "a bracket is never closed");
            _nodes[comprehension].End = _previousEnd;
            return comprehension;
        }

        int list = New(NodeKind.List, start);
        Children elements = default;
        Add(ref elements, first);
        AddElements(ref elements, Token.RightBracket);
        Expect(Token.RightBracket, "a bracket is never closed");
        return Finish(list, elements);
    }

    private int DictOrSet()
    {
        int start = _lexer.Start;
        int node = New(NodeKind.Dict, start);
        Next();
        Children items = default;
        while (_token != Token.RightBrace && !_broken)
        {
            bool isFirst = items.First == 0;
            int item = DictOrSetItem();
            bool isOfDict = _nodes[item].Kind is NodeKind.DictItem or NodeKind.DoubleStarred;
            if (isFirst && IsComprehension)
            {
                node = Comprehension(isOfDict ? NodeKind.DictComp : NodeKind.SetComp, item, start);
                Expect(Token.RightBrace, "a brace is never closed");
                _nodes[node].End = _previousEnd;
                return node;
            }

            if (isFirst)
            {
                _nodes[node].Kind = isOfDict ? NodeKind.Dict : NodeKind.Set;
            }
            else if (isOfDict != (_nodes[node].Kind == NodeKind.Dict))
            {
                Reject(item, "a dict has keys and values, a set has neither");
            }

            Add(ref items, item);
            if (!Accept(Token.Comma))
            {
                break;
            }
        }

        Expect(Token.RightBrace, "a brace is never closed");
        return Finish(node, items);
    }

    private int DictOrSetItem()
    {
        int start = _lexer.Start;
        if (_token == Token.DoubleStar)
        {
            int star = New(NodeKind.DoubleStarred, start);
            Next();
            return Finish(star, Binary(Bitwise));
        }

        int key = Element();
        if (_token != Token.Colon)
        {
            return key;
        }

        if (_nodes[key].Kind is NodeKind.Starred or NodeKind.NamedExpr && _nodes[key].Start == start)
        {
            Reject(key, "this cannot be a key without parentheses");
        }

        int item = New(NodeKind.DictItem, start);
        Next();
        return Finish(item, key, Test());
    }

    private int Backtick()
    {
        int node = New(NodeKind.Backtick, _lexer.Start);
        Next();
        int expression = ExpressionList();
        Expect(Token.Backtick, "a backtick is never closed");
        return Finish(node, expression);
    }

    private int Comprehension(NodeKind kind, int element, int start)
    {
        int node = New(kind, start);
        Children children = default;
        Add(ref children, element);
        while (IsComprehension)
        {
            Add(ref children, ComprehensionFor(allowsList: kind == NodeKind.ListComp));
        }

        return Finish(node, children);
    }

    private int ComprehensionFor(bool allowsList)
    {
        int node = New(NodeKind.CompFor, _lexer.Start);
        if (_token == Token.Name)
        {
            _nodes[node].Op = 1;
            Next();
        }

        Expect(Token.For, "a comprehension needs its for");
        Children children = default;
        Add(ref children, TargetList());
        Expect(Token.In, "a comprehension needs its in");
        int start = _lexer.Start;
        int iterable = BareTest();
        if (allowsList && _token == Token.Comma)
        {
            // Python 2: [x for x in 1, 2]
            int tuple = New(NodeKind.Tuple, start);
            Children elements = default;
            Add(ref elements, iterable);
            while (Accept(Token.Comma) && BeginsElement())
            {
                Add(ref elements, BareTest());
            }

            iterable = Finish(tuple, elements);
        }

        Add(ref children, iterable);
        while (_token == Token.If)
        {
            int condition = New(NodeKind.CompIf, _lexer.Start);
            Next();
            Add(ref children, Finish(condition, BareTest()));
        }

        return Finish(node, children);
    }
}
