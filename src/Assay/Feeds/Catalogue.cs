using System.Collections.Immutable;

namespace Assay.Feeds;

/// <summary>Every form of a feed; the first that fits a document reads it. A new form is one file and one line here.</summary>
public static class Catalogue
{
    public static ImmutableArray<FeedFormat> All { get; } =
    [
        new OsvYaml(),
        new OsvLines(),
        new ExploitPrediction(),
        new KnownExploited(),
        new SafetyDatabase(),
        new OsvJson(),
    ];

    /// <summary>Reads a document by the form that fits.</summary>
    public static FeedReading Read(FeedDocument document, FeedLimits limits) =>
        All.FirstOrDefault(format => format.Fits(document))?.Read(document, limits)
        ?? FeedReading.Lost(document.Name, "", "The file is of no form that advisories are read from.");
}
