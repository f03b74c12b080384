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
        Sites(disk, layout.Sites, found, problems);
        NameDuplicates(layout.Sites, found, problems);
        string? interpreter = layout.VirtualEnvironment?.Python ?? python ?? OnlyVersion(layout.Sites);
        if (layout.CondaRecords is { } records)
        {
            ImmutableArray<CondaPackage> packages = CondaRecords.Read(disk, root, records, problems);
            interpreter = packages.FirstOrDefault(static package => package.Name == "python")?.Version ?? interpreter;
            Join(packages, found, problems);
        }

        ImmutableArray<SitePlace> inherited = Base(disk, root, layout.VirtualEnvironment, problems);
        Inherit(disk, inherited, found, problems);
        return new InstalledEnvironment(root, kind ?? layout.Kind, interpreter, InOrder(found), [.. problems])
        {
            Sites = [.. layout.Sites.Concat(inherited).Select(static place => place.Path)],
            IsExternallyManaged = layout.IsExternallyManaged,
        };
    }

    private static void Sites(FolderView disk, ImmutableArray<SitePlace> places, List<InstalledDistribution> found, List<EnvironmentProblem> problems)
    {
        foreach (SitePlace place in places)
        {
            SiteReading reading = SiteFolder.Read(disk, place.Path, SystemDistributor.Of(disk, disk.Resolve(place.Path) ?? place.Path));
            found.AddRange(reading.Distributions);
            problems.AddRange(reading.Problems);
        }
    }

    private static string? OnlyVersion(ImmutableArray<SitePlace> places) =>
        places.Select(static place => place.Python).Where(static version => version.Contains('.', StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToArray() is [var only]
            ? only
            : null;

    /// <summary>Which of two records counts is decided by the order of a search that no tool promises, so both are listed and named.</summary>
    private static void NameDuplicates(ImmutableArray<SitePlace> places, List<InstalledDistribution> found, List<EnvironmentProblem> problems)
    {
        Dictionary<string, List<InstalledDistribution>> byProject = new(StringComparer.Ordinal);
        foreach (InstalledDistribution distribution in found)
        {
            if (distribution.VendoredBy is not null)
            {
                continue;
            }

            string project = ProjectName.Normalize(distribution.Name);
            if (!byProject.TryGetValue(project, out List<InstalledDistribution>? records))
            {
                byProject.Add(project, [distribution]);
                continue;
            }

            if (records.Find(other => Serve(places, other.Record, distribution.Record)) is { } first)
            {
                problems.Add(new EnvironmentProblem(
                    distribution.Record, $"{first.Name} {first.Version} is recorded too, in {first.Record}; both are listed", IsGap: false));
            }
            else
            {
                records.Add(distribution);
            }
        }
    }

    /// <summary>True where one interpreter sees both records.</summary>
    private static bool Serve(ImmutableArray<SitePlace> places, string record, string other) =>
        PythonFolder.Serves(VersionAt(places, record), VersionAt(places, other));

    private static string VersionAt(ImmutableArray<SitePlace> places, string record)
    {
        string? folder = Path.GetDirectoryName(record);
        return places.FirstOrDefault(place => string.Equals(place.Path, folder, StringComparison.Ordinal)).Python ?? "";
    }

    /// <summary>Puts conda's channel on the records that came with its packages, and adds the packages for which no record stands.</summary>
    private static void Join(ImmutableArray<CondaPackage> packages, List<InstalledDistribution> found, List<EnvironmentProblem> problems)
    {
        Dictionary<string, int> byRecord = new(StringComparer.Ordinal);
        HashSet<string> projects = new(StringComparer.Ordinal);
        for (int i = 0; i < found.Count; i++)
        {
            byRecord.TryAdd(found[i].Record, i);
            projects.Add(ProjectName.Normalize(found[i].Name));
        }

        foreach (CondaPackage package in packages)
        {
            bool isRecorded = false;
            foreach (string claim in package.Claims)
            {
                if (byRecord.TryGetValue(claim, out int record))
                {
                    found[record] = found[record] with { Channel = package.Channel ?? "" };
                    isRecorded = true;
                }
            }

            if (isRecorded)
            {
                continue;
            }

            // An installer has replaced the files: what it left is recorded under the same name.
            if (!package.Claims.IsEmpty && projects.Contains(ProjectName.Normalize(package.Name)))
            {
                problems.Add(new EnvironmentProblem(
                    package.Record, $"conda's {package.Name} {package.Version} has been replaced by what another installer recorded", IsGap: false));
                continue;
            }

            found.Add(new InstalledDistribution(package.Name, package.Version, InstalledForm.CondaMeta, package.Record) { Channel = package.Channel ?? "", Installer = "conda" });
        }
    }

    /// <summary>The folders of the base's modules where a virtual environment includes them (PEP 405).</summary>
    private static ImmutableArray<SitePlace> Base(FolderView disk, string root, VirtualEnvironmentFile? virtualEnvironment, List<EnvironmentProblem> problems)
    {
        if (virtualEnvironment is not { IncludesSystemSites: true })
        {
            return [];
        }

        string configuration = Path.Combine(root, VirtualEnvironmentFile.FileName);
        if (virtualEnvironment.Home is not { } home || home.Contains('\0', StringComparison.Ordinal))
        {
            problems.Add(new EnvironmentProblem(configuration, "it includes the packages of a base that it does not name", IsGap: true));
            return [];
        }

        string programs = Path.GetFullPath(home, root);
        string top = Path.GetFileName(programs) is "bin" or "Scripts" ? Path.GetDirectoryName(programs) ?? programs : programs;
        EnvironmentLayout layout = EnvironmentLayout.Of(disk, top, virtualEnvironment.Python);
        problems.AddRange(layout.Problems);
        if (layout.Sites.IsEmpty)
        {
            problems.Add(new EnvironmentProblem(configuration, $"it includes the packages of a base that is not in {top}", IsGap: true));
        }

        return layout.Sites;
    }

    /// <summary>Adds what is seen of the base: what the environment has itself hides the base's.</summary>
    private static void Inherit(FolderView disk, ImmutableArray<SitePlace> places, List<InstalledDistribution> found, List<EnvironmentProblem> problems)
    {
        HashSet<string> own = new(found.Where(static distribution => distribution.VendoredBy is null).Select(static distribution => ProjectName.Normalize(distribution.Name)), StringComparer.Ordinal);
        foreach (SitePlace place in places)
        {
            List<InstalledDistribution> theirs = [];
            Sites(disk, [place], theirs, problems);
            foreach (InstalledDistribution distribution in theirs)
            {
                if (!own.Contains(ProjectName.Normalize(distribution.VendoredBy ?? distribution.Name)))
                {
                    found.Add(distribution with { InheritedFrom = place.Path });
                }
            }
        }
    }

    private static ImmutableArray<InstalledDistribution> InOrder(List<InstalledDistribution> found) =>
    [
        .. found.OrderBy(static distribution => ProjectName.Normalize(distribution.Name), StringComparer.Ordinal)
            .ThenBy(static distribution => distribution.Record, StringComparer.Ordinal),
    ];
}
