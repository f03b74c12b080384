namespace Assay.Feeds;

/// <summary>One record of OSV as a JSON file: what <c>all.zip</c> of osv.dev, malicious-packages and GitHub's database hold.</summary>
public sealed class OsvJson : FeedFormat
{
    public override string Id => "osv-json";

    public override string Title => "a record of OSV as JSON";

    public override bool Fits(FeedDocument document) => EndsWith(document, ".json");

    public override FeedReading Read(FeedDocument document, FeedLimits limits) => OsvRecord.Read(document.Name, "", document.Content, limits);
}
