using System.Text;
using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    private int Import(int start, bool isLazy)
    {
        int node = New(NodeKind.Import, start);
        _nodes[node].Op = isLazy ? (byte)1 : (byte)0;
        Next();
        Children children = default;
        do
        {
            int alias = New(NodeKind.Alias, _lexer.Start);
            int name = DottedName();
            Children names = default;
            Add(ref names, name);
            AliasName(alias);
            Add(ref children, Finish(alias, names));
        }
        while (Accept(Token.Comma));

        return Finish(node, children);
    }

    private int ImportFrom(int start, bool isLazy)
    {
        int node = New(NodeKind.ImportFrom, start);
        _nodes[node].Extra = isLazy ? (byte)1 : (byte)0;
        Next();
        int dots = 0;
        while (_token is Token.Dot or Token.Ellipsis)
        {
            dots += _token == Token.Dot ? 1 : 3;
            Next();
        }

        _nodes[node].Op = (byte)Math.Min(dots, byte.MaxValue);
        Children children = default;
        if (_token != Token.Import || dots == 0)
        {
            Add(ref children, DottedName());
        }

        Expect(Token.Import, "an import is missing");
        if (_token == Token.Star)
        {
            Add(ref children, Leaf(NodeKind.ImportStar));
            return Finish(node, children);
        }

        bool isEnclosed = Accept(Token.LeftParenthesis);
        do
        {
            if (isEnclosed && _token == Token.RightParenthesis && children.Last != 0 && _nodes[children.Last].Kind == NodeKind.Alias)
            {
                break;
            }

            int alias = New(NodeKind.Alias, _lexer.Start);
            if (_token != Token.Name)
            {
                Unexpected("a name to import is missing");
                break;
            }

            int name = NamedLeaf(NodeKind.Name);
            AliasName(alias);
            Add(ref children, Finish(alias, name));
        }
        while (Accept(Token.Comma));

        if (isEnclosed)
        {
            Expect(Token.RightParenthesis, "the imported names end with a parenthesis");
        }

        return Finish(node, children);
    }

    private void AliasName(int alias)
    {
        if (Accept(Token.As))
        {
            DefinedName(alias, "a name behind as is missing");
        }
    }

    private int DottedName()
    {
        int start = _lexer.Start;
        int node = New(NodeKind.DottedName, start);
        int symbol = _lexer.Symbol;
        Expect(Token.Name, "a module's name is missing");
        if (_token == Token.Dot)
        {
            symbol = DottedSymbol(start, symbol);
        }

        _nodes[node].Symbol = symbol;
        _nodes[node].End = _previousEnd;
        return node;
    }

    private int DottedSymbol(int start, int first)
    {
        StringBuilder text = new(_names.TextOf(first));
        int end = _previousEnd;
        bool asWritten = true;
        while (_token == Token.Dot)
        {
            asWritten &= _lexer.Start == end;
            Next();
            asWritten &= _lexer.Start == _previousEnd;
            text.Append('.').Append(_names.TextOf(_lexer.Symbol));
            Expect(Token.Name, "a module's name is missing");
            end = _previousEnd;
        }

        // A name that is joined over blanks or normalised does not stand in the text.
        return asWritten && !_broken && Ascii.IsValid(_bytes.AsSpan(start, end - start))
            ? _names.Intern(start, end - start)
            : _names.InternText(text.ToString());
    }
}
