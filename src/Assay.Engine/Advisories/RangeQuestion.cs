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
    /// (<c>!=</c>) make whole. Null where nothing is left that is likely to exist, or where no clause can say what is. A requirement that names
    /// no pre-release gets no bound that does, for that would admit pre-releases (PyPA "Version specifiers", "Handling of pre-releases").
    /// </summary>
    public static string? Tighten(VersionSpecifierSet allowed, ImmutableArray<AffectedSpans> affected)
    {
        affected = allowed.NamesPrerelease ? affected : [.. affected.Select(UpToReleases)];
        KeySet before = KeySet.Of(allowed);
        KeySet bad = KeySet.Of(affected);
        KeySet left = before.Without(bad);
        ImmutableArray<byte[]> likely = Likely(allowed, affected);
        int at = left.Stretches.Length - 1;
        while (at >= 0 && !Holds(left.Stretches[at], likely))
        {
            at--;
        }

        if (at < 0)
        {
            return null;
        }

        // Bounds that are texts of records, by the end of a stretch that they make.
        Dictionary<string, string> lowers = [];
        Dictionary<string, string> uppers = [];
        Dictionary<string, string> points = [];
        foreach (AffectedSpans one in affected)
        {
            Name(one, !allowed.NamesPrerelease, lowers, uppers, points);
        }

        KeySet hit = before.Intersect(bad);
        string? upper = left.Stretches[at].To is { } top && hit.Stretches.Any(stretch => Compare(stretch.From, top) >= 0)
            ? uppers.GetValueOrDefault(Hex(bad.Stretches.First(stretch => Compare(stretch.From, top) >= 0).From))
            : null;
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

        byte[] start = left.Stretches[at].From;
        string? lower = hit.Stretches.Any(stretch => stretch.To is { } end && Compare(end, start) <= 0)
            ? lowers.GetValueOrDefault(Hex(bad.Stretches.Last(stretch => stretch.To is { } end && Compare(end, start) <= 0).To!))
            : null;
        string tightened = string.Join(',', Clauses(allowed, lower, holes, upper));
        return VersionSpecifierSet.TryParse(tightened, out VersionSpecifierSet? narrowed)
            && (allowed.NamesPrerelease || !narrowed.NamesPrerelease)
            && KeySet.Of(narrowed) is var now
            && now.Stretches.Any(stretch => Holds(stretch, likely))
            && now.Intersect(bad).IsEmpty
            && now.Without(before).IsEmpty
            ? tightened
            : null;
    }

    /// <summary>Versions that records name as fixes, above the lowest allowed one; no pre-releases unless the requirement names one.</summary>
    public static IEnumerable<PackageVersion> FixesAbove(VersionSpecifierSet allowed, ImmutableArray<AffectedSpans> affected)
    {
        byte[] start = KeySet.Of(allowed).Stretches is [var first, ..] ? first.From : [];
        return affected.SelectMany(static one => one.Fixes)
            .Where(fix => Compare(fix.Key, start) > 0)
            .Select(static fix => PackageVersion.TryParse(fix.Text, out PackageVersion? version) ? version : null)
            .OfType<PackageVersion>()
            .Where(version => !version.IsPrerelease || allowed.NamesPrerelease);
    }

    // Up to a pre-release means up to before its release, where pre-releases are not asked for.
    private static AffectedSpans UpToReleases(AffectedSpans affected) => affected with
    {
        Spans =
        [
            .. affected.Spans.Select(static span => Release(span.Upper) is { } release && !IsPoint(span)
                ? span with { Upper = release, UpperIsIn = false }
                : span),
        ],
    };

    private static bool IsPoint(AffectedSpan span) =>
        span is { LowerIsIn: true, UpperIsIn: true, Lower: { } lower, Upper: { } upper } && lower.Key.AsSpan().SequenceEqual(upper.Key);

    private static SpanBound? Release(SpanBound? bound) =>
        bound is { } one && PackageVersion.TryParse(one.Text, out PackageVersion? version) && version.IsPrerelease && ReleaseOf(version) is var release
            ? new SpanBound(VersionKey.Of(release), release.ToString())
            : null;

    private static PackageVersion ReleaseOf(PackageVersion version) =>
        version.Pre is not null || version.Post is null ? version.Base : PackageVersion.Parse($"{version.Base}.post{version.Post}");

    // Versions as people number them: what is named somewhere, and what comes next after it.
    private static ImmutableArray<byte[]> Likely(VersionSpecifierSet allowed, ImmutableArray<AffectedSpans> affected)
    {
        HashSet<PackageVersion> named = [PackageVersion.Parse("0.0.1"), PackageVersion.Parse("0.1")];
        foreach (PackageVersion? version in allowed.Specifiers.Select(static clause => clause.Version)
            .Concat(affected.SelectMany(static one => one.Spans.SelectMany(static span => new[] { span.Lower, span.Upper })
                .Concat(one.Points.Select(static point => (SpanBound?)point)).Concat(one.OtherFixes.Select(static fix => (SpanBound?)fix)))
                .Select(static bound => bound is { } known && PackageVersion.TryParse(known.Text, out PackageVersion? version) ? version : null)))
        {
            if (version is not null && ReleaseOf(version) is var release)
            {
                named.Add(release);
                named.Add(PackageVersion.Parse($"{release.Epoch}!{string.Join('.', release.Release[..^1].Append(release.Release[^1] + 1))}"));

                if (version.IsPrerelease && allowed.NamesPrerelease)
                {
                    named.Add(version);
                }
            }
        }

        return [.. named.Where(static version => version.Base.Release.Any(static number => number > 0)).Select(VersionKey.OfPublic)];
    }

    private static bool Holds(KeyStretch stretch, ImmutableArray<byte[]> keys) =>
        keys.Any(key => Compare(key, stretch.From) >= 0 && (stretch.To is null || Compare(key, stretch.To) < 0));

    private static void Name(
        AffectedSpans affected, bool releasesOnly, Dictionary<string, string> lowers, Dictionary<string, string> uppers, Dictionary<string, string> points)
    {
        foreach (AffectedSpan span in affected.Spans)
        {
            if (span.Upper is { } to)
            {
                Lower(to, span.UpperIsIn);
            }

            if (span.Lower is { } from)
            {
                Upper(from, span.LowerIsIn);
                if (IsPoint(span))
                {
                    points.TryAdd(Hex(from.Key), Plain(from.Text));
                }
            }
        }

        foreach (SpanBound point in affected.Points)
        {
            points.TryAdd(Hex(point.Key), Plain(point.Text));
            Lower(point, isIn: true);
            Upper(point, isIn: true);
        }

        void Lower(SpanBound bound, bool isIn) => lowers.TryAdd(
            Hex(isIn ? [.. bound.Key, byte.MaxValue] : bound.Key),
            releasesOnly && Release(bound) is { } release ? $">={release.Text}" : (isIn ? ">" : ">=") + Plain(bound.Text));

        void Upper(SpanBound bound, bool isIn) => uppers.TryAdd(
            Hex(isIn ? bound.Key : [.. bound.Key, 0]),
            releasesOnly && Release(bound) is { } release ? $"<{release.Text}" : (isIn ? "<" : "<=") + Plain(bound.Text));
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

    private static int Compare(byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b);

    private static string Hex(byte[] key) => Convert.ToHexString(key);
}
