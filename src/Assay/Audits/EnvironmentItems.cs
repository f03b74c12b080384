using System.Collections.Immutable;
using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Packaging.Environments;

namespace Assay.Audits;

/// <summary>From what is installed to the items of an audit.</summary>
internal static class EnvironmentItems
{
    /// <summary>One item a distribution.</summary>
    /// <param name="source">The index of the environment among the sources.</param>
    public static IEnumerable<AuditItem> Of(InstalledEnvironment environment, int source) =>
        environment.Distributions.Select(distribution => Of(distribution, source));

    /// <summary>What is wrong with an environment.</summary>
    public static IEnumerable<AuditProblem> ProblemsOf(InstalledEnvironment environment) => Told(environment.Problems);

    /// <summary>Problems of the disk as problems of the audit.</summary>
    public static IEnumerable<AuditProblem> Told(IEnumerable<EnvironmentProblem> problems) =>
        problems.Select(static problem => new AuditProblem(new InputPlace(problem.Path), problem.Message, problem.IsGap));

    private static AuditItem Of(InstalledDistribution distribution, int source)
    {
        ImmutableArray<string>.Builder labels = ImmutableArray.CreateBuilder<string>();
        if (distribution.IsEditable)
        {
            labels.Add("editable");
        }

        if (distribution.Distributor is string distributor)
        {
            labels.Add($"{distributor}'s own copy: it may hold fixes that its version does not show");
        }

        if (distribution.VendoredBy is string owner)
        {
            labels.Add($"bundled in {owner}");
        }

        if (distribution.InheritedFrom is string inherited)
        {
            labels.Add($"inherited from {inherited}");
        }

        if (!distribution.IsEditable && distribution.Address is not null)
        {
            labels.Add(distribution.IsFromRepository ? "from version control" : "from an address");
        }

        return new AuditItem(distribution.Name, distribution.Version, new InputPlace(distribution.Record), source)
        {
            Labels = labels.DrainToImmutable(),
            BundledIn = distribution.VendoredBy,
            UnknownReason = distribution.Version is null ? "no version is recorded" : null,
            SkipReason = distribution.Form == InstalledForm.CondaMeta
                ? "a conda package: advisories speak of projects of the Python package index"
                : null,
        };
    }
}
