using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Engine.Rules;
using Assay.Office;
using Assay.Packaging.Indexes;
using Assay.Packaging.Versions;

namespace Assay.Guard;

/// <summary>
/// Releases that are too young and yet the better choice: what would be taken in their place is known to be vulnerable, and an advisory
/// says that they repair it.
/// </summary>
public static class SecurityFixes
{
    /// <summary>
    /// Goes from the oldest version to the newest. A young one counts only where nothing is known against it, so that of several young
    /// ones no more are let through than are needed: the next is held against the one let through before.
    /// </summary>
    /// <param name="defaultAge">How old a file must be; zero or less: nothing is too young.</param>
    public static ImmutableSortedDictionary<PackageVersion, SecurityFix> On(
        SimplePage page, AdvisoryWitness advisories, TimeSpan defaultAge, DateTimeOffset now)
    {
        ImmutableSortedDictionary<PackageVersion, SecurityFix>.Builder fixes = ImmutableSortedDictionary.CreateBuilder<PackageVersion, SecurityFix>();
        if (!page.Files.Any(file => IsYoung(file, defaultAge, now)))
        {
            return fixes.ToImmutable();
        }

        IEnumerable<IGrouping<PackageVersion, ListedFile>> releases = page.Files
            .Where(static file => file.Yanked is null)
            .Select(file => new ListedFile("", "", null, page.Project, file))
            .Where(static listed => listed.Parsed is { IsPrerelease: false })
            .GroupBy(static listed => listed.Parsed!)
            .OrderBy(static release => release.Key);
        string? taken = null;
        ImmutableArray<Vulnerability> known = [];
        foreach (IGrouping<PackageVersion, ListedFile> release in releases)
        {
            string version = release.First().Version!;
            ReleaseFlaws flaws = advisories.Look(page.Project, version);
            if (!flaws.Malware.IsEmpty || flaws.Failure is not null)
            {
                continue;
            }

            if (release.All(listed => IsYoung(listed.File, defaultAge, now)))
            {
                ImmutableArray<string> repaired = [.. known.Where(flaw => IsFixedBy(flaw, release.Key)).Select(static flaw => flaw.Id)];
                if (taken is null || repaired.IsEmpty || !flaws.Counted.IsEmpty || !flaws.Undecided.IsEmpty)
                {
                    continue;
                }

                fixes.Add(release.Key, new SecurityFix(taken, repaired));
            }

            taken = version;
            known = flaws.Counted;
        }

        return fixes.ToImmutable();
    }

    private static bool IsYoung(SimpleFile file, TimeSpan defaultAge, DateTimeOffset now) =>
        defaultAge > TimeSpan.Zero && file.UploadTime is DateTimeOffset uploaded && now - uploaded < defaultAge;

    // That a record does not speak of a version is not enough: it must say that this or an earlier one is the repair.
    private static bool IsFixedBy(Vulnerability flaw, PackageVersion version) =>
        flaw.FixedVersions.Any(text => PackageVersion.TryParse(text, out PackageVersion? repaired) && repaired <= version);
}
