using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>One file name that two indexes of one installation offer with different bytes.</summary>
public sealed class SameNameTwoDigests : ListingRule
{
    public override string Id => "same-name-two-digests";

    public override string Title => "Two indexes offer different bytes under one file name";

    public override IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now)
    {
        if ((subject.Digests.GetValueOrDefault("sha256") ?? subject.ArtifactSha256) is { } here
            && subject.OtherSha256.FirstOrDefault(other => !other.Equals(here, StringComparison.OrdinalIgnoreCase)) is { } there)
        {
            yield return Report(subject, Severity.Critical, Confidence.Certain, "Another index offers different bytes under this file name",
                new Evidence("here", here), new Evidence("there", there));
        }
    }
}
