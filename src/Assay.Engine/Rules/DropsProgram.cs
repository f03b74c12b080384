using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>A program that the package carries as text or bytes, written to a file and started from there.</summary>
public sealed class DropsProgram : BehaviourRule
{
    public override string Id => "drops-program";

    public override string Title => "Writes a program out and starts it";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            Labels labels = fact.Capability switch
            {
                Capability.Spawn => StartedProgram.Of(fact).Labels,
                Capability.ExecuteCode => fact.TargetLabels,
                Capability.LoadNative or Capability.ImportDynamic => fact.TargetLabels,
                _ => Labels.None,
            };

            // What is fetched, or comes out of a data file, other rules tell.
            if (!labels.HasFlag(Labels.Written) || (labels & (Labels.Downloaded | Labels.Received | Labels.PackageData)) != Labels.None)
            {
                continue;
            }

            if (labels.HasFlag(Labels.ProgramText))
            {
                (Severity severity, Confidence confidence) = (fact.RunsByItself, conduct.ExecutesForce(fact)) switch
                {
                    (true, true) => (Severity.High, Confidence.High),
                    (true, false) => (Severity.High, fact.Capability == Capability.Spawn ? Confidence.High : Confidence.Medium),
                    (false, true) => (Severity.Medium, Confidence.High),
                    (false, false) => (Severity.Low, Confidence.High),
                };
                yield return Report(conduct, fact, severity, confidence, "writes a script that it carries to a file and starts it");
            }
            else if (fact is { Capability: Capability.Spawn, RunsByItself: true } && (labels & ~(Labels.Written | Labels.OwnSource)) == Labels.None && StartsPython(fact))
            {
                yield return Report(conduct, fact, Severity.High, Confidence.Medium, "writes a file and starts Python on it");
            }
            else if (labels.HasFlag(Labels.Decoded))
            {
                yield return Report(conduct, fact, fact.Context >= CodeContext.Main ? Severity.High : Severity.Medium, Confidence.High,
                    "writes a program that it carries encoded to a file and starts it");
            }
        }
    }

    // "start pythonw.exe …": the file is no data for it.
    private static bool StartsPython(Fact fact) =>
        StartedProgram.Of(fact).Name is "start" or "python" or "python3" or "pythonw" or "sys.executable" or "py" && !fact.Target.Contains(" -m ", StringComparison.Ordinal);
}
