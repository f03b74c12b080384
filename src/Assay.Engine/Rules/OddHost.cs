using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>
/// Evidence: a network call to a host of a kind that hides its owner or that anybody gets for nothing. Many honest packages have one,
/// so the host alone is no alarm; what is sent to an inbox whose token stands in the text, or to an address in digits, is. That a host is
/// contacted unasked is the matter of <see cref="ContactsAtStart"/>.
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
                yield return Report(conduct, fact, WeightOf(conduct, fact, to), Confidence.High, $"talks {to.Words}", to.Evidence);
            }
        }
    }

    // A question for a name by a library of that protocol: who asks gives the name away, and nothing else.
    private static bool AsksForName(Fact fact) => fact.Api.StartsWith("dns.", StringComparison.Ordinal);

    // Programs send to the inbox of whoever uses them, whose token is a setting; a token in the text is the author's own. Nor does
    // anybody's service live at an address in digits for good.
    private static Severity WeightOf(Conduct conduct, Fact fact, Destination to)
    {
        bool sends = fact.Capability == Capability.Send || (fact.Capability == Capability.Spawn && CommandClasses.Of(fact.Target).Is(CommandClass.Upload));
        // Who asks there wants to be seen asking: these hosts note down every contact, and serve nothing else.
        if (to.Host.Class == HostClass.Oast)
        {
            return Severity.High;
        }

        if (!to.IsOdd || !sends)
        {
            return to.IsOdd ? Severity.Low : Severity.Info;
        }

        // Who the user is and what the machine is called tells nobody's own inbox anything; it tells a stranger who fell for it.
        return (to.Host.Class == HostClass.RawAddress && !(to.IsNameServer && AsksForName(fact))) || SendsSecrets.SentBy(fact).HasFlag(Labels.HostInfo) || InboxToken.IsIn(to.Address)
            || (to.Host.Class == HostClass.Webhook && (conduct.ModuleOf(fact)?.Texts.Any(InboxToken.IsIn) ?? false))
            ? Severity.High : Severity.Low;
    }
}
