using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Rules;

/// <summary>A file whose name says one thing and whose bytes say another, so that what is installed depends on the installer.</summary>
public sealed class NameAgainstContent : Rule
{
    // How InstallerView words an installer that ends with an error.
    private const string Nothing = "nothing";

    public override string Id => "name-against-content";

    public override string Title => "The name says one thing, the content another";

    public override IEnumerable<Finding> Inspect(Subject subject)
    {
        // No current installer takes eggs, whatever is in them.
        if (subject.NamedKind == DistributionKind.Egg && subject.Kind == DistributionKind.Egg)
        {
            yield break;
        }

        Evidence[] readings = [.. subject.Readings.Select(static reading => new Evidence(reading.Installer, reading.Sees))];
        string[] seen = [.. subject.Readings.Select(static reading => reading.Sees).Distinct(StringComparer.Ordinal)];
        int opened = seen.Count(static sees => !sees.StartsWith(Nothing, StringComparison.Ordinal));
        if (opened > 1)
        {
            yield return Report(Severity.Critical, Confidence.Certain, CodeContext.Install, MemberPlace.Whole,
                "Installers open different things in this file", readings);
        }
        else if (opened < seen.Length && subject.Members.Length > 0 && subject.NamedKind != DistributionKind.Unknown)
        {
            yield return Report(Severity.High, Confidence.Certain, CodeContext.None, MemberPlace.Whole,
                opened == 0 ? $"The file name says {Name(subject.NamedKind)}, and no installer opens the content as one" : "Not every installer opens this content under this file name",
                readings);
        }
        else if (Differs(subject))
        {
            yield return Report(Severity.High, Confidence.Certain, CodeContext.None, MemberPlace.Whole,
                $"The file name says {Name(subject.NamedKind)}, the content is {Name(subject.Kind)}", readings);
        }
    }

    private static bool Differs(Subject subject) =>
        subject.NamedKind != DistributionKind.Unknown && subject.Kind != DistributionKind.Unknown && subject.NamedKind != subject.Kind;

    private static string Name(DistributionKind kind) => kind switch
    {
        DistributionKind.Wheel => "a wheel",
        DistributionKind.Sdist => "a source distribution",
        DistributionKind.Egg => "an egg",
        DistributionKind.Tree => "a folder",
        _ => "something else",
    };
}
