using System.Collections.Immutable;
using Assay.Packaging.Versions;

namespace Assay.Engine.Advisories;

/// <summary>How much of what a requirement allows is affected.</summary>
public enum RangeShare { None, Some, All }

/// <summary>
/// The answer about a range of versions, found without a resolver and without a list of releases: every version that could exist counts,
/// pre-releases and local builds too.
/// </summary>
/// <param name="Tightened">The smallest narrowing of the requirement that allows no version known to be affected; null where none is needed or none exists.</param>
/// <param name="Vulnerabilities">Those that a part of the range has, sorted by display id.</param>
/// <param name="Undecided">Records that could not be decided and that no hit speaks for: unknown, never clean.</param>
public sealed record RangeAnswer(
    RangeShare Share, string? Tightened, ImmutableArray<RangeVulnerability> Vulnerabilities, ImmutableArray<UndecidedAdvisory> Undecided)
{
    /// <summary>Where the requirement cannot be narrowed: the lowest fixed version above what it begins with, against which nothing is known; null where there is none.</summary>
    public string? FixedAbove { get; init; }

    public static RangeAnswer Nothing { get; } = new(RangeShare.None, null, [], []);

    /// <summary>The answer about versions that one or more of several ranges allow, from the answers about each. A narrowing names alternatives that are unaffected as they are.</summary>
    public static RangeAnswer OfUnion(ImmutableArray<(VersionSpecifierSet Allowed, RangeAnswer Answer)> alternatives)
    {
        RangeShare share = ShareOf([.. alternatives.Select(static one => one.Answer.Share)]);
        string[] left = [.. alternatives.Select(static one => one.Answer.Share == RangeShare.None ? string.Join(',', one.Allowed.Specifiers) : one.Answer.Tightened).OfType<string>()];
        return new RangeAnswer(
            share,
            share == RangeShare.None || left.Length == 0 ? null : string.Join(" || ", left),
            [
                .. alternatives.SelectMany(static one => one.Answer.Vulnerabilities).GroupBy(static flaw => flaw.Vulnerability.Id, StringComparer.Ordinal)
                    .Select(group => new RangeVulnerability(group.First().Vulnerability, group.Count() < alternatives.Length ? RangeShare.Some : ShareOf([.. group.Select(static flaw => flaw.Share)])))
                    .OrderBy(static flaw => flaw.Vulnerability.Id, StringComparer.Ordinal),
            ],
            [.. alternatives.SelectMany(static one => one.Answer.Undecided).DistinctBy(static one => (one.Id, one.Feed))]);
    }

    private static RangeShare ShareOf(ImmutableArray<RangeShare> shares) =>
        shares.All(static share => share == RangeShare.None) ? RangeShare.None
        : shares.All(static share => share == RangeShare.All) ? RangeShare.All
        : RangeShare.Some;
}

/// <summary>One flaw that a part of a range has.</summary>
/// <param name="Share">How much of the range has it.</param>
public sealed record RangeVulnerability(Vulnerability Vulnerability, RangeShare Share);
