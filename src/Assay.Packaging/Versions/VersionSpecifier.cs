using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Assay.Packaging.Names;

namespace Assay.Packaging.Versions;

/// <summary>The operators of PEP 440.</summary>
public enum SpecifierOperator
{
    /// <summary><c>~=</c></summary>
    Compatible,

    /// <summary><c>==</c></summary>
    Equal,

    /// <summary><c>!=</c></summary>
    NotEqual,

    /// <summary><c>&lt;=</c></summary>
    AtMost,

    /// <summary><c>&gt;=</c></summary>
    AtLeast,

    /// <summary><c>&lt;</c></summary>
    Less,

    /// <summary><c>&gt;</c></summary>
    Greater,

    /// <summary><c>===</c></summary>
    Arbitrary,
}

/// <summary>One clause such as <c>&gt;=1.2</c> (PyPA specification "Version specifiers").</summary>
public sealed class VersionSpecifier : IEquatable<VersionSpecifier>
{
    private readonly string _canonical;

    private VersionSpecifier(SpecifierOperator op, string versionText, PackageVersion? version, bool isWildcard)
    {
        Operator = op;
        VersionText = versionText;
        Version = version;
        IsWildcard = isWildcard;
        _canonical = Canonical(op, versionText, version, isWildcard);
    }

    public SpecifierOperator Operator { get; }

    /// <summary>The version as written, a trailing <c>.*</c> included.</summary>
    public string VersionText { get; }

    /// <summary>The version without <c>.*</c>; null only after <c>===</c>, where any text may stand.</summary>
    public PackageVersion? Version { get; }

    /// <summary>True for <c>==1.2.*</c> and <c>!=1.2.*</c>.</summary>
    public bool IsWildcard { get; }

    /// <summary>True where the clause itself names a pre-release, which lets pre-releases in (PEP 440, "Handling of pre-releases").</summary>
    public bool NamesPrerelease => Operator != SpecifierOperator.NotEqual && !IsWildcard && Version is { IsPrerelease: true };

    /// <summary>Reads one clause, white space around it allowed; false where it is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out VersionSpecifier? specifier)
    {
        specifier = null;
        text = PythonText.Trim(text);
        if (text.Length > PackageVersion.MaxLength || MeasurePrefix(text) != text.Length || !TryReadOperator(text, out SpecifierOperator op, out int length))
        {
            return false;
        }

        string versionText = PythonText.Trim(text[length..]).ToString();
        bool isWildcard = op is SpecifierOperator.Equal or SpecifierOperator.NotEqual && versionText.EndsWith(".*", StringComparison.Ordinal);
        PackageVersion? version;
        bool isVersion = PackageVersion.TryParse(isWildcard ? versionText.AsSpan()[..^2] : versionText, out version);
        if (!isVersion && op != SpecifierOperator.Arbitrary)
        {
            return false;
        }

        specifier = new VersionSpecifier(op, versionText, version, isWildcard);
        return true;
    }

    /// <summary>Length of the longest clause at the beginning of <paramref name="text"/>, in characters; 0 for none.</summary>
    internal static int MeasurePrefix(ReadOnlySpan<char> text)
    {
        if (!TryReadOperator(text, out SpecifierOperator op, out int at))
        {
            return 0;
        }

        while (at < text.Length && PythonText.IsSpace(text[at]))
        {
            at++;
        }

        int start = at;
        if (op == SpecifierOperator.Arbitrary)
        {
            while (at < text.Length && !PythonText.IsSpace(text[at]) && text[at] is not (';' or ')'))
            {
                at++;
            }

            return at > start ? at : 0;
        }

        VersionShape shape = VersionScanner.MeasurePrefix(text[at..]);
        if (shape.ReleaseLength == 0 || (op == SpecifierOperator.Compatible && shape.ReleaseCount < 2))
        {
            return 0;
        }

        if (op is SpecifierOperator.Equal or SpecifierOperator.NotEqual)
        {
            return text[(at + shape.ReleaseLength)..].StartsWith(".*", StringComparison.Ordinal)
                ? at + shape.ReleaseLength + 2
                : at + shape.FullLength;
        }

        return at + shape.PublicLength;
    }

    /// <summary>
    /// True where the version satisfies this clause, pre-releases no different from others.
    /// </summary>
    /// <param name="asWritten">What <c>===</c> compares; null for the normalised spelling.</param>
    public bool Matches(PackageVersion version, string? asWritten = null) =>
        Operator == SpecifierOperator.Arbitrary
            ? MatchesText(asWritten ?? version.ToString())
            : MatchesVersion(version, Version!);

