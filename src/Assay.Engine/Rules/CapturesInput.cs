using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Keys, screen, microphone or camera recorded and sent away.</summary>
public sealed class CapturesInput : BehaviourRule
{
    private const Labels Captured = Labels.Keystroke | Labels.Screen | Labels.Recording;

    public override string Id => "captures-input";

    public override string Title => "Keys, screen, microphone or camera recorded and sent";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        HashSet<(int, CodeContext)> told = [];
        foreach (Fact fact in conduct.Facts)
        {
            if (!Contact.Sends(fact) || (fact.AllLabels & Captured) == Labels.None)
            {
                continue;
            }

            HostReading host = Contact.HostOf(fact);
            if (host.Class is HostClass.Loopback or HostClass.Private)
            {
                continue;
            }

            told.Add((fact.Module, fact.Context));
            bool sure = fact.RunsByItself || host.Weight == HostWeight.Strong;
            yield return Report(conduct, fact, Severity.High, sure ? Confidence.High : Confidence.Medium,
                $"sends {Origin(fact.AllLabels & Captured)} to {Contact.Describe(host)}", new Evidence("host", Contact.Describe(host)));
        }

        foreach (Fact fact in conduct.Facts)
        {
            if (fact.Capability is Capability.CaptureKeys or Capability.CaptureScreen or Capability.Record && !told.Contains((fact.Module, fact.Context))
                && Beside(conduct, fact) is { } finding)
            {
                yield return finding;
            }
        }
    }

    // What a listener hears reaches its function by ways that labels do not always follow.
    private Finding? Beside(Conduct conduct, Fact fact)
    {
        string what = fact.Capability switch
        {
            Capability.CaptureKeys => "records keys",
            Capability.CaptureScreen => "takes pictures of the screen",
            _ => "records from microphone or camera",
        };
        IEnumerable<Fact> sinks = conduct.Facts.Where(other => other.Module == fact.Module && other.Capability is Capability.Send or Capability.Connect
            && (other.Context == fact.Context || fact.Capability == Capability.CaptureKeys));
        foreach (Fact sink in sinks)
        {
            HostReading host = Contact.HostOf(sink);
            if (host.Weight == HostWeight.Strong || (fact.RunsByItself && (host.IsForeign || IsMail(sink))))
            {
                return Report(conduct, fact, Severity.High, Confidence.Medium, $"{what}, in a file that sends to {Contact.Describe(host)},",
                    new Evidence("sends", Excerpt(sink.Line)));
            }
        }

        return fact.RunsByItself ? Report(conduct, fact, Severity.Medium, Confidence.Medium, what) : null;
    }

    private static bool IsMail(Fact sink) => sink.Api.StartsWith("smtplib.", StringComparison.Ordinal);
}
