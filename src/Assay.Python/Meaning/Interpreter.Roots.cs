using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;
using Assay.Python.Syntax;

namespace Assay.Python.Meaning;

/// <summary>Where code starts to run: top levels, entry points, and what only others call.</summary>
internal sealed partial class Interpreter
{
    /// <summary>Steps of what one function calls, where nothing but other code calls it.</summary>
    private const long StepsOfCall = 4_000;

    /// <summary>The number of steps up to which calls are followed where it is not urgent.</summary>
    private long _allowed;

    private void RunAll()
    {
        for (Trigger trigger = Trigger.Startup; trigger >= Trigger.None; trigger--)
        {
            if (trigger == Trigger.Call)
            {
                WalkUncalled(static module => module.Trigger is not Trigger.Test and not Trigger.None, Trigger.Call);
            }

            foreach (ModuleState module in _modules.InOrder)
            {
                if (module.Trigger == trigger)
                {
                    RunRoot(module, trigger);
                }
            }

            foreach (ModuleState module in _modules.InOrder)
            {
                RunEntryPoints(module, trigger);
            }
        }

        WalkUncalled(static module => module.Trigger is not Trigger.Test and not Trigger.None, Trigger.Call);
        WalkUncalled(static module => module.Trigger is Trigger.Test or Trigger.None, Trigger.Test);
    }

    private void RunRoot(ModuleState module, Trigger trigger)
    {
        // What an import of another module needs of it is read then.
        if (module.Stage == ModuleStage.Fresh && (trigger >= Trigger.Main || UnitOf(module, trigger).MayTell(SyntaxTree.RootNode, _knowledge)))
        {
            RunModule(module, trigger, module.Why, null, guards: 0);
            RunDeferred();
        }
    }

    private CodeUnit UnitOf(ModuleState module, Trigger trigger)
    {
        if (module.Unit is null)
        {
            module.Unit = new CodeUnit(module.Source.Parse(), module, 0, 0);
            _log.AddUnparsed(module.Source.Id, 0, trigger, module.Unit.Tree.Errors);
        }

        return module.Unit;
    }

    private void RunModule(ModuleState module, Trigger trigger, string why, Trail? trail, int guards)
    {
        CodeUnit unit = UnitOf(module, trigger);
        SyntaxTree tree = unit.Tree;
        module.Stage = ModuleStage.Running;
        module.Trigger = trigger;
        module.Why = why;
        int journal = _journal.Suspend();
        module.IsMain |= trigger is Trigger.Startup or Trigger.Install or Trigger.Main && trail is null;
        module.Globals.Set("__name__", Text(module.IsMain ? "__main__" : module.Source.Name));
        module.Globals.Set("__file__", Text(module.Source.Path));
        module.Globals.Set("__package__", Text(module.Source.IsPackage ? module.Source.Name : module.Source.Name.LastIndexOf('.') is > 0 and int dot ? module.Source.Name[..dot] : ""));
        if (module.Source.IsPackage)
        {
            module.Globals.Set("__path__", NewList(SequenceForm.List, [Text(FolderOf(module.Source.Path))]));
        }

        Context before = Enter(module, trigger, why, trail, guards);
        _frame = new Frame(unit, new Scope(ScopeKind.Module, module.Globals, null, module), _coldDepth);
        ExecuteStatements(tree[tree.Root].First);
        RunModuleHooks(module, unit, trigger);
        _journal.Resume(journal);
        Leave(before);
        module.Stage = ModuleStage.Done;
    }

    /// <summary>PEP 562: whoever imports a name from a module, or looks through it, calls these.</summary>
    private void RunModuleHooks(ModuleState module, CodeUnit unit, Trigger trigger)
    {
        foreach (string hook in trigger >= Trigger.Plugin ? (ReadOnlySpan<string>)["__getattr__", "__dir__"] : [])
        {
            if (module.Globals.Find(hook) is FunctionValue { Function: { } function } && function.Unit == unit && unit.MayTell(function.Node, _knowledge))
            {
                InvokeAs(function, null, Labels.None, function.Node, $"whoever asks the module for a name calls {function.QualifiedName}");
            }
        }
    }

