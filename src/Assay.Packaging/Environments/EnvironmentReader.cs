using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Packaging.Environments;

/// <summary>Reads what is installed in an environment from its folders, without running Python.</summary>
public static class EnvironmentReader
{
    /// <summary>Reads the environment whose root, or whose folder of modules, is given; null where the folder is neither.</summary>
    /// <param name="root">Full path.</param>
    /// <param name="kind">Null: as the folders tell.</param>
    /// <param name="python">Version of its interpreter, such as <c>3.11</c>, where the root serves several; null: all of them.</param>
    public static InstalledEnvironment? Read(FolderView disk, string root, EnvironmentKind? kind = null, string? python = null)
    {
        EnvironmentLayout layout = EnvironmentLayout.Of(disk, root, python);
        if (layout.Sites.IsEmpty && layout.VirtualEnvironment is null && layout.CondaRecords is null && layout.Problems.IsEmpty)
        {
            return null;
        }

        List<InstalledDistribution> found = [];
        List<EnvironmentProblem> problems = [.. layout.Problems];
        foreach (SitePlace place in layout.Sites)
        {
            SiteReading reading = SiteFolder.Read(disk, place.Path, SystemDistributor.Of(disk, disk.Resolve(place.Path) ?? place.Path));
            found.AddRange(reading.Distributions);
            problems.AddRange(reading.Problems);
        }

        string[] versions = [.. layout.Sites.Select(static place => place.Python).Where(static version => version.Contains('.', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
        return new InstalledEnvironment(
            root,
            kind ?? layout.Kind,
            layout.VirtualEnvironment?.Python ?? python ?? (versions is [var only] ? only : null),
            InOrder(found),
            [.. problems])
        {
            Sites = [.. layout.Sites.Select(static place => place.Path)],
            IsExternallyManaged = layout.IsExternallyManaged,
        };
    }

    private static ImmutableArray<InstalledDistribution> InOrder(List<InstalledDistribution> found) =>
    [
        .. found.OrderBy(static distribution => ProjectName.Normalize(distribution.Name), StringComparer.Ordinal)
            .ThenBy(static distribution => distribution.Record, StringComparer.Ordinal),
    ];
}
