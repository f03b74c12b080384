using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>The program that a call starts: the first word of its command, or what an interpreter there is given to run.</summary>
/// <param name="Name">File name in lower case without folder and <c>.exe</c>; empty where it is not known.</param>
/// <param name="Labels">Where the program comes from, not the rest of its arguments.</param>
internal sealed record StartedProgram(string Name, Labels Labels)
{
    // What runs the file that it is given.
    private static readonly FrozenSet<string> s_runners = FrozenSet.Create(
        "sys.executable", "python", "python3", "pythonw", "py", "sh", "bash", "zsh", "dash", "ksh", "cmd", "powershell", "pwsh", "start", "wscript", "cscript",
        "mshta", "rundll32", "regsvr32", "msiexec", "java", "javaw", "node", "bun", "deno", "perl", "ruby", "php", "osascript", "open", "xdg-open", "nohup",
        "sudo", "env", "setsid", "chmod", "explorer", "start-process", "wine");

    private static readonly SearchValues<char> s_breaks = SearchValues.Create(" \t\r\n;|&<>");

    public static StartedProgram Of(Fact fact)
    {
        Value? command = CommandOf(fact.Arguments);
        string name = NameOf(FirstWord(fact.Target));
        if (command is not SequenceValue { Items: [var first, ..] } sequence)
        {
            return new StartedProgram(name, fact.TargetLabels | (s_runners.Contains(name) ? InputLabels(fact.Arguments) : Labels.None));
        }

        Labels labels = Provenance.Of(first);
        bool runs = s_runners.Contains(name) || (name.AsSpan().Trim(TextValue.Hole).IsEmpty && sequence.Items is [_, TextValue script, ..] && IsScript(script.Text));
        return new StartedProgram(name, runs ? labels | ScriptLabels(sequence.Items) | InputLabels(fact.Arguments) : labels);
    }

    // What an interpreter reads, it runs.
    private static Labels InputLabels(ImmutableArray<Argument> arguments) =>
        ArgumentSelector.Find(arguments, null, "input") is { } input ? Provenance.Of(input) : Labels.None;

    // Where the program is not known, the file that it is given says what it must be.
    private static bool IsScript(string path) => ProgramFileName.ExtensionOf(path) is ".py" or ".pyw" or ".sh" or ".bat" or ".cmd" or ".ps1" or ".vbs" or ".js";

    // The first argument that is no option; that of -c or -m is text, not a file.
    private static Labels ScriptLabels(ImmutableArray<Value> items)
    {
        foreach (Value item in items.Skip(1))
        {
            if (item is not TextValue { Text: ['-' or '/', _] or ['-', '-', ..] or ['/', '/', ..] })
            {
                return Provenance.Of(item);
            }
        }

        return Labels.None;
    }

    private static Value? CommandOf(ImmutableArray<Argument> arguments)
    {
        foreach (Argument argument in arguments)
        {
            if (argument.Name is null or "args")
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static string FirstWord(string command)
    {
        string text = command.TrimStart();
        if (text.Length > 0 && text[0] is '"' or '\'')
        {
            int close = text.IndexOf(text[0], 1);
            return close < 0 ? text[1..] : text[1..close];
        }

        int end = text.AsSpan().IndexOfAny(s_breaks);
        return end < 0 ? text : text[..end];
    }

    private static string NameOf(string word)
    {
        string name = word[(word.LastIndexOfAny(['/', '\\']) + 1)..].ToLowerInvariant();
        return name.EndsWith(".exe", StringComparison.Ordinal) ? name[..^4] : name;
    }
}
