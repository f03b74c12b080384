using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Assay.Python.Meaning;

/// <summary>What the command lines that the program starts do with data: what they print, leave behind in files, send on.</summary>
internal sealed partial class Interpreter
{
    private const string ProcessResult = "subprocess.Popen()";

    /// <summary>Remembers the files that a command leaves behind; the labels of what its output brings back.</summary>
    private Labels NoteCommand(string name, Api? api, ImmutableArray<Argument> arguments)
    {
        if (api is null || _knowledge.FlowOf(api, s_spawns.Contains(name) ? Freeze(WithVariables(name, arguments)) : arguments) is not { } flow)
        {
            return Labels.None;
        }

        foreach ((string path, Labels labels) in flow.Written)
        {
            _written.Write(PathText.Normalize(path), null, labels, _frame.Unit.Module.Source.Id, isAppended: false);
        }

        return api.Yields.HasFlag(Labels.ProcessOutput) || api.Name is "subprocess.Popen" || api.Name.StartsWith("asyncio.", StringComparison.Ordinal)
            ? flow.Printed : Labels.None;
    }

    private const int MaxLogs = 16;

    private static readonly FrozenSet<string> s_logs =
        "debug info warning warn error critical exception fatal log".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Handlers of logs that send elsewhere what is logged, wherever they were added.</summary>
    private readonly List<ResultValue> _logs = [];

    /// <summary>What is logged goes to every handler that sends.</summary>
    private void NoteLog(SymbolValue callee, ImmutableArray<Argument> arguments, int node, Value result)
    {
        if (result is ResultValue handler && callee.Name.StartsWith("logging.handlers.", StringComparison.Ordinal) && handler.Name.EndsWith("Handler()", StringComparison.Ordinal) && _logs.Count < MaxLogs)
        {
            _logs.Add(handler);
        }
        else if (_logs.Count > 0 && callee.Name.StartsWith("logging.", StringComparison.Ordinal) && s_logs.Contains(callee.Name[(callee.Name.LastIndexOf('.') + 1)..]) && LabelsOf(arguments) != Labels.None)
        {
            foreach (ResultValue log in _logs)
            {
                if (FindApi(log.Name + ".emit") is { } api)
                {
                    Observe(ObservationKind.Call, api.Name, log, arguments, node, Value.Unknown);
                }
            }
        }
    }

    /// <summary>Data given to a running program that sends its input on, as if it had been started with it.</summary>
    private void NoteInput(SymbolValue callee, ImmutableArray<Argument> arguments, int node)
    {
        if (callee is { Name: ProcessResult + ".communicate" or ProcessResult + ".stdin.write", Receiver: ResultValue { Name: ProcessResult } started } && arguments.Length > 0
            && LabelsOf(arguments) is var labels and not Labels.None && FindApi("subprocess.Popen") is { } api && _knowledge.FlowOf(api, started.Arguments) is { SendsInput: true })
        {
            Observe(ObservationKind.Call, api.Name, null, [.. started.Arguments, new Argument("input", new UnknownValue(labels))], node, Value.Unknown);
        }
    }
}
