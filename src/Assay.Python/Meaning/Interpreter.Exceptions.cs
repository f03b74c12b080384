using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Exceptions as carriers: what is raised with a value, and caught with it.</summary>
internal sealed partial class Interpreter
{
    /// <summary>What was raised last; null where nothing was, or it was caught.</summary>
    private Value? _raised;

    private void NoteRaised(Value value) => _raised = value is InstanceValue or ResultValue ? value : _raised;

    /// <summary>What a handler's name stands for.</summary>
    private Value Caught() => _raised is { } raised ? Loosen(raised) : Value.Unknown;

    /// <summary><c>args</c> of an exception, or what a group of them holds; null for everything else.</summary>
    private static SequenceValue? ExceptionAttribute(ResultValue result, string name)
    {
        if (name is not ("args" or "exceptions" or "message") || !IsExceptionName(result.Name))
        {
            return null;
        }

        ImmutableArray<Value> values = [.. result.Arguments.Where(static argument => argument.Name is null).Select(static argument => argument.Value)];
        return name == "args" ? new SequenceValue(SequenceForm.Tuple, values, false, result.Labels)
            : name == "exceptions" && values is [_, SequenceValue group, ..] ? group : null;
    }

    private static bool IsExceptionName(string name) =>
        name.EndsWith("Error()", StringComparison.Ordinal) || name.EndsWith("Exception()", StringComparison.Ordinal) || name.EndsWith("ExceptionGroup()", StringComparison.Ordinal)
        || name.EndsWith("Warning()", StringComparison.Ordinal) || name is "builtins.StopIteration()" or "builtins.SystemExit()" or "builtins.KeyboardInterrupt()";
}
