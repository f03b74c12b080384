using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>A function put in the place of somebody else's that sends on what callers hand to it.</summary>
public sealed class ReplacesFunction : BehaviourRule
{
    public override string Id => "replaces-function";

    public override string Title => "A replaced function that sends on its arguments";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        string? patched = conduct.Of(Capability.ReplaceFunction).OrderByDescending(static fact => fact.Context).Select(static fact => fact.Api).FirstOrDefault();
        foreach (Fact fact in conduct.Facts)
        {
            Destination to = Destination.Of(fact);
            if ((SendsSecrets.SentBy(fact) & Labels.CallerArguments) == Labels.None || to.IsLocal)
            {
                continue;
            }

            // A wrapper that hands everything on to the function it wraps.
            if (!to.IsKnown && (fact.TargetLabels & Labels.CallerArguments) != Labels.None)
            {
                continue;
            }

            string does = $"sends what other code hands to {patched ?? "a function that it replaces"} {to.Words}";
            (Severity severity, Confidence confidence) = (to.IsKnown, to.IsOdd, fact.RunsByItself) switch
            {
                (true, true, _) => (Severity.High, Confidence.High),
                // The password that was meant for the one it stands in for.
                (true, _, _) when !to.IsPublisher && (SendsSecrets.SentBy(fact) & (Labels.Credential | Labels.KeyMaterial)) != Labels.None => (Severity.High, Confidence.High),
                (true, _, true) => (Severity.High, Confidence.High),
                (true, _, false) => (Severity.Medium, Confidence.Medium),
                (false, _, true) when fact.Capability == Capability.Send => (Severity.Medium, Confidence.Medium),
                _ => (Severity.Low, Confidence.Medium),
            };
            yield return Report(conduct, fact, severity, confidence, does, to.Evidence);
        }
    }
}
