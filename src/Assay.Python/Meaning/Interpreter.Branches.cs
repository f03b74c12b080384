using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Tests and <c>try</c>: where ways part and join.</summary>
internal sealed partial class Interpreter
{
    /// <summary>What one way did.</summary>
    private readonly record struct Outcome(Flow Flow, ImmutableArray<Change> Changes);

    /// <summary>Names that are joined, and by how many ways each was written. Empty but within a join.</summary>
    private readonly List<(Change Change, int Ways)> _joined = [];

    private Flow ExecuteIf(int node)
    {
        List<Outcome> outcomes = [];
        int guards = _guards;
        bool isGuarded = false;
        bool isCertain = false;
        for (int child = Tree[node].First; child != 0; child = Tree[child].Next)
        {
            if (Tree[child].Kind == NodeKind.Else)
            {
                int otherwise = Tree[child].First;
                if (isCertain)
                {
                    NoteKnownTest(otherwise);
                    WalkSide(otherwise, _trigger);
                }
                else if (outcomes.Count == 0)
                {
                    isCertain = true;
                    outcomes.Add(new Outcome(WalkTaken(otherwise), Journal.Unchanged));
                }
                else
                {
                    outcomes.Add(WalkWay(otherwise));
                    isCertain = true;
                }

                continue;
            }

            int test = child;
            int block = child = Tree[child].Next;
            if (block == 0)
            {
                break;
            }

            if (isCertain)
            {
                NoteKnownTest(block);
                WalkSide(block, _trigger);
                continue;
            }

            if (IsMainGuard(test))
            {
                WalkMain(block);
                continue;
            }

            int before = _environmentTests;
            Value value = Evaluate(test);
            if (_environmentTests != before || (LabelsOf(value) & (Labels.HostInfo | Labels.Environment | Labels.EnvironmentSecret)) != Labels.None)
            {
                isGuarded = true;
            }

            bool? truth = TruthOf(value);
            _guards = isGuarded ? guards + 1 : guards;
            switch (truth)
            {
                case true when outcomes.Count == 0:
                    isCertain = true;
                    outcomes.Add(new Outcome(WalkTaken(block), Journal.Unchanged));
                    break;
                case true:
                    isCertain = true;
                    outcomes.Add(WalkWay(block));
                    break;
                case false:
                    NoteKnownTest(block);
                    WalkSide(block, IsLiterallyFalse(test) ? Trigger.None : _trigger);
                    break;
                default:
                    outcomes.Add(WalkWay(block));
                    break;
            }
        }

        _guards = guards;
        if (!isCertain)
        {
            outcomes.Add(new Outcome(Flow.Next, Journal.Unchanged));
        }

        Flow flow = JoinWays(outcomes);
        _restIsGuarded = isGuarded && flow == Flow.Next && outcomes.Exists(static outcome => outcome.Flow != Flow.Next);
        return flow;
    }

    private Flow WalkTaken(int block)
    {
        _frame.Unit.TryWalk(block, _trigger);
        return ExecuteBlock(block);
    }

    /// <summary>Walks a way that may be taken; what it does is taken back and returned.</summary>
    private Outcome WalkWay(int block)
    {
        _frame.Unit.TryWalk(block, _trigger);
        _frame.IsInexact = true;
        _frame.UnknownTests++;
        _journal.Open();
        Flow flow = ExecuteBlock(block);
        return new Outcome(flow, _journal.TakeBack());
    }

    /// <summary>Looks once at a block that would not run as far as is known.</summary>
    private void WalkSide(int block, Trigger trigger)
    {
        if (_frame.Unit.TryWalk(block, trigger))
        {
            WalkUntaken(block, trigger, static (self, at) => self.ExecuteBlock(at));
        }
    }

    private void WalkCold(int first, Trigger trigger, Action<Interpreter, int> walk)
    {
        if (_frame.Unit.TryWalk(first, trigger))
        {
            WalkUntaken(first, trigger, walk);
        }
    }

