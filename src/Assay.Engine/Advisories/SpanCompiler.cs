using System.Collections.Immutable;
using Assay.Packaging.Versions;

namespace Assay.Engine.Advisories;

/// <summary>Works the events and listed versions of one record about one project out into spans.</summary>
internal static class SpanCompiler
{
    private const string Beginning = "0";
    private const string NoLimit = "*";

    /// <param name="affected">The record's entries about this project: a version is affected if any of them says so.</param>
    public static AffectedSpans Compile(IEnumerable<AffectedProject> affected)
    {
        List<AffectedSpan> spans = [];
        SortedDictionary<byte[], string> points = new(VersionKey.Order);
        SortedDictionary<byte[], string> fixes = new(VersionKey.Order);
        SortedSet<string> texts = new(StringComparer.Ordinal);
        string? unordered = null;
        foreach (AffectedProject entry in affected)
        {
            foreach (AffectedRange range in entry.Ranges)
            {
                string? broken = AddSpans(range, spans, fixes);
                unordered ??= broken;
            }

            foreach (string text in entry.Versions)
            {
                if (PackageVersion.TryParse(text, out PackageVersion? version))
                {
                    points.TryAdd(VersionKey.Of(version), text);
                }
                else
                {
                    texts.Add(text);
                }
            }
        }

        ImmutableArray<AffectedSpan> merged = Merge(spans);
        return new AffectedSpans(
            merged,
            [.. points.Where(point => !merged.Any(span => span.Holds(point.Key))).Select(static point => new SpanBound(point.Key, point.Value))],
            [.. texts],
            [.. fixes.Where(fix => !EndsSpan(merged, fix.Key) && !merged.Any(span => span.Holds(fix.Key)) && !points.ContainsKey(fix.Key)).Select(static fix => new SpanBound(fix.Key, fix.Value))],
            unordered);
    }

    private static bool EndsSpan(ImmutableArray<AffectedSpan> spans, byte[] key) =>
        spans.Any(span => span.UpperIsFix && span.Upper is { } upper && upper.Key.AsSpan().SequenceEqual(key));

    /// <summary>Adds the spans of one range.</summary>
    /// <returns>A bound that is no version, for which the whole range stays undecided; else null.</returns>
    private static string? AddSpans(AffectedRange range, List<AffectedSpan> spans, SortedDictionary<byte[], string> fixes)
    {
        List<(byte[] Key, RangeEventKind Kind, string Text)> events = [];
        SpanBound? limit = null;
        bool hasLimit = false;
        bool isUnlimited = false;
        foreach (RangeEvent step in range.Events)
        {
            if (step.Kind == RangeEventKind.Introduced && step.Version == Beginning)
            {
                events.Add(([], step.Kind, step.Version));
                continue;
            }

            if (step.Kind == RangeEventKind.Limit && step.Version == NoLimit)
            {
                isUnlimited = true;
                continue;
            }

            if (!PackageVersion.TryParse(step.Version, out PackageVersion? version))
            {
                return step.Version;
            }

            byte[] key = VersionKey.Of(version);
            if (step.Kind != RangeEventKind.Limit)
            {
                events.Add((key, step.Kind, step.Version));
                continue;
            }

            // Below any of several limits is enough: the highest counts.
            hasLimit = true;
            if (limit is not { } highest || key.AsSpan().SequenceCompareTo(highest.Key) > 0)
            {
                limit = new SpanBound(key, step.Version);
            }
        }

        foreach ((byte[] key, RangeEventKind kind, string text) in events)
        {
            if (kind == RangeEventKind.Fixed)
            {
                fixes.TryAdd(key, text);
            }
        }

        Walk([.. events.OrderBy(static step => step.Key, VersionKey.Order)], hasLimit && !isUnlimited ? limit : null, spans);
        return null;
    }

