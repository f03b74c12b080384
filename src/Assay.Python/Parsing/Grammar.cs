using System.Buffers;
using System.Runtime.CompilerServices;
using Assay.Python.Lexing;
using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

/// <summary>
/// The grammar, one method a rule, by recursive descent. A rule that meets what it cannot use calls <see cref="Unexpected"/>: from then
/// on the current token is <see cref="Token.Error"/> and stays it, which no rule takes, so that every rule returns at once and without
/// exceptions; the statement in which that happened is given up and the next one begins afresh.
/// </summary>
internal sealed partial class Grammar : IDisposable
{
    /// <summary>Room behind the cap on nodes, for the region that is given up when it is reached.</summary>
    private const int Reserve = 64;

    /// <summary>Arrays of more elements are made to measure: a pool would keep them, and rounds up to the next power of two.</summary>
    private const int MostPooled = 1 << 20;

    private readonly ReadOnlyMemory<byte> _source;
    private readonly ParserLimits _limits;
    private readonly byte[] _bytes;
    private readonly NameTable _names;
    private readonly Lexer _lexer;
    private readonly List<SyntaxError> _errors = [];
    private readonly sbyte[] _precedence = s_precedence;
    private Node[] _nodes;
    private int _room;
    private int _count = 2;
    private Token _token;
    private int _previousEnd;
    private int _depth;

    public Grammar(ReadOnlyMemory<byte> source, ParserLimits limits)
    {
        _source = source;
        _limits = limits;
        _bytes = Rent<byte>(source.Length + Lexer.Padding);
        source.Span.CopyTo(_bytes);
        _bytes.AsSpan(source.Length, Lexer.Padding).Clear();
        _nodes = Rent<Node>(Math.Clamp(source.Length / 6, Reserve * 2, MostPooled));
        _room = Math.Min(_nodes.Length - Reserve, limits.MaxNodes);
        _nodes[0] = default;
        _nodes[1] = new Node(0, source.Length, 0, 0, 0, NodeKind.Module, 0, 0);
        _nulAt = NextNul(0);
        _names = new NameTable(_bytes, source.Length);
        _lexer = new Lexer(_bytes, source.Length, _names);
    }

    public SyntaxTree Module()
    {
        Children statements = default;
        Next();
        Statements(ref statements, isMatch: false);
        return ToTree(statements);
    }

    public SyntaxTree SingleExpression()
    {
        Children statements = default;
        Next();
        while (_token is Token.Indent or Token.Newline)
        {
            Next();
        }

        int mark = _count;
        BeginRegion();
        int statement = New(NodeKind.ExpressionStatement, _lexer.Start);
        int expression = ExpressionList();
        if (!_broken && _token is not (Token.Newline or Token.Eof))
        {
            Unexpected("an expression ends here");
        }

        if (_broken)
        {
            GiveUp(mark, ref statements);
        }
        else
        {
            Add(ref statements, Finish(statement, expression));
        }

        while (_token is Token.Newline or Token.Indent or Token.Dedent)
        {
            Next();
        }

        if (_token != Token.Eof)
        {
            BeginRegion();
            Unexpected("text behind an expression");
            _lexer.SkipToEnd();
            GiveUp(_count, ref statements);
        }

        RecordNulBytes(ref statements);
        return ToTree(statements);
    }

    public void Dispose()
    {
        _names.Dispose();
        Return(_nodes);
        Return(_bytes);
    }

