using Assay.Packaging.Names;

namespace Assay.Packaging.Versions;

/// <summary>A project and version, with the digest of one file where it is known.</summary>
/// <param name="Version">As written; compare with <c>PackageVersion</c>.</param>
/// <param name="Sha256">Lower-case hex, or null.</param>
public sealed record Pin(ProjectName Project, string Version, string? Sha256 = null)
{
    public override string ToString() => $"{Project}=={Version}";
}
