using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary><c>match</c> and the names that its patterns bind.</summary>
internal sealed partial class Interpreter
{
    private Flow ExecuteMatch(int node)
    {
        int subject = Tree[node].First;
        Value value = Evaluate(subject);
        List<Outcome> outcomes = [];
        for (int child = Tree[subject].Next; child != 0; child = Tree[child].Next)
        {
            _journal.Open();
            _frame.IsInexact = true;
            int pattern = Tree[child].First;
            BindPattern(pattern, value);
            int guard = Tree.Child(child, NodeKind.Guard);
            if (guard != 0)
            {
                Evaluate(Tree[guard].First);
            }

            int block = Tree.Child(child, NodeKind.Block);
            Flow flow = block == 0 ? Flow.Next : ExecuteBlock(block);
            outcomes.Add(new Outcome(flow, _journal.TakeBack()));
        }

        outcomes.Add(new Outcome(Flow.Next, Journal.Unchanged));
        return JoinWays(outcomes);
    }

    private void BindPattern(int pattern, Value value)
    {
        if (!EnterDepth(pattern))
        {
            return;
        }

        Value part = new UnknownValue(LabelsOf(value));
        switch (Tree[pattern].Kind)
        {
            case NodeKind.Name:
                Bind(Tree.NameOf(pattern), value);
                break;
            case NodeKind.PatternAs:
                Bind(Tree.NameOf(pattern), value);
                BindPattern(Tree[pattern].First, value);
                break;
            case NodeKind.Call:
                // The class, then patterns of its attributes.
                for (int child = Tree[Tree[pattern].First].Next; child != 0; child = Tree[child].Next)
                {
                    BindPattern(Tree[child].Kind == NodeKind.Keyword ? Tree[child].First : child, part);
                }

                break;
            case NodeKind.Attribute:
            case NodeKind.StringLiteral:
            case NodeKind.Number:
                break;
            case NodeKind.DictItem:
                BindPattern(Tree.Child(pattern, 1), part);
                break;
            case NodeKind.Tuple or NodeKind.List when ItemsOf(value) is { IsDefault: false } items:
                BindPatterns(pattern, items);
                break;
            default:
                foreach (int child in Tree.ChildrenOf(pattern))
                {
                    BindPattern(child, Tree[pattern].Kind == NodeKind.PatternOr ? value : part);
                }

                break;
        }

        _depth--;
    }

    /// <summary>The patterns of a sequence and its items: those before a star from the left, those behind it from the right.</summary>
    private void BindPatterns(int pattern, ImmutableArray<Value> items)
    {
        int count = 0;
        int star = -1;
        foreach (int child in Tree.ChildrenOf(pattern))
        {
            star = Tree[child].Kind == NodeKind.Starred ? count : star;
            count++;
        }

        int at = 0;
        foreach (int child in Tree.ChildrenOf(pattern))
        {
            int item = star >= 0 && at > star ? items.Length - (count - at) : at;
            if (at == star)
            {
                int more = Math.Max(0, items.Length - (count - 1));
                BindPattern(Tree[child].First, NewList(SequenceForm.List, [.. items.Skip(at).Take(more)]));
            }
            else
            {
                BindPattern(child, item >= 0 && item < items.Length ? items[item] : Value.Unknown);
            }

            at++;
        }
    }
}
