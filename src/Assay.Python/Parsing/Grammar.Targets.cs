using Assay.Python.Syntax;

namespace Assay.Python.Parsing;

internal sealed partial class Grammar
{
    /// <summary>Checks what is assigned to or deleted; what cannot be becomes a region of its own.</summary>
    /// <returns>The node.</returns>
    private int Target(int node, string message, bool isDeletion = false)
    {
        if (_broken)
        {
            return node;
        }

        ref readonly Node target = ref _nodes[node];
        switch (target.Kind)
        {
            case NodeKind.Name or NodeKind.Attribute or NodeKind.Subscript or NodeKind.Unparsed:
                break;

            // Python 2 has True and False as names.
            case NodeKind.Constant when target.Op != 0 && !isDeletion:
                break;
            case NodeKind.Tuple or NodeKind.List:
                for (int child = target.First; child != 0; child = _nodes[child].Next)
                {
                    Target(child, message, isDeletion);
                }

                break;
            case NodeKind.Starred when !isDeletion:
                Target(target.First, message);
                break;
            default:
                Reject(node, message);
                break;
        }

        return node;
    }

    /// <summary>Checks a target that may not be several.</summary>
    private void SingleTarget(int node, string message)
    {
        if (_nodes[node].Kind is NodeKind.Name or NodeKind.Attribute or NodeKind.Subscript or NodeKind.Unparsed)
        {
            return;
        }

        Reject(node, message);
    }
}