    // Events at one version are applied in the record's order; a last affected version takes effect only after its version.
    private static void Walk(ImmutableArray<(byte[] Key, RangeEventKind Kind, string Text)> events, SpanBound? limit, List<AffectedSpan> spans)
    {
        SpanBound? lower = null;
        bool lowerIsIn = false;
        bool isAffected = false;
        for (int at = 0; at < events.Length;)
        {
            int end = at;
            while (end < events.Length && events[end].Key.AsSpan().SequenceEqual(events[at].Key))
            {
                end++;
            }

            ReadOnlySpan<(byte[] Key, RangeEventKind Kind, string Text)> same = events.AsSpan()[at..end];
            bool before = isAffected;
            bool here = Apply(same, before, isAfter: false);
            isAffected = Apply(same, before, isAfter: true);
            SpanBound? bound = same[0].Key.Length == 0 ? null : new SpanBound(same[0].Key, same[^1].Text);
            bool isFix = HasFix(same);
            if (before && !here)
            {
                Add(new AffectedSpan(lower, lowerIsIn, bound, false, isFix));
            }

            if (!before && here)
            {
                (lower, lowerIsIn) = (bound, true);
            }

            if (here && !isAffected)
            {
                Add(new AffectedSpan(lower, lowerIsIn, bound, true, false));
            }
            else if (!here && isAffected)
            {
                (lower, lowerIsIn) = (bound, false);
            }

            at = end;
        }

        if (isAffected)
        {
            Add(new AffectedSpan(lower, lowerIsIn, null, false, false));
        }

        void Add(AffectedSpan span)
        {
            if (limit is { } l)
            {
                if (span.Lower is { } from && from.Key.AsSpan().SequenceCompareTo(l.Key) >= 0)
                {
                    return;
                }

                if (span.Upper is not { } to || to.Key.AsSpan().SequenceCompareTo(l.Key) >= 0 && !(to.Key.AsSpan().SequenceEqual(l.Key) && !span.UpperIsIn))
                {
                    span = span with { Upper = l, UpperIsIn = false, UpperIsFix = false };
                }
            }

            spans.Add(span);
        }
    }

    private static bool HasFix(ReadOnlySpan<(byte[] Key, RangeEventKind Kind, string Text)> events)
    {
        foreach ((_, RangeEventKind kind, _) in events)
        {
            if (kind == RangeEventKind.Fixed)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Apply(ReadOnlySpan<(byte[] Key, RangeEventKind Kind, string Text)> events, bool isAffected, bool isAfter)
    {
        foreach ((_, RangeEventKind kind, _) in events)
        {
            isAffected = kind switch
            {
                RangeEventKind.Introduced => true,
                RangeEventKind.Fixed => false,
                _ => isAffected && !isAfter,
            };
        }

        return isAffected;
    }

    private static ImmutableArray<AffectedSpan> Merge(List<AffectedSpan> spans)
    {
        List<AffectedSpan> merged = [];
        foreach (AffectedSpan span in spans.Order(Comparer<AffectedSpan>.Create(CompareLower)))
        {
            if (merged.Count > 0 && Touches(merged[^1], span))
            {
                AffectedSpan last = merged[^1];
                merged[^1] = CompareUpper(last, span) >= 0 ? last : span with { Lower = last.Lower, LowerIsIn = last.LowerIsIn };
            }
            else
            {
                merged.Add(span);
            }
        }

        return [.. merged];
    }

    private static int CompareLower(AffectedSpan a, AffectedSpan b) => (a.Lower, b.Lower) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        ({ } x, { } y) => x.Key.AsSpan().SequenceCompareTo(y.Key) is var order && order != 0 ? order : b.LowerIsIn.CompareTo(a.LowerIsIn),
    };

    private static int CompareUpper(AffectedSpan a, AffectedSpan b) => (a.Upper, b.Upper) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        ({ } x, { } y) => x.Key.AsSpan().SequenceCompareTo(y.Key) is var order && order != 0 ? order
            : a.UpperIsIn != b.UpperIsIn ? a.UpperIsIn.CompareTo(b.UpperIsIn) : a.UpperIsFix.CompareTo(b.UpperIsFix),
    };

    private static bool Touches(AffectedSpan before, AffectedSpan after)
    {
        if (before.Upper is not { } upper || after.Lower is not { } lower)
        {
            return true;
        }

        int order = lower.Key.AsSpan().SequenceCompareTo(upper.Key);
        return order < 0 || (order == 0 && (before.UpperIsIn || after.LowerIsIn));
    }
}
