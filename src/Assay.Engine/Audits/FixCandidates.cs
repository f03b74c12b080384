using System.Collections.Immutable;
using Assay.Packaging.Versions;

namespace Assay.Engine.Audits;

/// <summary>What keeps a release from being chosen.</summary>
internal enum FixObstacle { None, Affected, Yanked, Prerelease, OtherBuild, Python, Limited }

/// <summary>A newer release, and what keeps it from being chosen.</summary>
/// <param name="Text">The rest of a sentence that begins with the release; empty for none.</param>
internal readonly record struct FixCandidate(FixRelease Release, FixObstacle Obstacle, string Text)
{
    public PackageVersion Version => Release.Version;
}

/// <summary>The newer releases for a pin, lowest first.</summary>
internal static class FixCandidates
{
    /// <param name="flawOf">The rest of a sentence about what is known against a version; null: nothing.</param>
    public static ImmutableArray<FixCandidate> Of(FixPin pin, FixReleases releases, Func<FixPin, PackageVersion, string?> flawOf) =>
    [
        .. releases.Releases
            .Where(release => release.Version > pin.Version)
            .OrderBy(static release => release.Version)
            .Select(release => Judge(pin, release, flawOf)),
    ];

    /// <summary>Why none of the releases can be chosen: one sentence without its dot.</summary>
    public static string WhyNone(FixPin pin, ImmutableArray<FixCandidate> candidates, bool isFromIndex)
    {
        ImmutableArray<FixCandidate> clean = [.. candidates.Where(static one => one.Obstacle != FixObstacle.Affected)];
        if (clean.IsEmpty)
        {
            return !isFromIndex ? "the advisories name no version that fixes it"
                : candidates.IsEmpty ? $"the index has no release after {pin.Version}"
                : candidates.Length == 1 ? $"the only later release, {candidates[0].Version}, {candidates[0].Text}"
                : $"each of the {candidates.Length} later releases is affected too; the last, {candidates[^1].Version}, {candidates[^1].Text}";
        }

        return clean.Length == 1 ? $"the only fixed release, {clean[0].Version}, {clean[0].Text}"
            : clean.All(one => one.Text == clean[0].Text) ? $"each of the {clean.Length} fixed releases ({clean[0].Version} to {clean[^1].Version}) {clean[0].Text}"
            : $"none of the {clean.Length} fixed releases fits: the lowest, {clean[0].Version}, {clean[0].Text}; the last, {clean[^1].Version}, {clean[^1].Text}";
    }

    private static FixCandidate Judge(FixPin pin, FixRelease release, Func<FixPin, PackageVersion, string?> flawOf) =>
        flawOf(pin, release.Version) is string flaw ? new(release, FixObstacle.Affected, flaw)
        : release.IsYanked ? new(release, FixObstacle.Yanked, "is yanked")
        : release.Version.IsPrerelease && !pin.Version.IsPrerelease ? new(release, FixObstacle.Prerelease, "is a pre-release")
        : pin.Version.Local is { } local && !local.Equals(release.Version.Local) ? new(release, FixObstacle.OtherBuild, $"is no build '+{local}' as the pinned one is")
        : pin.Version.Local is null && release.Version.Local is not null ? new(release, FixObstacle.OtherBuild, "is somebody's own build")
        : !pin.Pythons.Accept(release.RequiresPython) ? new(release, FixObstacle.Python, $"needs Python {string.Join(" or ", release.RequiresPython)}")
        : pin.Limits.FirstOrDefault(limit => !limit.Allowed.Contains(release.Version)) is { } limit ? new(release, FixObstacle.Limited, $"conflicts with {limit.By}")
        : new(release, FixObstacle.None, "");
}
