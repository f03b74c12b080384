using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    /// <summary>Statements to the end of the block; in the block of a match those that begin with <c>case</c>.</summary>
    private void Statements(ref Children list, bool isMatch)
    {
        int strayIndents = 0;
        while (true)
        {
            if (_lexer.BadDedent >= 0)
            {
                int at = _lexer.TakeBadDedent();
                Record(ref list, at, at, at, "an indentation that fits no block");
            }

            if (_nulAt < _lexer.Start)
            {
                RecordNulBytes(ref list);
            }

            if (_errors.Count >= _limits.MaxErrors && !_isStopped && _token != Token.Eof)
            {
                Stop(ref list);
            }

            switch (_token)
            {
                case Token.Eof:
                    return;
                case Token.Dedent when strayIndents == 0:
                    return;
                case Token.Dedent:
                    strayIndents--;
                    Next();
                    break;
                case Token.Indent:
                    strayIndents++;
                    if (!_recovered)
                    {
                        Record(ref list, _lexer.Start, _lexer.Start, _lexer.Start, "an indentation without a block");
                    }

                    Next();
                    break;
                case Token.Newline:
                    Next();
                    break;
                case Token.Name when isMatch && _lexer.Symbol == NameTable.Case:
                    _recovered = false;
                    AddCase(ref list);
                    break;
                default:
                    if (isMatch && !_recovered)
                    {
                        Record(ref list, _lexer.Start, _lexer.Start, _lexer.Start, "a case is missing");
                    }

                    _recovered = false;
                    Statement(ref list);
                    break;
            }
        }
    }

    private void AddCase(ref Children list)
    {
        int mark = _count;
        int depth = _depth;
        int errors = _errors.Count;
        _regionStart = _lexer.Start;
        int clause = Case();
        if (clause != 0)
        {
            Add(ref list, clause);
        }
        else
        {
            _depth = depth;
            _errors.RemoveRange(errors, _errors.Count - errors);
            GiveUp(mark, ref list);
        }
    }

    private void Statement(ref Children list)
    {
        int mark = _count;
        int depth = _depth;
        int errors = _errors.Count;
        _regionStart = _lexer.Start;
        int node;
        switch (_token)
        {
            case Token.If:
                node = If();
                break;
            case Token.For:
                node = For(_lexer.Start, isAsync: false);
                break;
            case Token.While:
                node = While();
                break;
            case Token.Try:
                node = Try();
                break;
            case Token.With:
                node = With(_lexer.Start, isAsync: false);
                break;
            case Token.Def:
                node = FunctionDef(_lexer.Start, decorators: 0, isAsync: false);
                break;
            case Token.Class:
                node = ClassDef(_lexer.Start, decorators: 0);
                break;
            case Token.At:
                node = Decorated();
                break;
            case Token.Name when _lexer.Symbol == NameTable.Async && IsAsyncStatement():
                node = Async();
                break;
            case Token.Name when _lexer.Symbol == NameTable.Match && Match(out node):
                break;
            default:
                SimpleLine(ref list);
                return;
        }

        if (node != 0)
        {
            Add(ref list, node);
            mark = _count;
        }
        else
        {
            _errors.RemoveRange(errors, _errors.Count - errors);
        }

        if (_broken)
        {
            _depth = depth;
            GiveUp(mark, ref list);
        }
    }

    /// <summary>Simple statements to the end of the line.</summary>
    private void SimpleLine(ref Children list)
    {
        int depth = _depth;
        do
        {
            int mark = _count;
            int errors = _errors.Count;
            _regionStart = _lexer.Start;
            int node = SimpleStatement();
            if (_token is not (Token.Newline or Token.Semicolon))
            {
                Unexpected("a statement ends here");
            }

            if (_broken)
            {
                _depth = depth;
                _errors.RemoveRange(errors, _errors.Count - errors);
                GiveUp(mark, ref list);
                return;
            }

            Add(ref list, node);
        }
        while (Accept(Token.Semicolon) && _token != Token.Newline);

        Accept(Token.Newline);
    }

    /// <summary>The block behind a header.</summary>
    /// <returns>0 where there is no colon: the header is broken.</returns>
    private int Block()
    {
        if (_token != Token.Colon)
        {
            Unexpected("a colon is missing");
            return 0;
        }

        Next();
        int block = New(NodeKind.Block, _lexer.Start);
        Children body = default;
        if (_token != Token.Newline)
        {
            SimpleLine(ref body);
        }
        else
        {
            int lineEnd = _lexer.Start;
            Next();
            if (_token != Token.Indent)
            {
                Record(ref body, lineEnd, lineEnd, lineEnd, "a block is missing");
            }
            else
            {
                _nodes[block].Start = _lexer.End;
                IndentedBlock(ref body, isMatch: false);
            }
        }

        _regionStart = _lexer.Start;
        return FinishAtChild(block, body);
    }

    private void IndentedBlock(ref Children body, bool isMatch)
    {
        if (Enter())
        {
            Next();
            Statements(ref body, isMatch);
            Accept(Token.Dedent);
        }
        else
        {
            SkipBlock(ref body);
        }

        Leave();
    }

    /// <summary>Gives up a block that lies too deep, found by counting its indents.</summary>
    private void SkipBlock(ref Children body)
    {
        int start = _lexer.Start;
        int end = start;
        int open = 1;
        while (open > 0)
        {
            Token token = _lexer.Next();
            switch (token)
            {
                case Token.Indent:
                    open++;
                    break;
                case Token.Dedent:
                    open--;
                    break;
                case Token.Newline:
                    end = _lexer.Start;
                    break;
                case Token.FormatString or Token.Error:
                    end = _lexer.SkipToStatement();
                    break;
                case Token.Eof:
                    open = 0;
                    break;
            }
        }

        _broken = false;
        Record(ref body, start, end, start, _message, _limit);
        Next();
    }

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
        int keywordEnd = _previousEnd;
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
            Record(ref children, start, keywordEnd, start, "a try needs an except or a finally");
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

    private int Decorated()
    {
        int start = _lexer.Start;
        int decorators = New(NodeKind.Decorators, start);
        Children list = default;
        while (_token == Token.At)
        {
            Next();
            Add(ref list, NamedTest());
            Expect(Token.Newline, "a decorator ends with its line");
        }

        Finish(decorators, list);
        if (list.Last != 0)
        {
            _nodes[decorators].End = _nodes[list.Last].End;
        }

        switch (_token)
        {
            case Token.Def:
                return FunctionDef(start, decorators, isAsync: false);
            case Token.Class:
                return ClassDef(start, decorators);
            case Token.Name when _lexer.Symbol == NameTable.Async:
                Next();
                if (_token == Token.Def)
                {
                    return FunctionDef(start, decorators, isAsync: true);
                }

                break;
        }

        if (!_broken)
        {
            // The decorators are kept as what they are, a statement of their own, beside what stands where the function should.
            Reject(decorators, "decorators belong to a function or class");
            return decorators;
        }

        return 0;
    }

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
