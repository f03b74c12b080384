using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    private bool AtStatementEnd => _token is Token.Newline or Token.Semicolon or Token.Eof;

    private int SimpleStatement()
    {
        switch (_token)
        {
            case Token.Pass:
                return Leaf(NodeKind.Pass);
            case Token.Break:
                return Leaf(NodeKind.Break);
            case Token.Continue:
                return Leaf(NodeKind.Continue);
            case Token.Return:
                return Return();
            case Token.Raise:
                return Raise();
            case Token.Global:
                return NameList(NodeKind.Global);
            case Token.Del:
                return Delete();
            case Token.Assert:
                return Assert();
            case Token.Import:
                return Import(_lexer.Start, isLazy: false);
            case Token.From:
                return ImportFrom(_lexer.Start, isLazy: false);
            case Token.Name when _lexer.Symbol <= NameTable.LastSoft && SoftStatement(out int node):
                return node;
            default:
                return ExpressionStatement();
        }
    }

    /// <summary>Statements that begin with a word which is a name elsewhere.</summary>
    private bool SoftStatement(out int node)
    {
        int word = _lexer.Symbol;
        int start = _lexer.Start;
        node = 0;
        if (word is NameTable.Match or NameTable.Case or NameTable.Async or NameTable.Await)
        {
            return false;
        }

        Mark mark = MarkHere();
        Next();
        switch (word)
        {
            case NameTable.Type when _token == Token.Name:
                node = TypeAlias(start);
                return true;
            case NameTable.Lazy when _token == Token.Import:
                node = Import(start, isLazy: true);
                return true;
            case NameTable.Lazy when _token == Token.From:
                node = ImportFrom(start, isLazy: true);
                return true;
            case NameTable.Nonlocal when _token == Token.Name:
                Rewind(mark);
                node = NameList(NodeKind.Nonlocal);
                return true;
            case NameTable.Print when _token == Token.RightShift || BeginsOnlyAnOperand(_token) || IsNotAlone():
                node = Print(start);
                return true;
            case NameTable.Exec when BeginsOnlyAnOperand(_token):
                node = Exec(start);
                return true;
            case NameTable.Print or NameTable.Exec when _token is Token.LeftBracket or Token.LeftParenthesis:
                // Read as Python 3 does where that works.
                Rewind(mark);
                node = ExpressionStatement();
                if (!_broken && AtStatementEnd)
                {
                    return true;
                }

                Rewind(mark);
                Next();
                node = word == NameTable.Print ? Print(start) : Exec(start);
                return true;
            default:
                Rewind(mark);
                return false;
        }
    }

    /// <summary>Whether a token behind a name can only be an operand of its own, so that the name was no name.</summary>
    private static bool BeginsOnlyAnOperand(Token token) => token is Token.Name or Token.Number or Token.String or Token.FormatString
        or Token.LeftBrace or Token.Tilde or Token.Backtick or Token.Lambda or Token.None or Token.True or Token.False or Token.Ellipsis;

    /// <summary>Whether <c>not</c> is next without <c>in</c> behind it: then it begins an operand.</summary>
    private bool IsNotAlone()
    {
        if (_token != Token.Not)
        {
            return false;
        }

        Mark mark = MarkHere();
        Next();
        bool isAlone = _token != Token.In;
        Rewind(mark);
        return isAlone;
    }

    private int Return()
    {
        int node = New(NodeKind.Return, _lexer.Start);
        Next();
        return Finish(node, AtStatementEnd ? 0 : ExpressionList());
    }

    private int Raise()
    {
        int node = New(NodeKind.Raise, _lexer.Start);
        Next();
        Children children = default;
        if (!AtStatementEnd)
        {
            Add(ref children, Test());
            if (Accept(Token.From))
            {
                Add(ref children, Test());
            }
            else if (Accept(Token.Comma))
            {
                Add(ref children, Test());
                if (Accept(Token.Comma))
                {
                    Add(ref children, Test());
                }
            }
        }

        return Finish(node, children);
    }

    private int NameList(NodeKind kind)
    {
        int node = New(kind, _lexer.Start);
        Next();
        Children children = default;
        do
        {
            if (_token != Token.Name)
            {
                Unexpected("a name is missing");
                break;
            }

            Add(ref children, NamedLeaf(NodeKind.Name));
        }
        while (Accept(Token.Comma));

        return Finish(node, children);
    }

    private int Delete()
    {
        int node = New(NodeKind.Delete, _lexer.Start);
        Next();
        Children children = default;
        do
        {
            Add(ref children, Target(Binary(Bitwise), "this cannot be deleted", isDeletion: true));
        }
        while (Accept(Token.Comma) && !AtStatementEnd);

        return Finish(node, children);
    }

    private int Assert()
    {
        int node = New(NodeKind.Assert, _lexer.Start);
        Next();
        Children children = default;
        Add(ref children, Test());
        if (Accept(Token.Comma))
        {
            Add(ref children, Test());
        }

        return Finish(node, children);
    }

    private int TypeAlias(int start)
    {
        int node = New(NodeKind.TypeAlias, start);
        DefinedName(node, "a type alias needs a name");
        Children children = default;
        if (_token == Token.LeftBracket)
        {
            Add(ref children, TypeParameters());
        }

        Expect(Token.Assign, "a type alias needs its value");
        Add(ref children, Test());
        return Finish(node, children);
    }

    private int Print(int start)
    {
        int node = New(NodeKind.Print, start);
        Children children = default;
        bool endsWithComma = false;
        if (_token == Token.RightShift)
        {
            int target = New(NodeKind.PrintTarget, _lexer.Start);
            Next();
            Add(ref children, Finish(target, Test()));
            if (_token != Token.Comma)
            {
                return Finish(node, children);
            }

            Next();
        }

        while (!AtStatementEnd)
        {
            Add(ref children, Test());
            endsWithComma = Accept(Token.Comma);
            if (!endsWithComma)
            {
                break;
            }
        }

        _nodes[node].Op = endsWithComma ? (byte)1 : (byte)0;
        return Finish(node, children);
    }

    private int Exec(int start)
    {
        int node = New(NodeKind.Exec, start);
        Children children = default;
        Add(ref children, Binary(Bitwise));
        if (Accept(Token.In))
        {
            Add(ref children, Test());
            if (Accept(Token.Comma))
            {
                Add(ref children, Test());
            }
        }

        return Finish(node, children);
    }

    private int ExpressionStatement()
    {
        int start = _lexer.Start;
        int first = MaybeStarredList();
        switch (_token)
        {
            case Token.Assign:
                return Assign(first, start);
            case Token.AugmentedAssign:
                return AugmentedAssign(first, start);
            case Token.Colon:
                return AnnotatedAssign(first, start);
        }

        if (_nodes[first].Kind is NodeKind.Compare or NodeKind.Tuple && !_broken && ExecIn(first) is int exec and not 0)
        {
            return exec;
        }

        int node = New(NodeKind.ExpressionStatement, start);
        return Finish(node, first);
    }

    private int Assign(int first, int start)
    {
        int node = New(NodeKind.Assign, start);
        Children children = default;
        int value = first;
        while (Accept(Token.Assign))
        {
            Add(ref children, Target(NotStarred(value), "this cannot be assigned to"));
            value = ExpressionList();
        }

        Add(ref children, value);
        return Finish(node, children);
    }

    private int AugmentedAssign(int target, int start)
    {
        int node = New(NodeKind.AugmentedAssign, start);
        _nodes[node].Op = (byte)_lexer.Operator;
        SingleTarget(target, "this cannot be assigned to in place");
        Next();
        return Finish(node, target, ExpressionList());
    }

    private int AnnotatedAssign(int target, int start)
    {
        int node = New(NodeKind.AnnotatedAssign, start);
        SingleTarget(target, "only a name, an attribute or an item is annotated");
        int annotation = New(NodeKind.Annotation, _lexer.Start);
        Next();
        Children children = default;
        Add(ref children, target);
        Add(ref children, Finish(annotation, Test()));
        if (Accept(Token.Assign))
        {
            Add(ref children, ExpressionList());
        }

        return Finish(node, children);
    }

    /// <summary>Python 2's <c>exec (code) in scope</c> and <c>exec (code) in scope, scope</c> reads as a comparison of a call: makes it what it is.</summary>
    /// <returns>0 where it is something else.</returns>
    private int ExecIn(int expression)
    {
        bool isTuple = _nodes[expression].Kind == NodeKind.Tuple;
        int compare = isTuple ? _nodes[expression].First : expression;
        int locals = isTuple ? _nodes[compare].Next : 0;
        int call = _nodes[compare].First;
        int callee = call != 0 ? _nodes[call].First : 0;
        int code = callee != 0 ? _nodes[callee].Next : 0;
        if (code == 0 || _nodes[compare].Kind != NodeKind.Compare || _nodes[compare].Op != (byte)Operator.In || _nodes[call].Kind != NodeKind.Call
            || _nodes[callee].Kind != NodeKind.Name || _nodes[callee].Symbol != NameTable.Exec || _nodes[code].Next != 0
            || (isTuple && (locals == 0 || _nodes[locals].Next != 0)))
        {
            return 0;
        }

        int globals = _nodes[call].Next;
        int node = New(NodeKind.Exec, _nodes[expression].Start);
        _nodes[globals].Next = locals;
        return Finish(node, code, globals);
    }
}
