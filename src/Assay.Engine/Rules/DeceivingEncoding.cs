using Assay.Engine.Artifacts;
using Assay.Engine.Capabilities;
using Assay.Engine.Findings;
using Assay.Python.Text;

namespace Assay.Engine.Rules;

/// <summary>A Python file that declares an encoding under which it does not say what it seems to say (PEP 263).</summary>
public sealed class DeceivingEncoding : Rule
{
    public override string Id => "deceiving-encoding";

    public override string Title => "An encoding that hides what a file says";

    public override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        foreach (PythonModule module in subject.Behaviour.Modules)
        {
            MemberPlace place = module.ProblemLine > 0 ? module.Place with { Line = module.ProblemLine } : module.Place;
            Evidence evidence = new("encoding", module.Codec);
            switch (module.Problem)
            {
                // Nobody needs one of these for source text: each turns what an editor shows as comment or string into code.
                case SourceProblem.DeceivingCodec:
                    yield return Report(Severity.High, Confidence.High, module.Context, place,
                        $"The file is to be read as {module.Codec}, under which comments and strings that an editor shows can be code", evidence);
                    break;

                // A codec that another package registers first: rare, and then this package's readers see other text than Python does.
                case SourceProblem.UnknownCodec:
                    yield return Report(Severity.Medium, Confidence.High, module.Context, place,
                        $"The file is to be read as {module.Codec}, which Python does not know by itself: what it says depends on who explains it", evidence);
                    break;
                case SourceProblem.CookieAgainstMark:
                    yield return Report(Severity.Low, Confidence.High, module.Context, place,
                        $"The file begins as UTF-8 and then declares {module.Codec}", evidence);
                    break;
                default:
                    break;
            }
        }
    }
}
