using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Rules;

/// <summary>Core metadata that breaks its specification (PyPA "Core metadata specifications").</summary>
public sealed class MetadataInvalid : Rule
{
    public override string Id => "metadata-invalid";

    public override string Title => "Metadata that breaks the specification";

    public override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        if (subject.Metadata is not { } metadata)
        {
            // Source distributions got on without PKG-INFO for years; an installer refuses such a wheel.
            if (subject.Kind == DistributionKind.Wheel)
            {
                yield return Report(Severity.High, Confidence.High, CodeContext.None, MemberPlace.Whole, "A wheel without readable metadata");
            }

            yield break;
        }

        foreach ((string field, string value) in ((string, string)[])[("Name", metadata.Name), ("Version", metadata.Version)])
        {
            if (value.Length == 0)
            {
                yield return Report(Severity.Medium, Confidence.Certain, CodeContext.None, MemberPlace.Of(metadata.Member), $"The field {field} is missing");
            }
        }

        foreach (LineOf problem in metadata.Problems)
        {
            yield return Report(Severity.Low, Confidence.High, CodeContext.None, MemberPlace.Of(metadata.Member, problem.Line), problem.Text);
        }
    }
}
