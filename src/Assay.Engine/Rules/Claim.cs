using Assay.Engine.Artifacts;
using Assay.Packaging.Distributions;
using Assay.Packaging.Names;

namespace Assay.Engine.Rules;

/// <summary>Which project an artifact says it belongs to: what excuses a project's own peculiarities must not excuse a stranger's.</summary>
public static class Claim
{
    /// <summary>The project of the metadata; null where there is none, or where a packed file's name does not begin with it.</summary>
    public static ProjectName? Of(Subject subject)
    {
        if (subject.Metadata is not { } metadata || !ProjectName.TryParse(metadata.Name, out ProjectName project))
        {
            return null;
        }

        if (subject.Kind == DistributionKind.Tree)
        {
            return project;
        }

        // Whatever the file's kind, its name begins with the project's, in some spelling, and a hyphen.
        string file = subject.FileName;
        for (int dash = file.IndexOf('-'); dash > 0; dash = file.IndexOf('-', dash + 1))
        {
            if (ProjectName.TryParse(file.AsSpan(0, dash), out ProjectName named) && named == project)
            {
                return project;
            }
        }

        return null;
    }

    /// <summary>True where the artifact is <paramref name="project"/>'s own (a normalised name).</summary>
    public static bool IsOf(Subject subject, string project) => Of(subject) is { } claimed && claimed.Normalized == project;
}
