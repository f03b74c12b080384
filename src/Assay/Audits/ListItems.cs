using System.Collections.Immutable;
using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Packaging.Lockfiles;
using Assay.Packaging.Requirements;

namespace Assay.Audits;

/// <summary>From a list of dependencies to the items of an audit: every line becomes one, and says why where it cannot be looked up.</summary>
internal static class ListItems
{
    /// <summary>The items of a list, in its order.</summary>
    /// <param name="source">The index of the list among the sources.</param>
    /// <param name="environment">What markers are held against; null: every branch is audited, with the branch named.</param>
    /// <param name="mainOnly">True: extras, groups and build requirements are skipped.</param>
    public static IEnumerable<AuditItem> Of(DependencyList list, int source, MarkerEnvironment? environment, bool mainOnly)
    {
        Constraints constraints = new(list, environment);
        foreach (ListedDependency dependency in list.Dependencies.Where(static dependency => !dependency.IsConstraint))
        {
            AuditItem item = Of(dependency, source, environment, mainOnly);
            if (item.SkipReason is not null)
            {
                yield return item;
                continue;
            }

            foreach (ConstrainedBranch branch in constraints.Apply(dependency))
            {
                yield return item with
                {
                    Version = branch.Version,
                    Allowed = branch.Allowed,
                    UnknownReason = branch.Conflict,
                    TakesNewest = list.IsBuildBesideLock,
                    Labels = item.Labels.AddRange(branch.Labels),
                };
            }
        }
    }

    private static AuditItem Of(ListedDependency dependency, int source, MarkerEnvironment? environment, bool mainOnly)
    {
        ImmutableArray<string>.Builder labels = ImmutableArray.CreateBuilder<string>();
        labels.AddRange(dependency.Groups);
        bool? holds = environment is null ? null : dependency.Marker?.Evaluate(environment);
        if (dependency.Marker is Marker marker && holds is null)
        {
            labels.Add($"if {marker}");
        }

        if (dependency.Source is DependencySource.VersionControl or DependencySource.Archive && dependency.Version is not null)
        {
            labels.Add(dependency.Source == DependencySource.VersionControl ? "from version control" : "from an address");
        }

        return new AuditItem(dependency.Name, dependency.Version, new InputPlace(dependency.File, dependency.Line), source)
        {
            Allowed = dependency.Allowed,
            Alternatives = dependency.Alternatives,
            Labels = labels.DrainToImmutable(),
            RequiredBy = dependency.RequiredBy,
            SkipReason = holds == false ? $"its marker does not hold for the environment asked about: {dependency.Marker}"
                : mainOnly && !dependency.Groups.IsEmpty ? $"only in {string.Join(", ", dependency.Groups)}"
                : SkipReason(dependency),
        };
    }

    // A pinned version from elsewhere is looked up all the same: who forks a release inherits what is known about it.
    private static string? SkipReason(ListedDependency dependency) => dependency.Source switch
    {
        DependencySource.Project => "the project that the file belongs to",
        DependencySource.Editable when IsRepository(dependency.Address) => "from version control, editable: no version is stated",
        DependencySource.Folder or DependencySource.Editable => "a folder of sources, no release of an index",
        DependencySource.Foreign => "a package of another system: advisories speak of projects of the Python package index",
        DependencySource.VersionControl when dependency.Version is null => "from version control: no version is stated",
        DependencySource.Archive when dependency.Version is null => "from an address: no version is stated",
        _ => null,
    };

    private static bool IsRepository(string? address)
    {
        int scheme = address?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        return scheme > 0 && address.AsSpan(0, scheme).Contains('+');
    }
}
