namespace Assay.Feeds;

/// <summary>One form in which advisories, or facts about them, come. <see cref="Catalogue"/> lists them.</summary>
public abstract class FeedFormat
{
    public abstract string Id { get; }

    /// <summary>What it is, for people.</summary>
    public abstract string Title { get; }

    /// <summary>Whether a document is of this form, by name and first bytes.</summary>
    public abstract bool Fits(FeedDocument document);

    /// <summary>Reads a document. Whatever is wrong with it is a problem of the reading; nothing escapes.</summary>
    public abstract FeedReading Read(FeedDocument document, FeedLimits limits);

    /// <summary>Whether a name ends so, whatever the case.</summary>
    protected static bool EndsWith(FeedDocument document, params ReadOnlySpan<string> endings)
    {
        foreach (string ending in endings)
        {
            if (document.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
