using System.Collections.Immutable;
using Assay.Engine.Audits;
using Assay.Index;
using Assay.Packaging.Distributions;
using Assay.Packaging.Indexes;
using Assay.Packaging.Metadata;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Audits;

/// <summary>Asks an index what a planner of fixes wants to know; each page and document once.</summary>
/// <param name="mayAsk">False: the index is not to learn of the project.</param>
/// <param name="environment">What markers of requirements are held against.</param>
/// <param name="named">Releases that advisories name as fixes, for projects of which the index says nothing.</param>
internal sealed class FixIndex(
    IndexClient client, IndexSource index, Func<ProjectName, bool> mayAsk, MarkerEnvironment? environment, Func<ProjectName, ImmutableArray<FixRelease>> named)
{
    private const int AtATime = 16;

    private readonly Dictionary<ProjectName, ImmutableArray<(PackageVersion Version, SimpleFile File)>?> _pages = [];

    /// <summary>What is known so far.</summary>
    public FixKnowledge Known { get; private set; } = FixKnowledge.Nothing;

    /// <summary>Sentences about what could not be asked; unescaped.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Asks for what a plan misses.</summary>
    public async Task LearnAsync(FixPlan plan, FixInput input, CancellationToken cancellation)
    {
        ImmutableArray<(ProjectName Project, PackageVersion Version)> asked = [.. plan.MissingRequirements.Where(one => !TakeInstalled(input, one.Project, one.Version))];
        await FetchPagesAsync([.. plan.MissingReleases.Concat(asked.Select(static one => one.Project)).Distinct().Where(project => !_pages.ContainsKey(project))], cancellation);
        foreach (ProjectName project in plan.MissingReleases)
        {
            Known = Known with { Releases = Known.Releases.SetItem(project, _pages[project] is { } files ? new FixReleases(ReleasesOf(files), IsFromIndex: true) : new FixReleases(named(project), IsFromIndex: false)) };
        }

        foreach ((ProjectName Project, PackageVersion Version)[] some in asked.Chunk(AtATime))
        {
            ImmutableArray<Requirement>?[] answers = await Task.WhenAll(some.Select(one => FetchRequirementsAsync(one.Project, one.Version, cancellation)));
            Known = Known with { Requirements = Known.Requirements.SetItems(some.Zip(answers, static (one, answer) => KeyValuePair.Create(one, answer))) };
        }
    }

    /// <summary>sha256 digests of all files of a release, lower-case hex, sorted; null where the index gives none for one of them, or was not asked.</summary>
    public async Task<ImmutableArray<string>?> DigestsAsync(ProjectName project, PackageVersion version, CancellationToken cancellation)
    {
        if (!_pages.ContainsKey(project))
        {
            await FetchPagesAsync([project], cancellation);
        }

        ImmutableArray<SimpleFile> files = [.. FilesOf(project, version).Where(static file => file.Yanked is null)];
        return files.IsEmpty || files.Any(static file => file.Hashes.Sha256 is null)
            ? null
            : [.. files.Select(static file => file.Hashes.Sha256!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    private IEnumerable<SimpleFile> FilesOf(ProjectName project, PackageVersion version) =>
        _pages[project] is { } files ? files.Where(file => file.Version == version).Select(static file => file.File) : [];

    private async Task FetchPagesAsync(ImmutableArray<ProjectName> projects, CancellationToken cancellation)
    {
        foreach (ProjectName project in projects.Where(project => !mayAsk(project)))
        {
            _pages[project] = null;
        }

        foreach (ProjectName[] some in projects.Where(mayAsk).Chunk(AtATime))
        {
            PageAnswer[] answers = await Task.WhenAll(some.Select(project => client.FetchPageAsync(index, project, cancellation)));
            foreach ((ProjectName project, PageAnswer answer) in some.Zip(answers))
            {
                _pages[project] = answer.Page is { } page
                    ? [.. page.Files.Select(file => (ReleaseVersion.Of(file.FileName, project), file)).Where(static one => one.Item1 is not null).Select(static one => (one.Item1!, one.file))]
                    : null;
                if (answer.Page is null)
                {
                    Problems.Add(answer.Outcome == PageOutcome.NotFound ? $"the index {SecretFree.Describe(index.Address)} has no project '{project}'" : answer.Failure!);
                }
            }
        }
    }

    private bool TakeInstalled(FixInput input, ProjectName project, PackageVersion version)
    {
        if (!input.Installed.TryGetValue(project, out var installed) || !PackageVersion.TryParse(installed.Version, out PackageVersion? its) || its != version)
        {
            return false;
        }

        IEnumerable<Requirement> requires = installed.Requires.Select(static text => Requirement.TryParse(text, out Requirement? parsed) ? parsed : null).OfType<Requirement>();
        Known = Known with { Requirements = Known.Requirements.SetItem((project, version), [.. requires.Where(MayHold).Select(WithoutSureMarker)]) };
        return true;
    }

    private async Task<ImmutableArray<Requirement>?> FetchRequirementsAsync(ProjectName project, PackageVersion version, CancellationToken cancellation)
    {
        if (FilesOf(project, version).FirstOrDefault(static file => file.CoreMetadata is not null) is not { } file)
        {
            return null;
        }

        DocumentAnswer answer = await client.FetchMetadataAsync(index, file.MetadataUrl, file.CoreMetadata!, cancellation);
        return answer.File.Outcome == FileOutcome.Fetched
            ? [.. CoreMetadata.Parse(answer.Body.Span).RequiresDist.Select(static declared => declared.Requirement).OfType<Requirement>().Where(MayHold).Select(WithoutSureMarker)]
            : null;
    }

    // What only an extra brings in is left out: which extras are chosen elsewhere nobody knows.
    private bool MayHold(Requirement requirement) =>
        requirement is { Url: null }
        && (requirement.Marker is null
            || (!requirement.Marker.Variables.Contains("extra") && requirement.Marker.Evaluate((environment ?? new MarkerEnvironment()) with { Extra = "" }) != false));

    // The planner tells what surely holds from what may.
    private Requirement WithoutSureMarker(Requirement requirement) =>
        environment is not null && requirement.Marker?.Evaluate(environment with { Extra = "" }) == true ? requirement with { Marker = null } : requirement;

    private static ImmutableArray<FixRelease> ReleasesOf(ImmutableArray<(PackageVersion Version, SimpleFile File)> files) =>
    [
        .. files.GroupBy(static one => one.Version).Select(static release =>
        {
            SimpleFile[] usable = [.. release.Select(static one => one.File).Where(static file => file.Yanked is null)];
            VersionSpecifierSet?[] python = [.. usable.Select(static file => file.RequiresPython is string text && VersionSpecifierSet.TryParse(text, out VersionSpecifierSet? set) ? set : null).Distinct()];
            return new FixRelease(release.Key, usable.Length == 0, python.Any(static set => set is null) ? [] : [.. python.OfType<VersionSpecifierSet>()]);
        }),
    ];
}