    /// <summary>True where the text, which need be no version, satisfies this clause: only <c>===</c> can then.</summary>
    public bool Matches(string versionText) =>
        Operator == SpecifierOperator.Arbitrary
            ? MatchesText(versionText)
            : PackageVersion.TryParse(versionText, out PackageVersion? version) && MatchesVersion(version, Version!);

    public bool Equals([NotNullWhen(true)] VersionSpecifier? other) => other is not null && _canonical == other._canonical;

    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as VersionSpecifier);

    public override int GetHashCode() => _canonical.GetHashCode(StringComparison.Ordinal);

    /// <summary>Operator and version as written, without white space.</summary>
    public override string ToString() => Symbol(Operator) + VersionText;

    private bool MatchesText(string text) =>
        string.Equals(text.ToLowerInvariant(), VersionText.ToLowerInvariant(), StringComparison.Ordinal);

    private bool MatchesVersion(PackageVersion candidate, PackageVersion named) => Operator switch
    {
        SpecifierOperator.Equal => IsEqual(candidate, named),
        SpecifierOperator.NotEqual => !IsEqual(candidate, named),
        SpecifierOperator.AtLeast => candidate >= named,
        SpecifierOperator.AtMost => candidate.ComparePublic(named) <= 0,
        SpecifierOperator.Less => candidate < (named.IsPrerelease ? named : WithDevZero(named)),
        SpecifierOperator.Greater => IsGreater(candidate, named),
        SpecifierOperator.Compatible => candidate >= named && candidate < AfterPrefix(named, named.Release.Length - 1),
        _ => false,
    };

    private bool IsEqual(PackageVersion candidate, PackageVersion named)
    {
        if (IsWildcard)
        {
            return candidate >= WithDevZero(named.Base) && candidate < AfterPrefix(named, named.Release.Length);
        }

        // A local part counts only where the clause names one (PEP 440, "Version matching").
        return named.Local is null ? candidate.ComparePublic(named) == 0 : candidate.CompareTo(named) == 0;
    }

    private static bool IsGreater(PackageVersion candidate, PackageVersion named)
    {
        if (candidate.ComparePublic(named) <= 0)
        {
            return false;
        }

        // >V leaves out the post-releases of V unless V is one itself (PEP 440, "Exclusive ordered comparison").
        bool sameFamily = candidate.Epoch == named.Epoch
            && PackageVersion.CompareRelease(candidate.Release, named.Release) == 0
            && candidate.Pre == named.Pre;
        return named.Dev is not null || named.Post is not null || !sameFamily;
    }

    private static PackageVersion WithDevZero(PackageVersion v) => new(v.Epoch, v.Release, v.Pre, v.Post, BigInteger.Zero, null);

    private static PackageVersion AfterPrefix(PackageVersion version, int length)
    {
        ImmutableArray<BigInteger> release = version.Release[..length];
        release = release.SetItem(length - 1, release[^1] + 1);
        return new PackageVersion(version.Epoch, release, null, null, BigInteger.Zero, null);
    }

    private static string Canonical(SpecifierOperator op, string versionText, PackageVersion? version, bool isWildcard)
    {
        if (op == SpecifierOperator.Arbitrary || isWildcard || version is null)
        {
            return Symbol(op) + versionText;
        }

        // The length of the release means something to ~= only.
        int length = version.Release.Length;
        while (op != SpecifierOperator.Compatible && length > 1 && version.Release[length - 1].IsZero)
        {
            length--;
        }

        PackageVersion trimmed = new(version.Epoch, version.Release[..length], version.Pre, version.Post, version.Dev, version.Local);
        return Symbol(op) + trimmed;
    }

    private static string Symbol(SpecifierOperator op) => op switch
    {
        SpecifierOperator.Compatible => "~=",
        SpecifierOperator.Equal => "==",
        SpecifierOperator.NotEqual => "!=",
        SpecifierOperator.AtMost => "<=",
        SpecifierOperator.AtLeast => ">=",
        SpecifierOperator.Less => "<",
        SpecifierOperator.Greater => ">",
        _ => "===",
    };

    private static bool TryReadOperator(ReadOnlySpan<char> text, out SpecifierOperator op, out int length)
    {
        (op, length) = text switch
        {
            ['=', '=', '=', ..] => (SpecifierOperator.Arbitrary, 3),
            ['=', '=', ..] => (SpecifierOperator.Equal, 2),
            ['~', '=', ..] => (SpecifierOperator.Compatible, 2),
            ['!', '=', ..] => (SpecifierOperator.NotEqual, 2),
            ['<', '=', ..] => (SpecifierOperator.AtMost, 2),
            ['>', '=', ..] => (SpecifierOperator.AtLeast, 2),
            ['<', ..] => (SpecifierOperator.Less, 1),
            ['>', ..] => (SpecifierOperator.Greater, 1),
            _ => (default, 0),
        };
        return length > 0;
    }
}
