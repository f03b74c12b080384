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
            Labels sent = Keys & SendsSecrets.SentBy(fact);
            Destination to = Destination.Of(fact);
            if (sent == Labels.None || !to.IsKnown || to.IsLocal || to.IsPublisher)
            {
                continue;
            }

            // A service that signs for its users is handed their keys too: it has a name of its own.
            (Severity severity, Confidence confidence) = to.Host.Weight switch
            {
                HostWeight.Strong => (Severity.Critical, Confidence.High),
                HostWeight.Weak => (Severity.High, Confidence.High),
                _ => (Severity.High, Confidence.Medium),
            };
            yield return Report(conduct, fact, severity, confidence, $"sends {Origin(sent)} {to.Words}", to.Evidence);
        }
    }
}
