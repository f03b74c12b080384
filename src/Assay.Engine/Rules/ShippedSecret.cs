using Assay.Engine.Artifacts;
using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A credential that its owner packed by accident, or a package's own key to somewhere.</summary>
public sealed class ShippedSecret : Rule
{
    public override string Id => "shipped-secret";

    public override string Title => "A credential in the package";

    public override IEnumerable<Finding> Inspect(Subject subject) => Limited(Findings(subject));

    private IEnumerable<Finding> Findings(Subject subject)
    {
        foreach (Member member in subject.Members)
        {
            // Test servers need keys that everybody knows.
            bool aside = member.Context == CodeContext.Test || Periphery.Holds(member.Name);
            foreach (SecretSighting sighting in member.Secrets)
            {
                yield return Report(aside ? Severity.Low : Severity.Medium, Confidence.High, CodeContext.None, member.At(sighting.Line),
                    $"{Article(sighting.Kind)} {sighting.Kind} is in the package", new Evidence("begins", sighting.Shown));
            }
        }
    }

    private static string Article(string kind) => kind.Length > 0 && "AEIOUaeiou".Contains(kind[0], StringComparison.Ordinal) ? "An" : "A";
}
