using System.Collections.Immutable;
using System.Numerics;

namespace Assay.Python.Syntax;

/// <summary>
/// Python text as a tree: an array of nodes over the text's UTF-8 bytes. Always whole: what could not be parsed is an
/// <see cref="NodeKind.Unparsed"/> node and an error.
/// </summary>
public sealed class SyntaxTree
{
    private readonly Node[] _nodes;
    private readonly TreeNames _names;
    private readonly Lazy<int[]> _lineStarts;

    internal SyntaxTree(ReadOnlyMemory<byte> source, Node[] nodes, int count, TreeNames names, ImmutableArray<SyntaxError> errors)
    {
        Source = source;
        _nodes = nodes;
        Count = count;
        _names = names;
        Errors = errors;
        _lineStarts = new Lazy<int[]>(FindLineStarts);
    }

    /// <summary>The text as UTF-8, without byte order mark.</summary>
    public ReadOnlyMemory<byte> Source { get; }

    /// <summary>Number of nodes, with the empty one at index 0. Children have greater indices than 0, not always than their parent.</summary>
    public int Count { get; }

    /// <summary>Index of the <see cref="NodeKind.Module"/> in every tree.</summary>
    public const int RootNode = 1;

    /// <summary>Index of the <see cref="NodeKind.Module"/>.</summary>
    public int Root => RootNode;

    /// <summary>In the order of the text.</summary>
    public ImmutableArray<SyntaxError> Errors { get; }

    public ref readonly Node this[int index] => ref _nodes[index];

    /// <summary>The name of a node, NFKC-normalised as Python does; empty where it has none.</summary>
    public string NameOf(int index) => _names[_nodes[index].Symbol];

    internal string NameOfSymbol(int symbol) => _names[symbol];

    /// <summary>Number of symbols that nodes can have, 0 among them.</summary>
    internal int SymbolCount => _names.Count;

    /// <summary>Number of children of a node.</summary>
    internal int CountOf(int index) => CountFrom(_nodes[index].First);

    /// <summary>Number of a node and its siblings behind it; 0 for none.</summary>
    internal int CountFrom(int node)
    {
        int count = 0;
        for (; node != 0; node = _nodes[node].Next)
        {
            count++;
        }

        return count;
    }

    /// <summary>The children of a node, in order.</summary>
    public ChildList ChildrenOf(int index) => new(_nodes, _nodes[index].First);

    /// <summary>The n-th child, from 0; 0 where there is none.</summary>
    public int Child(int index, int n)
    {
        int child = _nodes[index].First;
        for (; n > 0 && child != 0; n--)
        {
            child = _nodes[child].Next;
        }

        return child;
    }

    /// <summary>The first child of a kind; 0 where there is none.</summary>
    public int Child(int index, NodeKind kind)
    {
        int child = _nodes[index].First;
        while (child != 0 && _nodes[child].Kind != kind)
        {
            child = _nodes[child].Next;
        }

        return child;
    }

    /// <summary>The text of a node as written.</summary>
    public string TextOf(int index) => System.Text.Encoding.UTF8.GetString(Source.Span[_nodes[index].Start.._nodes[index].End]);

    /// <summary>The value of a <see cref="NodeKind.StringLiteral"/> that is no bytes literal, or of a <see cref="NodeKind.StringPart"/>.</summary>
    public string StringOf(int index) => Literals.DecodeText(Source.Span, in _nodes[index]);

    /// <summary>The value of a <see cref="NodeKind.StringLiteral"/> with <see cref="StringForm.Bytes"/>.</summary>
    public byte[] BytesOf(int index) => Literals.DecodeBytes(Source.Span, in _nodes[index]);

    /// <summary>
    /// The value of a <see cref="NodeKind.Number"/>: a <see cref="BigInteger"/>, a <see cref="double"/>, a <see cref="Complex"/>;
    /// null for an integer of more digits than <paramref name="maxDigits"/>.
    /// </summary>
    public object? NumberOf(int index, int maxDigits = 20_000) => Literals.DecodeNumber(Source.Span, in _nodes[index], maxDigits);

    /// <summary>Line and column of an offset.</summary>
    /// <param name="offset">Bytes, 0 to the length of <see cref="Source"/>.</param>
    public Position PositionOf(int offset)
    {
        int[] starts = _lineStarts.Value;
        int line = Array.BinarySearch(starts, offset);
        line = line >= 0 ? line : ~line - 1;
        int column = 1;
        foreach (byte unit in Source.Span[starts[line]..Math.Min(offset, Source.Length)])
        {
            column += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return new Position(line + 1, column);
    }

    /// <summary>A line's text without its end.</summary>
    /// <param name="line">From 1.</param>
    /// <param name="maxBytes">Most bytes to return; a cut falls between characters.</param>
    public string LineText(int line, int maxBytes)
    {
        int[] starts = _lineStarts.Value;
        if (line < 1 || line > starts.Length)
        {
            return "";
        }

        ReadOnlySpan<byte> rest = Source.Span[starts[line - 1]..];
        int end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        rest = end < 0 ? rest : rest[..end];
        if (rest.Length > maxBytes)
        {
            int cut = maxBytes;
            while (cut > 0 && (rest[cut] & 0xC0) == 0x80)
            {
                cut--;
            }

            rest = rest[..cut];
        }

        return System.Text.Encoding.UTF8.GetString(rest);
    }

    private int[] FindLineStarts()
    {
        List<int> starts = [0];
        ReadOnlySpan<byte> text = Source.Span;
        for (int at = 0; at < text.Length;)
        {
            int end = text[at..].IndexOfAny((byte)'\n', (byte)'\r');
            if (end < 0)
            {
                break;
            }

            at += end + 1;
            if (text[at - 1] == '\r' && at < text.Length && text[at] == '\n')
            {
                at++;
            }

            starts.Add(at);
        }

        return [.. starts];
    }
}

/// <summary>The children of a node, for <c>foreach</c>: indices into the tree.</summary>
public readonly ref struct ChildList(Node[] nodes, int first)
{
    public Enumerator GetEnumerator() => new(nodes, first);

    /// <summary>Walks the siblings.</summary>
    public ref struct Enumerator(Node[] nodes, int first)
    {
        private int _next = first;

        public int Current { get; private set; }

        public bool MoveNext()
        {
            Current = _next;
            if (Current == 0)
            {
                return false;
            }

            _next = nodes[Current].Next;
            return true;
        }
    }
}
