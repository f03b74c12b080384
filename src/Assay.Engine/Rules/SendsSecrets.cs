using System.Collections.Frozen;
using System.Collections.Immutable;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>The environment, its secrets or files of credentials, sent away.</summary>
public sealed class SendsSecrets : BehaviourRule
{
    // Wallets are the matter of reads-stores, private keys that of sends-key.
    private const Labels Secrets = Labels.Environment | Labels.EnvironmentSecret | Labels.SecretFile;

    // Fields of HTTP in which one says who one is.
    private static readonly FrozenSet<string> s_headers = new[]
    {
        "Authorization", "Cookie", "X-Api-Key", "Api-Key", "X-Auth-Token", "User-Agent", "Content-Type", "Accept", "Private-Token", "X-Token",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public override string Id => "sends-secrets";

    public override string Title => "Sends secrets away";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            Labels sent = Secrets & SentBy(fact);
            // A cloud's identity is the matter of takes-cloud-identity.
            if (sent == Labels.None || (!sent.HasFlag(Labels.Environment) && fact.AllLabels.HasFlag(Labels.CloudIdentity)))
            {
                continue;
            }

            Destination to = Destination.Of(fact);
            if (to.IsLocal || WeightOf(fact, sent, to) is not var (severity, confidence))
            {
                continue;
            }

            yield return Report(conduct, fact, severity, confidence, $"{(fact.Capability == Capability.Resolve ? "asks the name service for" : "sends")} {Origin(sent)} {to.Words}", to.Evidence);
        }
    }

    /// <summary>What of its input a call gives to the network; a program is only given what its command line says.</summary>
    internal static Labels SentBy(Fact fact) => fact.Capability switch
    {
        Capability.Send or Capability.Fetch or Capability.Resolve or Capability.Publish => fact.AllLabels,
        Capability.Connect => fact.TargetLabels,
        Capability.Spawn => SentByCommand(fact),
        _ => Labels.None,
    };

    /// <summary>True where the address comes out of the environment, which is its user's, and not out of something that was hidden.</summary>
    internal static bool IsToldByEnvironment(Fact fact) =>
        (fact.TargetLabels & (Labels.Environment | Labels.EnvironmentSecret | Labels.CloudIdentity)) != Labels.None && !fact.AllLabels.HasFlag(Labels.Decoded);

    // What stands in its command line, what the line itself fetches, and what it is given to read.
    private static Labels SentByCommand(Fact fact)
    {
        CommandReading command = CommandClasses.Of(fact.Target);
        CommandFlow flow = CommandFlows.Of(fact.Target);
        return (command.Is(CommandClass.Upload | CommandClass.Download) || !command.Hosts.IsEmpty ? fact.TargetLabels : Labels.None)
            | flow.Sent
            | (flow.SendsInput && ArgumentSelector.Find(fact.Arguments, null, "input|stdin") is { } input ? Provenance.Of(input) : Labels.None);
    }

    /// <summary>True where a secret is what is sent to somebody else's host that the code names, and not what opens the door there.</summary>
    internal static bool IsHandedOver(Fact fact, Labels sent, Destination to) =>
        to.Host.IsForeign && fact.Capability switch
        {
            Capability.Send => Holds(fact.Arguments, sent, 0),
            Capability.Spawn => (CommandFlows.Of(fact.Target).Sent & sent) != Labels.None,
            _ => false,
        };

    private static bool Holds(ImmutableArray<Argument> arguments, Labels sent, int depth)
    {
        foreach (Argument argument in arguments)
        {
            bool isHeld = argument switch
            {
                { Name: "headers" or "auth" or "cookies" or "cert" or "proxies" or "http_auth" or "url" } => false,
                { Value: MappingValue mapping } when mapping.Items.Any(static item => item.Key is TextValue key && s_headers.Contains(key.Text)) => false,
                { Value: ResultValue request } when request.Name.EndsWith("Request()", StringComparison.Ordinal) => depth < 2 && Holds(request.Arguments, sent, depth + 1),
                _ => (Provenance.Of(argument.Value) & sent) != Labels.None,
            };
            if (isHeld)
            {
                return true;
            }
        }

        return false;
    }

    private static (Severity Severity, Confidence Confidence)? WeightOf(Fact fact, Labels sent, Destination to)
    {
        // One's own key to one's own service is what keys are for, and in an address it is the address's own.
        bool isUsual = (sent & (Labels.Environment | Labels.SecretFile)) == Labels.None;
        bool isInAddress = fact.Capability is Capability.Send or Capability.Fetch && (fact.DataLabels & sent) == Labels.None;
        if (isUsual && isInAddress && (!fact.RunsByItself || to.Host.Class == HostClass.Webhook))
        {
            return null;
        }

        // Whom to ask is what many settings of the environment say, and with which password: then it goes where its user wants it.
        if (!to.IsKnown && (isInAddress || IsToldByEnvironment(fact)))
        {
            return fact.RunsByItself ? (Severity.High, Confidence.Low) : null;
        }

        return fact switch
        {
            { RunsByItself: true } => isUsual && !to.IsOdd && !IsHandedOver(fact, sent, to) ? (Severity.Critical, Confidence.Medium) : (Severity.Critical, Confidence.High),
            _ when isUsual => to.IsOdd && to.Host.Class is not HostClass.Webhook and not HostClass.FileDrop ? (Severity.High, Confidence.Medium) : null,
            _ when sent.HasFlag(Labels.Environment) && to.IsOdd => (Severity.Critical, Confidence.High),
            _ when to.IsOdd || (fact.Context == CodeContext.Main && to.IsKnown && sent.HasFlag(Labels.Environment)) => (Severity.High, Confidence.High),
            // The whole environment, to a place that anybody gets for nothing.
            _ when to.IsKnown && sent.HasFlag(Labels.Environment) => (Severity.High, to.Host.Weight >= HostWeight.Weak ? Confidence.High : Confidence.Medium),
            _ => null,
        };
    }
}
