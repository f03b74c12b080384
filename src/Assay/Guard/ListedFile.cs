using Assay.Index;
using Assay.Packaging.Distributions;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Guard;

/// <summary>A file as one index offers it.</summary>
/// <param name="Key">The guard's path segment for the index.</param>
/// <param name="Index">The index's address without credentials.</param>
/// <param name="Source">The index; null for an address that somebody named outright.</param>
public sealed record ListedFile(string Key, string Index, IndexSource? Source, ProjectName Project, SimpleFile File)
{
    private readonly string? _version = VersionOf(File.FileName, Project);

    /// <summary>The version that the file name gives, as written there; null where it gives none.</summary>
    public string? Version => _version;

    /// <summary>Project and version with the published digest.</summary>
    public Pin? Pin => _version is null ? null : new Pin(Project, _version, File.Hashes.Sha256);

    /// <summary>Project and version as people write them; the file name where it says neither.</summary>
    public string Shown => _version is null ? File.FileName : $"{Project}=={_version}";

    /// <summary>The parsed version; null where there is none.</summary>
    public PackageVersion? Parsed => _version is not null && PackageVersion.TryParse(_version, out PackageVersion? version) ? version : null;

    private static string? VersionOf(string fileName, ProjectName project) =>
        WheelFileName.TryParse(fileName, out WheelFileName? wheel) ? wheel.Version.ToString()
        : SdistFileName.TryParse(fileName, out SdistFileName? sdist, project) ? sdist.Version.ToString()
        : null;
}
