using System.Collections.Immutable;
using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Comparison;

/// <summary>Finds what a release adds to the occasions on which its code runs by itself.</summary>
internal static class Occasions
{
    private static readonly string[] s_commands = ["console_scripts", "gui_scripts"];

    /// <summary>Files that run at a start or an install, the build backend, and entry points; most urgent first.</summary>
    /// <param name="members">The members that differ.</param>
    public static ImmutableArray<NewHook> New(Subject before, Subject after, ImmutableArray<ComparedMember> members)
    {
        List<NewHook> hooks = [];
        foreach (ComparedMember member in members)
        {
            if (member.New is { Context: >= CodeContext.Install } hook)
            {
                bool isAdded = member.Old is null || member.Old.Context < hook.Context;
                hooks.Add(new NewHook(hook.Context, member.Name, isAdded));
            }
        }

        // An sdist against a wheel: the wheel is built already, and has none.
        if (after.Sdist is SdistFacts build && before.Sdist is SdistFacts built && build.BuildBackend != built.BuildBackend)
        {
            hooks.Add(new NewHook(CodeContext.Install, $"build backend {build.BuildBackend ?? "of setuptools, by default"}", IsAdded: true));
        }

        HashSet<(string, string, string)> known = [.. EntryPoints(before)];
        HashSet<(string, string)> named = [.. EntryPoints(before).Select(static point => (point.Group, point.Name))];
        foreach ((string group, string name, string target) in EntryPoints(after))
        {
            if (!known.Contains((group, name, target)))
            {
                CodeContext context = s_commands.Contains(group, StringComparer.Ordinal) ? CodeContext.Main : CodeContext.Plugin;
                hooks.Add(new NewHook(context, $"entry point {group}: {name} = {target}", !named.Contains((group, name))));
            }
        }

        return [.. hooks.OrderByDescending(static hook => hook.Context).ThenBy(static hook => hook.What, StringComparer.Ordinal)];
    }

    private static IEnumerable<(string Group, string Name, string Target)> EntryPoints(Subject subject) =>
        (subject.Wheel?.EntryPoints ?? []).Select(static point => (point.Group, point.Name, point.Target));
}
