using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    private int Primary()
    {
        int start = _lexer.Start;
        if (_token == Token.Name && _lexer.Symbol == NameTable.Await && IsAwait())
        {
            return Await();
        }

        int node = Atom();
        while (true)
        {
            int outer;
            switch (_token)
            {
                case Token.Dot:
                    outer = New(NodeKind.Attribute, start);
                    Next();
                    _nodes[outer].Symbol = _lexer.Symbol;
                    if (_token is Token.Name or Token.None or Token.True or Token.False)
                    {
                        Next();
                    }
                    else
                    {
                        Unexpected("an attribute's name is missing");
                    }

                    node = Finish(outer, node);
                    break;
                case Token.LeftParenthesis:
                    outer = New(NodeKind.Call, start);
                    Next();
                    Children children = default;
                    Add(ref children, node);
                    Arguments(ref children, allowsGenerator: true);
                    Expect(Token.RightParenthesis, "a call ends with a parenthesis");
                    node = Finish(outer, children);
                    break;
                case Token.LeftBracket:
                    outer = New(NodeKind.Subscript, start);
                    Next();
                    int index = Index();
                    Expect(Token.RightBracket, "an index ends with a bracket");
                    node = Finish(outer, node, index);
                    break;
                default:
                    return node;
            }
        }
    }

    /// <summary>Whether an operand follows the word: then it is no name, as it may be before 3.7.</summary>
    private bool IsAwait()
    {
        Mark mark = MarkHere();
        Next();
        bool isAwait = _token is Token.LeftParenthesis or Token.LeftBracket || BeginsOnlyAnOperand(_token);
        Rewind(mark);
        return isAwait;
    }

    private int Await()
    {
        int node = New(NodeKind.Await, _lexer.Start);
        if (Enter())
        {
            Next();
            Finish(node, Primary());
        }

        Leave();
        return node;
    }

    /// <summary>What stands between the parentheses of a call or of a class's bases.</summary>
    private void Arguments(ref Children arguments, bool allowsGenerator)
    {
        if (!Enter())
        {
            Leave();
            return;
        }

        bool hasKeyword = false;
        bool hasDoubleStar = false;
        int generator = 0;
        int count = 0;
        while (_token != Token.RightParenthesis && !_broken)
        {
            int argument = Argument();
            Add(ref arguments, argument);
            count++;
            switch (_nodes[argument].Kind)
            {
                case NodeKind.Keyword:
                    hasKeyword = true;
                    break;
                case NodeKind.DoubleStarred:
                    hasDoubleStar = true;
                    break;
                case NodeKind.Starred when hasDoubleStar:
                    Reject(argument, "a starred argument follows a double-starred one");
                    break;
                case NodeKind.Starred:
                    break;
                default:
                    if (hasKeyword || hasDoubleStar)
                    {
                        Reject(argument, "a positional argument follows a keyword argument");
                    }
                    else if (_nodes[argument].Kind == NodeKind.GeneratorExp && _bytes[_nodes[argument].Start] != '(')
                    {
                        generator = argument;
                    }

                    break;
            }

            if (!Accept(Token.Comma))
            {
                break;
            }
        }

        if (generator != 0 && (count > 1 || !allowsGenerator))
        {
            Reject(generator, "a generator needs parentheses here");
        }

        Leave();
    }

    private int Argument()
    {
        int start = _lexer.Start;
        if (_token is Token.Star or Token.DoubleStar)
        {
            int star = StarArgument();
            return IsComprehension ? Comprehension(NodeKind.GeneratorExp, star, start) : star;
        }

        int value = NamedTest();
        if (_token == Token.Assign)
        {
            ref Node name = ref _nodes[value];
            bool isName = name.Kind == NodeKind.Name || (name.Kind == NodeKind.Constant && name.Op != 0);
            if (!isName)
            {
                Unexpected("a keyword argument is a name");
                return value;
            }

            // The name's node becomes the keyword's; up to 3.7 it may stand in parentheses.
            name.Start = start;
            name.Symbol = name.Kind == NodeKind.Constant ? (name.Op == 1 ? (int)Token.False : (int)Token.True) - (int)Token.False + 1 : name.Symbol;
            name.Op = 0;
            name.Kind = NodeKind.Keyword;
            Next();
            return Finish(value, Test());
        }

        return IsComprehension ? Comprehension(NodeKind.GeneratorExp, value, start) : value;
    }

    private int StarArgument()
    {
        int star = New(_token == Token.Star ? NodeKind.Starred : NodeKind.DoubleStarred, _lexer.Start);
        Next();
        return Finish(star, Test());
    }

    private int Index()
    {
        int start = _lexer.Start;
        if (!Enter())
        {
            Leave();
            return New(NodeKind.Unparsed, start);
        }

        int index = SliceOrElement();
        if (_token == Token.Comma)
        {
            int tuple = New(NodeKind.Tuple, start);
            Children elements = default;
            Add(ref elements, index);
            while (Accept(Token.Comma) && _token != Token.RightBracket)
            {
                Add(ref elements, SliceOrElement());
            }

            index = Finish(tuple, elements);
        }

        Leave();
        return index;
    }

    private int SliceOrElement()
    {
        int start = _lexer.Start;
        int lower = 0;
        if (_token != Token.Colon)
        {
            lower = _token == Token.Star ? StarArgument() : NamedTest();
            if (_token != Token.Colon)
            {
                return lower;
            }

            if (_nodes[lower].Kind is NodeKind.Starred or NodeKind.NamedExpr && _nodes[lower].Start == start)
            {
                Reject(lower, "this cannot be the bound of a slice");
            }
        }

        int slice = New(NodeKind.Slice, start);
        Children parts = default;
        if (lower != 0)
        {
            int part = New(NodeKind.SliceLower, start);
            Add(ref parts, Finish(part, lower));
        }

        Next();
        AddSlicePart(ref parts, NodeKind.SliceUpper);
        if (Accept(Token.Colon))
        {
            AddSlicePart(ref parts, NodeKind.SliceStep);
        }

        return Finish(slice, parts);
    }

    private void AddSlicePart(ref Children parts, NodeKind kind)
    {
        if (_token is not (Token.Colon or Token.Comma or Token.RightBracket))
        {
            int part = New(kind, _lexer.Start);
            Add(ref parts, Finish(part, Test()));
        }
    }
}