    /// <summary>Calls whose functions were met too deep in calls, or with no budget left to follow them there.</summary>
    private void RunDeferred()
    {
        while (_deferred.TryDequeue(out DeferredCall call))
        {
            ModuleState module = call.Function.Unit.Module;
            Context before = Enter(module, call.Trigger, call.Why, call.Trail, call.Guards);
            _frame = new Frame(call.Function.Unit, call.Function.Closure, _coldDepth);
            _allowed = _steps + StepsOfCall;
            Walk(call.Function, call.Self, default, call.Function.Fed, call.Trail);
            Leave(before);
        }
    }

    private void RunEntryPoints(ModuleState module, Trigger trigger)
    {
        foreach ((string name, Trigger at, string why) in module.Declared.Count == 0 ? module.Source.EntryPoints : [.. module.Source.EntryPoints.Concat(module.Declared).Distinct()])
        {
            if (at != trigger)
            {
                continue;
            }

            if (module.Stage == ModuleStage.Fresh)
            {
                RunModule(module, module.Source.Trigger > trigger ? module.Source.Trigger : trigger, module.Why, null, guards: 0);
                RunDeferred();
            }

            foreach (Value callable in NamedIn(module, name))
            {
                // A part of a command line is called when somebody types it.
                bool isTyped = trigger == Trigger.Plugin && callable is FunctionValue { Function.IsCommand: true };
                Context before = Enter(module, isTyped ? Trigger.Main : trigger, why, null, guards: 0);
                _frame = new Frame(module.Unit!, new Scope(ScopeKind.Module, module.Globals, null, module), _coldDepth);
                Start(callable, module.Unit!.Tree.Root);
                Leave(before);
                RunDeferred();
            }
        }
    }

    /// <summary>What an entry point's name stands for in a module that has run.</summary>
    private List<Value> NamedIn(ModuleState module, string name)
    {
        Context before = Enter(module, module.Trigger, module.Why, null, guards: 0);
        _frame = new Frame(module.Unit!, new Scope(ScopeKind.Module, module.Globals, null, module), _coldDepth);
        List<Value> named = [];
        if (name == PluginHosts.Marked || name.EndsWith('*'))
        {
            named.AddRange(module.Globals.All.Where(global => name == PluginHosts.Marked
                ? global.Value is FunctionValue { Function.IsHook: true } : global.Key.StartsWith(name[..^1], StringComparison.Ordinal)).Select(static global => global.Value));
        }
        else if (name.StartsWith('<'))
        {
            named.AddRange(module.Classes.Where(type => OutsideBase(type) is { } outside && outside.Name.EndsWith("." + name[1..], StringComparison.Ordinal))
                .Select(static type => new ClassValue(type, Labels.None)));
        }
        else
        {
            Value? value = null;
            foreach (string part in name.Split('.'))
            {
                value = value is null ? module.Globals.Find(part) is { } global ? Read(global) : Value.Unknown : Attribute(value, part, module.Unit!.Tree.Root);
            }

            named.Add(value ?? Value.Unknown);
        }

        Leave(before);
        return named;
    }

    /// <summary>Calls what somebody else calls, with what is not known.</summary>
    private void Start(Value callable, int node)
    {
        switch (callable)
        {
            case FunctionValue function:
                InvokeAs(function.Function, null, Labels.None, node, null);
                break;
            case BoundValue bound:
                InvokeAs(bound.Function, bound.Self, Labels.None, node, null);
                break;
            case ClassValue when _trigger == Trigger.Install:
                RunCommand(callable, node);
                break;
            case ClassValue type:
                Value instance = Instantiate(type, [], node);
                foreach (string method in (ReadOnlySpan<string>)["__call__", "run", "main", "load", "activate"])
                {
                    if (InClass(type, method) is FunctionValue own)
                    {
                        InvokeAs(own.Function, instance, Labels.None, node, null);
                    }
                }

                break;
            case AlternativeValue alternative:
                foreach (Value option in alternative.Options)
                {
                    Start(option, node);
                }

                break;
            case SymbolValue or InstanceValue or PartialCallValue or ModuleValue:
                Call(callable, [], node);
                break;
            default:
                break;
        }
    }

