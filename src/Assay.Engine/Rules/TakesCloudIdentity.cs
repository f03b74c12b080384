using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>The credentials that a cloud, a CI runner or a cluster hands to its jobs, taken and sent elsewhere.</summary>
public sealed class TakesCloudIdentity : BehaviourRule
{
    // Those for whom such an identity is made: it is exchanged there for another.
    private static readonly ImmutableArray<string> s_issuers =
    [
        "amazonaws.com", "amazonaws.com.cn", "aws.amazon.com", "googleapis.com", "google.com", "azure.com", "azure.net", "microsoft.com", "microsoftonline.com",
        "windows.net", "githubusercontent.com", "github.com", "gitlab.com", "sigstore.dev", "pypi.org", "vault.azure.net", "circleci.com", "buildkite.com",
        "aliyuncs.com", "myqcloud.com", "oraclecloud.com", "digitalocean.com", "svc", "cluster.local", "kubernetes.default",
    ];

    public override string Id => "takes-cloud-identity";

    public override string Title => "A cloud's or CI runner's identity taken";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        HashSet<(int, CodeContext)> told = [];
        foreach (Fact fact in conduct.Facts)
        {
            Destination to = Destination.Of(fact);
            if ((SendsSecrets.SentBy(fact) & Labels.CloudIdentity) == Labels.None || to.IsLocal || (to.IsKnown && IsIssuer(to.Host.Host)))
            {
                continue;
            }

            if (to.IsKnown || fact.RunsByItself)
            {
                told.Add((fact.Module, fact.Context));
                bool sure = to.IsKnown && (fact.RunsByItself || to.IsOdd);

                // A runner says in its environment whom to ask for it.
                bool isRunners = !to.IsKnown && SendsSecrets.IsToldByEnvironment(fact);

                // A service may take such an identity in place of a password, when its client is called.
                Severity severity = fact.RunsByItself || to.IsOdd ? Severity.High : Severity.Low;
                yield return Report(conduct, fact, severity, sure ? Confidence.High : isRunners ? Confidence.Low : Confidence.Medium,
                    $"sends the identity that a cloud or CI runner gave to this machine {to.Words}", to.Evidence);
            }
        }

        foreach (Fact fact in conduct.Facts)
        {
            if (fact.RunsByItself && !told.Contains((fact.Module, fact.Context)) && AsksForIdentity(fact))
            {
                bool sends = conduct.Beside(fact).Any(static other => other.Capability == Capability.Send && Destination.Of(other) is { IsKnown: true, IsLocal: false });
                yield return Report(conduct, fact, Severity.High, sends || fact.Context == CodeContext.Install ? Confidence.High : Confidence.Medium,
                    sends ? "asks for the identity of this machine in its cloud, cluster or CI, and sends data away," : "asks for the identity of this machine in its cloud, cluster or CI");
            }
        }
    }

    // The services of a cloud, also by way of a program; the token that a cluster puts into its containers.
    private static bool AsksForIdentity(Fact fact) =>
        (fact.Capability is Capability.Fetch or Capability.Send or Capability.Connect or Capability.Spawn && Destination.Of(fact).Host.Class == HostClass.CloudMetadata)
        || (fact.Capability == Capability.ReadFile && PathClasses.Of(fact.Target).Class == PathClass.ClusterToken)
        || (fact.Capability == Capability.ReadEnvironment && SecretNames.IsCloudIdentity(fact.Target));

    private static bool IsIssuer(string host) =>
        s_issuers.Any(issuer => host.EndsWith(issuer, StringComparison.Ordinal) && (host.Length == issuer.Length || host[^(issuer.Length + 1)] is '.' or TextValue.Hole));
}
