using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Meaning;

namespace Assay.Engine.Rules;

/// <summary>Code that the package carries and runs, but in a form that cannot be read without running it.</summary>
public sealed class RunsOpaqueBlob : BehaviourRule
{
    // Shorter literals are no program.
    private const int LeastBlob = 40;
    private const int MostDepth = 8;
    private const int MostItems = 64;

    // From the network and from data files: other rules' matter. What comes from a user's file is that user's.
    private const Labels Others = Labels.Downloaded | Labels.Received | Labels.PackageData;

    public override string Id => "runs-opaque-blob";

    public override string Title => "Runs code that nobody can read";

    private protected override IEnumerable<Finding> Judge(Conduct conduct)
    {
        foreach (Finding finding in Protected(conduct))
        {
            yield return finding;
        }

        foreach (Fact fact in conduct.Facts)
        {
            Labels code = fact.Capability == Capability.ExecuteCode ? fact.TargetLabels : fact.AllLabels;
            bool isForeign = (code & Others) != Labels.None || (code.HasFlag(Labels.File) && !code.HasFlag(Labels.Written));
            if (fact.ExecutedLayer > 0 || isForeign)
            {
                continue;
            }

            switch (fact.Capability)
            {
                case Capability.ExecuteCode when code.HasFlag(Labels.Decoded):
                    yield return Report(conduct, fact, Carries(fact) ? Severity.High : WeightOf(fact), Carries(fact) || fact.Context >= CodeContext.Install ? Confidence.High : Confidence.Medium,
                        "runs code that it decodes or decrypts, and that could not be read");
                    break;
                case Capability.LoadCode when fact.Api is "marshal.loads" or "marshal.load" && Blob(fact) >= LeastBlob:
                    yield return Report(conduct, fact, WeightOf(fact), Confidence.High, "turns marshalled bytes into code that could not be read");
                    break;
                case Capability.LoadNative when fact.TargetLabels.HasFlag(Labels.Written | Labels.Decoded):
                    yield return Report(conduct, fact, WeightOf(fact), Confidence.High, "unpacks machine code from its own data and loads it");
                    break;
                default:
                    break;
            }
        }
    }

    private static Severity WeightOf(Fact fact) => fact.Context >= CodeContext.Main ? Severity.High : Severity.Medium;

    // The text or bytes that it decodes stand in the package; else they could be anybody's.
    private static bool Carries(Fact fact) => fact.Arguments.Any(static argument => LongestIn(argument.Value, 0) >= LeastBlob);

    private static int LongestIn(Value value, int depth) => value switch
    {
        _ when depth == MostDepth => 0,
        TextValue text => text.Text.Length,
        BytesValue bytes => bytes.Bytes.Length,
        CodeValue code => LongestIn(code.Source, depth + 1),
        SequenceValue sequence => Math.Max(sequence.Items.Length, sequence.Items.Take(MostItems).Select(item => LongestIn(item, depth + 1)).DefaultIfEmpty().Max()),
        ResultValue result => result.Arguments.Take(MostItems).Select(argument => LongestIn(argument.Value, depth + 1)).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private static int Blob(Fact fact) => fact.Arguments.IsEmpty ? 0 : fact.Arguments[0].Value switch
    {
        BytesValue bytes => bytes.Bytes.Length,
        TextValue text => text.Text.Length,
        _ => 0,
    };

    // PyArmor's products call one function of a runtime that comes with them, which decrypts and runs the rest.
    private IEnumerable<Finding> Protected(Conduct conduct)
    {
        foreach (PythonModule module in conduct.Subject.Behaviour.Modules)
        {
            int at = module.Source.Span.IndexOf("__pyarmor__(__name__"u8);
            if (at >= 0 && module.Context != CodeContext.None)
            {
                ReadOnlySpan<byte> before = module.Source.Span[..at];
                Severity severity = module.Context >= CodeContext.Main ? Severity.High : Severity.Low;
                // A build has no reason to hide what it does.
                yield return Report(severity, module.Context >= CodeContext.Install ? Confidence.High : Confidence.Medium, module.Context, module.Place with { Line = before.Count((byte)'\n') + 1 },
                    $"Runs a program that a protector has encrypted {When(module.Context)}");
            }
        }
    }
}
