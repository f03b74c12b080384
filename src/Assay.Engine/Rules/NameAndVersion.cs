using Assay.Engine.Artifacts;
using Assay.Packaging.Distributions;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Engine.Rules;

/// <summary>The project and version that a file name claims.</summary>
/// <param name="Version">The version as parsed; equality is PEP 440's.</param>
public sealed record NameAndVersion(ProjectName Project, PackageVersion Version)
{
    /// <summary>Reads the file name by what it is named as; null where it names no distribution.</summary>
    public static NameAndVersion? OfFile(Subject subject)
    {
        // A name with hyphens in it is told from a version by what the metadata calls the project.
        ProjectName? known = subject.Metadata is { } metadata && ProjectName.TryParse(metadata.Name, out ProjectName project) ? project : null;
        return OfFile(subject.FileName, known);
    }

    /// <summary>Reads a file name by itself.</summary>
    /// <param name="known">The project that it is likely to be of.</param>
    public static NameAndVersion? OfFile(string fileName, ProjectName? known = null) =>
        WheelFileName.TryParse(fileName, out WheelFileName? wheel) ? new(wheel.Project, wheel.Version)
        : SdistFileName.TryParse(fileName, out SdistFileName? sdist, known) || SdistFileName.TryParse(fileName, out sdist) ? new(sdist.Project, sdist.Version)
        : null;
}
