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
            if (fact.Capability is not (Capability.Fetch or Capability.Send or Capability.Connect or Capability.Resolve or Capability.Spawn or Capability.Publish))
            {
                continue;
            }

            Destination to = Destination.Of(fact);
            if (to is { IsKnown: true, IsLocal: false, Host.Weight: >= HostWeight.Weak } && told.Add((to.Host.Host, fact.Module)))
            {
                yield return Report(conduct, fact, to.IsOdd ? Severity.Low : Severity.Info, Confidence.High, $"talks {to.Words}", to.Evidence);
            }
        }
    }
}