    private void WalkUntaken(int node, Trigger trigger, Action<Interpreter, int> walk)
    {
        Trigger before = _trigger;
        _trigger = trigger;
        _coldDepth++;
        int unprotected = _heap.Protect();
        _journal.Open();
        bool restIsGuarded = _restIsGuarded;
        walk(this, node);
        _restIsGuarded = restIsGuarded;
        _journal.TakeBack();
        _heap.Unprotect(unprotected);
        _coldDepth--;
        _trigger = before;
    }

    /// <summary>Joins ways of which one is taken: names that they bound differently become alternatives.</summary>
    private Flow JoinWays(List<Outcome> outcomes)
    {
        if (outcomes.Count == 1 && outcomes[0].Changes.Length == 0)
        {
            return outcomes[0].Flow;
        }

        Flow flow = outcomes[0].Flow;
        bool anyGoesOn = false;
        foreach (Outcome outcome in outcomes)
        {
            anyGoesOn |= outcome.Flow is Flow.Next or Flow.Break or Flow.Continue;
            if (outcome.Flow != flow)
            {
                flow = outcome.Flow == Flow.Next || flow == Flow.Next ? Flow.Next : Flow.Return;
            }

            if (outcomes.Count > 1 && outcome.Flow is Flow.Break or Flow.Return && _frame.Loop is { } loop)
            {
                loop.MayExit = true;
            }
        }

        if (outcomes.Count == 1)
        {
            foreach (Change change in outcomes[0].Changes)
            {
                change.Set(change.New);
            }

            return flow;
        }

        if (outcomes.TrueForAll(static outcome => outcome.Changes.IsEmpty))
        {
            return flow;
        }

        // A way that leaves the function brings nothing to what follows.
        int joining = 0;
        foreach (Outcome outcome in outcomes)
        {
            if (!anyGoesOn || outcome.Flow is Flow.Next or Flow.Break or Flow.Continue)
            {
                joining++;
                foreach (Change change in outcome.Changes)
                {
                    AddJoined(change);
                }
            }
        }

        foreach ((Change change, int ways) in _joined)
        {
            change.Set(ways == joining ? change.New : JoinBound(change.New, change.Old));
        }

        _joined.Clear();
        return flow;
    }

    private void AddJoined(Change change)
    {
        ref int mark = ref change.Names.MarkOf(change.Place);
        if (mark < _joined.Count && _joined[mark] is ({ } known, int ways) && ReferenceEquals(known.Names, change.Names) && known.Place == change.Place)
        {
            _joined[mark] = (known with { New = JoinBound(known.New, change.New) }, ways + 1);
            return;
        }

        mark = _joined.Count;
        _joined.Add((change, 1));
    }

    private Value? JoinBound(Value? left, Value? right) => left is null ? right : right is null ? left : Join(left, right);

    /// <summary>Joins the state before a body with that after it, where it is not known whether it ran.</summary>
    private void JoinWithBefore(ImmutableArray<Change> changes)
    {
        foreach (Change change in changes)
        {
            change.Set(change.Old is null ? (change.New is null ? null : Loosen(change.New)) : JoinBound(change.Old, change.New));
        }
    }

    private bool? TruthOf(Value value) => value switch
    {
        ListValue { Store.IsPartial: false } list => list.Store.Count > 0,
        DictValue { Store.IsPartial: false } dict => dict.Store.Count > 0,
        FunctionValue or ClassValue or ModuleValue or BoundValue => true,
        TextValue { IsPartial: true } or BytesValue { IsPartial: true } or ListValue or DictValue or AlternativeValue => null,
        InstanceValue or SymbolValue or ResultValue or UnknownValue => null,
        _ => Folder.Truth(Freeze(value)),
    };

    /// <summary>A literal, so that the block behind it can never run.</summary>
    private bool IsLiterallyFalse(int test) => Tree[test].Kind is NodeKind.Constant or NodeKind.Number or NodeKind.StringLiteral;

