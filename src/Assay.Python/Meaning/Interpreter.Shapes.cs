using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
        HashSet<int>? assigned = null;
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
                    (assigned ??= []).Add(tree[at.Node].Symbol);
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
                    (assigned ??= []).Add(tree[at.Node].Symbol);
                    break;
                default:
                    break;
            }

            int position = 0;
            foreach (int child in tree.ChildrenOf(at.Node))
            {
                bool isBound = kind switch
                {
                    NodeKind.Assign => tree[child].Next != 0,
                    NodeKind.AugmentedAssign or NodeKind.AnnotatedAssign or NodeKind.For or NodeKind.NamedExpr => position == 0,
                    NodeKind.WithItem or NodeKind.Handler => position == 1,
                    _ => isTarget,
                };
                // A leaf that is no target holds nothing that is asked for.
                if (isBound || tree[child].First != 0 || tree[child].Kind is NodeKind.Break or NodeKind.Return or NodeKind.Yield or NodeKind.YieldFrom)
                {
                    open.Push((child, isBound));
                }

                position++;
            }
        }

        return assigned is null && !hasExit && !hasYield ? BodyShape.Empty : new BodyShape(NamesOf(tree, assigned), hasExit, hasYield);
    }

    private static ImmutableArray<string> NamesOf(SyntaxTree tree, HashSet<int>? symbols)
    {
        if (symbols is null)
        {
            return [];
        }

        string[] names = new string[symbols.Count];
        int count = 0;
        foreach (int symbol in symbols)
        {
            names[count++] = tree.NameOfSymbol(symbol);
        }

        Array.Sort(names, StringComparer.Ordinal);
        return ImmutableCollectionsMarshal.AsImmutableArray(names);
    }
}
