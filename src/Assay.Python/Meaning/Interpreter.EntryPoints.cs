using System.Collections.Immutable;
using Assay.Python.Meaning.Objects;

namespace Assay.Python.Meaning;

/// <summary>What a build script offers to other programs: <c>setup(entry_points=…)</c>.</summary>
internal sealed partial class Interpreter
{
    private const int MaxDeclared = 1_000;

    private void DeclareEntryPoints(Value named)
    {
        // A text is written as entry_points.txt is.
        if (named is TextValue text)
        {
            string group = "";
            foreach (string line in text.Text.Split('\n', StringSplitOptions.TrimEntries))
            {
                if (line is ['[', .., ']'])
                {
                    group = line[1..^1].Trim();
                }
                else
                {
                    DeclareEntryPoint(group, line);
                }
            }
        }
        else if (named is DictValue dict)
        {
            foreach ((Value key, Value lines) in dict.Store.Items)
            {
                if (key is TextValue group)
                {
                    ImmutableArray<Value> items = lines is TextValue one ? [.. one.Text.Split('\n').Select(static line => new TextValue(line, false, Labels.None))] : ItemsOf(lines);
                    foreach (TextValue line in items.IsDefault ? [] : items.OfType<TextValue>())
                    {
                        DeclareEntryPoint(group.Text, line.Text);
                    }
                }
            }
        }
    }

    // demo = demo.plugin:start [extra]
    private void DeclareEntryPoint(string group, string line)
    {
        if (line.Split('=', 2) is not [var name, var target])
        {
            return;
        }

        string[] parts = target.Split('[')[0].Split(':', 2, StringSplitOptions.TrimEntries);
        if (_modules.Find(parts[0].Trim(), _frame.Unit.Module.Source) is not { } module || module.Declared.Count >= MaxDeclared)
        {
            return;
        }

        bool isCommand = group is "console_scripts" or "gui_scripts";
        foreach (string function in parts.Length == 2 ? [parts[1]] : isCommand ? [] : PluginHosts.HooksOf(group))
        {
            module.Declared.Add((function, isCommand ? Trigger.Main : Trigger.Plugin, isCommand ? $"the command {name.Trim()} calls it" : PluginHosts.WhyOf(group)));
        }
    }
}
