using System.Collections.Immutable;
using Assay.Python.Meaning.Folding;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>What is handed over to be called by somebody else: threads, timers, handlers.</summary>
internal sealed partial class Interpreter
{
    // Whoever calls it later calls it with this.
    private void Feed(Value callback, Labels labels, int node)
    {
        Function? function = callback switch
        {
            FunctionValue plain => plain.Function,
            BoundValue bound => bound.Function,
            _ => null,
        };
        if (function is null || (function.Fed & labels) == labels)
        {
            return;
        }

        function.Fed |= labels;
        if (function.IsWalkedIn(_trigger))
        {
            _deferred.Enqueue(new DeferredCall(function, (callback as BoundValue)?.Self, _trigger, _why, new Trail(_trail, SiteOf(node), "hands over " + function.QualifiedName), _guards));
        }
    }

    /// <summary>Calls what was handed to something outside.</summary>
    /// <param name="given">Labels of what it is called with, where the caller passes no arguments on.</param>
    private void CallBack(Value callback, ImmutableArray<Argument> arguments, int node, string by, Labels given = Labels.None)
    {
        switch (callback)
        {
            case FunctionValue or BoundValue when PassedOn(callback, arguments) is null:
                Function function = callback is BoundValue bound ? bound.Function : ((FunctionValue)callback).Function;
                InvokeAs(function, (callback as BoundValue)?.Self, function.Fed | given, node, $"{by} calls {function.QualifiedName}");
                break;
            case ListValue or SequenceValue or DictValue:
                ImmutableArray<Value> items = callback is DictValue dict ? [.. dict.Store.Items.Select(static item => item.Value)] : ItemsOf(callback);
                foreach (Value item in items.IsDefault ? [] : items)
                {
                    CallBack(item, [], node, by);
                }

                break;
            case ClassValue type:
                // A handler: its methods are called as requests come.
                Value instance = Instantiate(type, [], node);
                foreach ((string _, Value member) in type.Class.Names.All.ToList())
                {
                    if (member is FunctionValue { Function: { Name: not "__init__" } method })
                    {
                        InvokeAs(method, instance, Labels.None, node, $"{by} calls {method.QualifiedName}");
                    }
                }

                break;
            case FunctionValue or BoundValue or InstanceValue or PartialCallValue or AlternativeValue or SymbolValue or MethodValue:
                Call(callback, PassedOn(callback, arguments) ?? (given == Labels.None ? [] : [new Argument(null, new UnknownValue(given))]), node);
                break;
            default:
                break;
        }
    }

    /// <summary>The arguments that a caller such as a thread passes on: <c>args=(…)</c>, or all behind the callable; null where there are none.</summary>
    private ImmutableArray<Argument>? PassedOn(Value callback, ImmutableArray<Argument> arguments)
    {
        if (Find(arguments, "args") is { } named)
        {
            return ItemsOf(named) is { IsDefault: false } items ? [.. items.Select(static item => new Argument(null, item))] : [new Argument("*", named)];
        }

        int at = 0;
        while (at < arguments.Length && !ReferenceEquals(arguments[at].Value, callback))
        {
            at++;
        }

        if (at >= arguments.Length - 1 || arguments[at].Name is not null)
        {
            return null;
        }

        // Timer(1, f, (a, b)) and start_new_thread(f, (a, b)) pass a tuple on, submit(f, a, b) what follows.
        ImmutableArray<Argument> rest = [.. arguments[(at + 1)..].Where(static argument => argument.Name is null)];
        return rest is [{ Value: SequenceValue { Form: SequenceForm.Tuple, IsPartial: false } tuple }]
            ? [.. tuple.Items.Select(static item => new Argument(null, item))] : rest.IsEmpty ? null : rest;
    }
}
