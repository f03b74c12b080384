using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Assay.Engine.Verdicts;

namespace Assay.Policies;

/// <summary>Everything outside the files that decides which policy counts.</summary>
/// <param name="ExplicitFile">The value of <c>--policy</c>; null: the variable <c>ASSAY_POLICY</c>, where it is set.</param>
/// <param name="CurrentFolder">Where the search for a project's configuration begins; absolute.</param>
/// <param name="Environment">Reads a variable; null where it is not set.</param>
/// <param name="UserName">Owner of waivers and name in their log.</param>
/// <param name="KnownRules">Ids of all rules, of artifacts and of listings.</param>
/// <param name="Now">Against which expiry dates are held.</param>
/// <param name="ReadProject">False: the current folder is what is being judged, so it has no say.</param>
public sealed record PolicyRequest(
    string? ExplicitFile,
    string CurrentFolder,
    Func<string, string?> Environment,
    PolicyFolders Folders,
    string UserName,
    IReadOnlySet<string> KnownRules,
    DateTimeOffset Now,
    bool ReadProject = true)
{
    /// <summary>The variable that names a policy file where no option does.</summary>
    public const string Variable = "ASSAY_POLICY";

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>The request of this process and its user.</summary>
    public static PolicyRequest OfProcess(string? explicitFile, IReadOnlySet<string> knownRules, DateTimeOffset now, bool readProject = true)
    {
        OSPlatform platform =
            OperatingSystem.IsWindows() ? OSPlatform.Windows : OperatingSystem.IsMacOS() ? OSPlatform.OSX : OSPlatform.Linux;
        string home = global::System.Environment.GetFolderPath(global::System.Environment.SpecialFolder.UserProfile);
        return new PolicyRequest(
            explicitFile,
            Directory.GetCurrentDirectory(),
            global::System.Environment.GetEnvironmentVariable,
            PolicyFolders.Of(platform, global::System.Environment.GetEnvironmentVariable, home),
            global::System.Environment.UserName,
            knownRules,
            now,
            readProject);
    }
}

/// <summary>The policy that counts here and now, or why there is none.</summary>
/// <param name="Policy">Null where a file is broken: nothing may be judged by half a policy.</param>
/// <param name="Notices">What of a project's configuration was ignored, or counts by the user's trust; one sentence each, unescaped.</param>
/// <param name="Problems">Errors and warnings of the files.</param>
/// <param name="Lines">The policy as a policy file would say it, each statement with where it comes from.</param>
/// <param name="Trusted">Every project configuration that the user trusts, of this and other folders.</param>
public sealed record LoadedPolicy(
    Policy? Policy,
    ImmutableArray<string> Notices,
    ImmutableArray<PolicyProblem> Problems,
    ImmutableArray<EffectiveLine> Lines,
    ImmutableArray<TrustedFile> Trusted)
{
    /// <summary>False where a file is broken.</summary>
    [MemberNotNullWhen(true, nameof(Policy))]
    public bool IsUsable => Policy is not null;
}

/// <summary>A line of the effective policy.</summary>
/// <param name="Text">TOML, unescaped.</param>
/// <param name="Origin">File and line, or <c>built in</c>; null for headers that state nothing.</param>
public sealed record EffectiveLine(string Text, string? Origin);
