using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Functions of the distribution: their definition, and their bodies walked at each call.</summary>
internal sealed partial class Interpreter
{
    private const int MaxMemos = 48;

    /// <summary>Calls of one function that are followed where each is costly.</summary>
    private const int MaxCostlyRuns = 12;
    private const int CostlySteps = 300;

    /// <summary>Steps of one function, of all its calls together, with arguments that are not exactly known.</summary>
    private const long MaxVagueSteps = 60_000;

    /// <summary>The same for calls on exact values, such as those of a decoder.</summary>
    private const int MaxExactRuns = 512;
    private const int CostlyExactSteps = 2_000;
    private const int MaxRuns = 4_096;

    /// <summary>Functions to be walked later because they were too deep in calls when they were met.</summary>
    private readonly Queue<DeferredCall> _deferred = new();

    private readonly record struct DeferredCall(Function Function, Value? Self, Trigger Trigger, string Why, Trail? Trail, int Guards);

    private void DefineFunction(int node)
    {
        string name = Tree.NameOf(node);
        int body = Tree.Child(node, NodeKind.Block);
        Function function = new(
            _frame.Unit, node, name, OuterName(), _frame.Scope, ReadParameters(Tree.Child(node, NodeKind.Parameters)), body) { Owner = ClassAround() };
        if (name is "__new__")
        {
            function.Form = FunctionForm.Static;
        }
        else if (name is "__init_subclass__" or "__class_getitem__")
        {
            function.Form = FunctionForm.ClassMethod;
        }

        _frame.Unit.Module.Functions.Add(function);
        Value value = new FunctionValue(function, Labels.None);
        int decorators = Tree.Child(node, NodeKind.Decorators);
        if (decorators != 0)
        {
            value = Decorate(decorators, value, function);
        }

        if (Tree.Child(node, NodeKind.Returns) is > 0 and int returns)
        {
            Evaluate(Tree[returns].First);
        }

        Bind(name, value);
    }

    private FunctionValue DefineLambda(int node)
    {
        int parameters = Tree.Child(node, NodeKind.Parameters);
        int body = LastChild(node);
        Function function = new(_frame.Unit, node, "<lambda>", OuterName(), _frame.Scope, ReadParameters(parameters), body);
        _frame.Unit.Module.Functions.Add(function);
        return new FunctionValue(function, Labels.None);
    }

    private ClassObject? ClassAround() => _frame.Scope.Kind == ScopeKind.Class ? _frame.Owner : null;

    private string QualifiedName(string name) => OuterName() is { Length: > 0 } outer ? outer + "." + name : name;

    /// <summary>The name of what a definition stands in; empty where it is too long to be repeated.</summary>
    private string OuterName() =>
        (ClassAround() is { } type ? type.QualifiedName : _frame.Function is { } function ? function.QualifiedName : _frame.Unit.Module.Source.Name) is var outer
            && outer.Length < MaxNameLength ? outer : "";

    private ImmutableArray<Parameter> ReadParameters(int node)
    {
        if (node == 0)
        {
            return [];
        }

        ImmutableArray<Parameter>.Builder parameters = ImmutableArray.CreateBuilder<Parameter>(Tree.CountOf(node));
        bool isKeywordOnly = false;
        foreach (int child in Tree.ChildrenOf(node))
        {
            ParameterForm form = (ParameterForm)Tree[child].Op;
            int defaulted = Tree.Child(child, NodeKind.Default);
            int annotation = Tree.Child(child, NodeKind.Annotation);
            if (annotation != 0)
            {
                Evaluate(Tree[annotation].First);
            }

            Value? value = defaulted == 0 ? null : Evaluate(Tree[defaulted].First);
            string name = Tree.NameOf(child);
            if (form == ParameterForm.Slash || (form == ParameterForm.Star && name.Length == 0))
            {
                isKeywordOnly |= form == ParameterForm.Star;
                continue;
            }

            parameters.Add(new Parameter(name, form, value, child, isKeywordOnly));
            isKeywordOnly |= form == ParameterForm.Star;
        }

        return parameters.DrainToImmutable();
    }

    private Value Decorate(int decorators, Value value, Function function)
    {
        List<int> all = [];
        foreach (int child in Tree.ChildrenOf(decorators))
        {
            all.Add(child);
        }

        for (int i = all.Count - 1; i >= 0; i--)
        {
            Value decorator = Evaluate(all[i], isObject: true);
            function.IsHook |= IsHookMarker(decorator);
            switch (decorator)
            {
                case SymbolValue { Name: "builtins.staticmethod" }:
                    function.Form = FunctionForm.Static;
                    continue;
                case SymbolValue { Name: "builtins.classmethod" }:
                    function.Form = FunctionForm.ClassMethod;
                    continue;
                case SymbolValue { Name: "builtins.property" or "functools.cached_property" or "abc.abstractproperty" }:
                    function.Form = FunctionForm.Property;
                    continue;
                default:
                    function.IsCommand |= decorator is ResultValue { Name: "click.command()" or "click.group()" or "typer.Typer().command()" };
                    Value decorated = Call(decorator, [new Argument(null, value)], all[i]);
                    if (decorated is FunctionValue or BoundValue or ClassValue or InstanceValue or PartialCallValue or TextValue or BytesValue or IntValue)
                    {
                        value = decorated;
                    }

                    continue;
            }
        }

        return value;
    }

