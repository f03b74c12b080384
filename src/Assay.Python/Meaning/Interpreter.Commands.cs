using System.Collections.Immutable;

namespace Assay.Python.Meaning;

/// <summary>What the command lines that the program starts do with data: what they print, leave behind in files, send on.</summary>
internal sealed partial class Interpreter
{
    private const string ProcessResult = "subprocess.Popen()";

    /// <summary>Remembers the files that a command leaves behind; the labels of what its output brings back.</summary>
    private Labels NoteCommand(string name, Api? api, ImmutableArray<Argument> arguments)
    {
        if (api is null || _knowledge.FlowOf(api, WithVariables(name, arguments)) is not { } flow)
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
