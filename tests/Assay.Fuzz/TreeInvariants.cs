using Assay.Python.Syntax;

namespace Assay.Fuzz;

/// <summary>What is true of every tree, whatever text it came from.</summary>
internal static class TreeInvariants
{
    /// <summary>The first promise that a tree breaks; null where it keeps them all.</summary>
    public static string? Broken(SyntaxTree tree)
    {
        HashSet<(int Start, int End)> unparsed = [];
        bool[] seen = new bool[tree.Count];
        Stack<int> open = new([tree.Root]);
        while (open.TryPop(out int index))
        {
            Node node = tree[index];
            if (node.Start < 0 || node.End < node.Start || node.End > tree.Source.Length)
            {
                return $"{node.Kind} {index} spans {node.Start} to {node.End} of {tree.Source.Length}";
            }

            if (node.Kind == NodeKind.Unparsed)
            {
                unparsed.Add((node.Start, node.End));
            }

            int before = node.Start;
            foreach (int child in tree.ChildrenOf(index))
            {
                if (child <= 0 || child >= tree.Count || seen[child])
                {
                    return $"{node.Kind} {index} has the child {child}, which is none or another's";
                }

                seen[child] = true;
                Node inner = tree[child];
                if (inner.Kind is NodeKind.None or NodeKind.Module)
                {
                    return $"{inner.Kind} {child} within {node.Kind}";
                }

                // A region may lie in what stands before it: a NUL within a statement.
                if (inner.Kind != NodeKind.Unparsed && (inner.Start < before || inner.End > node.End))
                {
                    return $"{inner.Kind} {child} at {inner.Start} to {inner.End} within {node.Kind} {index} at {node.Start} to {node.End}, behind {before}";
                }

                before = Math.Max(before, inner.Kind == NodeKind.Unparsed ? inner.Start : inner.End);
                open.Push(child);
            }
        }

        return tree.Errors.FirstOrDefault(error => !unparsed.Contains((error.Start, error.End))) is SyntaxError lost
            ? $"the error at {lost.Start} to {lost.End} has no node: {lost.Message}"
            : tree.Errors.Any(static error => error.Message.Length == 0 || error.At < 0)
                ? "an error without words or place"
                : null;
    }
}
