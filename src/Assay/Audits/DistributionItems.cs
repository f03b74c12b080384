using System.Collections.Immutable;
using Assay.Engine.Audits;
using Assay.Engine.Findings;
using Assay.Office;
using Assay.Packaging.Distributions;
using Assay.Packaging.Environments;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Audits;

/// <summary>From a wheel or source distribution to the items of an audit: itself, what it declares to need, and the copies of others that it carries.</summary>
internal static class DistributionItems
{
    /// <summary>True where a file is named like a distribution.</summary>
    public static bool IsOne(string fileName) =>
        fileName.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) || SdistFileName.TryParse(fileName, out _);

    /// <summary>The items of a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static (ImmutableArray<AuditItem> Items, ImmutableArray<AuditProblem> Problems) Of(string path, int source)
    {
        using FileStream stream = AssayOffice.OpenFile(path);
        string fileName = Path.GetFileName(path);
        return SdistFileName.TryParse(fileName, out SdistFileName? sdist)
            ? OfSdist(SdistContent.Read(stream, fileName, sdist), sdist, path, source)
            : OfWheel(WheelContent.Read(stream, path), fileName, path, source);
    }

    private static (ImmutableArray<AuditItem> Items, ImmutableArray<AuditProblem> Problems) OfSdist(SdistContent content, SdistFileName file, string path, int source)
    {
        if (content.Metadata is not { Name: string name, VersionText: string version })
        {
            return ([], [Unreadable(path)]);
        }

        List<AuditProblem> problems = [.. Disagreements(file.Name, file.Version, name, version, path)];
        List<AuditItem> items = [new AuditItem(name, version, new InputPlace(path), source)];
        items.AddRange(Declared(content.Requires, name, path, source, problems));
        if (!content.TellsRequires)
        {
            problems.Add(new AuditProblem(new InputPlace(path), "its dependencies are only told by building it, which is never done here; audit a wheel of it, or the environment it is installed in", MakesIncomplete: true));
        }

        return ([.. items], [.. problems]);
    }

    // A wheel is what its folder of modules will be, so it is read as an environment is.
    private static (ImmutableArray<AuditItem> Items, ImmutableArray<AuditProblem> Problems) OfWheel(InstalledEnvironment? content, string fileName, string path, int source)
    {
        InstalledDistribution[] records = [.. content?.Distributions.Where(static one => one is { VendoredBy: null, Form: InstalledForm.DistInfo }) ?? []];
        if (content is null || records.Length == 0)
        {
            return ([], [Unreadable(path), .. content is null ? [] : EnvironmentItems.ProblemsOf(content)]);
        }

        // For an environment a record's name will do; of a wheel the requirements are asked too.
        List<AuditProblem> problems =
        [
            .. EnvironmentItems.ProblemsOf(content).Select(problem => problem with
            {
                MakesIncomplete = problem.MakesIncomplete || records.Any(record => problem.Place.File.StartsWith(record.Record, StringComparison.Ordinal)),
            }),
        ];
        List<AuditItem> items = [];
        if (records.Length > 1)
        {
            problems.Add(new AuditProblem(new InputPlace(path), $"it has {records.Length} .dist-info folders where a wheel has one ({string.Join(", ", records.Select(static one => Path.GetFileName(one.Record)))}); each is listed", MakesIncomplete: true));
        }

        if (!WheelFileName.TryParse(fileName, out WheelFileName? wheel))
        {
            problems.Add(new AuditProblem(new InputPlace(path), "its file name is no wheel's; what its metadata says counts", MakesIncomplete: true));
        }

        foreach (InstalledDistribution record in records)
        {
            if (wheel is not null && records.Length == 1)
            {
                problems.AddRange(Disagreements(wheel.Distribution, wheel.Version, record.Name, record.Version, path));
            }

            items.Add(new AuditItem(record.Name, record.Version, new InputPlace(path), source) { UnknownReason = record.Version is null ? "no version is recorded" : null });
            items.AddRange(Declared(record.Requires, record.Name, path, source, problems));
        }

        items.AddRange(EnvironmentItems.Of(content, source).Where(static item => item.BundledIn is not null));
        return ([.. items], [.. problems]);
    }

    private static IEnumerable<AuditItem> Declared(IEnumerable<string> requires, string owner, string path, int source, List<AuditProblem> problems)
    {
        InputPlace place = new(path);
        foreach (string text in requires)
        {
            if (!Requirement.TryParse(text, out Requirement? requirement))
            {
                problems.Add(new AuditProblem(place, $"its requirement '{text}' could not be read", MakesIncomplete: true));
                continue;
            }

            string? exact = requirement.Specifier.ExactVersion;
            yield return new AuditItem(requirement.Name, exact, place, source)
            {
                Allowed = exact is null ? requirement.Specifier : null,
                Labels = requirement.Marker is Marker marker ? ["declared", $"if {marker}"] : ["declared"],
                RequiredBy = [owner],
                SkipReason = requirement.Url is null ? null : "from an address: no version is stated",
            };
        }
    }

    private static IEnumerable<AuditProblem> Disagreements(string fileProject, PackageVersion fileVersion, string name, string? version, string path)
    {
        if (Packaging.Names.ProjectName.Normalize(fileProject) != Packaging.Names.ProjectName.Normalize(name))
        {
            yield return new AuditProblem(new InputPlace(path), $"its metadata says that this is {name}, its file name says {fileProject}", MakesIncomplete: true);
        }
        else if (version is not null && !(PackageVersion.TryParse(version, out PackageVersion? stated) && stated == fileVersion))
        {
            yield return new AuditProblem(new InputPlace(path), $"its metadata says version {version}, its file name says {fileVersion}", MakesIncomplete: true);
        }
    }

    private static AuditProblem Unreadable(string path) =>
        new(new InputPlace(path), "its metadata could not be read, so neither its project nor its version is known", MakesIncomplete: true);
}
