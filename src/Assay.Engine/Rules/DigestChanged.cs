using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A file name that this index once offered with other bytes.</summary>
public sealed class DigestChanged : ListingRule
{
    public override string Id => "digest-changed";

    public override string Title => "The file changed since it was first seen";

    public override IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now)
    {
        // Where the index publishes no sha256, the bytes themselves say whether they changed.
        string? current = subject.Digests.GetValueOrDefault("sha256") ?? subject.ArtifactSha256;
        if (subject.FirstSeenSha256 is { } first && current is not null && !first.Equals(current, StringComparison.OrdinalIgnoreCase))
        {
            yield return Report(subject, Severity.Critical, Confidence.Certain, "The index offered other bytes under this file name before",
                new Evidence("first seen", first), new Evidence("now", current));
        }
    }
}
