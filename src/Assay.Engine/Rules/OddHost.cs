using Assay.Engine.Capabilities;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>
/// Evidence: a network call to a host of a kind that hides its owner or that anybody gets for nothing. Many honest packages have one,
/// so it is never an alarm by itself; that it is contacted unasked is the matter of <see cref="ContactsAtStart"/>.
/// </summary>
public sealed class OddHost : BehaviourRule
{
    public override string Id => "odd-host";

    public override string Title => "A host of a kind that hides its owner";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        HashSet<(string, int)> told = [];
        foreach (Fact fact in conduct.Facts)
        {
            if (!Contact.Sends(fact) && fact.Capability is not (Capability.Spawn or Capability.Resolve))
            {
                continue;
            }

            HostReading host = Contact.HostOf(fact);
            if (host.Weight >= HostWeight.Weak && told.Add((host.Host, fact.Module)))
            {
                Severity severity = host.Weight == HostWeight.Strong ? Severity.Low : Severity.Info;
                yield return Report(conduct, fact, severity, Confidence.High, $"talks to {Contact.Describe(host)}", new Evidence("host", Contact.Describe(host)));
            }
        }
    }
}
