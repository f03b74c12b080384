using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A <c>.metadata</c> file of the index that is not the one inside of the artifact (simple repository API, PEP 658 and 714).</summary>
public sealed class MetadataAgainstListing : ListingRule
{
    public override string Id => "metadata-against-listing";

    public override string Title => "The index serves other metadata than the file has";

    public override IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now)
    {
        if (subject.PublishedMetadataSha256 is { } served && subject.ArtifactMetadataSha256 is { } inside
            && !served.Equals(inside, StringComparison.OrdinalIgnoreCase))
        {
            yield return Report(subject, Severity.Critical, Confidence.Certain, "The metadata that the index serves beside this file is not the metadata inside of it",
                new Evidence("served", served), new Evidence("inside", inside));
        }
    }
}
