using System.Collections.Immutable;

namespace Assay.Engine.Advisories;

/// <summary>What is known against one release, as a policy counts it.</summary>
/// <param name="Malware">Records that call the release malicious. No threshold and no ignore entry takes one away.</param>
/// <param name="Counted">Other vulnerabilities at or above the policy's threshold that it does not ignore, worst first.</param>
/// <param name="Undecided">Records that could not be decided: unknown, never clean.</param>
public sealed record ReleaseFlaws(
    ImmutableArray<Vulnerability> Malware, ImmutableArray<Vulnerability> Counted, ImmutableArray<UndecidedAdvisory> Undecided)
{
    public static ReleaseFlaws None { get; } = new([], [], []);

    /// <summary>Why the index could not be asked, in one sentence; null where it answered.</summary>
    public string? Failure { get; init; }
}
