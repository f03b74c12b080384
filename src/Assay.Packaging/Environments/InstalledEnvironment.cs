using System.Collections.Immutable;
using Assay.Packaging.Names;

namespace Assay.Packaging.Environments;

/// <summary>What an environment is.</summary>
public enum EnvironmentKind { VirtualEnvironment, UserSite, System, Conda, Tool, Folder }

/// <summary>What is installed in one environment, read from its folders without running Python.</summary>
/// <param name="Root">Full path.</param>
/// <param name="Python">Version of its interpreter as far as the folders tell (<c>3.11.2</c> or <c>3.11</c>); null where they do not.</param>
/// <param name="Distributions">By normalised name, then folder.</param>
/// <param name="Problems">What could not be read.</param>
public sealed record InstalledEnvironment(
    string Root,
    EnvironmentKind Kind,
    string? Python,
    ImmutableArray<InstalledDistribution> Distributions,
    ImmutableArray<EnvironmentProblem> Problems);

/// <summary>How a distribution is recorded as installed.</summary>
public enum InstalledForm { DistInfo, EggInfo, EggLink, CondaMeta }

/// <summary>One installed distribution (PyPA "Recording installed projects").</summary>
/// <param name="Name">As its metadata writes it; from the folder's name where the metadata cannot be read.</param>
/// <param name="Version">As written; null where nothing tells.</param>
/// <param name="Record">Full path of the folder or file that records it.</param>
public sealed record InstalledDistribution(string Name, string? Version, InstalledForm Form, string Record)
{
    public ProjectName? Project => ProjectName.TryParse(Name, out ProjectName name) ? name : null;

    /// <summary>Who installed it, as <c>INSTALLER</c> says; null where it does not.</summary>
    public string? Installer { get; init; }

    /// <summary>The address of <c>direct_url.json</c>, as written; null where there is none.</summary>
    public string? Address { get; init; }

    public bool IsEditable { get; init; }

    /// <summary>The system's distributor where it ships and patches this copy, such as <c>Debian</c>; null otherwise.</summary>
    public string? Distributor { get; init; }

    /// <summary>The distribution whose own copy this is (<c>pip</c> for <c>pip/_vendor</c>); null for one that stands for itself.</summary>
    public string? VendoredBy { get; init; }

    /// <summary><c>Requires-Dist</c>, as written.</summary>
    public ImmutableArray<string> Requires { get; init; } = [];

    public string? RequiresPython { get; init; }
}

/// <summary>Something in an environment that could not be read.</summary>
/// <param name="Message">One sentence, unescaped.</param>
public sealed record EnvironmentProblem(string Path, string Message);

/// <summary>The folders of a machine, as the readers need them. A path is full; what cannot be read is null.</summary>
/// <param name="List">Entries of a folder: name without folders, and whether it is a folder.</param>
/// <param name="Read">The bytes of a file.</param>
/// <param name="MaxBytes">Of one file that is read; larger counts as unreadable.</param>
public sealed record FolderView(
    Func<string, IReadOnlyList<(string Name, bool IsFolder)>?> List, Func<string, byte[]?> Read, int MaxBytes);
