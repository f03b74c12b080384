using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Functions that are run by pools of threads and processes, and what comes back of them.</summary>
internal sealed partial class Interpreter
{
    private const string Future = "concurrent.futures.Future()";

    /// <summary>What a pool is given to run, and its results; null for all other calls.</summary>
    private Value? ExecutorCall(SymbolValue callee, ImmutableArray<Argument> arguments, int node)
    {
        switch (callee.Name)
        {
            case "concurrent.futures.ThreadPoolExecutor().map" or "concurrent.futures.ProcessPoolExecutor().map" when RunsFirst(arguments, 2):
                NoteDeferred(callee, arguments, node);
                return Map([.. arguments.Where(static argument => argument.Name is null)], node);
            case "multiprocessing.Pool().map" or "multiprocessing.Pool().imap" or "multiprocessing.Pool().imap_unordered" when RunsFirst(arguments, 2):
                NoteDeferred(callee, arguments, node);
                return Map(arguments[..2], node);
            case "multiprocessing.Pool().map_async" when RunsFirst(arguments, 2):
                NoteDeferred(callee, arguments, node);
                return FutureOf(Map(arguments[..2], node), arguments, node);
            case "concurrent.futures.ThreadPoolExecutor().submit" or "concurrent.futures.ProcessPoolExecutor().submit" when RunsFirst(arguments, 1):
                NoteDeferred(callee, arguments, node);
                return FutureOf(Call(arguments[0].Value, arguments[1..], node), arguments, node);
            case "multiprocessing.Pool().apply_async" when RunsFirst(arguments, 1):
                NoteDeferred(callee, arguments, node);
                return FutureOf(Call(arguments[0].Value, Passed(arguments), node), arguments, node);
            case "multiprocessing.Pool().apply" when RunsFirst(arguments, 1):
                NoteDeferred(callee, arguments, node);
                return Call(arguments[0].Value, Passed(arguments), node);
            case "asyncio.to_thread" when RunsFirst(arguments, 1):
                NoteDeferred(callee, arguments, node);
                return Call(arguments[0].Value, arguments[1..], node);
            case "asyncio.get_event_loop().run_in_executor" when arguments.Length > 1 && RunsFirst(arguments[1..], 1):
                NoteDeferred(callee, arguments, node);
                return Call(arguments[1].Value, arguments[2..], node);
            case Future + ".result" or Future + ".get" when callee.Receiver is ResultValue { Arguments: [var result] }:
                return result.Value;
            case "concurrent.futures.as_completed" when arguments.Length > 0:
                return arguments[0].Value;
            case "concurrent.futures.wait" when arguments.Length > 0:
                return new SequenceValue(SequenceForm.Tuple, [arguments[0].Value, arguments[0].Value], false, LabelsOf(arguments));
            default:
                return null;
        }
    }

    private static bool RunsFirst(ImmutableArray<Argument> arguments, int least) =>
        arguments.Length >= least && arguments[..least].All(static argument => argument.Name is null)
        && arguments[0].Value is FunctionValue or BoundValue or PartialCallValue or SymbolValue or MethodValue;

    private void NoteDeferred(SymbolValue callee, ImmutableArray<Argument> arguments, int node)
    {
        if (FindApi(callee.Name) is { IsQuiet: false } api)
        {
            Observe(ObservationKind.Call, api.Name, callee.Receiver, arguments, node, Value.Unknown);
        }
    }

    // apply(f, (a, b)) passes a tuple on.
    private ImmutableArray<Argument> Passed(ImmutableArray<Argument> arguments) =>
        (Find(arguments, "args") ?? At(arguments, 1)) is not { } given ? []
        : ItemsOf(given) is { IsDefault: false } items ? [.. items.Select(static item => new Argument(null, item))] : [new Argument("*", given)];

    private ResultValue FutureOf(Value result, ImmutableArray<Argument> arguments, int node)
    {
        if (Find(arguments, "callback") is { } callback)
        {
            Call(callback, [new Argument(null, result)], node);
        }

        return new ResultValue(Future, [new Argument(null, result)], LabelsOf(result));
    }
}
