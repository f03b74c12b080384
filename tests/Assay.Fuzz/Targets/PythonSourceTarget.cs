using Assay.Python.Parsing;
using Assay.Python.Syntax;
using Assay.Python.Text;

namespace Assay.Fuzz.Targets;

/// <summary>Python files: codec, lexer, parser, literals.</summary>
internal static class PythonSourceTarget
{
    private static readonly ParserLimits s_tight = new(MaxDepth: 12, MaxNodes: 200, MaxErrors: 4);

    public static void Run(ReadOnlySpan<byte> data)
    {
        SourceText source = SourceText.Read(data.ToArray());
        Check(Parser.ParseModule(source.Utf8, ParserLimits.Default));
        Check(Parser.ParseModule(source.Utf8, s_tight));
        Check(Parser.ParseExpression(source.Utf8, ParserLimits.Default));
    }

    private static void Check(SyntaxTree tree)
    {
        if (TreeInvariants.Broken(tree) is string broken)
        {
            throw new InvalidOperationException(broken);
        }

        for (int index = 1; index < tree.Count; index++)
        {
            _ = tree.NameOf(index);
            _ = tree.PositionOf(tree[index].Start);
            switch (tree[index].Kind)
            {
                case NodeKind.StringLiteral when ((StringForm)tree[index].Op).HasFlag(StringForm.Bytes):
                    _ = tree.BytesOf(index);
                    break;
                case NodeKind.StringLiteral or NodeKind.StringPart:
                    _ = tree.StringOf(index);
                    break;
                case NodeKind.Number:
                    _ = tree.NumberOf(index);
                    break;
            }
        }
    }
}
