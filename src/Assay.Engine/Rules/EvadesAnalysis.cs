using System.Buffers;
using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>Code that looks for an analyst's machine, debugger or tools before it does what it came for, or ends them.</summary>
public sealed class EvadesAnalysis : BehaviourRule
{
    private const int ManyMarks = 5;

    // What tells a virtual machine, its maker's network cards, and the tools of those who look.
    private static readonly ImmutableArray<string> s_marks =
    [
        "vmware", "virtualbox", "vboxservice", "vboxtray", "vboxguest", "vboxmouse", "vboxsf", "vmtoolsd", "vmwaretray", "vmwareuser", "vmusrvc", "vmsrvc", "qemu-ga", "qemu", "xenservice", "prl_cc", "prl_tools", "sandboxie", "sbiedll",
        "cuckoo", "joeboxserver", "joeboxcontrol", "wireshark", "fiddler", "httpdebugger", "processhacker", "process hacker", "procmon", "procexp", "ollydbg", "x64dbg", "x32dbg", "x96dbg", "windbg", "ida64", "idaq", "ghidra", "pestudio", "dumpcap", "tcpview",
        "autoruns", "ksdumper", "immunitydebugger", "wdagutilityaccount", "sandbox", "virustotal", "anyrun", "any.run", "hybrid-analysis", "00:0c:29", "00:50:56", "00:05:69", "00:1c:14", "08:00:27", "00:16:3e", "00:15:5d", "00:1c:42", "0a:00:27",
        "isdebuggerpresent", "checkremotedebuggerpresent",
    ];

    private static readonly SearchValues<string> s_anyMark = SearchValues.Create(s_marks.AsSpan(), StringComparison.OrdinalIgnoreCase);

    private static readonly CapabilitySet s_ask = CapabilitySet.Of(Capability.Evade, Capability.ReadHostInfo, Capability.Spawn, Capability.ReadFile);

    private static readonly CapabilitySet s_force = CapabilitySet.Of(
        Capability.ExecuteCode, Capability.Spawn, Capability.Send, Capability.Fetch, Capability.Connect, Capability.InjectCode, Capability.Persist, Capability.ReadStore, Capability.LoadCode);

    public override string Id => "evades-analysis";

    public override string Title => "A search for those who look, before it acts";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (IGrouping<(int Module, CodeContext Context), Fact> scope in conduct.Scopes)
        {
            if (scope.FirstOrDefault(static fact => s_ask.Has(fact.Capability)) is { } asks && Judge(conduct, [.. scope], asks) is { } finding)
            {
                yield return finding;
            }
        }
    }

    private Finding? Judge(Conduct conduct, List<Fact> scope, Fact asks)
    {
        Fact? evades = scope.Find(static fact => fact.Capability == Capability.Evade || (fact.Capability == Capability.Spawn && CommandClasses.Of(fact.Target).Is(CommandClass.Evade)));
        HashSet<string> marks = [];
        foreach (string text in conduct.ModuleOf(asks)?.Texts ?? [])
        {
            if (text.Length <= 60 && text.AsSpan().ContainsAny(s_anyMark) && s_marks.FirstOrDefault(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase)) is { } mark)
            {
                marks.Add(mark);
            }
        }

        Fact place = evades ?? asks;
        bool many = marks.Count >= ManyMarks;
        if (!many && (evades is null || !place.RunsByItself))
        {
            return null;
        }

        // The rest of the package may do what this file guards.
        bool acts = scope.Exists(fact => fact.Capability != Capability.Evade && !ReferenceEquals(fact, place) && s_force.Has(fact.Capability));
        bool guards = scope.Exists(static fact => fact.IsGuarded && s_force.Has(fact.Capability));
        (Severity severity, Confidence confidence) = (many, evades is not null, acts, place.RunsByItself) switch
        {
            (true, true, true, true) => (Severity.High, Confidence.High),
            (true, _, _, true) => (Severity.High, Confidence.Medium),
            (false, true, true, true) when guards => (Severity.Medium, Confidence.Medium),
            _ => (Severity.Low, Confidence.Medium),
        };
        string does = many ? "looks for virtual machines and the tools of analysts" : "looks for a debugger or ends other programs";
        return Report(conduct, place, severity, confidence, acts ? $"{does} before it acts" : does,
            new Evidence("looks for", many ? string.Join(", ", marks.Order(StringComparer.Ordinal).Take(12)) : place.Api));
    }
}
