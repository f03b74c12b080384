using System.Collections.Immutable;
using Assay.Index;

namespace Assay.Installers;

/// <summary>What the reading of an installer's command line, environment and configuration says: facts only, nothing is done yet.</summary>
/// <param name="Installer"><c>pip</c>, <c>uv</c>, or the program's name for <c>run --</c>.</param>
/// <param name="Fetches">False for subcommands that fetch nothing: they pass straight through, without a guard.</param>
/// <param name="Indexes">Every index in the installer's own order of precedence, each once.</param>
/// <param name="DirectAddresses">Addresses of distributions in arguments, requirements files and locks that are to be assayed and rewritten.</param>
/// <param name="LocalTargets">Local archives and folders named as requirements.</param>
/// <param name="VersionControl">Requirements from version control.</param>
/// <param name="Locks">Lock files (and for <c>uv add</c> the project's <c>pyproject.toml</c>) that are mapped before and after; they may not exist yet.</param>
/// <param name="Refusals">What steps round the guard: the command is not started.</param>
/// <param name="Notices">What was changed or raised, for people.</param>
/// <param name="UserProxy">The user's own proxy, which becomes the guard's upstream; may hold credentials.</param>
/// <param name="CertificateBundle">A CA bundle that the user's settings name (PEM file).</param>
/// <param name="ClientCertificate">A client certificate that the user's settings name (PEM file with key).</param>
/// <param name="NoProxy">Hosts that the user excepts from <paramref name="UserProxy"/>, as the variable <c>NO_PROXY</c> writes them.</param>
/// <param name="TrustedHosts">Hosts (with or without port) whose certificates the user told the installer not to check.</param>
public sealed record InstallerPlan(
    string Installer,
    bool Fetches,
    ImmutableArray<IndexSource> Indexes,
    ImmutableArray<DirectAddress> DirectAddresses,
    ImmutableArray<LocalTarget> LocalTargets,
    ImmutableArray<NamedSource> VersionControl,
    ImmutableArray<string> Locks,
    ImmutableArray<Refusal> Refusals,
    ImmutableArray<string> Notices,
    Uri? UserProxy,
    string? CertificateBundle,
    string? ClientCertificate,
    string? NoProxy,
    ImmutableArray<string> TrustedHosts)
{
    /// <summary>Distributions that the locks pin by digest: an installer may have them in a cache and ask nobody.</summary>
    public ImmutableArray<LockedFile> LockedFiles { get; init; } = [];

    /// <summary>True where the command installs what the locks pin: their pins are held against advisories before it starts.</summary>
    public bool InstallsLocked { get; init; }

    /// <summary>A plan of a command that fetches nothing.</summary>
    public static InstallerPlan OfNothing(string installer) =>
        new(installer, false, [], [], [], [], [], [], [], null, null, null, null, []);
}

/// <summary>A distribution's address that somebody named outright.</summary>
/// <param name="Sha256">The digest that came with it, lower-case hex, or null.</param>
/// <param name="Address">Without user, password and fragment.</param>
/// <param name="Origin">Where it was named: argument, or file and line.</param>
/// <param name="Credentials">User and password that stood in the address; never printed.</param>
public sealed record DirectAddress(string Address, string? Sha256, string Origin, IndexCredentials? Credentials = null);

/// <summary>A local archive or folder named as a requirement.</summary>
public sealed record LocalTarget(string Path, bool IsArchive, string Origin);

/// <summary>A requirement that cannot be assayed as a file (version control), and where it was named.</summary>
public sealed record NamedSource(string Text, string Origin);

/// <summary>Something that would step round the guard.</summary>
/// <param name="What">The argument, variable or setting.</param>
/// <param name="Why">One sentence.</param>
/// <param name="NextStep">What to do in its place.</param>
public sealed record Refusal(string What, string Why, string NextStep);

/// <summary>A command ready to start behind the guard.</summary>
/// <param name="Arguments">After the program's name.</param>
/// <param name="Set">Variables to set.</param>
/// <param name="Remove">Variables to remove.</param>
/// <param name="TemporaryFiles">Rewritten requirements and configuration files to delete afterwards, after the program's step too.</param>
/// <param name="Originals">How the user named the original of a temporary file, by the temporary one's path: installers print and write these paths.</param>
/// <param name="Program">For commands that run the user's program: what to start after the install step, without the guard's environment; null otherwise.</param>
public sealed record Launch(
    string FileName,
    ImmutableArray<string> Arguments,
    ImmutableSortedDictionary<string, string> Set,
    ImmutableArray<string> Remove,
    ImmutableArray<string> TemporaryFiles,
    ImmutableSortedDictionary<string, string> Originals,
    Launch? Program);
