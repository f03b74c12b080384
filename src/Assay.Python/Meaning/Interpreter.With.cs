using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary><c>with</c>: what a manager hands to its block.</summary>
internal sealed partial class Interpreter
{
    private Flow ExecuteWith(int node)
    {
        Flow flow = Flow.Next;
        foreach (int child in Tree.ChildrenOf(node))
        {
            if (Tree[child].Kind != NodeKind.WithItem)
            {
                flow = ExecuteBlock(child);
                continue;
            }

            int expression = Tree[child].First;
            Value manager = Evaluate(expression);
            Value entered = Enter(manager, expression);
            if (Tree[expression].Next is > 0 and int target)
            {
                Assign(target, entered);
            }
        }

        return flow;
    }

    private Value Enter(Value manager, int node)
    {
        switch (manager)
        {
            case InstanceValue instance:
                Value entered = (FindOwnAttribute(instance, "__enter__") ?? FindOwnAttribute(instance, "__aenter__")) is { } enter
                    ? Call(enter, [], node) : manager;
                if ((FindOwnAttribute(instance, "__exit__") ?? FindOwnAttribute(instance, "__aexit__")) is { } exit)
                {
                    Call(exit, [new(null, Value.Unknown), new(null, Value.Unknown), new(null, Value.Unknown)], node);
                }

                return entered;
            case SequenceValue { Form: SequenceForm.Iterator } generator:
                // A generator under contextlib.contextmanager.
                return ElementOf(generator);
            default:
                return manager;
        }
    }
}
