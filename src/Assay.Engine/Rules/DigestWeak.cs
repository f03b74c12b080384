using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A file on an index whose digests can be forged.</summary>
public sealed class DigestWeak : ListingRule
{
    private static readonly string[] s_strong = ["sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512", "blake2b", "blake2s"];

    public override string Id => "digest-weak";

    public override string Title => "The index publishes weak digests only";

    public override IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now)
    {
        if (!subject.Digests.IsEmpty && !s_strong.Any(subject.Digests.ContainsKey))
        {
            yield return Report(subject, Severity.Medium, Confidence.Certain, "The only digests that the index publishes for this file can be forged",
                new Evidence("algorithms", string.Join(", ", subject.Digests.Keys)));
        }
    }
}
