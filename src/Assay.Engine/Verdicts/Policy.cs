using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;

namespace Assay.Engine.Verdicts;

/// <summary>What to do with blind gaps.</summary>
public enum UnknownTreatment { Hold, Warn }

/// <summary>How findings and gaps become a verdict, for one user, machine or company.</summary>
/// <param name="DefaultAge">How old a file must be before it is taken.</param>
/// <param name="Indexes">Indexes that policy names, without credentials.</param>
/// <param name="Owned">Name patterns (<c>*</c> at the end) to the one index they may come from.</param>
/// <param name="Rules">What policy sets for a rule or gap kind: at most one that replaces and one <see cref="RuleSetting.AtLeast"/> an id.</param>
/// <param name="AllowedHosts">Hosts that build scripts may reach behind the guard.</param>
/// <param name="Sources">The files it came from, in the order they were read.</param>
public sealed record Policy(
    TimeSpan DefaultAge,
    UnknownTreatment Unknown,
    ImmutableArray<string> Indexes,
    ImmutableSortedDictionary<string, string> Owned,
    ImmutableArray<RuleSetting> Rules,
    ImmutableArray<Waiver> Waivers,
    ImmutableArray<string> AllowedHosts,
    ImmutableArray<string> Sources)
{
    /// <summary>Lower-case hex sha256 over the meaning of the policy, whatever files it came from; computed when it is first asked for.</summary>
    public string Digest => DigestOnce.Value ??= PolicyDigest.Of(this);

    // An audit never asks, and the library that hashes takes as long to load as hundreds of packages to look up.
    private StrongBox<string?> DigestOnce { get; init; } = new();

    /// <summary>What is said about known vulnerabilities.</summary>
    public AdvisoryPolicy Advisories { get; init; } = AdvisoryPolicy.Default;

    /// <summary>What counts where nobody wrote a policy: files at least 72 hours old, blind gaps held.</summary>
    public static Policy Default { get; } = new(
        TimeSpan.FromHours(72), UnknownTreatment.Hold, [],
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), [], [], [], []);

    /// <summary>The same policy whose <see cref="Digest"/> is computed anew. Call it after every <c>with</c>.</summary>
    public Policy Sealed() => this with { DigestOnce = new() };

    /// <summary>The one index from which a project may come; null where nobody owns its name. The longest matching pattern counts.</summary>
    public string? OwnerOf(ProjectName project)
    {
        string? owner = null;
        int longest = -1;
        foreach ((string pattern, string index) in Owned)
        {
            if (pattern.Length > longest && OwnedPattern.Matches(pattern, project))
            {
                (owner, longest) = (index, pattern.Length);
            }
        }

        return owner;
    }
}

/// <summary>Policy's word on one rule or gap kind.</summary>
/// <param name="Origin">File and line.</param>
/// <param name="AtLeast">
/// True for a setting that can only tighten: the ruling is the worse of this one and what would count without it.
/// False: it replaces the table's row, for better or worse.
/// </param>
public sealed record RuleSetting(string Id, Ruling Ruling, string Origin, bool AtLeast = false);

/// <summary>An exception with a reason, an owner and an end.</summary>
/// <param name="Rule">Rule id or gap kind.</param>
/// <param name="Project">The project; null where <paramref name="Sha256"/> names one file.</param>
/// <param name="Versions">A PEP 440 specifier; null: all versions.</param>
/// <param name="Expires">First day on which it no longer counts, in UTC.</param>
/// <param name="Origin">File and line.</param>
public sealed record Waiver(
    string Rule, ProjectName? Project, string? Versions, string? Sha256, string Reason, string Owner, DateOnly Expires, string Origin)
{
    /// <summary>The first moment at which it no longer counts.</summary>
    public DateTimeOffset End => new(Expires, TimeOnly.MinValue, TimeSpan.Zero);
}
