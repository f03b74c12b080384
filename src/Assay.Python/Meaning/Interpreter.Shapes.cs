using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>What a stretch of code contains, found by one walk over it and remembered.</summary>
internal sealed partial class Interpreter
{
    private BodyShape ShapeOf(int node)
    {
        if (_frame.Unit.Shapes.TryGetValue(node, out BodyShape? known))
        {
            return known;
        }

        BodyShape shape = FindShape(Tree, node);
        _frame.Unit.Shapes.Add(node, shape);
        return shape;
    }

    private static BodyShape FindShape(SyntaxTree tree, int root)
    {
        HashSet<string> assigned = [];
        bool hasExit = false;
        bool hasYield = false;
        Stack<(int Node, bool IsTarget)> open = new();
        open.Push((root, false));
        while (open.TryPop(out (int Node, bool IsTarget) at))
        {
            NodeKind kind = tree[at.Node].Kind;
            bool isTarget = at.IsTarget && kind is NodeKind.Tuple or NodeKind.List or NodeKind.Starred;
            switch (kind)
            {
                case NodeKind.FunctionDef or NodeKind.ClassDef:
                    assigned.Add(tree.NameOf(at.Node));
                    continue;
                case NodeKind.Lambda:
                    continue;
                case NodeKind.Break or NodeKind.Return:
                    hasExit = true;
                    break;
                case NodeKind.Yield or NodeKind.YieldFrom:
                    hasYield = true;
                    break;
                case NodeKind.Name when at.IsTarget:
                    assigned.Add(tree.NameOf(at.Node));
                    break;
                default:
                    break;
            }

            int last = kind == NodeKind.Assign ? LastOf(tree, at.Node) : 0;
            int position = 0;
            foreach (int child in tree.ChildrenOf(at.Node))
            {
                bool isBound = kind switch
                {
                    NodeKind.Assign => child != last,
                    NodeKind.AugmentedAssign or NodeKind.AnnotatedAssign or NodeKind.For or NodeKind.NamedExpr => position == 0,
                    NodeKind.WithItem or NodeKind.Handler => position == 1,
                    _ => isTarget,
                };
                open.Push((child, isBound));
                position++;
            }
        }

        return new BodyShape([.. assigned.Order(StringComparer.Ordinal)], hasExit, hasYield);
    }

    private static int LastOf(SyntaxTree tree, int node)
    {
        int last = 0;
        foreach (int child in tree.ChildrenOf(node))
        {
            last = child;
        }

        return last;
    }
}