    // pluggy's markers, by whatever name a host hands them out, and fixtures that pytest uses in every test.
    private static bool IsHookMarker(Value decorator) => decorator switch
    {
        SymbolValue symbol => symbol.Name.EndsWith(".hookimpl", StringComparison.Ordinal) || symbol.Name.EndsWith("HookimplMarker()", StringComparison.Ordinal),
        ResultValue { Name: "pytest.fixture()" } fixture => Find(fixture.Arguments, "autouse") is BoolValue { Value: true },
        ResultValue made => made.Name.EndsWith(".hookimpl()", StringComparison.Ordinal) || made.Name.Contains("HookimplMarker()", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Walks a function with what it is called with.</summary>
    private Value Invoke(Function function, Value? self, ImmutableArray<Argument> arguments, int node)
    {
        if (FindMemo(function, self, arguments) is { } memo)
        {
            return memo.Result ?? new UnknownValue(LabelsOf(arguments));
        }

        bool isUrgent = _trigger >= Trigger.Plugin;
        if (function.IsWalkedIn(_trigger) && (isUrgent ? function.Runs > MaxCostlyRuns : function.Active > 0 || _steps > _allowed || self is not null) && !IsTelling(arguments))
        {
            return (function.AnyResult ?? Value.Unknown).With(LabelsOf(arguments));
        }

        if (_callDepth >= _limits.MaxCallDepth || IsCheap || IsExhausted(function, IsExact(arguments)) || (_steps > _allowed && !isUrgent))
        {
            if (function.ExecutesText && isUrgent && IsTelling(arguments))
            {
                _log.AddShortfall(SiteOf(node), nameof(ProgramLimits.MaxCallDepth), _trigger, $"a call of {function.QualifiedName}, which executes text, was not followed");
            }

            Defer(function, self, node);
            return (function.AnyResult ?? Value.Unknown).With(LabelsOf(arguments));
        }

        List<CallMemo> memos = function.Memos ??= [];
        CallMemo? kept = null;
        if (memos.Count < MaxMemos)
        {
            kept = new CallMemo(_trigger, _guards > 0, self, arguments, StateFor(function, self));
            memos.Add(kept);
        }

        Value result = Walk(function, self, arguments, Labels.None, new Trail(_trail, SiteOf(node), function.CallStep));
        if (kept is not null)
        {
            kept.Result = result;
        }

        return result;
    }

    /// <summary>True where a function may do something else with these arguments than with others: a text, a callable, something that came from somewhere.</summary>
    private static bool IsTelling(ImmutableArray<Argument> arguments)
    {
        bool isExact = arguments.Length > 0;
        foreach (Argument argument in arguments)
        {
            Value value = argument.Value;
            switch (value)
            {
                case TextValue or BytesValue or FunctionValue or BoundValue or ClassValue or SymbolValue or PartialCallValue or CodeValue:
                case ListValue { Store.Count: > 0 } or DictValue { Store.Count: > 0 } or ByteArrayValue:
                    return true;
                case IntValue or BoolValue or NoneValue or FloatValue:
                    break;
                default:
                    isExact = false;
                    break;
            }

            if (value.Labels != Labels.None)
            {
                return true;
            }
        }

        return isExact;
    }

    /// <summary>Walks a function that somebody else calls with what is not known, if that was not done yet in this trigger.</summary>
    private void InvokeAs(Function function, Value? self, Labels labels, int node, string? step, bool isReplacement = false)
    {
        Trail? trail = step is null ? _trail : new Trail(_trail, SiteOf(node), step, isReplacement);
        if (function.Active > 0 || (function.Runs > MaxCostlyRuns && function.IsWalkedIn(_trigger)) || _callDepth >= _limits.MaxCallDepth)
        {
            Defer(function, self, node);
            return;
        }

        Walk(function, self, default, labels, trail);
    }

    private bool IsExhausted(Function function, bool isExact) =>
        function.Active > 2 && function.Active > _limits.MaxCallDepth / 2
        || function.Runs > MaxRuns
        || (isExact
            ? function.Runs > MaxExactRuns && function.Steps / function.Runs > CostlyExactSteps || function.Steps > _limits.MaxModuleSteps / 3
            : function.Runs > MaxCostlyRuns && function.Steps / function.Runs > CostlySteps || function.Steps > MaxVagueSteps);

    private static bool IsExact(ImmutableArray<Argument> arguments)
    {
        foreach (Argument argument in arguments)
        {
            if (argument.Value is not (TextValue { IsPartial: false } or BytesValue { IsPartial: false } or IntValue or BoolValue or ListValue { Store.IsPartial: false } or SequenceValue { IsPartial: false }))
            {
                return false;
            }
        }

        return arguments.Length > 0;
    }

    private CallMemo? FindMemo(Function function, Value? self, ImmutableArray<Argument> arguments)
    {
        if (function.Memos is not { } memos)
        {
            return null;
        }

        long state = StateFor(function, self);
        foreach (CallMemo memo in memos)
        {
            if (memo.Trigger == _trigger && memo.IsGuarded == _guards > 0 && (memo.State == state || memo.Result is null || function.Runs > MaxCostlyRuns)
                && Equals(memo.Self, self) && AreSame(memo.Arguments, arguments))
            {
                return memo;
            }
        }

        return null;
    }

    /// <summary>A number that changes with what a function may read besides its arguments.</summary>
    private static long StateFor(Function function, Value? self) =>
        function.Closure.Module.Globals.Version + function.Closure.Names.Version + (self is InstanceValue instance ? instance.Object.Attributes.Version : 0L);

    private static bool AreSame(ImmutableArray<Argument> left, ImmutableArray<Argument> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Length; i++)
        {
            Value value = left[i].Value;
            if (left[i].Name != right[i].Name || value is ListValue { Store.Count: > 0 } or DictValue { Store.Count: > 0 } or ByteArrayValue || !value.Equals(right[i].Value))
            {
                return false;
            }
        }

        return true;
    }

    private void Defer(Function function, Value? self, int node)
    {
        if (!function.IsWalkedIn(_trigger) && _trigger != Trigger.None)
        {
            function.WalkedIn |= 1 << (int)_trigger;
            _deferred.Enqueue(new DeferredCall(function, self, _trigger, _why, new Trail(_trail, SiteOf(node), function.CallStep), _guards));
        }
    }

    /// <param name="arguments">Default where they are not known.</param>
    /// <param name="labels">Of arguments that are not known.</param>
    /// <param name="sent">What a generator's <c>yield</c> gives; null: nothing was sent.</param>
    private Value Walk(Function function, Value? self, ImmutableArray<Argument> arguments, Labels labels, Trail? trail, Value? sent = null)
    {
        Frame before = _frame;
        Trail? trailBefore = _trail;
        long steps = _steps;
        Scope scope = new(ScopeKind.Function, NewBindings(), function.Closure, function.Closure.Module);
        Frame frame = new(function.Unit, scope, _coldDepth) { Function = function, Owner = function.Owner, Self = self, Sent = sent };
        _frame = frame;
        _trail = trail;
        _callDepth++;
        function.Active++;
        function.Runs++;
        function.WalkedIn |= 1 << (int)_trigger;
        bool isExpression = Tree[function.Body].Kind != NodeKind.Block;
        if (!isExpression && ShapeOf(function.Body).HasYield)
        {
            frame.Yields = [];
        }

        if (arguments.IsDefault)
        {
            BindUnknown(function, self, labels, frame);
        }
        else
        {
            BindArguments(function, self, arguments, frame);
        }

        Value result;
        bool raised = false;
        if (isExpression)
        {
            result = Evaluate(function.Body);
        }
        else
        {
            Flow flow = ExecuteBlock(function.Body);
            result = ResultOf(frame, flow);
            raised = flow == Flow.Raise && frame.Returns.Count == 0 && !_exits;
            if (frame.Yields is not null && result is SequenceValue generator)
            {
                NoteGenerator(generator, new GeneratorOrigin(function, self, arguments, labels));
            }
        }

        _callRaised = raised;

        _exits = false;
        function.AnyResult = function.AnyResult is { } earlier ? Join(earlier, result) : Loosen(result);
        function.Active--;
        function.Steps += _steps - steps;
        _callDepth--;
        _trail = trailBefore;
        _frame = before;
        return result;
    }

    private Value ResultOf(Frame frame, Flow flow)
    {
        if (frame.Yields is { } yields)
        {
            return new SequenceValue(SequenceForm.Iterator, [.. yields], frame.IsInexact, Labels.None);
        }

        if (frame.Returns.Count == 0)
        {
            return s_none;
        }

        Value joined = frame.Returns[0];
        for (int i = 1; i < frame.Returns.Count; i++)
        {
            joined = Join(joined, frame.Returns[i]);
        }

        return flow == Flow.Return && frame.Returns.Count == 1 ? joined : Loosen(joined);
    }
}
