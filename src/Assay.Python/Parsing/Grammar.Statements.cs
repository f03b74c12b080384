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
        BeginRegion();
        int clause = Case();
        if (clause != 0)
        {
            Add(ref list, clause);
        }
        else
        {
            _depth = depth;
            GiveUp(mark, ref list);
        }
    }

    private void Statement(ref Children list)
    {
        int mark = _count;
        int depth = _depth;
        BeginRegion();
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
            BeginRegion();
            int node = SimpleStatement();
            if (_token is not (Token.Newline or Token.Semicolon))
            {
                Unexpected("a statement ends here");
            }

            if (_broken)
            {
                _depth = depth;
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
        if (_broken)
        {
            return 0;
        }

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

        BeginRegion();

        // A region that was given up may begin before the first token.
        ref Node parent = ref _nodes[block];
        parent.Start = body.First == 0 ? parent.Start : Math.Min(parent.Start, _nodes[body.First].Start);
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

    private int Decorated()
    {
        int start = _lexer.Start;
        int decorators = New(NodeKind.Decorators, start);
        int end = start;
        Children list = default;
        while (_token == Token.At)
        {
            Next();
            Add(ref list, NamedTest());

            // Behind the parentheses around it, which are in no node.
            end = _previousEnd;
            Expect(Token.Newline, "a decorator ends with its line");
        }

        Finish(decorators, list);
        _nodes[decorators].End = end;

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

                _nodes[decorators].End = _previousEnd;
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
}
