using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A file name that this index once offered with other bytes.</summary>
public sealed class DigestChanged : ListingRule
{
    public override string Id => "digest-changed";

    public override string Title => "The file changed since it was first seen";

    public override IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now)
    {
        string? current = subject.ReceivedSha256 ?? subject.Digests.GetValueOrDefault("sha256");
        if (subject.FirstSeenSha256 is { } first && current is not null && !first.Equals(current, StringComparison.OrdinalIgnoreCase))
        {
            yield return Report(subject, Severity.Critical, Confidence.Certain, "The index offered other bytes under this file name before",
                new Evidence("first seen", first), new Evidence("now", current));
        }
    }
}
