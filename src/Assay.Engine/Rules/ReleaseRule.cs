using Assay.Engine.Advisories;
using Assay.Engine.Findings;
using Assay.Packaging.Names;

namespace Assay.Engine.Rules;

/// <summary>A release of a project, on an index or not, with what advisories say of it.</summary>
/// <param name="Shown">Project and version for people.</param>
public sealed record ReleaseSubject(ProjectName Project, ReleaseFlaws Flaws, Place Place, string Shown);

/// <summary>A listing rule that asks nothing but what is known of the release: it holds for a file on the user's own disk as well.</summary>
public abstract class ReleaseRule : ListingRule
{
    public sealed override IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now) =>
        subject.Flaws is ReleaseFlaws flaws ? Inspect(new ReleaseSubject(subject.Project, flaws, subject.Place, subject.Shown)) : [];

    /// <summary>Says what it found.</summary>
    public abstract IEnumerable<ListingFinding> Inspect(ReleaseSubject subject);
}
