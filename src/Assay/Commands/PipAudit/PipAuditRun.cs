using System.Collections.Immutable;
using Assay.Audits;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Packaging.Environments;
using Assay.Packaging.Lockfiles;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;
using Assay.Reports.PipAudit;

namespace Assay.Commands.PipAudit;

/// <summary>One run of the pip-audit profile: what is asked about, and what the index says, in pip-audit's terms.</summary>
internal sealed class PipAuditRun(Session session, PipAuditArguments arguments, AdvisoryIndex index)
{
    // Where no interpreter is found markers are held against the newest Python, as a fresh installation would have it.
    private const string AssumedPython = "3.14";

    private readonly List<PipAuditDependency> _dependencies = [];
    private readonly List<PipAuditFix> _fixes = [];

    // What two files name alike is one dependency.
    private readonly HashSet<(string Name, string? Version, string? SkipReason)> _seen = [];

    /// <summary>Vulnerabilities that <c>--ignore-vuln</c> took out.</summary>
    public int IgnoredCount { get; private set; }

    public PipAuditResult Result =>
        arguments.DryRun && !arguments.Fix ? new PipAuditResult([], []) : new PipAuditResult([.. _dependencies], [.. _fixes]);

    /// <summary>Collects and answers; the sentence that pip-audit would end with where it can't go on, else null.</summary>
    /// <exception cref="UserException">Something named cannot be read.</exception>
    public string? Collect()
    {
        WarnOfUnhashed();
        string? fatal =
            arguments.Fix && arguments.Requirements.Count == 0
                ? "--fix edits requirements files here (-r); 'assay audit --fix' plans upgrades of everything else"
            : arguments.Requirements.Count > 0 ? AddRequirements()
            : arguments.Locked ? AddLocks(arguments.ProjectPath ?? ".")
            : arguments.ProjectPath is string project ? AddProject(project)
            : AddEnvironment();
        if (fatal is null && arguments is { DryRun: true, Fix: false })
        {
            session.Error.WriteLine($"INFO:pip_audit._audit:Dry run: would have audited {_dependencies.Count} packages");
        }

        return fatal;
    }

    /// <summary>Makes the upgrades of <c>--fix</c>, or only tells them in a dry run, which mends nothing.</summary>
    /// <returns>False where a file could not be written.</returns>
    public async Task<bool> FixAsync(CancellationToken cancellation)
    {
        AuditOptions options = AuditOptions.OfFix(arguments.Requirements, MarkersOf(), arguments.Ignored, arguments.IndexUrl, write: !arguments.DryRun);
        AdvisoryPolicy policy = AdvisoryPolicy.Default with
        {
            Ignores = [.. arguments.Ignored.Select(static id => new AdvisoryIgnore(id, null, null, null, null, null, null, UntilFixed: false, "--ignore-vuln"))],
        };
        AuditInputs inputs = AuditTargets.Collect(session, options);
        FixRun run = new(session, options, inputs, index, policy);
        AuditReport report = await run.PlanAsync(Auditor.Audit(inputs.Question(null), index, policy, session.Time.GetUtcNow()), cancellation);
        bool written = run.Finish(session.Error);
        foreach (AuditEntry entry in report.Entries.Where(static entry => !entry.Vulnerabilities.IsEmpty && entry.Item.Version is not null).DistinctBy(static entry => (entry.Item.Project, entry.Item.Version)))
        {
            string? reason =
                entry.FixVersion is null ? "no version was found that leaves nothing known and that the other requirements and the index allow"
                : written ? null
                : "a file could not be written";
            if (arguments.DryRun)
            {
                string would = reason is null ? $"upgraded {entry.Item.Name} to {entry.FixVersion}" : $"skipped {entry.Item.Name} upgrade because {reason}";
                session.Error.WriteLine($"INFO:pip_audit._cli:Dry run: would have {Reports.TerminalText.Escape(would)}");
            }
            else
            {
                _fixes.Add(new PipAuditFix(Canonical(entry.Item.Name), Shown(entry.Item.Version!), reason is null ? entry.FixVersion : null, reason));
            }
        }

        return written;
    }

    private void WarnOfUnhashed()
    {
        if (arguments.NoDeps && !arguments.RequireHashes)
        {
            session.Error.WriteLine("WARNING:pip_audit._cli:--no-deps is supported, but users are encouraged to fully hash their pinned dependencies");
            session.Error.WriteLine("WARNING:pip_audit._cli:Consider using a tool like `pip-compile`: https://pip-tools.readthedocs.io/en/latest/#using-hashes");
        }
    }

