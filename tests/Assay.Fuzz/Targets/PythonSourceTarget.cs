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

        int at = 0;
        foreach (int statement in tree.ChildrenOf(tree.Root))
        {
            Node node = tree[statement];
            Require(node.Start >= at, "statements overlap");
            Require(IsBlank(source[at..node.Start]), $"text between statements at {at} to {node.Start} belongs to none");
            at = node.End;
        }

        Require(IsBlank(source[at..]), $"text behind the last statement at {at} belongs to none");
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
                Require(node.Start >= around.Start && node.End <= around.End, $"a {node.Kind} reaches out of its {around.Kind}");
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

    // Blanks, line ends, continuations, comments, semicolons.
    private static bool IsBlank(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (text[0] == '#')
            {
                int end = text.IndexOfAny((byte)'\n', (byte)'\r');
                text = end < 0 ? [] : text[end..];
                continue;
            }

            if (text[0] is not ((byte)' ' or (byte)'\t' or (byte)'\f' or (byte)'\n' or (byte)'\r' or (byte)'\\' or (byte)';'))
            {
                return false;
            }

            text = text[1..];
        }

        return true;
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
