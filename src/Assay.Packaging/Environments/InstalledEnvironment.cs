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
    ImmutableArray<EnvironmentProblem> Problems)
{
    /// <summary>The folders that were read, in the order in which its interpreter searches them.</summary>
    public ImmutableArray<string> Sites { get; init; } = [];

    /// <summary>True where its interpreter carries an <c>EXTERNALLY-MANAGED</c> file (PyPA "Externally managed environments").</summary>
    public bool IsExternallyManaged { get; init; }

    /// <summary>True where something may be installed that <see cref="Distributions"/> does not hold, or holds wrongly.</summary>
    public bool IsIncomplete => Problems.Any(static problem => problem.IsGap);
}

/// <summary>How a distribution is recorded as installed.</summary>
public enum InstalledForm
{
    DistInfo,

    /// <summary>An <c>.egg-info</c> file or folder, or an <c>.egg</c>.</summary>
    EggInfo,

    EggLink,

    /// <summary>An <c>__editable__</c> path file that no other record stands beside.</summary>
    PathFile,

    /// <summary>A package of conda's for which no other record stands: not Python, or unknown to Python's installers.</summary>
    CondaMeta,

    /// <summary>A line of a <c>vendor.txt</c>.</summary>
    VendorList,

    /// <summary>A component of a bill of materials in <c>.dist-info/sboms</c> (PEP 770).</summary>
    BillOfMaterials,
}

/// <summary>One installed distribution (PyPA "Recording installed projects").</summary>
/// <param name="Name">As its metadata writes it; from the folder's name where the metadata cannot be read.</param>
/// <param name="Version">As written; null where nothing tells.</param>
/// <param name="Record">Full path of the folder or file that records it.</param>
public sealed record InstalledDistribution(string Name, string? Version, InstalledForm Form, string Record)
{
    /// <summary>The project; null where <see cref="Name"/> is no project's, as conda's own names are not.</summary>
    public ProjectName? Project => Form != InstalledForm.CondaMeta && ProjectName.TryParse(Name, out ProjectName name) ? name : null;

    /// <summary>Who installed it, as <c>INSTALLER</c> says; null where it does not.</summary>
    public string? Installer { get; init; }

    /// <summary>The address of <c>direct_url.json</c>, as written, or the folder that an egg-link names; null where there is none. May hold credentials.</summary>
    public string? Address { get; init; }

    public bool IsEditable { get; init; }

    /// <summary>True where <see cref="Address"/> is a repository's.</summary>
    public bool IsFromRepository { get; init; }

    /// <summary>The system's distributor where it ships and patches this copy, such as <c>Debian</c>; null otherwise.</summary>
    public string? Distributor { get; init; }

    /// <summary>The distribution whose own copy this is (<c>pip</c> for <c>pip/_vendor</c>); null for one that stands for itself.</summary>
    public string? VendoredBy { get; init; }

    /// <summary>The channel from which conda has it; empty where it does not say; null where conda does not claim it. May hold a token.</summary>
    public string? Channel { get; init; }

    /// <summary>The folder of another environment through which it is seen, such as the system's where a virtual environment includes it; null for its own.</summary>
    public string? InheritedFrom { get; init; }

    /// <summary><c>Requires-Dist</c>, as written; that of older records put into the same form.</summary>
    public ImmutableArray<string> Requires { get; init; } = [];

    public string? RequiresPython { get; init; }
}

/// <summary>Something in an environment that could not be read, or was read in doubt.</summary>
/// <param name="Message">One sentence, unescaped.</param>
/// <param name="IsGap">True where something may be installed that the list does not hold, or holds wrongly.</param>
public sealed record EnvironmentProblem(string Path, string Message, bool IsGap);
