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
            // An address that somebody's recording is named in is where it comes from.
            Labels sent = Captured & (fact.Capability == Capability.Fetch ? fact.DataLabels : SendsSecrets.SentBy(fact));
            Destination to = Destination.Of(fact);
            if (sent == Labels.None || to.IsLocal)
            {
                continue;
            }

            told.Add((fact.Module, fact.Context));
            bool sure = fact.RunsByItself || to.IsOdd;
            yield return Report(conduct, fact, Severity.High, sure ? Confidence.High : Confidence.Medium,
                $"sends {Origin(sent)} {to.Words}", to.Evidence);
        }

        foreach (Fact fact in conduct.Facts)
        {
            bool byCommand = fact.Capability == Capability.Spawn && fact.Target.Length > 0 && CommandClasses.Of(fact.Target).Is(CommandClass.Capture);
            if (byCommand | fact.Capability is Capability.CaptureKeys or Capability.CaptureScreen or Capability.Record && !told.Contains((fact.Module, fact.Context))
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
            Capability.Spawn => "takes pictures of the screen, or records, by a command",
            _ => "records from microphone or camera",
        };
        IEnumerable<Fact> sinks = conduct.Facts.Where(other => other.Module == fact.Module && other.Capability is Capability.Send or Capability.Connect
            && (other.Context == fact.Context || fact.Capability == Capability.CaptureKeys));
        foreach (Fact sink in sinks)
        {
            Destination to = Destination.Of(sink);
            if (to.IsOdd || (fact.RunsByItself && (to.Host.IsForeign || IsMail(sink))))
            {
                return Report(conduct, fact, Severity.High, Confidence.Medium, $"{what}, in a file that sends something {to.Words},",
                    new Evidence("sends", Excerpt(sink.Line)), to.Evidence);
            }
        }

        return fact.RunsByItself ? Report(conduct, fact, Severity.Medium, Confidence.Medium, what) : null;
    }

    private static bool IsMail(Fact sink) => sink.Api.StartsWith("smtplib.", StringComparison.Ordinal);
}
