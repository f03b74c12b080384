using System.Collections.Immutable;
using Assay.Packaging.Environments;

namespace Assay.Audits;

/// <summary>Which environments a search found, and all that it looked at.</summary>
/// <param name="Environments">The one that counts first, then in the order in which they were found.</param>
/// <param name="LookedAt">Every place in order, with what stood there: what to print where nothing was found.</param>
/// <param name="Problems">What the search itself left out; those of an environment stand in it.</param>
public sealed record EnvironmentSearch(
    ImmutableArray<InstalledEnvironment> Environments, ImmutableArray<LookedAtPlace> LookedAt, ImmutableArray<EnvironmentProblem> Problems);

/// <summary>One place at which a search looked.</summary>
/// <param name="Place">A path, or the name of a variable. Unescaped.</param>
/// <param name="Answer">What was there, as a part of a sentence. Unescaped.</param>
public readonly record struct LookedAtPlace(string Place, string Answer);

/// <summary>How far a sweep goes.</summary>
/// <param name="MaxDepth">Folders below the one where it begins.</param>
/// <param name="MaxFolders">Folders listed in all.</param>
public sealed record SweepLimits(int MaxDepth, int MaxFolders)
{
    /// <summary>Six folders deep and two hundred thousand wide: a developer's home in a few seconds.</summary>
    public static SweepLimits Default { get; } = new(6, 200_000);
}
