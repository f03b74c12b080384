using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    /// <summary>Format specifications within one another; CPython allows two.</summary>
    private const int MaxSpecifications = 8;

    private int Strings()
    {
        int start = _lexer.Start;
        int first = OneString();
        if (_token is not (Token.String or Token.FormatString))
        {
            return first;
        }

        int node = New(NodeKind.StringConcat, start);
        Children parts = default;
        Add(ref parts, first);
        bool hasFormat = _nodes[first].Kind == NodeKind.FString;
        bool hasBytes = IsBytes(first);
        while (_token is Token.String or Token.FormatString)
        {
            int next = OneString();
            Add(ref parts, next);
            hasFormat |= _nodes[next].Kind == NodeKind.FString;
            hasBytes |= IsBytes(next);
        }

        Finish(node, parts);
        if (hasFormat && hasBytes)
        {
            Reject(node, "bytes and f-strings do not mix");
        }

        return node;
    }

    private bool IsBytes(int node) => ((StringForm)_nodes[node].Op).HasFlag(StringForm.Bytes);

    private int OneString()
    {
        if (_token == Token.FormatString)
        {
            return FormatString();
        }

        int node = New(NodeKind.StringLiteral, _lexer.Start);
        ref Node made = ref _nodes[node];
        made.Op = (byte)_lexer.Form;
        made.End = _lexer.End;
        Next();
        return node;
    }

    private int FormatString()
    {
        StringOpening opening = _lexer.Opening;
        int node = New(NodeKind.FString, _lexer.Start);
        _nodes[node].Op = (byte)opening.Form;
        if (!Enter())
        {
            Leave();
            return node;
        }

        if (_openStrings++ == 0)
        {
            _outerString = opening;
        }

        Children parts = default;
        StringParts(ref parts, in opening, (byte)opening.Form, specifications: 0);
        if (!_broken)
        {
            _openStrings--;
            Next();
            Finish(node, parts);
        }

        Leave();
        return node;
    }

    /// <summary>Literal text and fields, to the closing quotes or, in a format specification, to the field's closing brace.</summary>
    private void StringParts(ref Children parts, in StringOpening opening, byte form, int specifications)
    {
        while (!_broken)
        {
            int start = _lexer.Position;
            PartEnd end = _lexer.ScanPart(in opening, inSpecification: specifications > 0);
            int textEnd = end == PartEnd.Quote && specifications == 0 ? _lexer.Position - (opening.IsTriple ? 3 : 1) : _lexer.Position;
            if (textEnd > start && end != PartEnd.Error)
            {
                int part = New(NodeKind.StringPart, start);
                _nodes[part].Op = form;
                _nodes[part].End = textEnd;
                Add(ref parts, part);
            }

            switch (end)
            {
                case PartEnd.Field:
                    Add(ref parts, Field(in opening, specifications));
                    break;
                case PartEnd.Error:
                    Break(_lexer.Message, limit: null);
                    break;
                default:
                    return;
            }
        }
    }

    private int Field(in StringOpening opening, int specifications)
    {
        int node = New(NodeKind.Field, _lexer.Position);
        if (!Enter())
        {
            Leave();
            return node;
        }

        (int, int) outer = _lexer.EnterField();
        Next();
        if (_token == Token.Lambda)
        {
            Unexpected("a lambda in a field needs parentheses");
        }

        Children children = default;
        Add(ref children, ExpressionList());
        if (_token == Token.Assign)
        {
            _nodes[node].Extra = 1;
            Next();
        }

        if (_token == Token.Exclamation)
        {
            Next();
            _nodes[node].Op = _lexer.ByteAt(_lexer.Start);
            if (_token == Token.Name && _lexer.End == _lexer.Start + 1 && _nodes[node].Op is (byte)'r' or (byte)'s' or (byte)'a')
            {
                Next();
            }
            else
            {
                Unexpected("a conversion is r, s or a");
            }
        }

        bool isBraceRead = _token == Token.RightBrace;
        if (_token == Token.Colon)
        {
            AddSpecification(ref children, in opening, specifications + 1);
        }
        else if (!isBraceRead)
        {
            Unexpected("a field ends with a brace");
        }

        if (!_broken)
        {
            _lexer.LeaveField(outer, isBraceRead);
            _previousEnd = _lexer.Position;
            Finish(node, children);
        }

        Leave();
        return node;
    }

    private void AddSpecification(ref Children children, in StringOpening opening, int specifications)
    {
        int node = New(NodeKind.FormatSpec, _lexer.Position);
        if (specifications > MaxSpecifications)
        {
            Unexpected("format specifications within too many others");
            return;
        }

        // Braces are not doubled here, so the parts are decoded as those of a plain string.
        byte form = (byte)(opening.Form & ~(StringForm.Format | StringForm.Template));
        Children parts = default;
        StringParts(ref parts, in opening, form, specifications);
        if (!_broken && _lexer.ByteAt(_lexer.Position) != '}')
        {
            Unexpected("a field ends with a brace");
        }

        _nodes[node].First = parts.First;
        _nodes[node].End = _lexer.Position;
        Add(ref children, node);
    }
}
