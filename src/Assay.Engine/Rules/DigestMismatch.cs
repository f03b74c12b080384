using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A file whose bytes are not the ones that the index's digest names.</summary>
public sealed class DigestMismatch : ListingRule
{
    public override string Id => "digest-mismatch";

    public override string Title => "The bytes are not the ones that were published";

    public override IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now)
    {
        if (subject.Mismatch is { } wrong)
        {
            yield return Report(subject, Severity.Critical, Confidence.Certain, $"The index sent other bytes than its {wrong.Algorithm} names",
                new Evidence("published", wrong.Published), new Evidence("received", wrong.Actual));
        }
    }
}
