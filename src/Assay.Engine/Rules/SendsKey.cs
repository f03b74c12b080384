using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Code that is handed a private key or a seed phrase and sends it to an address of its own.</summary>
public sealed class SendsKey : BehaviourRule
{
    private const Labels Keys = Labels.KeyMaterial | Labels.Wallet;

    public override string Id => "sends-key";

    public override string Title => "A private key sent to a fixed address";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            Labels all = SendsSecrets.SentBy(fact);
            Labels sent = Keys & all;
            if (sent == Labels.None && fact.RunsByItself && all.HasFlag(Labels.UserInput | Labels.Credential))
            {
                // A password that is asked for unasked.
                sent = Labels.Credential;
            }

            Destination to = Destination.Of(fact);
            if (sent == Labels.None && to is { IsKnown: true, IsOdd: true } && IsSomebodysOwn(to) && IsCredentialInBody(fact))
            {
                yield return Report(conduct, fact, Severity.High, Confidence.High, $"sends {Origin(Labels.Credential)} that it is handed {to.Words}", to.Evidence);
            }

            if (sent == Labels.None || !to.IsKnown || to.IsLocal || to.IsPublisher)
            {
                continue;
            }

            // A service that signs for its users is handed their keys too: it has a name of its own.
            (Severity severity, Confidence confidence) = to.Host.Weight switch
            {
                HostWeight.Strong => (Severity.Critical, Confidence.High),
                HostWeight.Weak => (Severity.High, Confidence.High),
                // Made here and told to somebody else at once: nobody's client does that.
                _ when sent == Keys => (Severity.High, Confidence.High),
                _ => (Severity.High, Confidence.Medium),
            };
            yield return Report(conduct, fact, severity, confidence, $"sends {Origin(sent)} {to.Words}", to.Evidence);
        }
    }

    // An inbox that is named by its address alone, not a service that tells its users apart by the token that they send.
    private static bool IsSomebodysOwn(Destination to) => to.Host.Class != HostClass.Webhook
        || (!to.Address.Contains(TextValue.Hole, StringComparison.Ordinal)
            && (to.Address.Contains("/webhooks/", StringComparison.Ordinal) || to.Host.Host == "api.telegram.org" || to.Host.Host.StartsWith("hooks.", StringComparison.Ordinal)));

    // A token in an address is the address's own; that of a header is meant for whom it is sent to.
    private static bool IsCredentialInBody(Fact fact) => fact.Capability == Capability.Send
        && (fact.DataLabels & Labels.Credential) != Labels.None && (fact.TargetLabels & Labels.Credential) == Labels.None
        && fact.Arguments.Any(static argument => argument.Name is not ("headers" or "auth" or "params" or "cookies") && (Provenance.Of(argument.Value) & Labels.Credential) != Labels.None);
}
