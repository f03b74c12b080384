using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Packaging.Environments;
using Assay.Packaging.Lockfiles;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Audits;

/// <summary>One input of an audit as the planner of fixes sees it.</summary>
/// <param name="Source">The id of the <see cref="AuditSource"/>.</param>
/// <param name="Format">The id of the list's format; null for an environment.</param>
/// <param name="Path">Full path of the file or of the environment.</param>
/// <param name="Pins">What is pinned, each project and version once.</param>
/// <param name="Named">What it names beside them.</param>
/// <param name="Installed">What installed releases require, by project; empty for a list.</param>
internal sealed record FixInput(
    int Source,
    string? Format,
    string Path,
    ImmutableArray<FixPin> Pins,
    FixNamed Named,
    ImmutableDictionary<ProjectName, InstalledDistribution> Installed)
{
    // Locks tell who requires what; elsewhere anything may require anything.
    private static readonly string[] s_graphs = ["uv.lock", "poetry.lock", "pdm.lock"];

    // A requires-python is a range: it is held against the newest release of each series.
    private static readonly ImmutableArray<PackageVersion> s_pythons =
        [.. new[] { "2.7.99" }.Concat(Enumerable.Range(4, 12).Select(static minor => $"3.{minor}.99")).Select(static text => PackageVersion.Parse(text))];

    /// <summary>The pins of a list.</summary>
    /// <param name="python">The Python that <c>--python</c> names; null: the file's own range, else what its markers allow.</param>
    public static FixInput Of(int source, DependencyList list, string path, AuditReport report, AdvisoryPolicy policy, PackageVersion? python)
    {
        ILookup<(ProjectName, PackageVersion), string> flaws = FlawsOf(source, report, policy);
        ILookup<ProjectName, ListedDependency> byProject = list.Dependencies
            .Where(static dependency => dependency is { Project: not null, Source: DependencySource.Index })
            .ToLookup(static dependency => dependency.Project!.Value);
        ImmutableArray<PackageVersion> own = python is not null ? [python] : list.RequiresPython is string text && VersionSpecifierSet.TryParse(text, out VersionSpecifierSet? range)
            ? [.. s_pythons.Where(one => range.Contains(one))]
            : [];
        Dictionary<(ProjectName, PackageVersion), FixPin> pins = [];
        foreach (ListedDependency dependency in byProject.SelectMany(static group => group))
        {
            if (dependency.Version is null || !PackageVersion.TryParse(dependency.Version, out PackageVersion? version) || pins.ContainsKey((dependency.Project!.Value, version)))
            {
                continue;
            }

            ProjectName project = dependency.Project.Value;
            pins.Add((project, version), new FixPin(project, version, [.. flaws[(project, version)].Distinct(StringComparer.Ordinal)])
            {
                Extras = dependency.Extras,
                Limits =
                [
                    .. byProject[project].Where(static other => other.Allowed is not null)
                        .Select(static other => new FixLimit(other.Allowed!, PlaceOf(other))),
                ],
                Pythons = own.IsEmpty ? PythonsOf(dependency.Marker) : new FixPythons(own, All: true),
                RequiredBy = s_graphs.Contains(list.Format)
                    ? [.. dependency.RequiredBy.Select(static name => ProjectName.TryParse(name, out ProjectName by) ? by : (ProjectName?)null).Where(static by => by is not null).Select(static by => by!.Value)]
                    : null,
            });
        }

        return new FixInput(source, list.Format, path, [.. pins.Values], NamedBy(list, own), ImmutableDictionary<ProjectName, InstalledDistribution>.Empty);
    }

    // The installer's own command resolves anew, so that only what is edited in place has to be whole by itself.
    private static FixNamed NamedBy(DependencyList list, ImmutableArray<PackageVersion> own)
    {
        if (list.Format is not ("requirements" or "pyproject.toml"))
        {
            return FixNamed.Nothing;
        }

        ImmutableArray<ListedDependency> wanted = [.. list.Dependencies.Where(static one => one is { IsConstraint: false, Project: not null })];
        return new FixNamed(
            [.. wanted.Select(static one => one.Project!.Value)],
            [
                .. wanted.Where(static one => one is { Version: null, Allowed: not null, Source: DependencySource.Index })
                    .Select(one => new FixRange(one.Project!.Value, one.Allowed!, PlaceOf(one), own.IsEmpty ? PythonsOf(one.Marker) : new FixPythons(own, All: true))),
            ],
            list.Format != "requirements" ? FixAddition.Free
            : wanted.Any(static one => !one.Hashes.IsEmpty) ? FixAddition.Refused
            : wanted.All(static one => one.Version is not null) ? FixAddition.Told
            : FixAddition.Free);
    }

    private static string PlaceOf(ListedDependency one) => $"{one.Name}{string.Join(',', one.Allowed!.Specifiers)} of {System.IO.Path.GetFileName(one.File)}:{one.Line}";

    /// <summary>The pins of an environment: what is installed in it itself.</summary>
    public static FixInput Of(int source, InstalledEnvironment environment, AuditReport report, AdvisoryPolicy policy, PackageVersion? python)
    {
        ILookup<(ProjectName, PackageVersion), string> flaws = FlawsOf(source, report, policy);
        PackageVersion? runs = python ?? (environment.Python is string text && PackageVersion.TryParse(text, out PackageVersion? its) ? its : null);
        ImmutableDictionary<ProjectName, InstalledDistribution>.Builder installed = ImmutableDictionary.CreateBuilder<ProjectName, InstalledDistribution>();
        ImmutableArray<FixPin>.Builder pins = ImmutableArray.CreateBuilder<FixPin>();
        foreach (InstalledDistribution one in environment.Distributions)
        {
            if (one is { VendoredBy: null, InheritedFrom: null, IsEditable: false, Project: ProjectName project }
                && PackageVersion.TryParse(one.Version, out PackageVersion? version) && installed.TryAdd(project, one))
            {
                pins.Add(new FixPin(project, version, [.. flaws[(project, version)].Distinct(StringComparer.Ordinal)])
                {
                    Pythons = runs is null ? FixPythons.Unknown : new FixPythons([runs], All: true),
                });
            }
        }

        return new FixInput(source, null, environment.Root, pins.DrainToImmutable(), FixNamed.Nothing, installed.ToImmutable());
    }

    // Where only a marker speaks of Python, a release must be for one of those at least.
    private static FixPythons PythonsOf(Marker? marker) =>
        marker is null || !marker.Variables.Contains("python_version")
            ? FixPythons.Unknown
            : new FixPythons(
                [.. s_pythons.Where(python => marker.Evaluate(new MarkerEnvironment { PythonVersion = $"{python.Release[0]}.{python.Release[1]}" }) != false)], All: false);

    private static ILookup<(ProjectName, PackageVersion), string> FlawsOf(int source, AuditReport report, AdvisoryPolicy policy) =>
        report.Entries
            .Where(entry => entry.Item.Source == source && entry.Range is null && entry.Item.Project is not null && entry.Coverage != Coverage.Skipped)
            .SelectMany(entry => entry.Vulnerabilities.Where(policy.Counts).Select(flaw => (entry.Item, flaw.Id)))
            .Where(static one => PackageVersion.TryParse(one.Item.Version, out _))
            .ToLookup(static one => (one.Item.Project!.Value, PackageVersion.Parse(one.Item.Version)), static one => one.Id);
}
