using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Loops: over known items really, over others once.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Rounds of one loop that is run through really; a decoder over 256 KiB fits.</summary>
    private const int MaxRounds = 300_000;

    /// <summary>Under this name a loop that was not run to its end is told of.</summary>
    private const string LoopLimit = "MaxLoopSteps";

    /// <summary>The share of a module's steps that one loop may take.</summary>
    private const int LoopShare = 4;

    /// <summary>Steps of one loop in code that nobody is known to run.</summary>
    private const long StepsOfIdleLoop = 20_000;

    /// <summary>Rounds after which a loop is judged by what a round costs: decoders do little in each.</summary>
    private const int TrialRounds = 128;
    private const int CostlyRound = 150;

    /// <summary>Folding work of one loop each of whose rounds makes long values: a decoder makes a piece in each. Less in code that nobody is known to run.</summary>
    private const long FoldingOfLoop = 64 << 20;
    private const long FoldingOfIdleLoop = 4 << 20;
    private const int LongRound = 4_096;

    /// <summary>Steps of one loop over a table, whose items are containers or lines of text, in which nothing is to be seen: decoders go over numbers and short pieces.</summary>
    private const long StepsOfTable = 100_000;
    private const int LongItem = 24;
    private const int ItemsLookedAt = 8;

    /// <summary>Steps after which a loop ends in every other round of which a test is not known: decoders know what they do.</summary>
    private const int StepsOfVagueLoop = 10_000;
    private const int VagueRounds = 64;

    /// <summary>The same where the loop may have no end.</summary>
    private const long StepsOfIdleWhile = 10_000;

    private Flow ExecuteFor(int node)
    {
        int target = Tree[node].First;
        int iterable = Tree[target].Next;
        int block = Tree[iterable].Next;
        int otherwise = Tree.Child(node, NodeKind.Else);
        Value value = Evaluate(iterable);
        ImmutableArray<Value> items = IsCheap ? default : ItemsOf(value);
        Flow flow = items.IsDefault
            ? WalkOnce(block, target, value)
            : RunThrough(target, items, value, block);
        if (otherwise != 0 && flow is Flow.Next)
        {
            flow = ExecuteBlock(Tree[otherwise].First);
        }

        return flow is Flow.Break or Flow.Continue ? Flow.Next : flow;
    }

    private Flow RunThrough(int target, ImmutableArray<Value> items, Value iterable, int block)
    {
        LoopState? outer = _frame.Loop;
        LoopState loop = _frame.Loop = new LoopState();
        long allowed = AllowanceFor(items, block);
        LoopStart start = StartLoop();
        Flow flow = Flow.Next;
        int round = 0;
        Labels labels = iterable.Labels | (iterable is ListValue list ? list.Store.Labels : Labels.None);
        for (; round < items.Length; round++)
        {
            if (round >= MaxRounds || _module.Steps > allowed || IsCheap || IsCostly(round, start))
            {
                break;
            }

            Assign(target, items[round].With(labels));
            flow = ExecuteBlock(block);
            if (flow is Flow.Break or Flow.Return or Flow.Raise)
            {
                break;
            }

            flow = Flow.Next;
        }

        _frame.Loop = outer;
        if (loop.MayExit || (round < items.Length && flow == Flow.Next))
        {
            Forget(block, isCut: round < items.Length && flow == Flow.Next);
        }

        if (flow is Flow.Return or Flow.Raise && loop.MayExit)
        {
            return Flow.Next;
        }

        return flow == Flow.Continue ? Flow.Next : flow;
    }

    /// <summary>What a loop changed is no longer exact: it was left early, or was not run to its end.</summary>
    private void Forget(int block, bool isCut)
    {
        _frame.IsInexact = true;
        foreach (string name in ShapeOf(block).Assigned)
        {
            Bindings names = BindingsFor(name);
            if (names.Find(name) is { } value)
            {
                Value left = isCut && value is TextValue or BytesValue or GrowingValue ? new UnknownValue(value.Labels) : Loosen(value);
                names.Set(name, left);
                if (isCut && _trigger >= Trigger.Main && value is TextValue or BytesValue or GrowingValue)
                {
                    _derivations.Cut(left, LoopLimit);
                }
            }
        }

        if (isCut && _trigger >= Trigger.Main)
        {
            LoosenFilled(block);
        }
    }

    private ImmutableArray<string> TextsAssigned(int block) =>
        [.. ShapeOf(block).Assigned.Where(name => BindingsFor(name).Find(name) is TextValue or BytesValue or GrowingValue)];

    private void Cut(ImmutableArray<string> texts)
    {
        foreach (string name in texts)
        {
            Bindings names = BindingsFor(name);
            UnknownValue left = new(names.Find(name) is { } value ? LabelsOf(value) : Labels.None);
            names.Set(name, left);
            _derivations.Cut(left, LoopLimit);
        }
    }

    // Who executes what a loop would have made must hear that it was not made to its end. Lists into which the loop puts something, which is no assignment.
    private void LoosenFilled(int node)
    {
        if (!EnterDepth(node))
        {
            return;
        }

        Charge(ItemsAStep);
        if (Tree[node].Kind == NodeKind.Call && Tree[Tree[node].First] is { Kind: NodeKind.Attribute } method && Tree[method.First].Kind == NodeKind.Name
            && Tree.NameOf(Tree[node].First) is "append" or "extend" or "insert" or "add" or "write")
        {
            string name = Tree.NameOf(method.First);
            switch (BindingsFor(name).Find(name))
            {
                case ListValue list:
                    list.Store.Loosen();
                    _derivations.Cut(list, LoopLimit);
                    break;
                case ByteArrayValue bytes:
                    _derivations.Cut(bytes, LoopLimit);
                    break;
                default:
                    break;
            }
        }

        for (int child = Tree[node].First; child != 0; child = Tree[child].Next)
        {
            LoosenFilled(child);
        }

        _depth--;
    }

    /// <param name="target">What gets an element of <paramref name="iterable"/>; 0: nothing.</param>
    private Flow WalkOnce(int block, int target = 0, Value? iterable = null)
    {
        LoopState? outer = _frame.Loop;
        _frame.Loop = new LoopState();
        _frame.IsInexact = true;
        _frame.UnknownTests++;
        _journal.Open();
        if (iterable is not null)
        {
            Assign(target, ElementOf(iterable));
        }

        ExecuteBlock(block);
        JoinWithBefore(_journal.TakeBack());
        _frame.Loop = outer;
        return Flow.Next;
    }

    /// <summary>What there was when a loop began.</summary>
    private readonly record struct LoopStart(long Steps, long Folding, int UnknownTests);

    private LoopStart StartLoop() => new(_steps, _folding.Left, _frame.UnknownTests);

    private bool IsCostly(int round, LoopStart start) =>
        (round >= TrialRounds && _steps - start.Steps > (long)round * CostlyRound) || IsVague(round, start) || IsLong(round, start);

    private bool IsLong(int round, LoopStart start) =>
        start.Folding - _folding.Left is > FoldingOfIdleLoop and long made && made > (long)round * LongRound && (_trigger < Trigger.Plugin || made > FoldingOfLoop);

    private bool IsVague(int round, LoopStart start) =>
        round >= VagueRounds && _steps - start.Steps > StepsOfVagueLoop && _frame.UnknownTests - start.UnknownTests > round / 2;

    /// <summary>The number of steps of the module up to which a loop may go on.</summary>
    private long Allowance(long idle = StepsOfIdleLoop)
    {
        long left = Math.Max(0, (_limits.MaxModuleSteps - _module.Steps) / LoopShare);
        return _module.Steps + (_trigger >= Trigger.Plugin ? left : Math.Min(left, idle));
    }

    private long AllowanceFor(ImmutableArray<Value> items, int body)
    {
        long allowed = Allowance();
        return IsTable(items) && !_frame.Unit.MayTell(body, _knowledge) ? Math.Min(allowed, _module.Steps + StepsOfTable) : allowed;
    }

    private static bool IsTable(ImmutableArray<Value> items)
    {
        foreach (Value item in items.AsSpan()[..Math.Min(items.Length, ItemsLookedAt)])
        {
            if (item is SequenceValue or ListValue or DictValue or TextValue { Text.Length: > LongItem })
            {
                return true;
            }
        }

        return false;
    }

    private Flow ExecuteWhile(int node)
    {
        int test = Tree[node].First;
        int block = Tree[test].Next;
        int otherwise = Tree.Child(node, NodeKind.Else);
        LoopState? outer = _frame.Loop;
        long allowed = Allowance(StepsOfIdleWhile);
        LoopStart start = StartLoop();
        bool isEndless = Tree[test].Kind is NodeKind.Constant or NodeKind.Number;
        Flow flow = Flow.Next;
        bool isDone = false;
        for (int round = 0; !isDone; round++)
        {
            int guards = _guards;
            int before = _environmentTests;
            bool? truth = TruthOf(Evaluate(test));
            _guards += _environmentTests != before ? 1 : 0;
            if (truth == false && round == 0)
            {
                WalkSide(block, IsLiterallyFalse(test) ? Trigger.None : _trigger);
                isDone = true;
            }
            else if (truth == false)
            {
                isDone = true;
            }
            else if (truth is null || round >= MaxRounds || _module.Steps > allowed || IsCheap || IsCostly(round, start))
            {
                ImmutableArray<string> texts = truth is true && _trigger >= Trigger.Main ? TextsAssigned(block) : [];
                WalkOnce(block);
                Forget(block, isCut: truth is true);
                Cut(texts);
                isDone = true;
            }
            else
            {
                LoopState loop = _frame.Loop = new LoopState();
                long changes = _heap.Changes;
                _frame.Unit.TryWalk(block, _trigger);
                _journal.Open();
                flow = ExecuteBlock(block);
                ImmutableArray<Change> made = _journal.Keep();
                _frame.Loop = outer;
                isDone = flow is Flow.Break or Flow.Return or Flow.Raise;
                if (loop.MayExit)
                {
                    Forget(block, isCut: false);
                    flow = Flow.Next;
                    isDone = true;
                }
                else if (!isDone && (isEndless ? loop.KnownTests == 0 : changes == _heap.Changes && !Touches(made, test)))
                {
                    // Nothing in it decides that it ends: a server's loop.
                    Forget(block, isCut: false);
                    isDone = true;
                }
            }

            _guards = guards;
        }

        if (otherwise != 0 && flow is Flow.Next or Flow.Continue)
        {
            flow = otherwise == 0 ? Flow.Next : ExecuteBlock(Tree[otherwise].First);
        }

        return flow is Flow.Break or Flow.Continue ? Flow.Next : flow;
    }

    private bool Touches(ImmutableArray<Change> changes, int test)
    {
        foreach (Change change in changes)
        {
            if (Mentions(test, change.Name))
            {
                return true;
            }
        }

        return false;
    }

    private bool Mentions(int node, string name)
    {
        if (!EnterDepth(node))
        {
            return true;
        }

        bool found = Tree[node].Kind is NodeKind.Name or NodeKind.Attribute && Tree.NameOf(node) == name;
        for (int child = Tree[node].First; child != 0 && !found; child = Tree[child].Next)
        {
            found = Mentions(child, name);
        }

        _depth--;
        return found;
    }
}
