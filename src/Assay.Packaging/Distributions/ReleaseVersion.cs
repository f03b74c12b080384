using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Distributions;

/// <summary>Of which release a file on a project's page is, by its name.</summary>
public static class ReleaseVersion
{
    /// <summary>The version that a wheel's or sdist's name states; null where it is neither, or of another project.</summary>
    /// <param name="fileName">Without folders.</param>
    public static PackageVersion? Of(string fileName, ProjectName project) =>
        WheelFileName.TryParse(fileName, out WheelFileName? wheel) ? (wheel.Project == project ? wheel.Version : null)
        : SdistFileName.TryParse(fileName, out SdistFileName? sdist, project) && sdist.Project == project ? sdist.Version : null;
}
