using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Assay.Packaging.Versions;

/// <summary>One segment of a local version: a number, or lower-case letters and digits.</summary>
/// <param name="Number">The value of a segment of digits only; null for any other, whose text is <paramref name="Text"/>.</param>
public readonly record struct LocalSegment(BigInteger? Number, string Text) : IComparable<LocalSegment>
{
    /// <summary>PEP 440, "Local version identifiers": numbers come after letters.</summary>
    public int CompareTo(LocalSegment other) =>
        (Number, other.Number) switch
        {
            ({ } a, { } b) => a.CompareTo(b),
            (null, null) => string.CompareOrdinal(Text, other.Text),
            (null, _) => -1,
            _ => 1,
        };

    public override string ToString() => Number?.ToString(CultureInfo.InvariantCulture) ?? Text;
}

/// <summary>The part of a version after <c>+</c>, which a redistributor adds (PEP 440, "Local version identifiers").</summary>
public sealed class LocalVersion : IEquatable<LocalVersion>
{
    internal LocalVersion(ImmutableArray<LocalSegment> segments) => Segments = segments;

    /// <summary>At least one.</summary>
    public ImmutableArray<LocalSegment> Segments { get; }

    /// <summary>Orders two local parts, none before any; where one is the beginning of the other, the shorter comes first.</summary>
    public static int Compare(LocalVersion? left, LocalVersion? right)
    {
        if (left is null || right is null)
        {
            return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        }

        int common = Math.Min(left.Segments.Length, right.Segments.Length);
        for (int i = 0; i < common; i++)
        {
            int order = left.Segments[i].CompareTo(right.Segments[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Segments.Length.CompareTo(right.Segments.Length);
    }

    public bool Equals(LocalVersion? other) => other is not null && Compare(this, other) == 0;

    public override bool Equals(object? obj) => Equals(obj as LocalVersion);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (LocalSegment segment in Segments)
        {
            hash.Add(segment);
        }

        return hash.ToHashCode();
    }

    public override string ToString() => string.Join('.', Segments);
}
