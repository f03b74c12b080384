using Assay.Python.Syntax;

namespace Assay.Engine.Rules;

/// <summary>How a text is written, in figures.</summary>
/// <param name="Names">Different names that it uses.</param>
/// <param name="NoiseNames">Those of them that say nothing on purpose.</param>
/// <param name="SpelledLetters">Letters and digits of ASCII that strings spell as escapes, which nobody needs.</param>
/// <param name="Letters">Characters of all string literals as written.</param>
/// <param name="ConstantSums">Operations on two written-out numbers.</param>
/// <param name="Expressions">Nodes in all.</param>
/// <param name="LambdaDepth">Lambdas within one another.</param>
internal readonly record struct ObfuscationShape(
    int Names, int NoiseNames, int SpelledLetters, int Letters, int ConstantSums, int Expressions, int LambdaDepth)
{
    /// <summary>Names that say nothing are the rule.</summary>
    public bool HasNoiseNames => NoiseNames >= 8 && NoiseNames * 2 >= Names;

    /// <summary>Text is spelled out letter by letter.</summary>
    public bool SpellsText => SpelledLetters >= 40 && SpelledLetters * 8 >= Letters;

    /// <summary>Numbers are written as sums of others.</summary>
    public bool SumsConstants => ConstantSums >= 100 && ConstantSums * 12 >= Expressions;

    public bool NestsLambdas => LambdaDepth >= 6;

    /// <summary>True where a parse is worth its time: most files are told from their bytes.</summary>
    public static bool IsWorthALook(ReadOnlySpan<byte> text)
    {
        (int alike, int letters, int foreign) = UnitCounts.Of(text);
        return alike * 3L > letters || foreign * 5L > text.Length || text.Count("0x"u8) * 60L > text.Length || text.Count("\\x"u8) * 40L > text.Length;
    }

    /// <summary>Takes the figures of a tree.</summary>
    public static ObfuscationShape Of(SyntaxTree tree)
    {
        HashSet<string> names = [];
        int spelled = 0;
        int letters = 0;
        int sums = 0;
        for (int index = 1; index < tree.Count; index++)
        {
            Node node = tree[index];
            switch (node.Kind)
            {
                case NodeKind.Name or NodeKind.FunctionDef or NodeKind.ClassDef or NodeKind.Parameter:
                    names.Add(tree.NameOf(index));
                    break;
                case NodeKind.StringLiteral or NodeKind.StringPart:
                    spelled += Spelled(tree.Source.Span[node.Start..node.End]);
                    letters += node.End - node.Start;
                    break;
                case NodeKind.BinOp when node.First != 0 && tree[node.First].Next != 0:
                    sums += IsNumber(tree, node.First) && IsNumber(tree, tree[node.First].Next) ? 1 : 0;
                    break;
                default:
                    break;
            }
        }

        names.Remove("");
        return new(names.Count, names.Count(Rules.NoiseNames.IsNoise), spelled, letters, sums, tree.Count, DepthOfLambdas(tree));
    }

    private static bool IsNumber(SyntaxTree tree, int node) =>
        tree[node].Kind == NodeKind.Number || (tree[node].Kind == NodeKind.UnaryOp && tree[node].First != 0 && tree[tree[node].First].Kind == NodeKind.Number);

    // "\x65", "\145", "\u0065".
    private static int Spelled(ReadOnlySpan<byte> literal)
    {
        int spelled = 0;
        for (int at = literal.IndexOf((byte)'\\'); at >= 0 && at + 1 < literal.Length;)
        {
            int code = literal[at + 1] switch
            {
                (byte)'x' => Code(literal, at + 2, 2, 16),
                (byte)'u' => Code(literal, at + 2, 4, 16),
                (byte)'U' => Code(literal, at + 2, 8, 16),
                >= (byte)'0' and <= (byte)'7' => Code(literal, at + 1, 3, 8),
                _ => -1,
            };
            spelled += code is > 0 and < 0x80 && char.IsAsciiLetterOrDigit((char)code) ? 1 : 0;
            int next = literal[(at + 2)..].IndexOf((byte)'\\');
            at = next < 0 ? -1 : at + 2 + next;
        }

        return spelled;
    }

    private static int Code(ReadOnlySpan<byte> literal, int start, int digits, int radix)
    {
        int code = 0;
        for (int at = start; at < start + digits && at < literal.Length; at++)
        {
            if (!char.IsAsciiHexDigit((char)literal[at]))
            {
                break;
            }

            int digit = Convert.ToInt32(((char)literal[at]).ToString(), 16);
            if (digit >= radix || code > 0xFFFF)
            {
                break;
            }

            code = (code * radix) + digit;
        }

        return code;
    }

    private static int DepthOfLambdas(SyntaxTree tree)
    {
        int deepest = 0;
        Stack<(int Node, int Depth)> open = new([(tree.Root, 0)]);
        while (open.TryPop(out (int Node, int Depth) at))
        {
            int depth = at.Depth + (tree[at.Node].Kind == NodeKind.Lambda ? 1 : 0);
            deepest = Math.Max(deepest, depth);
            foreach (int child in tree.ChildrenOf(at.Node))
            {
                open.Push((child, depth));
            }
        }

        return deepest;
    }
}
