using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>Code that switches off what protects the machine: virus scanners, their hooks, firewalls, the question before more rights.</summary>
public sealed class DisablesProtection : BehaviourRule
{
    // In the words of the systems' own manuals; all of one row must be there.
    private static readonly ImmutableArray<(string What, bool IsPlain, ImmutableArray<string> Words)> s_rows =
    [
        ("switches the virus scanner off or tells it where not to look", true, ["set-mppreference", "-disable"]),
        ("switches the virus scanner off or tells it where not to look", true, ["add-mppreference", "-exclusion"]),
        ("switches the virus scanner off or tells it where not to look", true, ["set-mppreference", "-exclusion"]),
        ("switches the virus scanner off or tells it where not to look", true, ["mpcmdrun", "-removedefinitions"]),
        ("switches the virus scanner off or tells it where not to look", true, ["windows defender", "disableantispyware"]),
        ("switches the virus scanner off or tells it where not to look", true, ["windows defender", "disablerealtimemonitoring"]),
        ("switches the virus scanner off or tells it where not to look", true, ["windows defender", "exclusions"]),
        ("switches the virus scanner off or tells it where not to look", true, ["stop", "windefend"]),
        ("switches the virus scanner off or tells it where not to look", true, ["delete", "windefend"]),
        ("blinds the interface through which virus scanners see scripts", true, ["amsiinitfailed"]),
        ("blinds the interface through which virus scanners see scripts", true, ["amsiscanbuffer"]),
        ("switches the question before more rights off", true, ["policies\\system", "enablelua"]),
        ("switches the question before more rights off", true, ["policies\\system", "consentpromptbehavioradmin"]),
        ("gets more rights without the question", true, ["ms-settings", "shell\\open\\command"]),
        ("gets more rights without the question", true, ["fodhelper"]),
        ("gets more rights without the question", true, ["computerdefaults.exe"]),
        ("deletes the copies from which files could be restored", true, ["vssadmin", "delete", "shadows"]),
        ("deletes the copies from which files could be restored", true, ["shadowcopy", "delete"]),
        ("deletes the copies from which files could be restored", true, ["bcdedit", "recoveryenabled"]),
        ("switches the firewall off", false, ["netsh", "firewall", "off"]),
        ("switches the firewall off", false, ["netsh", "firewall", "disable"]),
        ("switches the firewall off", false, ["set-netfirewallprofile", "false"]),
        ("switches the firewall off", false, ["ufw", "disable"]),
        ("switches the firewall off", false, ["iptables", " -f"]),
        ("switches the firewall off", false, ["stop", "firewalld"]),
        ("switches the system's protection off", false, ["setenforce", "0"]),
        ("switches the system's protection off", false, ["spctl", "disable"]),
        ("switches the system's protection off", false, ["csrutil", "disable"]),
        ("empties the system's logs", false, ["wevtutil", " cl "]),
        ("empties the system's logs", false, ["clear-eventlog"]),
    ];

    private static readonly CapabilitySet s_deeds = CapabilitySet.Of(
        Capability.Spawn, Capability.Persist, Capability.Evade, Capability.Elevate, Capability.InjectCode, Capability.LoadNative);

    public override string Id => "disables-protection";

    public override string Title => "Protection of the machine switched off";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            if (!s_deeds.Has(fact.Capability) || fact.Target.Length == 0)
            {
                continue;
            }

            string text = Whole(fact).ToLowerInvariant();
            foreach ((string what, bool isPlain, ImmutableArray<string> words) in s_rows)
            {
                if (words.All(word => text.Contains(word, StringComparison.Ordinal)))
                {
                    // Firewalls and logs are also the business of those who administer them.
                    (Severity severity, Confidence confidence) = (isPlain, fact.RunsByItself) switch
                    {
                        (_, true) => (Severity.Critical, Confidence.High),
                        (true, false) => (Severity.High, Confidence.Medium),
                        _ => (Severity.Low, Confidence.Medium),
                    };
                    yield return Report(conduct, fact, severity, confidence, what);
                    break;
                }
            }
        }
    }

    // The command line, and what it says once more in an encoded form.
    private static string Whole(Fact fact) =>
        fact.Capability == Capability.Spawn && CommandClasses.Of(fact.Target).Decoded is { } decoded ? $"{fact.Target} {decoded}" : fact.Target;
}
