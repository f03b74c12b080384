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
        if (WheelFileName.TryParse(subject.FileName, out WheelFileName? wheel))
        {
            return new(wheel.Project, wheel.Version);
        }

        // A name with hyphens in it is told from a version by what the metadata calls the project.
        ProjectName? known = subject.Metadata is { } metadata && ProjectName.TryParse(metadata.Name, out ProjectName project) ? project : null;
        return SdistFileName.TryParse(subject.FileName, out SdistFileName? sdist, known) || SdistFileName.TryParse(subject.FileName, out sdist)
            ? new(sdist.Project, sdist.Version)
            : null;
    }
}
