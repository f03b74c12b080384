using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    private int If()
    {
        int node = New(NodeKind.If, _lexer.Start);
        Children children = default;
        do
        {
            Next();
            int test = NamedTest();
            int block = Block();
            if (block == 0)
            {
                return children.First == 0 ? 0 : FinishAtChild(node, children);
            }

            Add(ref children, test);
            Add(ref children, block);
        }
        while (_token == Token.Elif);

        AddElse(ref children);
        return FinishAtChild(node, children);
    }

    private void AddElse(ref Children children) => AddClause(ref children, Token.Else, NodeKind.Else);

    private void AddClause(ref Children children, Token token, NodeKind kind)
    {
        if (_token == token)
        {
            int clause = New(kind, _lexer.Start);
            Next();
            int block = Block();
            if (block != 0)
            {
                Children body = default;
                Add(ref body, block);
                Add(ref children, FinishAtChild(clause, body));
            }
        }
    }

    private int For(int start, bool isAsync)
    {
        int node = New(NodeKind.For, start);
        _nodes[node].Op = isAsync ? (byte)1 : (byte)0;
        Next();
        int target = TargetList();
        Expect(Token.In, "a for loop needs its in");
        int iterable = ExpressionList();
        int block = Block();
        if (block == 0)
        {
            return 0;
        }

        Children children = default;
        Add(ref children, target);
        Add(ref children, iterable);
        Add(ref children, block);
        AddElse(ref children);
        return FinishAtChild(node, children);
    }

    private int While()
    {
        int node = New(NodeKind.While, _lexer.Start);
        Next();
        int test = NamedTest();
        int block = Block();
        if (block == 0)
        {
            return 0;
        }

        Children children = default;
        Add(ref children, test);
        Add(ref children, block);
        AddElse(ref children);
        return FinishAtChild(node, children);
    }

    private int Try()
    {
        int start = _lexer.Start;
        int node = New(NodeKind.Try, start);
        Next();
        Children children = default;
        int block = Block();
        if (block == 0)
        {
            return 0;
        }

        Add(ref children, block);
        while (_token == Token.Except)
        {
            int handlerStart = _lexer.Start;
            int handler = Handler();
            if (handler == 0)
            {
                return FinishAtChild(node, children);
            }

            if (children.Last != block && _nodes[children.Last].Op != _nodes[handler].Op && _nodes[children.Last].Kind == NodeKind.Handler)
            {
                Record(ref children, handlerStart, handlerStart, handlerStart, "except and except* do not mix");
            }

            Add(ref children, handler);
        }

        int handlers = children.Last;
        AddElse(ref children);
        AddClause(ref children, Token.Finally, NodeKind.Finally);
        if (!_broken && handlers == block && _nodes[children.Last].Kind != NodeKind.Finally)
        {
            int end = _nodes[children.Last].End;
            Record(ref children, end, end, start, "a try needs an except or a finally");
        }

        return FinishAtChild(node, children);
    }

    private int Handler()
    {
        int handler = New(NodeKind.Handler, _lexer.Start);
        Next();
        Children children = default;
        bool isGroup = Accept(Token.Star);
        if (isGroup)
        {
            _nodes[handler].Op = 1;
        }

        if (_token != Token.Colon)
        {
            int start = _lexer.Start;
            int type = Test();
            if (_token == Token.Comma)
            {
                HandlerList(type, start, isGroup, ref children);
            }
            else
            {
                Add(ref children, type);
                if (Accept(Token.As))
                {
                    Add(ref children, Target(Binary(Bitwise), "an exception is bound to a name"));
                }
            }
        }
        else if (isGroup)
        {
            Unexpected("an except* needs a type");
        }

        int block = Block();
        if (block == 0)
        {
            return 0;
        }

        Add(ref children, block);
        return FinishAtChild(handler, children);
    }

    /// <summary>
    /// Behind a first comma: a target in Python 2, further types from 3.14 on (PEP 758). Two expressions can be either; then the second
    /// is a target unless it is written as types are: with a dot or a capital.
    /// </summary>
    private void HandlerList(int type, int start, bool isGroup, ref Children children)
    {
        int tuple = New(NodeKind.Tuple, start);
        Children types = default;
        Add(ref types, type);
        int count = 1;
        bool endsWithComma = false;
        while (Accept(Token.Comma))
        {
            endsWithComma = _token == Token.Colon;
            if (endsWithComma)
            {
                break;
            }

            Add(ref types, Test());
            count++;
        }

        int second = types.Last;
        if (count == 2 && !isGroup && !endsWithComma && !_broken && LooksLikeTarget(second))
        {
            Add(ref children, type);
            Add(ref children, second);
        }
        else
        {
            Add(ref children, Finish(tuple, types));
        }
    }

    private bool LooksLikeTarget(int node) => _nodes[node].Kind switch
    {
        NodeKind.Name => !char.IsAsciiLetterUpper((char)_lexer.ByteAt(_nodes[node].Start)),
        NodeKind.Tuple or NodeKind.List or NodeKind.Subscript => true,
        _ => false,
    };

    private bool IsAsyncStatement()
    {
        Mark mark = MarkHere();
        Next();
        bool isStatement = _token is Token.Def or Token.For or Token.With;
        Rewind(mark);
        return isStatement;
    }

    private int Async()
    {
        int start = _lexer.Start;
        Next();
        return _token switch
        {
            Token.Def => FunctionDef(start, decorators: 0, isAsync: true),
            Token.For => For(start, isAsync: true),
            _ => With(start, isAsync: true),
        };
    }

    private int With(int start, bool isAsync)
    {
        int node = New(NodeKind.With, start);
        _nodes[node].Op = isAsync ? (byte)1 : (byte)0;
        Next();
        Children children = default;
        if (_token != Token.LeftParenthesis || !ParenthesisedItems(ref children))
        {
            do
            {
                Add(ref children, WithItem());
            }
            while (Accept(Token.Comma));
        }

        int block = Block();
        if (block == 0)
        {
            return 0;
        }

        Add(ref children, block);
        return FinishAtChild(node, children);
    }

    /// <summary>Tries the items as <c>(a as b, c)</c>: only if a colon follows were the parentheses those of the statement.</summary>
    private bool ParenthesisedItems(ref Children children)
    {
        Mark mark = MarkHere();
        int region = _regionStart;
        Children items = default;
        Next();
        do
        {
            if (_token == Token.RightParenthesis)
            {
                break;
            }

            Add(ref items, WithItem());
        }
        while (Accept(Token.Comma));

        if (items.First != 0 && Accept(Token.RightParenthesis) && _token == Token.Colon)
        {
            children = items;
            return true;
        }

        // A limit that was reached would be reached again.
        if (!_broken || _limit is null)
        {
            Rewind(mark);
            _regionStart = region;
        }

        return false;
    }

    private int WithItem()
    {
        int item = New(NodeKind.WithItem, _lexer.Start);
        int expression = Test();
        if (!Accept(Token.As))
        {
            return Finish(item, expression);
        }

        return Finish(item, expression, Target(StarOrBitwise(), "what a with binds must be assignable"));
    }
}
