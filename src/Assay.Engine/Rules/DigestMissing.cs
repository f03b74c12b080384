using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A file on an index without any digest (simple repository API, "hashes").</summary>
public sealed class DigestMissing : ListingRule
{
    public override string Id => "digest-missing";

    public override string Title => "The index publishes no digest";

    public override IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now)
    {
        if (subject.Digests.IsEmpty)
        {
            yield return Report(subject, Severity.Medium, Confidence.Certain, "The index publishes no digest for this file, so nothing says which bytes are meant");
        }
    }
}