    private bool IsMainGuard(int test)
    {
        if (Tree[test].Kind != NodeKind.Compare || (Operator)Tree[test].Op != Operator.Equal
            || (_frame.Unit.Module.IsMain && !(_trigger is Trigger.Import or Trigger.Plugin && _trail is null)))
        {
            return false;
        }

        int left = Tree[test].First;
        int right = Tree[left].Next;
        return IsName(left, "__name__") && IsForeignName(right) || IsName(right, "__name__") && IsForeignName(left);
    }

    private bool IsName(int node, string name) => Tree[node].Kind == NodeKind.Name && Tree.NameOf(node) == name;

    // "__main__", or the name under which some other program runs the file: not the one under which it is imported.
    private bool IsForeignName(int node) =>
        Tree[node].Kind == NodeKind.StringLiteral && Tree[node].End - Tree[node].Start < 64 && Literal(node) is TextValue value && value.Text != _frame.Unit.Module.Source.Name;

    private void WalkMain(int block)
    {
        Trigger before = _trigger;
        string why = _why;
        if (_trigger > Trigger.Main)
        {
            _trigger = Trigger.Main;
            _why = $"somebody runs {_frame.Unit.Module.Source.Path}";
        }

        Outcome outcome = WalkWay(block);
        _trigger = before;
        _why = why;
        JoinWays([outcome, new Outcome(Flow.Next, Journal.Unchanged)]);
    }

    private void NoteKnownTest(int block)
    {
        if (_frame.Loop is { } loop && ShapeOf(block).HasExit)
        {
            loop.KnownTests++;
        }
    }

    private Flow ExecuteTry(int node)
    {
        int body = Tree[node].First;
        Value? raisedBefore = _raised;
        _raised = null;
        _journal.Open();
        Flow flow = ExecuteBlock(body);
        ImmutableArray<Change> changes = _journal.TakeBack();
        List<Outcome> outcomes = [];

        // A handler starts from anywhere within the body.
        int otherwise = 0;
        int last = 0;
        foreach (int child in Tree.ChildrenOf(node))
        {
            switch (Tree[child].Kind)
            {
                case NodeKind.Handler:
                    _journal.Open();
                    Apply(changes, isCertain: flow == Flow.Raise);
                    Flow handled = ExecuteHandler(child);
                    outcomes.Add(new Outcome(handled, _journal.TakeBack()));
                    break;
                case NodeKind.Else:
                    otherwise = Tree[child].First;
                    break;
                case NodeKind.Finally:
                    last = Tree[child].First;
                    break;
                default:
                    break;
            }
        }

        if (flow != Flow.Raise || outcomes.Count == 0)
        {
            _journal.Open();
            Apply(changes, isCertain: true);
            if (otherwise != 0)
            {
                Flow then = ExecuteBlock(otherwise);
                flow = flow == Flow.Next ? then : flow;
            }

            outcomes.Insert(0, new Outcome(flow, _journal.TakeBack()));
        }

        _raised = raisedBefore;
        Flow joined = JoinWays(outcomes);
        if (last != 0)
        {
            Flow final = ExecuteBlock(last);
            joined = final == Flow.Next ? joined : final;
        }

        return joined;
    }

    private void Apply(ImmutableArray<Change> changes, bool isCertain)
    {
        foreach (Change change in changes)
        {
            change.Set(isCertain || change.Old is null ? change.New : JoinBound(change.New, change.Old));
        }
    }

    private Flow ExecuteHandler(int node)
    {
        int block = Tree.Child(node, NodeKind.Block);
        int position = 0;
        foreach (int child in Tree.ChildrenOf(node))
        {
            if (child == block)
            {
                break;
            }

            if (position++ == 0)
            {
                Evaluate(child);
            }
            else
            {
                Assign(child, Caught());
            }
        }

        return block == 0 ? Flow.Next : ExecuteBlock(block);
    }
}
