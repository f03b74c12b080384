using System.Collections.Immutable;
using Assay.Packaging.Versions;

namespace Assay.Engine.Advisories;

/// <summary>Keys from one to below another.</summary>
/// <param name="To">Null: without end.</param>
internal readonly record struct KeyStretch(byte[] From, byte[]? To)
{
    public bool IsEmpty => To is not null && From.AsSpan().SequenceCompareTo(To) >= 0;
}

/// <summary>
/// Versions as a set of stretches of <see cref="VersionKey"/> bytes, in order and apart from each other. Every end is one that is out: the key
/// that comes next after another is that key and a zero byte.
/// </summary>
internal sealed class KeySet
{
    private KeySet(ImmutableArray<KeyStretch> stretches) => Stretches = stretches;

    public static KeySet Everything { get; } = new([new KeyStretch([], null)]);

    public ImmutableArray<KeyStretch> Stretches { get; }

    public bool IsEmpty => Stretches.IsEmpty;

    /// <summary>What a requirement allows, local builds with their versions; <c>===</c> with text that is no version allows none.</summary>
    public static KeySet Of(VersionSpecifierSet allowed)
    {
        KeySet set = Everything;
        foreach (VersionSpecifier clause in allowed.Specifiers)
        {
            set = set.Intersect(Of(clause));
        }

        return set;
    }

    /// <summary>What records hold. A build of an affected version is affected.</summary>
    public static KeySet Of(IEnumerable<AffectedSpans> affected)
    {
        List<KeyStretch> stretches = [];
        foreach (AffectedSpans one in affected)
        {
            foreach (AffectedSpan span in one.Spans)
            {
                byte[] from = span.Lower is { } lower ? span.LowerIsIn ? lower.Key : Next(lower.Key) : [];
                stretches.Add(new KeyStretch(from, span.Upper is { } upper ? span.UpperIsIn ? AfterBuilds(upper.Key) : upper.Key : null));
            }

            foreach (SpanBound point in one.Points)
            {
                stretches.Add(new KeyStretch(point.Key, AfterBuilds(point.Key)));
            }
        }

        return Union(stretches);
    }

    public KeySet Intersect(KeySet other)
    {
        List<KeyStretch> common = [];
        int i = 0;
        int j = 0;
        while (i < Stretches.Length && j < other.Stretches.Length)
        {
            KeyStretch a = Stretches[i];
            KeyStretch b = other.Stretches[j];
            KeyStretch both = new(Compare(a.From, b.From) >= 0 ? a.From : b.From, CompareEnds(a.To, b.To) <= 0 ? a.To : b.To);
            if (!both.IsEmpty)
            {
                common.Add(both);
            }

            if (CompareEnds(a.To, b.To) <= 0)
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return new KeySet([.. common]);
    }

    public KeySet Without(KeySet other) => Intersect(other.Complement());

    private KeySet Complement()
    {
        List<KeyStretch> gaps = [];
        byte[]? from = [];
        foreach (KeyStretch stretch in Stretches)
        {
            KeyStretch gap = new(from!, stretch.From);
            if (!gap.IsEmpty)
            {
                gaps.Add(gap);
            }

            from = stretch.To;
        }

        if (from is not null)
        {
            gaps.Add(new KeyStretch(from, null));
        }

        return new KeySet([.. gaps]);
    }

    private static KeySet Union(List<KeyStretch> stretches)
    {
        List<KeyStretch> merged = [];
        foreach (KeyStretch stretch in stretches.Where(static stretch => !stretch.IsEmpty).OrderBy(static stretch => stretch.From, VersionKey.Order))
        {
            if (merged.Count > 0 && (merged[^1].To is not { } end || Compare(stretch.From, end) <= 0))
            {
                merged[^1] = CompareEnds(merged[^1].To, stretch.To) >= 0 ? merged[^1] : merged[^1] with { To = stretch.To };
            }
            else
            {
                merged.Add(stretch);
            }
        }

        return new KeySet([.. merged]);
    }

    private static KeySet Of(VersionSpecifier clause)
    {
        if (clause.Version is not { } version)
        {
            return new KeySet([]);
        }

        byte[] key = VersionKey.Of(version);
        return clause.Operator switch
        {
            SpecifierOperator.Equal => Equal(clause, version, key),
            SpecifierOperator.NotEqual => Equal(clause, version, key).Complement(),
            SpecifierOperator.AtLeast => Stretch(key, null),
            SpecifierOperator.AtMost => Stretch([], VersionKey.AfterLocal(version)),
            SpecifierOperator.Less => Stretch([], version.IsPrerelease ? key : VersionKey.Of(WithDevZero(version))),
            SpecifierOperator.Greater => Stretch(VersionKey.After(version), null),
            SpecifierOperator.Compatible => Stretch(key, VersionKey.Of(AfterPrefix(version, version.Release.Length - 1))),
            _ => Stretch(key, AfterBuilds(key)),
        };
    }

    private static KeySet Equal(VersionSpecifier clause, PackageVersion version, byte[] key) =>
        clause.IsWildcard
            ? Stretch(VersionKey.Of(WithDevZero(version.Base)), VersionKey.Of(AfterPrefix(version, version.Release.Length)))
            : Stretch(key, version.Local is null ? AfterBuilds(key) : Next(key));

    private static KeySet Stretch(byte[] from, byte[]? to) => new KeyStretch(from, to) is { IsEmpty: false } stretch ? new([stretch]) : new([]);

    private static PackageVersion WithDevZero(PackageVersion version) => PackageVersion.Parse($"{version.Public}.dev0");

    // The first version of the next prefix: 1.3.dev0 after ==1.2.*
    private static PackageVersion AfterPrefix(PackageVersion version, int length) =>
        PackageVersion.Parse($"{version.Epoch}!{string.Join('.', version.Release.Take(length - 1).Append(version.Release[length - 1] + 1))}.dev0");

    private static byte[] Next(byte[] key) => [.. key, 0];

    private static byte[] AfterBuilds(byte[] key) => [.. key, byte.MaxValue];

    private static int Compare(byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b);

    private static int CompareEnds(byte[]? a, byte[]? b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        ({ } x, { } y) => Compare(x, y),
    };
}
