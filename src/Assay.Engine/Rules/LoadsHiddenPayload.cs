using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Code or a program that lies in a data file of the package, a picture, a sound, a table, and is run from there.</summary>
public sealed class LoadsHiddenPayload : BehaviourRule
{
    public override string Id => "loads-hidden-payload";

    public override string Title => "Runs code that lies in a data file";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Fact fact in conduct.Facts)
        {
            Labels labels = fact.Capability == Capability.ExecuteCode ? fact.TargetLabels | (conduct.ExecutedBy(fact)?.Labels ?? Labels.None) : fact.AllLabels;
            if (!labels.HasFlag(Labels.PackageData) || (labels & (Labels.Downloaded | Labels.Received)) != Labels.None)
            {
                continue;
            }

            bool hot = fact.Context >= CodeContext.Main;
            switch (fact.Capability)
            {
                case Capability.ExecuteCode or Capability.LoadCode when labels.HasFlag(Labels.Decoded) && IsCode(fact):
                    yield return Report(conduct, fact, hot || conduct.ExecutesForce(fact) ? Severity.High : Severity.Medium, Confidence.High,
                        "decodes a data file of the package and runs it as code", DataFile(conduct, fact));
                    break;
                // A file that runs itself again hides nothing: it is read anyway.
                case Capability.ExecuteCode when labels.HasFlag(Labels.OwnSource):
                    break;
                // A version file is executed by many a setup.py, and does nothing.
                case Capability.ExecuteCode when conduct.ExecutesForce(fact) && !conduct.ExecutedBy(fact)!.How.Contains(".py", StringComparison.Ordinal):
                    yield return Report(conduct, fact, hot ? Severity.High : Severity.Medium, Confidence.High,
                        "runs the content of a data file of the package as code", DataFile(conduct, fact));
                    break;
                // Text out of a table, a configuration, a document, in a form that is not taken apart here.
                case Capability.ExecuteCode when hot && fact.ExecutedLayer == 0 && fact.Api is "builtins.exec" or "builtins.eval":
                    yield return Report(conduct, fact, Severity.High, Confidence.Medium,
                        "runs text out of a data file of the package as code", DataFile(conduct, fact));
                    break;
                case Capability.Spawn when StartedProgram.Of(fact).Labels.HasFlag(Labels.Written | Labels.PackageData | Labels.Decoded):
                    yield return Report(conduct, fact, hot ? Severity.High : Severity.Medium, Confidence.High,
                        "unpacks a program from a data file of the package and starts it", DataFile(conduct, fact));
                    break;
                default:
                    break;
            }
        }
    }

    // Pickles and YAML make objects, and honest packages keep tables in them.
    private static bool IsCode(Fact fact) => fact.Capability == Capability.ExecuteCode || fact.Api.StartsWith("marshal.", StringComparison.Ordinal);

    // The file read before, on the same occasion.
    private static Evidence DataFile(Conduct conduct, Fact fact) =>
        conduct.Beside(fact).TakeWhile(other => !ReferenceEquals(other, fact))
            .LastOrDefault(static other => other.Capability == Capability.ReadFile && other.Target.Length > 0) is { } read
            ? new Evidence("data file", Excerpt(read.Target))
            : new Evidence("data file", "one of the package's own");
}
