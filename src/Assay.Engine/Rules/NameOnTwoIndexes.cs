using Assay.Engine.Findings;

namespace Assay.Engine.Rules;

/// <summary>A project that more than one index of an installation offers: whoever publishes the highest version wins.</summary>
public sealed class NameOnTwoIndexes : ListingRule
{
    public override string Id => "name-on-two-indexes";

    public override string Title => "More than one index offers this project";

    public override IEnumerable<ListingFinding> Inspect(ListingSubject subject, DateTimeOffset now)
    {
        if (!subject.OtherIndexes.IsEmpty)
        {
            yield return Report(subject, Severity.Medium, Confidence.High, "Another index of this installation offers the same project",
                [.. subject.OtherIndexes.Take(5).Select(static index => new Evidence("also on", index))]);
        }
    }
}
