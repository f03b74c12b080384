using System.Collections.Immutable;
using System.Text;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>Variables in the command lines that the program starts: those that it set itself, hands to the child, or assigns in the line.</summary>
internal sealed partial class Interpreter
{
    private const int MaxLine = 1 << 16;

    /// <summary>The arguments with variables of a known value in their place; as they are where there are none.</summary>
    private ImmutableArray<Argument> WithVariables(string name, ImmutableArray<Argument> arguments)
    {
        if (!s_spawns.Contains(name))
        {
            return arguments;
        }

        Dictionary<string, Value> known = new(_variables, StringComparer.Ordinal);
        if (Find(arguments, "env") is DictValue { Store: { } given })
        {
            foreach ((Value key, Value value) in given.Items)
            {
                if (key is TextValue { IsPartial: false } variable)
                {
                    known[variable.Text] = value;
                }
            }
        }

        arguments = WithProgram(name, arguments);
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Name is null or "args" or "cmd" or "command")
            {
                Value expanded = Expand(arguments[i].Value, known);
                arguments = ReferenceEquals(expanded, arguments[i].Value) ? arguments : arguments.SetItem(i, arguments[i] with { Value = expanded });
            }
        }

        return arguments;
    }

    /// <summary>The program in the place of the name that it is told it has: <c>execv("/bin/sh", ["[kworker]", …])</c>, <c>Popen(["x", …], executable="/bin/sh")</c>.</summary>
    private ImmutableArray<Argument> WithProgram(string name, ImmutableArray<Argument> arguments)
    {
        bool isSubprocess = name.StartsWith("subprocess.", StringComparison.Ordinal);
        int at = name.StartsWith("os.execv", StringComparison.Ordinal) || name.StartsWith("os.posix_spawn", StringComparison.Ordinal) ? 1
            : name.StartsWith("os.spawnv", StringComparison.Ordinal) ? 2
            : isSubprocess ? 0 : -1;
        Value? program = isSubprocess ? Find(arguments, "executable") : at > 0 ? At(arguments, at - 1) : null;
        if (program is null or NoneValue or UnknownValue || at >= arguments.Length)
        {
            return arguments;
        }

        int place = 0;
        while (place < arguments.Length && (arguments[place].Name is null ? at-- > 0 : arguments[place].Name != "args"))
        {
            place++;
        }

        if (place == arguments.Length)
        {
            return arguments;
        }

        Value words = arguments[place].Value;
        Value? told = ItemsOf(words) is { IsDefault: false, Length: > 0 and < MaxWords } items && words is ListValue or SequenceValue
                ? new SequenceValue(SequenceForm.List, [program, .. items[1..]], words is ListValue { Store.IsPartial: true } or SequenceValue { IsPartial: true }, LabelsOf(words))
            : words is TextValue line && Find(arguments, "shell") is { } shell && TruthOf(shell) == true ? new SequenceValue(SequenceForm.List, [program, Text("-c"), line], false, Labels.None)
            : null;
        return told is null ? arguments : arguments.SetItem(place, arguments[place] with { Value = told });
    }

    private Value Expand(Value command, Dictionary<string, Value> known)
    {
        switch (command)
        {
            case TextValue { Text.Length: < MaxLine } text when text.Text.AsSpan().IndexOfAny('$', '%') >= 0:
                return ExpandText(text, known);
            case ListValue { Store: { Count: > 0 and < MaxWords } store } list:
                ImmutableArray<Value> items = store.Items;
                ImmutableArray<Value> expanded = [.. items.Select(item => item is TextValue ? Expand(item, known) : item)];
                return items.SequenceEqual(expanded) ? list : new SequenceValue(SequenceForm.List, expanded, store.IsPartial, LabelsOf(list));
            default:
                return command;
        }
    }

    private TextValue ExpandText(TextValue text, Dictionary<string, Value> known)
    {
        string line = text.Text;
        StringBuilder built = new();
        Labels labels = text.Labels;
        Dictionary<string, string> assigned = new(StringComparer.Ordinal);
        for (int i = 0; i < line.Length;)
        {
            if (line[i] is '$' or '%' && Variable(line, i) is { } found && ValueOf(found.Name) is { } value)
            {
                built.Append(value);
                i = found.End;
                continue;
            }

            // NAME=value at the start of a command of the line.
            if (IsNameStart(line[i]) && (i == 0 || line[i - 1] is ' ' or ';' or '\n' or '&' or '(') && Assignment(line, i) is { } made)
            {
                assigned[made.Name] = made.Value;
            }

            built.Append(line[i++]);
        }

        return built.Length == line.Length && built.Equals(line) ? text : new TextValue(built.ToString(), text.IsPartial, labels);

        string? ValueOf(string name)
        {
            if (assigned.TryGetValue(name, out string? own))
            {
                return own;
            }

            if (!known.TryGetValue(name, out Value? value) || Freeze(value) is not TextValue { Text.Length: < MaxLine } one || built.Length > MaxLine)
            {
                return null;
            }

            labels |= one.Labels;
            return one.Text;
        }
    }

    // $NAME, ${NAME}, %NAME%
    private static (string Name, int End)? Variable(string line, int at)
    {
        bool isBraced = line[at] == '$' && at + 1 < line.Length && line[at + 1] == '{';
        int start = at + (isBraced ? 2 : 1);
        int end = start;
        while (end < line.Length && (IsNameStart(line[end]) || (end > start && char.IsAsciiDigit(line[end]))))
        {
            end++;
        }

        char close = isBraced ? '}' : line[at] == '%' ? '%' : '\0';
        return end == start || (close != '\0' && (end >= line.Length || line[end] != close)) ? null : (line[start..end], close == '\0' ? end : end + 1);
    }

    private static (string Name, string Value)? Assignment(string line, int at)
    {
        int end = at;
        while (end < line.Length && (IsNameStart(line[end]) || char.IsAsciiDigit(line[end])))
        {
            end++;
        }

        if (end >= line.Length || line[end] != '=')
        {
            return null;
        }

        int start = end + 1;
        char quote = start < line.Length && line[start] is '\'' or '"' ? line[start] : '\0';
        int stop = quote == '\0' ? line.AsSpan(start).IndexOfAny(" ;&|\n") : line.AsSpan(start + 1).IndexOf(quote);
        int from = quote == '\0' ? start : start + 1;
        return (line[at..end], stop < 0 ? line[from..] : line.Substring(from, stop));
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';
}
