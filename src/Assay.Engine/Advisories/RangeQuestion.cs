using System.Collections.Immutable;
using Assay.Packaging.Versions;

namespace Assay.Engine.Advisories;

/// <summary>A requirement against what is known: which share is affected, and how little must be given up for none to be.</summary>
internal static class RangeQuestion
{
    public static RangeShare Share(KeySet allowed, KeySet affected) =>
        allowed.Intersect(affected).IsEmpty ? RangeShare.None
        : allowed.Without(affected).IsEmpty ? RangeShare.All
        : RangeShare.Some;

    /// <summary>
    /// The requirement with other bounds: the highest stretch of versions that is left, and as much below it as single versions left out
    /// (<c>!=</c>) make whole. Null where nothing is left, or where no clause can say what is.
    /// </summary>
    public static string? Tighten(VersionSpecifierSet allowed, ImmutableArray<AffectedSpans> affected)
    {
        KeySet before = KeySet.Of(allowed);
        KeySet bad = KeySet.Of(affected);
        KeySet left = before.Without(bad);
        if (left.IsEmpty)
        {
            return null;
        }

        // Bounds that are texts of records, by the end of a stretch that they make.
        Dictionary<string, string> lowers = [];
        Dictionary<string, string> uppers = [];
        Dictionary<string, string> points = [];
        foreach (AffectedSpans one in affected)
        {
            Name(one, lowers, uppers, points);
        }

        int at = left.Stretches.Length - 1;
        string? upper = left.Stretches[at].To is { } top ? uppers.GetValueOrDefault(Hex(top)) : null;
        List<string> holes = [];
        while (at > 0 && left.Stretches[at - 1].To is { } gapStart)
        {
            KeyStretch gap = new(gapStart, left.Stretches[at].From);
            if (IsAllowed(before, gap))
            {
                if (!points.TryGetValue(Hex(gap.From), out string? hole) || !IsPoint(gap))
                {
                    break;
                }

                holes.Add($"!={hole}");
            }

            at--;
        }

        string? lower = lowers.GetValueOrDefault(Hex(left.Stretches[at].From));
        string tightened = string.Join(',', Clauses(allowed, lower, holes, upper));
        return VersionSpecifierSet.TryParse(tightened, out VersionSpecifierSet? narrowed)
            && KeySet.Of(narrowed) is { IsEmpty: false } now
            && now.Intersect(bad).IsEmpty
            && now.Without(before).IsEmpty
            ? tightened
            : null;
    }

    private static void Name(AffectedSpans affected, Dictionary<string, string> lowers, Dictionary<string, string> uppers, Dictionary<string, string> points)
    {
        foreach (AffectedSpan span in affected.Spans)
        {
            if (span.Upper is { } to)
            {
                lowers.TryAdd(Hex(span.UpperIsIn ? [.. to.Key, byte.MaxValue] : to.Key), (span.UpperIsIn ? ">" : ">=") + Plain(to.Text));
            }

            if (span.Lower is { } from)
            {
                uppers.TryAdd(Hex(span.LowerIsIn ? from.Key : [.. from.Key, 0]), (span.LowerIsIn ? "<" : "<=") + Plain(from.Text));
                if (span is { LowerIsIn: true, UpperIsIn: true, Upper: { } same } && same.Key.AsSpan().SequenceEqual(from.Key))
                {
                    points.TryAdd(Hex(from.Key), Plain(from.Text));
                }
            }
        }

        foreach (SpanBound point in affected.Points)
        {
            points.TryAdd(Hex(point.Key), Plain(point.Text));
            lowers.TryAdd(Hex([.. point.Key, byte.MaxValue]), ">" + Plain(point.Text));
            uppers.TryAdd(Hex(point.Key), "<" + Plain(point.Text));
        }
    }

    private static IEnumerable<string> Clauses(VersionSpecifierSet allowed, string? lower, List<string> holes, string? upper)
    {
        // A new bound takes the place of the old one, which it lies within.
        IEnumerable<string> kept = allowed.Specifiers
            .Where(clause => !(lower is not null && clause.Operator is SpecifierOperator.AtLeast or SpecifierOperator.Greater)
                && !(upper is not null && clause.Operator is SpecifierOperator.AtMost or SpecifierOperator.Less))
            .Select(static clause => clause.ToString());
        return (lower is null ? [] : new[] { lower }).Concat(kept).Concat(Enumerable.Reverse(holes)).Concat(upper is null ? [] : [upper]);
    }

    private static bool IsAllowed(KeySet allowed, KeyStretch gap) =>
        allowed.Stretches.Any(stretch => (stretch.To is null || stretch.To.AsSpan().SequenceCompareTo(gap.From) > 0) && stretch.From.AsSpan().SequenceCompareTo(gap.To) < 0);

    private static bool IsPoint(KeyStretch gap) => gap.To is { } to && to.Length == gap.From.Length + 1 && to.AsSpan(0, gap.From.Length).SequenceEqual(gap.From);

    private static string Plain(string text) => PackageVersion.TryParse(text, out PackageVersion? version) ? version.ToString() : text;

    private static string Hex(byte[] key) => Convert.ToHexString(key);
}
