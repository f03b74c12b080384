using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>How a statement ends.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
    Return,
    Raise,
}

/// <summary>Statements that do not branch, and blocks of them.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Set by a statement behind which only one side of a test of the environment goes on.</summary>
    private bool _restIsGuarded;

    private Flow ExecuteBlock(int block)
    {
        int guards = _guards;
        Flow flow = ExecuteStatements(Tree[block].First);
        _guards = guards;
        return flow;
    }

    private Flow ExecuteStatements(int statement)
    {
        while (statement != 0)
        {
            _restIsGuarded = false;
            Flow flow = Execute(statement);
            if (_restIsGuarded)
            {
                _guards++;
                _restIsGuarded = false;
            }

            bool isLiteral = Tree[statement].Kind is NodeKind.Return or NodeKind.Raise or NodeKind.Break or NodeKind.Continue;
            statement = Tree[statement].Next;
            if (flow != Flow.Next)
            {
                if (statement != 0)
                {
                    WalkCold(statement, isLiteral ? Trigger.None : _trigger, static (self, first) => self.ExecuteStatements(first));
                }

                return flow;
            }
        }

        return Flow.Next;
    }

    private Flow Execute(int node)
    {
        Step(node);
        if (!EnterDepth(node))
        {
            return Flow.Next;
        }

        Flow flow = ExecuteKind(node);
        _depth--;
        return flow;
    }

    private Flow ExecuteKind(int node)
    {
        switch (Tree[node].Kind)
        {
            case NodeKind.ExpressionStatement:
                return ExecuteExpression(node);
            case NodeKind.Assign:
                ExecuteAssign(node);
                return Flow.Next;
            case NodeKind.AugmentedAssign:
                ExecuteAugmentedAssign(node);
                return Flow.Next;
            case NodeKind.AnnotatedAssign:
                ExecuteAnnotatedAssign(node);
                return Flow.Next;
            case NodeKind.FunctionDef:
                DefineFunction(node);
                return Flow.Next;
            case NodeKind.ClassDef:
                DefineClass(node);
                return Flow.Next;
            case NodeKind.Import:
                ExecuteImport(node);
                return Flow.Next;
            case NodeKind.ImportFrom:
                ExecuteImportFrom(node);
                return Flow.Next;
            case NodeKind.If:
                return ExecuteIf(node);
            case NodeKind.For:
                return ExecuteFor(node);
            case NodeKind.While:
                return ExecuteWhile(node);
            case NodeKind.Try:
                return ExecuteTry(node);
            case NodeKind.With:
                return ExecuteWith(node);
            case NodeKind.Match:
                return ExecuteMatch(node);
            case NodeKind.Return:
                ExecuteReturn(node);
                return Flow.Return;
            case NodeKind.Raise:
                foreach (int raised in Tree.ChildrenOf(node))
                {
                    Value thrown = Evaluate(raised);
                    NoteRaised(thrown is ClassValue exception ? Instantiate(exception, [], raised) : thrown);
                }

                return Flow.Raise;
            case NodeKind.Break:
                return Flow.Break;
            case NodeKind.Continue:
                return Flow.Continue;
            case NodeKind.Global:
                Declare(node, _frame.Scope.Globals ??= []);
                return Flow.Next;
            case NodeKind.Nonlocal:
                Declare(node, _frame.Scope.Nonlocals ??= []);
                return Flow.Next;
            case NodeKind.Exec:
                ExecuteExecStatement(node);
                return Flow.Next;
            case NodeKind.Print:
            case NodeKind.Assert:
                EvaluateAll(node);
                return Flow.Next;
            case NodeKind.Delete:
                ExecuteDelete(node);
                return Flow.Next;
            case NodeKind.TypeAlias:
                Bind(Tree.NameOf(node), Value.Unknown);
                return Flow.Next;
            default:
                return Flow.Next;
        }
    }

    private Flow ExecuteExpression(int node)
    {
        int expression = Tree[node].First;
        if (expression == 0 || Tree[expression].Kind is NodeKind.StringLiteral or NodeKind.StringConcat)
        {
            return Flow.Next;
        }

        _exits = false;
        Evaluate(expression);
        bool exits = _exits && Tree[expression].Kind == NodeKind.Call;
        _exits = false;
        return exits ? Flow.Raise : Flow.Next;
    }

    private void EvaluateAll(int node)
    {
        foreach (int child in Tree.ChildrenOf(node))
        {
            Evaluate(Tree[child].Kind == NodeKind.PrintTarget ? Tree[child].First : child);
        }
    }

    private void Declare(int node, HashSet<string> names)
    {
        foreach (int child in Tree.ChildrenOf(node))
        {
            names.Add(Tree.NameOf(child));
        }
    }

    private void ExecuteReturn(int node)
    {
        Value value = Tree[node].First is > 0 and int child ? Evaluate(child) : s_none;
        if (_coldDepth == _frame.ColdDepth)
        {
            _frame.Returns.Add(value);
        }
    }

    private void ExecuteAssign(int node)
    {
        int value = LastChild(node);
        int target = Tree[node].First;
        if (target == value)
        {
            return;
        }

        // `text = text + more` is an append, like `text += more`.
        if (Tree[target].Next == value && Tree[target].Kind == NodeKind.Name && Tree[value] is { Kind: NodeKind.BinOp, Op: (byte)Operator.Add }
            && Tree[Tree[value].First].Kind == NodeKind.Name && Tree[Tree[value].First].Symbol == Tree[target].Symbol
            && TryGrow(target, Tree.Child(value, 1)))
        {
            return;
        }

        Value result = Evaluate(value);
        for (; target != value; target = Tree[target].Next)
        {
            Assign(target, result);
        }
    }

    private void ExecuteAugmentedAssign(int node)
    {
        int target = Tree[node].First;
        int value = Tree[target].Next;
        Operator op = (Operator)Tree[node].Op;
        if (op == Operator.Add && Tree[target].Kind == NodeKind.Name && TryGrow(target, value))
        {
            return;
        }

        Value left = Evaluate(target);
        Value right = Evaluate(value);
        switch (left)
        {
            case ListValue list when op == Operator.Add:
                Extend(list, right);
                return;
            case DictValue dict when op == Operator.BitOr:
                Update(dict, right);
                return;
            case ByteArrayValue bytes when op == Operator.Add && Freeze(right) is BytesValue more:
                bytes.Store.TryAppend(more.Bytes.Span, LabelsOf(right));
                return;
            default:
                Assign(target, Binary(op, left, right));
                return;
        }
    }

    /// <summary>Appends to a text or bytes that a name is bound to, at the cost of what is appended; false where it is something else.</summary>
    private bool TryGrow(int target, int value)
    {
        string name = Tree.NameOf(target);
        Bindings names = BindingsFor(name);
        Value? current = names.Find(name);
        if (current is not (TextValue or BytesValue or GrowingValue))
        {
            return false;
        }

        Value more = Evaluate(value);
        current = names.Find(name) ?? current;
        Value appended = HoleOf(current, more) ?? Freeze(more);
        GrowingValue growing = current switch
        {
            GrowingValue known => known,
            TextValue text => new GrowingValue(new GrowingText(text.Text) { IsPartial = text.IsPartial }, text.Text.Length, text.Labels),
            BytesValue bytes => new GrowingValue(new GrowingText(bytes.Bytes.Span) { IsPartial = bytes.IsPartial }, bytes.Bytes.Length, bytes.Labels),
            _ => throw new InvalidOperationException(),
        };
        int size = appended is TextValue added ? added.Text.Length : appended is BytesValue addedBytes ? addedBytes.Bytes.Length : 0;
        if (more is AlternativeValue || !_folding.TrySpend(size + 1, growing.Length + (long)size))
        {
            Assign(target, Binary(Operator.Add, Read(current), more));
            return true;
        }

        if (growing.Buffer.Length != growing.Length)
        {
            // Another way has appended to the same buffer.
            growing = growing.Buffer.Read(growing.Length, growing.Labels) is TextValue copy
                ? growing with { Buffer = new GrowingText(copy.Text) { IsPartial = copy.IsPartial } }
                : growing with { Buffer = new GrowingText(((BytesValue)growing.Buffer.Read(growing.Length, growing.Labels)).Bytes.Span) };
        }

        if (!growing.Buffer.TryAppend(appended))
        {
            Assign(target, Binary(Operator.Add, Read(current), more));
            return true;
        }

        GrowingValue result = new(growing.Buffer, growing.Buffer.Length, growing.Labels | LabelsOf(more));
        _derivations.Made(result, [current, more], null);
        names.Set(name, result);
        return true;
    }

    private void ExecuteAnnotatedAssign(int node)
    {
        int target = Tree[node].First;
        int annotation = Tree[target].Next;
        Evaluate(Tree[annotation].Kind == NodeKind.Annotation ? Tree[annotation].First : annotation);
        if (Tree[annotation].Next is > 0 and int value)
        {
            Assign(target, Evaluate(value));
        }
    }

    private void ExecuteDelete(int node)
    {
        foreach (int child in Tree.ChildrenOf(node))
        {
            if (Tree[child].Kind == NodeKind.Name)
            {
                // The value stays known: `del` after use hides nothing from who looked before it, and nothing from who looks after a guess.
                continue;
            }

            if (Tree[child].Kind == NodeKind.Subscript && Evaluate(Tree[child].First) is DictValue dict)
            {
                dict.Store.TryRemove(Freeze(Evaluate(Tree.Child(child, 1))));
                continue;
            }

            EvaluateAll(child);
        }
    }

    private void ExecuteExecStatement(int node)
    {
        Value code = Evaluate(Tree[node].First);
        ImmutableArray<Argument> arguments = [new Argument(null, code)];
        for (int child = Tree[Tree[node].First].Next; child != 0; child = Tree[child].Next)
        {
            arguments = arguments.Add(new Argument(null, Evaluate(child)));
        }

        // Python 2 also takes exec("…") as a statement, with a tuple of code, globals, locals.
        if (arguments.Length == 1 && code is SequenceValue { Form: SequenceForm.Tuple, Items.Length: > 1 } tuple)
        {
            arguments = [.. tuple.Items.Select(static item => new Argument(null, item))];
        }

        ExecuteCode("builtins.exec", arguments, node, isExpression: false);
    }

    private int LastChild(int node)
    {
        int last = 0;
        for (int child = Tree[node].First; child != 0; child = Tree[child].Next)
        {
            last = child;
        }

        return last;
    }
}
