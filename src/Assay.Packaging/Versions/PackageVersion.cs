using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Assay.Packaging.Versions;

/// <summary>The kind of a pre-release, in the order in which they sort.</summary>
public enum PreReleaseKind { Alpha, Beta, Candidate }

/// <summary>A pre-release segment such as <c>rc1</c>.</summary>
/// <param name="Number">Zero or more; 0 where none is written.</param>
public readonly record struct PreRelease(PreReleaseKind Kind, BigInteger Number) : IComparable<PreRelease>
{
    public int CompareTo(PreRelease other) =>
        Kind != other.Kind ? Kind.CompareTo(other.Kind) : Number.CompareTo(other.Number);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind switch
    {
        PreReleaseKind.Alpha => "a",
        PreReleaseKind.Beta => "b",
        _ => "rc",
    }}{Number}");
}

/// <summary>
/// A version as the PyPA specification "Version specifiers" (PEP 440) defines it: read in any spelling, kept normalised,
/// equal and ordered by meaning (<c>1.0</c> equals <c>1.0.0</c>).
/// </summary>
public sealed class PackageVersion : IComparable<PackageVersion>, IEquatable<PackageVersion>
{
    /// <summary>Longest text that is read as a version, in characters; longer text is no version.</summary>
    public const int MaxLength = 4_096;

    private string? _text;

    internal PackageVersion(
        BigInteger epoch,
        ImmutableArray<BigInteger> release,
        PreRelease? pre,
        BigInteger? post,
        BigInteger? dev,
        LocalVersion? local)
    {
        Epoch = epoch;
        Release = release;
        Pre = pre;
        Post = post;
        Dev = dev;
        Local = local;
    }

    /// <summary>Zero where none is written; never negative.</summary>
    public BigInteger Epoch { get; }

    /// <summary>The numbers of the release segment as written, trailing zeros included; at least one.</summary>
    public ImmutableArray<BigInteger> Release { get; }

    public PreRelease? Pre { get; }

    /// <summary>The post-release number, 0 where it is implied; null for no post-release.</summary>
    public BigInteger? Post { get; }

    /// <summary>The developmental release number, 0 where it is implied; null for none.</summary>
    public BigInteger? Dev { get; }

    public LocalVersion? Local { get; }

    /// <summary>True for alpha, beta, candidate and developmental releases, which installers leave out unless asked.</summary>
    public bool IsPrerelease => Pre is not null || Dev is not null;

    public bool IsPostrelease => Post is not null;

    /// <summary>This version without its local part.</summary>
    public PackageVersion Public => Local is null ? this : new(Epoch, Release, Pre, Post, Dev, null);

    /// <summary>Epoch and release only.</summary>
    public PackageVersion Base => new(Epoch, Release, null, null, null, null);

    /// <summary>
    /// Reads any spelling that PEP 440 (appendix B) allows, white space around it included; false for anything else
    /// and for text longer than <see cref="MaxLength"/>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PackageVersion? version) =>
        VersionScanner.TryScan(text, out version);

    /// <summary>Reads text that is known to be a version.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is no version.</exception>
    public static PackageVersion Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out PackageVersion? version) ? version : throw new FormatException($"'{text}' is not a version");

    public int CompareTo(PackageVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        int order = ComparePublic(other);
        return order != 0 ? order : LocalVersion.Compare(Local, other.Local);
    }

    /// <summary>Orders by all but the local part.</summary>
    public int ComparePublic(PackageVersion other)
    {
        int order = Epoch.CompareTo(other.Epoch);
        if (order == 0)
        {
            order = CompareRelease(Release, other.Release);
        }

        if (order == 0)
        {
            order = PreRank.CompareTo(other.PreRank);
        }

        if (order == 0 && Pre is { } pre && other.Pre is { } otherPre)
        {
            order = pre.CompareTo(otherPre);
        }

        if (order == 0)
        {
            order = CompareMissingFirst(Post, other.Post);
        }

        // A developmental release comes before the release it leads to: missing sorts last.
        return order != 0 ? order : CompareMissingLast(Dev, other.Dev);
    }

    public bool Equals([NotNullWhen(true)] PackageVersion? other) => other is not null && CompareTo(other) == 0;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is PackageVersion other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Epoch);
        int length = Release.Length;
        while (length > 0 && Release[length - 1].IsZero)
        {
            length--;
        }

        for (int i = 0; i < length; i++)
        {
            hash.Add(Release[i]);
        }

        hash.Add(Pre);
        hash.Add(Post);
        hash.Add(Dev);
        hash.Add(Local);
        return hash.ToHashCode();
    }

    public static bool operator ==(PackageVersion? left, PackageVersion? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(PackageVersion? left, PackageVersion? right) => !(left == right);

    public static bool operator <(PackageVersion left, PackageVersion right) => left.CompareTo(right) < 0;

    public static bool operator >(PackageVersion left, PackageVersion right) => left.CompareTo(right) > 0;

    public static bool operator <=(PackageVersion left, PackageVersion right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PackageVersion left, PackageVersion right) => left.CompareTo(right) >= 0;

    /// <summary>The normalised spelling; trailing zeros of the release are kept.</summary>
    public override string ToString() => _text ??= Format();

    // 0: developmental release of the final version (before any alpha); 1: a pre-release; 2: the final version or after it.
    private int PreRank => Pre is not null ? 1 : Post is null && Dev is not null ? 0 : 2;

    internal static int CompareRelease(ImmutableArray<BigInteger> left, ImmutableArray<BigInteger> right)
    {
        int length = Math.Max(left.Length, right.Length);
        for (int i = 0; i < length; i++)
        {
            BigInteger a = i < left.Length ? left[i] : BigInteger.Zero;
            BigInteger b = i < right.Length ? right[i] : BigInteger.Zero;
            int order = a.CompareTo(b);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static int CompareMissingFirst(BigInteger? left, BigInteger? right) =>
        (left, right) switch
        {
            (null, null) => 0,
            (null, _) => -1,
            (_, null) => 1,
            ({ } a, { } b) => a.CompareTo(b),
        };

    private static int CompareMissingLast(BigInteger? left, BigInteger? right) =>
        left is null || right is null ? -CompareMissingFirst(left, right) : left.Value.CompareTo(right.Value);

    private string Format()
    {
        StringBuilder text = new();
        if (!Epoch.IsZero)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Epoch}!");
        }

        text.AppendJoin('.', Release);
        if (Pre is { } pre)
        {
            text.Append(pre.ToString());
        }

        if (Post is { } post)
        {
            text.Append(CultureInfo.InvariantCulture, $".post{post}");
        }

        if (Dev is { } dev)
        {
            text.Append(CultureInfo.InvariantCulture, $".dev{dev}");
        }

        if (Local is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"+{Local}");
        }

        return text.ToString();
    }
}