    /// <summary>Functions and methods that nobody in the distribution calls: others do.</summary>
    private void WalkUncalled(Func<ModuleState, bool> includes, Trigger trigger)
    {
        foreach (ModuleState module in _modules.InOrder)
        {
            if (module.Stage != ModuleStage.Done || !includes(module))
            {
                continue;
            }

            // Walking defines more of them.
            for (int i = 0; i < module.Functions.Count; i++)
            {
                WalkUncalled(module, module.Functions[i], module.Trigger == Trigger.None ? Trigger.None : trigger);
            }
        }
    }

    private void WalkUncalled(ModuleState module, Function function, Trigger trigger)
    {
        if (function.IsWalked || !function.Unit.MayTell(function.Node, _knowledge))
        {
            return;
        }

        Context before = Enter(module, trigger, $"other code calls {function.QualifiedName}", null, guards: 0);
        _frame = new Frame(function.Unit, function.Closure, _coldDepth);
        Value? self = function.Owner is { } owner && function.Form != FunctionForm.Static ? SelfFor(owner, function) : null;
        if (!function.IsWalked)
        {
            _allowed = _steps + StepsOfCall;
            Labels fed = function.Fed;
            if (function.Owner is { } type && OutsideBase(type) is { } outside)
            {
                fed |= _knowledge.FindApi($"{outside.Name}.{function.Name}")?.Feeds ?? Labels.None;

                // A class that takes the name of the one that it extends is handed what others mean for that one.
                fed |= outside.Name.EndsWith("." + type.Name, StringComparison.Ordinal) && HandsOn(function) ? Labels.CallerArguments : Labels.None;
            }

            Walk(function, self, default, fed, null);
        }

        Leave(before);
        RunDeferred();
    }

    // It calls the method of its own name above: what it stands for happens as well.
    private static bool HandsOn(Function function)
    {
        SyntaxTree tree = function.Unit.Tree;
        ReadOnlySpan<byte> text = tree.Source.Span[tree[function.Node].Start..tree[function.Node].End];
        return text.IndexOf("super("u8) >= 0 && text.IndexOf(System.Text.Encoding.UTF8.GetBytes($").{function.Name}(")) >= 0;
    }

    private Value SelfFor(ClassObject type, Function function)
    {
        ClassValue value = new(type, Labels.None);
        if (function.Form == FunctionForm.ClassMethod)
        {
            return value;
        }

        if (type.Any is null)
        {
            // Its attributes are what __init__ makes of arguments that are not known.
            type.Any = new InstanceValue(new Instance(type, NewBindings()), Labels.None);
            if (InClass(value, "__init__") is FunctionValue initializer && initializer.Function != function)
            {
                Walk(initializer.Function, type.Any, default, Labels.None, null);
            }
        }

        return type.Any;
    }

    /// <summary>What changes from one start to another.</summary>
    private readonly record struct Context(Frame Frame, ModuleState Module, Trigger Trigger, string Why, Trail? Trail, int Guards, int CallDepth, long Allowed);

    private Context Enter(ModuleState module, Trigger trigger, string why, Trail? trail, int guards)
    {
        Context before = new(_frame, _module, _trigger, _why, _trail, _guards, _callDepth, _allowed);
        _module = module;
        _trigger = trigger;
        _why = why;
        _trail = trail;
        _guards = guards;
        _callDepth = 0;
        _allowed = long.MaxValue;
        return before;
    }

    private void Leave(Context before)
    {
        _frame = before.Frame;
        _module = before.Module;
        _trigger = before.Trigger;
        _why = before.Why;
        _trail = before.Trail;
        _guards = before.Guards;
        _callDepth = before.CallDepth;
        _allowed = before.Allowed;
    }

    private static string FolderOf(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }
}
