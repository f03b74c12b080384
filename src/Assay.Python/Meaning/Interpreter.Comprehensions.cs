using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Comprehensions and generator expressions: run through like loops.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Rounds of a comprehension over numbers that looks at nothing else: an alphabet fits, and a payload can't come of it.</summary>
    private const int PlainRounds = 4_096;
    private const int PlainDepth = 8;

    private Value EvaluateComprehension(int node)
    {
        NodeKind kind = Tree[node].Kind;
        int element = Tree[node].First;
        Scope scope = new(ScopeKind.Function, NewBindings(), _frame.Scope, _frame.Scope.Module);
        Frame frame = new(_frame.Unit, scope, _coldDepth) { Function = _frame.Function, Owner = _frame.Owner, Self = _frame.Self };
        Frame before = _frame;
        _frame = frame;
        List<Value> results = [];
        List<Value> keys = [];
        Labels labels = Labels.None;
        LoopStart start = StartLoop();
        int rounds = 0;
        RunClause(Tree[element].Next);
        _frame = before;
        bool isPartial = frame.IsInexact;
        switch (kind)
        {
            case NodeKind.DictComp:
                DictValue dict = NewDict(isPartial, labels);
                for (int i = 0; i < results.Count; i++)
                {
                    dict.Store.TrySet(Freeze(keys[i]), results[i], LabelsOf(results[i]));
                }

                return dict;
            case NodeKind.GeneratorExp:
                return new SequenceValue(SequenceForm.Iterator, [.. results], isPartial, labels);
            default:
                return NewList(kind == NodeKind.SetComp ? SequenceForm.Set : SequenceForm.List, [.. results], isPartial, labels);
        }

        void RunClause(int clause)
        {
            if (clause == 0)
            {
                if (kind == NodeKind.DictComp)
                {
                    keys.Add(Evaluate(Tree[element].First));
                    results.Add(Evaluate(Tree.Child(element, 1)));
                }
                else
                {
                    results.Add(Evaluate(element));
                }

                return;
            }

            if (!EnterDepth(clause))
            {
                return;
            }

            int target = Tree[clause].First;
            int iterable = Tree[target].Next;
            Value value = Evaluate(iterable);
            ImmutableArray<Value> items = IsCheap ? default : ItemsOf(value);
            if (items.IsDefault)
            {
                frame.IsInexact = true;
                labels |= LabelsOf(value);
                Assign(target, ElementOf(value));
                if (Passes(Tree[iterable].Next))
                {
                    RunClause(Tree[clause].Next);
                }
            }
            else
            {
                labels |= value.Labels;
                long allowed = AllowanceFor(items, element);
                int most = items.Length > PlainRounds && IsCount(iterable) && Tree[target].Kind == NodeKind.Name && IsPlain(element, Tree[target].Symbol) && !_frame.Unit.MayTell(element, _knowledge) ? PlainRounds : MaxRounds;
                foreach (Value item in items)
                {
                    if (rounds > most || _module.Steps > allowed || IsCheap || results.Count > MaxRounds || IsVague(++rounds, start) || IsLong(rounds, start))
                    {
                        frame.IsInexact = true;
                        break;
                    }

                    Assign(target, item.With(value.Labels));
                    if (Passes(Tree[iterable].Next))
                    {
                        RunClause(Tree[clause].Next);
                    }
                }
            }

            _depth--;
        }

        bool Passes(int condition)
        {
            for (; condition != 0; condition = Tree[condition].Next)
            {
                switch (TruthOf(Evaluate(Tree[condition].First)))
                {
                    case false:
                        return false;
                    case null:
                        frame.IsInexact = true;
                        frame.UnknownTests++;
                        break;
                    default:
                        break;
                }
            }

            return true;
        }
    }

    private bool IsCount(int iterable) => Tree[iterable].Kind == NodeKind.Call && IsName(Tree[iterable].First, "range");

    /// <summary>True where an expression looks at nothing but the loop's own number, other numbers and what makes text of them.</summary>
    private bool IsPlain(int node, int own, int depth = 0)
    {
        if (depth == PlainDepth || (Tree[node].Kind == NodeKind.Name && Tree[node].Symbol != own && Lookup(Tree.NameOf(node)) is not (null or IntValue or SymbolValue { Receiver: null })))
        {
            return false;
        }

        foreach (int child in Tree.ChildrenOf(node))
        {
            if (!IsPlain(child, own, depth + 1))
            {
                return false;
            }
        }

        return true;
    }
}
