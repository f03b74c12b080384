using Assay.Python.Parsing;
using Assay.Python.Syntax;
using Assay.Python.Text;

namespace Assay.Fuzz.Targets;

/// <summary>Python files: text from bytes, a tree from text, values from literals.</summary>
internal static class PythonSourceTarget
{
    private static readonly ParserLimits s_limits = new(MaxDepth: 100, MaxNodes: 200_000, MaxErrors: 50);

    public static void Run(ReadOnlySpan<byte> data)
    {
        SourceText text = SourceText.Read(data.ToArray());
        Check(Parser.ParseModule(text.Utf8, s_limits));
        Check(Parser.ParseExpression(text.Utf8, s_limits));
    }

    private static void Check(SyntaxTree tree)
    {
        ReadOnlySpan<byte> source = tree.Source.Span;
        CheckNodes(tree);
        int last = 0;
        foreach (SyntaxError error in tree.Errors)
        {
            Require(error.Start >= 0 && error.Start <= error.End && error.End <= source.Length && error.At >= 0 && error.At <= source.Length, "an error outside the text");
            Require(error.Start >= last, "errors out of order");
            last = error.Start;
            tree.PositionOf(error.At);
        }

        CheckCover(tree);
    }

    // Statements stand one behind the other; together with the regions that were given up, which may lie over one another, they cover the text.
    private static void CheckCover(SyntaxTree tree)
    {
        bool[] isCovered = new bool[tree.Source.Length];
        int at = 0;
        foreach (int statement in tree.ChildrenOf(tree.Root))
        {
            Node node = tree[statement];
            if (node.Kind != NodeKind.Unparsed)
            {
                Require(node.Start >= at, "statements overlap");
                at = node.End;
            }

            isCovered.AsSpan(node.Start..node.End).Fill(true);
        }

        ReadOnlySpan<byte> source = tree.Source.Span;
        bool isComment = false;
        for (int i = 0; i < source.Length; i++)
        {
            // A NUL byte is a region of its own, also within a comment, which goes on behind it.
            isComment = source[i] is not ((byte)'\n' or (byte)'\r') && (isComment || source[i] == 0 || (!isCovered[i] && source[i] == '#'));
            bool isBlank = source[i] is (byte)' ' or (byte)'\t' or (byte)'\f' or (byte)'\n' or (byte)'\r' or (byte)'\\' or (byte)';';
            Require(isCovered[i] || isComment || isBlank, $"the byte at {i} belongs to no statement");
        }
    }

    private static void CheckNodes(SyntaxTree tree)
    {
        Stack<int> open = new([tree.Root]);
        int seen = 0;
        int unparsed = 0;
        while (open.TryPop(out int parent))
        {
            Require(++seen < tree.Count, "a node is its own descendant, or has two parents");
            Node around = tree[parent];
            Require(around.Start >= 0 && around.Start <= around.End && around.End <= tree.Source.Length, "a node outside the text");
            Decode(tree, parent, around);
            unparsed += around.Kind == NodeKind.Unparsed ? 1 : 0;
            foreach (int child in tree.ChildrenOf(parent))
            {
                Node node = tree[child];

                // NUL bytes are told of with the statement behind them, and may lie before the clause that it is in.
                bool isNul = node.Start < node.End && tree.Source.Span[node.Start] == 0;
                Require((isNul || node.Start >= around.Start) && node.End <= around.End, $"a {node.Kind} reaches out of its {around.Kind}");
                open.Push(child);
            }
        }

        Require(unparsed == 0 || !tree.Errors.IsEmpty, "a region was given up without an error");
        Require(tree.Errors.IsEmpty || unparsed > 0, "an error without a region");
    }

    private static void Decode(SyntaxTree tree, int index, Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.StringLiteral when ((StringForm)node.Op & StringForm.Bytes) != StringForm.None:
                tree.BytesOf(index);
                break;
            case NodeKind.StringLiteral or NodeKind.StringPart:
                tree.StringOf(index);
                break;
            case NodeKind.Number:
                tree.NumberOf(index);
                break;
            default:
                break;
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