    private SyntaxTree ToTree(in Children statements)
    {
        _nodes[1].First = statements.First;
        _errors.Sort(static (left, right) => left.Start != right.Start ? left.Start.CompareTo(right.Start) : left.End.CompareTo(right.End));
        Node[] nodes = _nodes;
        if (nodes.Length <= MostPooled || _count < nodes.Length / 2)
        {
            nodes = GC.AllocateUninitializedArray<Node>(_count);
            _nodes.AsSpan(0, _count).CopyTo(nodes);
        }

        return new SyntaxTree(_source, nodes, _count, _names.ToTreeNames(_source), [.. _errors]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Next()
    {
        if (!_broken)
        {
            _previousEnd = _lexer.End;
            _token = _lexer.Next();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Accept(Token token)
    {
        if (_token != token)
        {
            return false;
        }

        Next();
        return true;
    }

    private void Expect(Token token, string message)
    {
        if (_token == token)
        {
            Next();
        }
        else
        {
            Unexpected(message);
        }
    }

    private bool IsSoft(int symbol) => _token == Token.Name && _lexer.Symbol == symbol;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int New(NodeKind kind, int start)
    {
        int index = _count;
        if (index >= _room)
        {
            return NewInLarger(kind, start);
        }

        _count = unchecked(index + 1);
        _nodes[index] = new Node(start, 0, 0, 0, 0, kind, 0, 0);
        return index;
    }

    /// <summary>A node without children that is the current token.</summary>
    private int Leaf(NodeKind kind)
    {
        int node = New(kind, _lexer.Start);
        _nodes[node].End = _lexer.End;
        Next();
        return node;
    }

    /// <summary>A node without children for the current name.</summary>
    private int NamedLeaf(NodeKind kind)
    {
        int node = New(kind, _lexer.Start);
        ref Node made = ref _nodes[node];
        made.Symbol = _lexer.Symbol;
        made.End = _lexer.End;
        Next();
        return node;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int NewInLarger(NodeKind kind, int start)
    {
        if (_count >= _limits.MaxNodes)
        {
            Break("the tree has too many nodes", nameof(ParserLimits.MaxNodes));

            // The last slot takes what is still written on the way out; nothing refers to it once the statement is given up.
            return _nodes.Length - 1;
        }

        Grow();
        return New(kind, start);
    }

    private void Grow()
    {
        int wanted = (int)Math.Min(_nodes.Length * 2L, (long)_limits.MaxNodes + Reserve);
        Node[] larger = Rent<Node>(Math.Max(wanted, _count + (Reserve * 2)));
        _nodes.AsSpan(0, _count).CopyTo(larger);
        Return(_nodes);
        _nodes = larger;
        _room = Math.Min(larger.Length - Reserve, _limits.MaxNodes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ref Children list, int node)
    {
        if (list.First == 0)
        {
            list.First = node;
        }
        else
        {
            _nodes[list.Last].Next = node;
        }

        list.Last = node;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Finish(int node, in Children children)
    {
        ref Node parent = ref _nodes[node];
        parent.First = children.First;
        parent.End = _previousEnd;
        return node;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Finish(int node, int child)
    {
        ref Node parent = ref _nodes[node];
        parent.First = child;
        parent.End = _previousEnd;
        return node;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Finish(int node, int left, int right)
    {
        _nodes[left].Next = right;
        return Finish(node, left);
    }

    /// <summary>A node that ends with its last child: line ends and dedents behind a block are no part of it.</summary>
    private int FinishAtChild(int node, in Children children)
    {
        ref Node parent = ref _nodes[node];
        parent.First = children.First;
        parent.End = Math.Max(parent.Start, _nodes[children.Last].End);
        if (_nodes[children.Last].Kind == NodeKind.Unparsed)
        {
            // A region may lie within what stands before it.
            for (int child = children.First; child != 0; child = _nodes[child].Next)
            {
                parent.End = Math.Max(parent.End, _nodes[child].End);
            }
        }

        return node;
    }

    private static T[] Rent<T>(int length) =>
        length <= MostPooled ? ArrayPool<T>.Shared.Rent(length) : GC.AllocateUninitializedArray<T>(length);

    private static void Return<T>(T[] array)
    {
        if (array.Length <= MostPooled)
        {
            ArrayPool<T>.Shared.Return(array);
        }
    }

    /// <summary>Goes one level deeper; always with <see cref="Leave"/>, also where it was refused.</summary>
    private bool Enter()
    {
        if (++_depth <= _limits.MaxDepth && RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return true;
        }

        Break("nested too deep", nameof(ParserLimits.MaxDepth));
        return false;
    }

    private void Leave() => _depth--;

    private Mark MarkHere() => new(_lexer.State, _token, _count, _previousEnd, _depth, _errors.Count, _openStrings);

    /// <summary>Goes back to a place in the same logical line; what was read since then never was.</summary>
    private void Rewind(in Mark mark)
    {
        _lexer.Restore(mark.Lexer);
        _token = mark.Token;
        _count = mark.Count;
        _previousEnd = mark.PreviousEnd;
        _depth = mark.Depth;
        _errors.RemoveRange(mark.Errors, _errors.Count - mark.Errors);
        _broken = false;
        _openStrings = mark.OpenStrings;
    }

    /// <summary>Siblings as they are found.</summary>
    private struct Children
    {
        public int First;
        public int Last;
    }

    private readonly record struct Mark(LexerState Lexer, Token Token, int Count, int PreviousEnd, int Depth, int Errors, int OpenStrings);
}
