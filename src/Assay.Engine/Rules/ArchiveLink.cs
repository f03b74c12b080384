using Assay.Engine.Artifacts;
using Assay.Engine.Findings;
using Assay.Packaging.Archives;
using Assay.Packaging.Distributions;

namespace Assay.Engine.Rules;

/// <summary>A link that stays inside: ordinary in a source distribution, read differently by installers in a wheel.</summary>
public sealed class ArchiveLink() : ArchiveRule(AnomalyKind.Link, "archive-link", "A link", Severity.Info)
{
    private protected override Func<NestedAnomaly, Severity> Weigher(Subject subject)
    {
        Severity severity = subject.Kind == DistributionKind.Wheel ? Severity.Medium : Severity.Info;
        return _ => severity;
    }
}
