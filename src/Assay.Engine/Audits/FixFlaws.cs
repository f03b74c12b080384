using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;
using Assay.Packaging.Requirements;
using Assay.Packaging.Versions;

namespace Assay.Engine.Audits;

/// <summary>What speaks against going to a version: the same index and policy as the audit's, and malware whatever policy ignores.</summary>
/// <param name="environment">What markers of ignore entries are held against; null: they do not count.</param>
/// <param name="today">In UTC; ends ignore entries.</param>
/// <param name="asOf">Only what was known on that day; null: all.</param>
public sealed class FixFlaws(AdvisoryIndex index, AdvisoryPolicy policy, MarkerEnvironment? environment, DateOnly today, DateOnly? asOf)
{
    private const int MaxNamed = 256;

    private readonly IgnoreList _ignores = new(policy.Ignores, environment, today);

    /// <summary>The rest of a sentence, such as <c>is affected by PYSEC-1</c>; null: nothing. Unescaped.</summary>
    public string? Of(FixPin pin, PackageVersion version)
    {
        ProjectAnswer answer = index.Ask(pin.Project, version.ToString(), asOf);
        if (answer.Vulnerabilities.FirstOrDefault(static flaw => flaw.IsMalware) is { } malware)
        {
            return $"is malware ({malware.Id})";
        }

        if (answer.Vulnerabilities.FirstOrDefault(flaw => policy.Counts(flaw) && _ignores.Find(flaw, pin.Project, version.ToString()) is null) is { } counted)
        {
            return $"is affected by {counted.Id}";
        }

        // A record that cannot be decided for today's version either is no reason to stay there.
        return answer.Undecided.IsEmpty || Undecided(pin.Project, pin.Version).IsSupersetOf(answer.Undecided.Select(static one => one.Id))
            ? null
            : $"may be affected by {answer.Undecided[0].Id}, which could not be decided";
    }

    /// <summary>
    /// Newer versions that advisories name as fixes of a pin's vulnerabilities, and of those that these versions have in turn; what is no
    /// version of PEP 440 left out. The report's own suggestion is among them.
    /// </summary>
    public ImmutableArray<FixRelease> Named(FixPin pin)
    {
        HashSet<PackageVersion> seen = [pin.Version];
        Queue<PackageVersion> open = new(seen);
        while (seen.Count < MaxNamed && open.TryDequeue(out PackageVersion? at))
        {
            foreach (string text in index.Ask(pin.Project, at.ToString(), asOf).Vulnerabilities.SelectMany(static flaw => flaw.FixedVersions))
            {
                if (PackageVersion.TryParse(text, out PackageVersion? version) && version > pin.Version && seen.Add(version))
                {
                    open.Enqueue(version);
                }
            }
        }

        return [.. seen.Where(version => version != pin.Version).Select(static version => new FixRelease(version, IsYanked: false, []))];
    }

    /// <summary>What is known against a version that is chosen all the same.</summary>
    public FixRemainder Remaining(ProjectName project, PackageVersion version)
    {
        ImmutableArray<Vulnerability> flaws = index.Ask(project, version.ToString(), asOf).Vulnerabilities;
        int ignored = flaws.Count(flaw => _ignores.Find(flaw, project, version.ToString()) is not null);
        return new FixRemainder(ignored, flaws.Length - ignored);
    }

    private ImmutableHashSet<string> Undecided(ProjectName project, PackageVersion version) =>
        [.. index.Ask(project, version.ToString(), asOf).Undecided.Select(static one => one.Id)];
}