    private string? AddRequirements()
    {
        foreach (string file in arguments.Requirements)
        {
            DependencyList list = Read(new RequirementsFormat(), Path.GetFullPath(file, session.Folder), file);
            bool hashed = arguments.RequireHashes || list.Dependencies.Any(static dependency => !dependency.Hashes.IsEmpty);
            if (AddList(list, file, hashed) is string fatal)
            {
                return fatal;
            }
        }

        return null;
    }

    private string? AddLocks(string project)
    {
        string folder = Path.GetFullPath(project, session.Folder);
        string[] files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "pylock*.toml").Where(static file => new PylockFormat().Claims(Path.GetFileName(file), [])).Order(StringComparer.Ordinal)]
            : [];
        if (files.Length == 0)
        {
            return $"no lockfiles found in {project}";
        }

        foreach (string file in files)
        {
            if (AddList(Read(new PylockFormat(), file, file), file, requireHashes: false) is string fatal)
            {
                return fatal;
            }
        }

        return null;
    }

    private string? AddProject(string project)
    {
        string file = Path.Combine(Path.GetFullPath(project, session.Folder), "pyproject.toml");
        if (!File.Exists(file))
        {
            return $"couldn't find a supported project file in {project}";
        }

        DependencyList list = Read(new PyprojectFormat(), file, file);
        return AddList(list with { Dependencies = [.. list.Dependencies.Where(static dependency => dependency.Groups.IsEmpty)] }, file, requireHashes: false);
    }

    private string? AddList(DependencyList list, string shown, bool requireHashes)
    {
        if (list.Problems.FirstOrDefault(static problem => problem.LosesDependencies) is ListProblem problem)
        {
            return problem.Line is int line ? $"{problem.File}:{line}: {problem.Message}" : $"{problem.File}: {problem.Message}";
        }

        Constraints constraints = new(list, MarkersOf());
        foreach (ListedDependency dependency in list.Dependencies.Where(static dependency => !dependency.IsConstraint))
        {
            ListedDependency counted = dependency;
            if (dependency.Marker?.Evaluate(MarkersOf()) == false || (arguments.SkipEditable && dependency.Source == DependencySource.Editable))
            {
                continue;
            }

            if (requireHashes && dependency.Hashes.IsEmpty && dependency.Source == DependencySource.Index)
            {
                return $"requirement {dependency.Name} does not contain a hash {dependency.Name}{Specifier(dependency)} (from {shown})";
            }

            if (dependency.Source == DependencySource.Index && constraints.Apply(dependency) is [ConstrainedBranch only])
            {
                // pip-audit would end here with the resolver's words.
                if (only.Conflict is string conflict)
                {
                    return conflict;
                }

                counted = dependency with { Version = only.Version };
            }

            // pip's mode of hashes takes pinned requirements alone.
            if (counted.Version is null && (arguments.DisablePip || requireHashes) && counted.Source == DependencySource.Index)
            {
                string text = $"{dependency.Name}{Specifier(dependency)}";
                return $"requirement {dependency.Name} is not pinned to an exact version: {text} "
                    + $"(from RequirementLine(line_number={dependency.Line}, line='{text}', filename=PosixPath('{shown}')))";
            }

            if (Add(counted.Name, counted.Version, SkipReason(counted)) is string fatal)
            {
                return fatal;
            }
        }

        return null;
    }

    private static string? SkipReason(ListedDependency dependency) =>
        dependency.Version is not null ? null
        : dependency.Source == DependencySource.Index
            ? $"not pinned to an exact version, and nothing is resolved here: {dependency.Name}{Specifier(dependency)}"
            : "no version specified";

    private static string Specifier(ListedDependency dependency) =>
        dependency.Version is not null ? $"=={dependency.Version}" : dependency.Allowed is { } allowed ? string.Join(',', allowed.Specifiers) : "";

    private string? AddEnvironment()
    {
        Machine machine = AuditTargets.MachineOf(session);
        ImmutableArray<EnvironmentSearch> searches = arguments.Paths.Count > 0
            ? [.. arguments.Paths.Select(path => EnvironmentFinder.At(machine, Path.GetFullPath(path, session.Folder)))]
            : [EnvironmentFinder.Active(machine)];
        foreach (InstalledDistribution distribution in searches.SelectMany(static search => search.Environments).SelectMany(static environment => environment.Distributions))
        {
            if (distribution.VendoredBy is not null || (distribution.IsEditable && arguments.SkipEditable))
            {
                continue;
            }

            string? reason = distribution.Version is null ? "no version specified"
                : PackageVersion.TryParse(distribution.Version, out _) ? null
                : $"Package has invalid version and could not be audited: {Canonical(distribution.Name)} ({distribution.Version})";
            if (Add(distribution.Name, distribution.Version, reason) is string fatal)
            {
                return fatal;
            }
        }

        return null;
    }

    private string? Add(string name, string? version, string? skipReason)
    {
        string canonical = Canonical(name);
        bool isProject = ProjectName.TryParse(name, out ProjectName project);
        string? reason = skipReason ?? (isProject ? null : $"not a project name: {name}");
        if (!_seen.Add((name, reason is null ? Shown(version!) : null, reason)))
        {
            return null;
        }

        if (reason is not null)
        {
            _dependencies.Add(new PipAuditDependency(name, canonical, null, reason, []));
            return arguments.Strict ? $"{canonical}: {reason}" : null;
        }

        ProjectAnswer answer = index.Ask(project, version!);
        if (!answer.Undecided.IsEmpty)
        {
            // pip-audit dies of such a bound; passing over it would show the package as clean.
            string undecided = $"could not be decided: {string.Join(", ", answer.Undecided.Select(static one => one.Id))}";
            session.Error.WriteLine($"WARNING:pip_audit._cli:{Reports.TerminalText.Escape($"{canonical} ({version}): {undecided}")}");
        }

        ImmutableArray<PipAuditVulnerability>.Builder vulnerabilities = ImmutableArray.CreateBuilder<PipAuditVulnerability>();
        foreach (Vulnerability vulnerability in answer.Vulnerabilities)
        {
            if (arguments.Ignored.Exists(vulnerability.IsKnownAs))
            {
                IgnoredCount++;
            }
            else
            {
                vulnerabilities.Add(Describe(vulnerability, project));
            }
        }

        vulnerabilities.Sort(static (one, other) => string.CompareOrdinal(one.Id, other.Id));
        _dependencies.Add(new PipAuditDependency(name, canonical, Shown(version!), null, vulnerabilities.DrainToImmutable()));
        return null;
    }

    private static string Shown(string version) => PackageVersion.TryParse(version, out PackageVersion? parsed) ? parsed.ToString() : version;

    private PipAuditVulnerability Describe(Vulnerability vulnerability, ProjectName project)
    {
        AdvisoryRecord? record = index.Find(vulnerability.Records[0].Id).FirstOrDefault(found => found.Id == vulnerability.Records[0].Id);
        string[] ids = [vulnerability.Id, .. vulnerability.Aliases];
        string shown = ids.FirstOrDefault(static id => id.StartsWith("PYSEC-", StringComparison.Ordinal))
            ?? ids.FirstOrDefault(static id => id.StartsWith("CVE-", StringComparison.Ordinal))
            ?? vulnerability.Id;
        string text = record is null ? "" : record.Summary.Length > 0 ? record.Summary : record.Details;
        return new PipAuditVulnerability(
            shown, FixVersions(record, project), [.. ids.Where(id => id != shown)], text.Length == 0 ? "N/A" : text.Replace('\n', ' '));
    }

    // All fixed versions of the first range of the last entry about the project, whether or not they help the installed version.
    private static ImmutableArray<string> FixVersions(AdvisoryRecord? record, ProjectName project)
    {
        AffectedRange? range = record?.Affected.LastOrDefault(affected => affected.Project == project && !affected.Ranges.IsEmpty)?.Ranges[0];
        return range is null
            ? []
            : [.. range.Events.Where(static step => step.Kind == RangeEventKind.Fixed).Select(static step => step.Version)
                .OrderBy(static version => PackageVersion.TryParse(version, out PackageVersion? parsed) ? parsed : null)];
    }

    private MarkerEnvironment MarkersOf()
    {
        _environment ??= AuditOptions.ReadEnvironment(
            EnvironmentFinder.Active(AuditTargets.MachineOf(session)).Environments.Select(static environment => environment.Python).FirstOrDefault(static python => python is not null) ?? AssumedPython,
            OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux");
        return _environment!;
    }

    private MarkerEnvironment? _environment;

    private DependencyList Read(LockfileFormat format, string path, string shown)
    {
        ListSurroundings surroundings = new(AuditTargets.ReadFile, session.Environment, ListLimits.Default);
        byte[] content;
        try
        {
            content = NamedInput.Read(path, shown, ListLimits.Default.MaxBytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UserException($"{Reports.TerminalText.Escape(shown)} cannot be read");
        }

        return format.Read(content, path, surroundings);
    }

    private static string Canonical(string name) => ProjectName.TryParse(name, out ProjectName project) ? project.Normalized : name;
}
