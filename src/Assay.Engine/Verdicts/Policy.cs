using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Engine.Verdicts;

/// <summary>What to do with blind gaps.</summary>
public enum UnknownTreatment { Hold, Warn }

/// <summary>How findings and gaps become a verdict, for one user, machine or company.</summary>
/// <param name="DefaultAge">How old a file must be before it is taken.</param>
/// <param name="Indexes">Indexes that policy names, without credentials.</param>
/// <param name="Owned">Name patterns (<c>*</c> at the end) to the one index they may come from.</param>
/// <param name="Rules">What policy sets for a rule or gap kind.</param>
/// <param name="AllowedHosts">Hosts that build scripts may reach behind the guard.</param>
/// <param name="Digest">Lower-case hex sha256 over the meaning of the policy, whatever files it came from.</param>
/// <param name="Sources">The files it came from, in the order they were read.</param>
public sealed record Policy(
    TimeSpan DefaultAge,
    UnknownTreatment Unknown,
    ImmutableArray<string> Indexes,
    ImmutableSortedDictionary<string, string> Owned,
    ImmutableArray<RuleSetting> Rules,
    ImmutableArray<Waiver> Waivers,
    ImmutableArray<string> AllowedHosts,
    string Digest,
    ImmutableArray<string> Sources);

/// <summary>Policy's word on one rule or gap kind.</summary>
/// <param name="Origin">File and line.</param>
public sealed record RuleSetting(string Id, Ruling Ruling, string Origin);

/// <summary>An exception with a reason, an owner and an end.</summary>
/// <param name="Rule">Rule id or gap kind.</param>
/// <param name="Project">The project; null where <paramref name="Sha256"/> names one file.</param>
/// <param name="Versions">A PEP 440 specifier; null: all versions.</param>
/// <param name="Expires">First day on which it no longer counts, in UTC.</param>
/// <param name="Origin">File and line.</param>
public sealed record Waiver(
    string Rule, ProjectName? Project, string? Versions, string? Sha256, string Reason, string Owner, DateOnly Expires, string Origin);
