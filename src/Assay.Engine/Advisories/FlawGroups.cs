using System.Collections.Immutable;
using Assay.Engine.Findings;
using Assay.Packaging.Versions;

namespace Assay.Engine.Advisories;

/// <summary>Puts what several records say of one flaw together. Ids and aliases are compared in any case.</summary>
internal static class FlawGroups
{
    private static readonly string[] s_preferred = ["PYSEC-", "MAL-", "GHSA-", "CVE-"];

    /// <summary>Positions of records that share an id or alias with another of them.</summary>
    public static HashSet<int> Linked(ImmutableArray<RecordFacts> facts) =>
        [.. Split(facts, static fact => fact).Where(static group => group.Length > 1).SelectMany(static group => group)];

    /// <summary>Groups what is said about one project by flaw: aliases are symmetric and transitive.</summary>
    public static ImmutableArray<ImmutableArray<Testimony>> Of(ImmutableArray<Testimony> said) =>
        [.. said.Where(static one => !one.IsLinked).Select(static one => ImmutableArray.Create(one)), .. OfLinked([.. said.Where(static one => one.IsLinked)])];

    private static IEnumerable<ImmutableArray<Testimony>> OfLinked(ImmutableArray<Testimony> said) =>
        Split(said, static testimony => testimony.Facts).Select(group => group.Select(i => said[i]).ToImmutableArray());

    private static IEnumerable<ImmutableArray<int>> Split<T>(ImmutableArray<T> items, Func<T, RecordFacts> factsOf)
    {
        int[] parents = [.. Enumerable.Range(0, items.Length)];
        Dictionary<string, int> owners = new(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < items.Length; i++)
        {
            RecordFacts facts = factsOf(items[i]);
            foreach (string id in facts.Aliases.Prepend(facts.Id))
            {
                if (!owners.TryAdd(id, i))
                {
                    parents[Root(parents, owners[id])] = Root(parents, i);
                }
            }
        }

        return Enumerable.Range(0, items.Length).GroupBy(i => Root(parents, i)).Select(static group => group.ToImmutableArray());
    }

    private static int Root(int[] parents, int at)
    {
        while (parents[at] != at)
        {
            parents[at] = parents[parents[at]];
            at = parents[at];
        }

        return at;
    }

    public static bool Hits(ImmutableArray<Testimony> group) => group.Any(static said => said.Holds == true);

    /// <summary>One flaw that at least one of the records says the version has.</summary>
    /// <param name="above">Fixes above this key count.</param>
    /// <param name="isPrerelease">Fixes that are pre-releases count like others; else only where there are no others.</param>
    public static Vulnerability Merge(ImmutableArray<Testimony> group, ReadOnlySpan<byte> above, bool isPrerelease)
    {
        // Most flaws have one record.
        ImmutableArray<Testimony> hits = group.Length == 1
            ? group
            : [.. group.Where(static said => said.Holds == true).OrderBy(static said => said.Facts.Id, StringComparer.Ordinal).ThenBy(static said => said.Feed, StringComparer.Ordinal)];
        string id = hits.Length == 1 ? hits[0].Facts.Id : hits.Select(static said => said.Facts.Id).Aggregate(static (best, other) => Rank(other) < Rank(best) ? other : best);
        SeverityRating severity = Worst(hits.Select(static said => said.Facts.Severity));
        return new Vulnerability(
            id,
            OtherIds(group, id),
            [.. hits.Select(static said => new AdvisoryMatch(said.Facts.Id, said.Feed, said.Ranges, said.Facts.Summary, said.Facts.Published, said.Facts.Severity))],
            severity.Level is null ? Worst(group.Select(static said => said.Facts.Severity)) : severity,
            Fixes(hits, above, isPrerelease))
        {
            IsMalware = hits.Any(static said => said.Facts.IsMalware),
            Disputed = FindDispute(group, hits),
            ExploitedSince = group.Min(static said => said.Facts.ExploitedSince),
            ExploitProbability = group.Max(static said => said.Facts.ExploitProbability),
        };
    }

