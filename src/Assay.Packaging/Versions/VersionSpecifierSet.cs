using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Assay.Packaging.Names;

namespace Assay.Packaging.Versions;

/// <summary>Clauses that must all hold, such as <c>&gt;=1.2,!=1.5</c>; the empty set holds for every version.</summary>
public sealed class VersionSpecifierSet : IEquatable<VersionSpecifierSet>
{
    private readonly string _canonical;

    private VersionSpecifierSet(ImmutableArray<VersionSpecifier> specifiers)
    {
        Specifiers = specifiers;
        _canonical = specifiers.Length == 1
            ? specifiers[0].ToString()
            : string.Join(',', specifiers.OrderBy(s => s.ToString(), StringComparer.Ordinal).Distinct());
    }

    /// <summary>The set without clauses.</summary>
    public static VersionSpecifierSet Any { get; } = new([]);

    /// <summary>The clauses in the order written.</summary>
    public ImmutableArray<VersionSpecifier> Specifiers { get; }

    /// <summary>True where a clause names a pre-release, which lets pre-releases in.</summary>
    public bool NamesPrerelease => Specifiers.Any(s => s.NamesPrerelease);

    /// <summary>The text of the one version that can match, as in <c>==1.2</c> or <c>===1.2</c>; null where more than one could.</summary>
    public string? ExactVersion =>
        Specifiers.FirstOrDefault(s => !s.IsWildcard && s.Operator is SpecifierOperator.Equal or SpecifierOperator.Arbitrary)?.VersionText;

    /// <summary>Reads clauses between commas; empty ones are passed over. False where one is broken.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out VersionSpecifierSet? set)
    {
        set = null;
        ImmutableArray<VersionSpecifier>.Builder specifiers = ImmutableArray.CreateBuilder<VersionSpecifier>();
        foreach (Range range in text.AsSpan().Split(','))
        {
            ReadOnlySpan<char> clause = PythonText.Trim(text.AsSpan()[range]);
            if (clause.IsEmpty)
            {
                continue;
            }

            if (!VersionSpecifier.TryParse(clause, out VersionSpecifier? specifier))
            {
                return false;
            }

            specifiers.Add(specifier);
        }

        set = specifiers.Count == 0 ? Any : new VersionSpecifierSet(specifiers.DrainToImmutable());
        return true;
    }

    /// <summary>Reads text that is known to be a set.</summary>
    /// <exception cref="FormatException">A clause of <paramref name="text"/> is broken.</exception>
    public static VersionSpecifierSet Parse(string text) =>
        TryParse(text, out VersionSpecifierSet? set) ? set : throw new FormatException($"'{text}' is not a version specifier");

    /// <summary>
    /// True where the version satisfies every clause.
    /// </summary>
    /// <param name="prereleases">
    /// False: no pre-release is taken. True or null: pre-releases are taken like others, for a version that stands alone has no
    /// final release beside it that would be preferred (PEP 440, "Handling of pre-releases"); to choose among several use
    /// <see cref="Filter{T}"/>.
    /// </param>
    /// <param name="asWritten">What <c>===</c> compares; null for the normalised spelling.</param>
    public bool Contains(PackageVersion version, bool? prereleases = null, string? asWritten = null) =>
        (prereleases != false || !version.IsPrerelease) && Specifiers.All(s => s.Matches(version, asWritten));

    /// <summary>As <see cref="Contains(PackageVersion, bool?, string?)"/>, for text that need be no version: then only <c>===</c> can hold.</summary>
    public bool Contains(string versionText, bool? prereleases = null) =>
        PackageVersion.TryParse(versionText, out PackageVersion? version)
            ? Contains(version, prereleases, versionText)
            : Specifiers.All(s => s.Matches(versionText));

    /// <summary>
    /// The candidates that satisfy every clause, in their order. With <paramref name="prereleases"/> null, pre-releases are among
    /// them only where a clause names one or no final release satisfies the set.
    /// </summary>
    public ImmutableArray<T> Filter<T>(IEnumerable<T> candidates, Func<T, PackageVersion> versionOf, bool? prereleases = null)
    {
        ImmutableArray<T> matching = [.. candidates.Where(c => Contains(versionOf(c), prereleases))];
        if (prereleases is not null || NamesPrerelease)
        {
            return matching;
        }

        ImmutableArray<T> final = [.. matching.Where(c => !versionOf(c).IsPrerelease)];
        return final.IsEmpty ? matching : final;
    }

    public bool Equals([NotNullWhen(true)] VersionSpecifierSet? other) =>
        other is not null && Specifiers.ToHashSet().SetEquals(other.Specifiers);

    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as VersionSpecifierSet);

    public override int GetHashCode() => Specifiers.Distinct().Aggregate(0, (hash, s) => hash ^ s.GetHashCode());

    /// <summary>The clauses sorted and each once, as the reference implementation writes them.</summary>
    public override string ToString() => _canonical;
}
