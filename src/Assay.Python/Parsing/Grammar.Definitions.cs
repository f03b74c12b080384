using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    private int FunctionDef(int start, int decorators, bool isAsync)
    {
        int node = New(NodeKind.FunctionDef, start);
        _nodes[node].Op = isAsync ? (byte)1 : (byte)0;
        Next();
        Children children = default;
        AddDecorators(ref children, decorators);
        DefinedName(node, "a function needs a name");
        if (_token == Token.LeftBracket)
        {
            Add(ref children, TypeParameters());
        }

        Expect(Token.LeftParenthesis, "parameters begin with a parenthesis");
        Add(ref children, Parameters(Token.RightParenthesis));
        Expect(Token.RightParenthesis, "parameters end with a parenthesis");
        if (_token == Token.Arrow)
        {
            int returns = New(NodeKind.Returns, _lexer.Start);
            Next();
            Add(ref children, Finish(returns, Test()));
        }

        int block = Block();
        if (block == 0)
        {
            return 0;
        }

        Add(ref children, block);
        return FinishAtChild(node, children);
    }

    private int ClassDef(int start, int decorators)
    {
        int node = New(NodeKind.ClassDef, start);
        Next();
        Children children = default;
        AddDecorators(ref children, decorators);
        DefinedName(node, "a class needs a name");
        if (_token == Token.LeftBracket)
        {
            Add(ref children, TypeParameters());
        }

        if (Accept(Token.LeftParenthesis))
        {
            Arguments(ref children, allowsGenerator: false);
            Expect(Token.RightParenthesis, "the bases end with a parenthesis");
        }

        int block = Block();
        if (block == 0)
        {
            return 0;
        }

        Add(ref children, block);
        return FinishAtChild(node, children);
    }

    private void AddDecorators(ref Children children, int decorators)
    {
        if (decorators != 0)
        {
            Add(ref children, decorators);
        }
    }

    private void DefinedName(int node, string message)
    {
        _nodes[node].Symbol = _lexer.Symbol;
        Expect(Token.Name, message);
    }

    private int TypeParameters()
    {
        int node = New(NodeKind.TypeParameters, _lexer.Start);
        Next();
        Children children = default;
        do
        {
            if (_token == Token.RightBracket && children.First != 0)
            {
                break;
            }

            Add(ref children, TypeParameter());
        }
        while (Accept(Token.Comma));

        Expect(Token.RightBracket, "type parameters end with a bracket");
        return Finish(node, children);
    }

    private int TypeParameter()
    {
        int node = New(NodeKind.TypeParameter, _lexer.Start);
        bool isPack = _token is Token.Star or Token.DoubleStar;
        if (isPack)
        {
            Next();
        }

        DefinedName(node, "a type parameter needs a name");
        Children children = default;
        if (_token == Token.Colon && !isPack)
        {
            int bound = New(NodeKind.Annotation, _lexer.Start);
            Next();
            Add(ref children, Finish(bound, Test()));
        }

        if (_token == Token.Assign)
        {
            int value = New(NodeKind.Default, _lexer.Start);
            Next();
            Add(ref children, Finish(value, StarOrTest()));
        }

        return Finish(node, children);
    }

    /// <summary>Parameters of a function (to a parenthesis, with annotations) or of a lambda (to a colon, without).</summary>
    private int Parameters(Token close)
    {
        int node = New(NodeKind.Parameters, _lexer.Start);
        Children children = default;
        ParameterOrder order = default;
        while (_token != close)
        {
            int parameter = Parameter(hasAnnotations: close == Token.RightParenthesis);
            Add(ref children, parameter);
            if (!_broken && order.Complaint(in _nodes[parameter], hasDefault: HasDefault(parameter)) is string complaint)
            {
                Reject(parameter, complaint);
            }

            if (!Accept(Token.Comma))
            {
                break;
            }
        }

        if (!_broken && order.AtEnd() is string missing)
        {
            Reject(children.Last, missing);
        }

        _nodes[node].First = children.First;
        _nodes[node].End = children.First != 0 ? _previousEnd : _nodes[node].Start;
        return node;
    }

    private bool HasDefault(int parameter)
    {
        int child = _nodes[parameter].First;
        while (child != 0 && _nodes[child].Kind != NodeKind.Default)
        {
            child = _nodes[child].Next;
        }

        return child != 0;
    }

    private int Parameter(bool hasAnnotations)
    {
        int node = New(NodeKind.Parameter, _lexer.Start);
        Children children = default;
        ParameterForm form = _token switch
        {
            Token.Slash => ParameterForm.Slash,
            Token.Star => ParameterForm.Star,
            Token.DoubleStar => ParameterForm.DoubleStar,
            _ => ParameterForm.Plain,
        };
        _nodes[node].Op = (byte)form;
        if (form != ParameterForm.Plain)
        {
            Next();
        }

        if (form == ParameterForm.Slash)
        {
            return Finish(node, children);
        }

        if (_token == Token.Name)
        {
            _nodes[node].Symbol = _lexer.Symbol;
            Next();
            if (hasAnnotations && _token == Token.Colon)
            {
                int annotation = New(NodeKind.Annotation, _lexer.Start);
                Next();
                Add(ref children, Finish(annotation, form == ParameterForm.Star ? StarOrTest() : Test()));
            }
        }
        else if (_token == Token.LeftParenthesis && form == ParameterForm.Plain)
        {
            Add(ref children, Target(Atom(), "a parameter is a name or, in Python 2, a tuple of names"));
        }
        else if (form != ParameterForm.Star)
        {
            Unexpected("a parameter needs a name");
        }

        if (_token == Token.Assign)
        {
            int value = New(NodeKind.Default, _lexer.Start);
            Next();
            Add(ref children, Finish(value, Test()));
        }

        return Finish(node, children);
    }

    /// <summary>The order that every version asks of parameters.</summary>
    private struct ParameterOrder
    {
        private bool _slash;
        private bool _star;
        private bool _bareStar;
        private bool _doubleStar;
        private bool _default;
        private bool _any;

        public string? Complaint(in Node parameter, bool hasDefault)
        {
            ParameterForm form = (ParameterForm)parameter.Op;
            string? complaint = _doubleStar ? "no parameter follows **"
                : form == ParameterForm.Slash && !_any ? "a / follows a parameter"
                : form == ParameterForm.Slash && (_slash || _star) ? "one / is allowed, before the *"
                : form == ParameterForm.Star && _star ? "one * is allowed"
                : form == ParameterForm.DoubleStar && _bareStar ? "a name follows the bare *"
                : form is ParameterForm.Star or ParameterForm.DoubleStar && hasDefault ? "a * parameter has no default"
                : form == ParameterForm.Plain && !hasDefault && _default && !_star ? "a parameter without a default follows one with"
                : null;
            _slash |= form == ParameterForm.Slash;
            _star |= form == ParameterForm.Star;
            _bareStar = form == ParameterForm.Star && parameter.Symbol == 0;
            _doubleStar |= form == ParameterForm.DoubleStar;
            _default |= hasDefault;
            _any = true;
            return complaint;
        }

        public readonly string? AtEnd() => _bareStar ? "a name follows the bare *" : null;
    }
}