    /// <summary>A record that could not be decided, of a group in which none hits.</summary>
    /// <param name="unordered">The asked text, where it is no version; else null.</param>
    public static UndecidedAdvisory Undecided(ImmutableArray<Testimony> group, Testimony said, string? unordered) => new(
        said.Facts.Id,
        OtherIds(group, said.Facts.Id),
        said.Feed,
        said.Facts.Severity,
        unordered is not null
            ? $"'{unordered}' is no version of PEP 440, so it can't be compared with the bounds {string.Join(" or ", said.Spans.Bounds)}."
            : $"The bound '{said.Spans.Unordered}' is no version of PEP 440, so nothing can be compared with it.");

    /// <summary>Every id of the group but one, sorted.</summary>
    private static ImmutableArray<string> OtherIds(ImmutableArray<Testimony> group, string id)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase) { id };
        List<string> others = [];
        foreach (Testimony said in group)
        {
            AddNew(said.Facts.Id);
            foreach (string alias in said.Facts.Aliases)
            {
                AddNew(alias);
            }
        }

        others.Sort(StringComparer.Ordinal);
        return [.. others];

        void AddNew(string other)
        {
            if (seen.Add(other))
            {
                others.Add(other);
            }
        }
    }

    private static int Rank(string id)
    {
        int rank = Array.FindIndex(s_preferred, prefix => id.StartsWith(prefix, StringComparison.Ordinal));
        return rank < 0 ? s_preferred.Length : rank;
    }

    private static SeverityRating Worst(IEnumerable<SeverityRating> ratings) =>
        ratings.Aggregate(SeverityRating.Unknown, static (worst, rating) =>
            (rating.Level ?? (Severity)(-1), rating.Score ?? -1).CompareTo((worst.Level ?? (Severity)(-1), worst.Score ?? -1)) > 0 ? rating : worst);

    // A fix that the record itself calls affected again is none.
    private static ImmutableArray<string> Fixes(ImmutableArray<Testimony> hits, ReadOnlySpan<byte> above, bool isPrerelease)
    {
        SortedDictionary<byte[], string> later = new(VersionKey.Order);
        foreach (SpanBound fix in hits.SelectMany(static said => said.Spans.Fixes))
        {
            if (fix.Key.AsSpan().SequenceCompareTo(above) > 0)
            {
                later.TryAdd(fix.Key, fix.Text);
            }
        }

        ImmutableArray<string> final = [.. later.Values.Where(static fix => !(PackageVersion.TryParse(fix, out PackageVersion? version) && version.IsPrerelease))];
        return final.IsEmpty || isPrerelease ? [.. later.Values] : final;
    }

    // A source contradicts when it has a record of the flaw about this project, and none that says affected or can't be decided.
    private static Dispute? FindDispute(ImmutableArray<Testimony> group, ImmutableArray<Testimony> hits)
    {
        if (group.Length == hits.Length)
        {
            return null;
        }

        HashSet<(string, string)> notClearing = [.. group.Where(static said => said.Holds != false).Select(static said => said.Source)];
        Testimony? cleared = Best(group.Where(said => !said.Spans.SaysNothing && !notClearing.Contains(said.Source)));
        return cleared is null
            ? null
            : Best(hits) is { } hit ? new Dispute(hit.Facts.Id, hit.Ranges, cleared.Facts.Id, cleared.Ranges) : null;
    }

    // The best range of a source is one that ends: a record without an end often only lacks an editor.
    private static Testimony? Best(IEnumerable<Testimony> said) =>
        said.OrderBy(static one => one.Spans.Spans.Any(static span => span.Upper is null) ? 1 : 0)
            .ThenBy(static one => Rank(one.Facts.Id))
            .ThenBy(static one => one.Facts.Id, StringComparer.Ordinal)
            .ThenBy(static one => one.Feed, StringComparer.Ordinal)
            .FirstOrDefault();
}
