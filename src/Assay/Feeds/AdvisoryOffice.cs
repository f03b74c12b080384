using System.Collections.Immutable;
using System.Globalization;
using Assay.Engine.Advisories;

namespace Assay.Feeds;

/// <summary>Where an index of advisories comes from.</summary>
public enum AdvisoryOrigin
{
    /// <summary>A file that the user named.</summary>
    Named,

    /// <summary>The one that <c>assay db build</c> or <c>update</c> wrote into the store.</summary>
    Store,

    /// <summary>The snapshot inside the program.</summary>
    Embedded,
}

/// <summary>The index that counts, and why.</summary>
/// <param name="Place">The file; <c>built in</c> for the snapshot.</param>
/// <param name="Reason">One sentence, unescaped.</param>
public sealed record AdvisoryChoice(AdvisoryIndex Index, AdvisoryOrigin Origin, string Place, string Reason) : IDisposable
{
    public void Dispose() => Index.Dispose();
}

/// <summary>Finds the index of advisories that counts: the one named, else the newer of the store's and the one built in.</summary>
public static class AdvisoryOffice
{
    private const string Resource = "advisories.db";

    /// <summary>Opens the index that counts.</summary>
    /// <param name="explicitFile">A file that the user named, full path; null: none.</param>
    /// <param name="storeFolder">The store's folder, which need not exist; null: there is none.</param>
    /// <exception cref="AdvisoryIndexException">There is none, or the one that would count is damaged; the message is for people, unescaped.</exception>
    public static AdvisoryIndex Open(string? explicitFile, string? storeFolder) => Choose(explicitFile, storeFolder).Index;

    /// <inheritdoc cref="Open"/>
    public static AdvisoryChoice Choose(string? explicitFile, string? storeFolder)
    {
        if (explicitFile is not null)
        {
            return new AdvisoryChoice(AdvisoryFile.Open(explicitFile), AdvisoryOrigin.Named, explicitFile, "It was named.");
        }

        AdvisoryIndex? embedded = OpenEmbedded();
        string? file = storeFolder is null ? null : Path.Combine(storeFolder, AdvisoryFile.Name);
        if (file is null || !File.Exists(file))
        {
            return embedded is null
                ? throw new AdvisoryIndexException("There is no advisory index; make one with 'assay db build' or 'assay db update', or name one with --db FILE.")
                : new AdvisoryChoice(embedded, AdvisoryOrigin.Embedded, "built in", "The store has none of its own.");
        }

        // A damaged one is no reason to take an older one without a word.
        AdvisoryIndex stored = AdvisoryFile.Open(file);
        if (embedded is null)
        {
            return new AdvisoryChoice(stored, AdvisoryOrigin.Store, file, "None is built in.");
        }

        (bool takesStored, string reason) = Compare(stored.Feeds, embedded.Feeds);
        (takesStored ? embedded : stored).Dispose();
        return takesStored
            ? new AdvisoryChoice(stored, AdvisoryOrigin.Store, file, reason)
            : new AdvisoryChoice(embedded, AdvisoryOrigin.Embedded, "built in", reason);
    }

    /// <summary>The snapshot inside the program; null where it was built without one.</summary>
    public static AdvisoryIndex? OpenEmbedded() =>
        typeof(AdvisoryOffice).Assembly.GetManifestResourceStream(Resource) is Stream stream ? AdvisoryIndex.Open(IndexBytes.Of(stream)) : null;

    /// <summary>The newest date of any feed; null where none has one.</summary>
    public static DateOnly? Newest(ImmutableArray<AdvisoryFeed> feeds) => feeds.Max(static feed => feed.Date);

    private static (bool TakesStored, string Reason) Compare(ImmutableArray<AdvisoryFeed> stored, ImmutableArray<AdvisoryFeed> embedded)
    {
        if (Newest(stored) is not DateOnly own)
        {
            return (true, "The store's states no dates, so it is taken as it was built.");
        }

        if (Newest(embedded) is DateOnly builtIn && own < builtIn)
        {
            return (false, $"The store's is older: {Day(own)}, and the one built in is of {Day(builtIn)}.");
        }

        string[] missing = [.. embedded.Select(static feed => feed.Id).Except(stored.Select(static feed => feed.Id), StringComparer.Ordinal)];
        return (true, missing.Length == 0
            ? "The store's is at least as new as the one built in."
            : $"The store's is at least as new as the one built in, but lacks {string.Join(" and ", missing)}, which that one has.");
    }

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
