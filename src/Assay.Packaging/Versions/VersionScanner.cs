using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Assay.Packaging.Names;

namespace Assay.Packaging.Versions;

/// <summary>How far the parts of a version reach, in characters from its beginning; all zero where there is none.</summary>
/// <param name="ReleaseCount">Numbers in the release segment.</param>
/// <param name="ReleaseLength">To the end of the release segment.</param>
/// <param name="PublicLength">To the end of the public part.</param>
/// <param name="FullLength">To the end of the local part.</param>
internal readonly record struct VersionShape(int ReleaseCount, int ReleaseLength, int PublicLength, int FullLength);

/// <summary>Reads a version in one pass from left to right; PEP 440's grammar needs no going back.</summary>
internal ref struct VersionScanner
{
    private static readonly (string Text, PreReleaseKind Kind)[] s_preSpellings =
    [
        // Longer spellings before their own beginnings.
        ("alpha", PreReleaseKind.Alpha), ("a", PreReleaseKind.Alpha),
        ("beta", PreReleaseKind.Beta), ("b", PreReleaseKind.Beta),
        ("preview", PreReleaseKind.Candidate), ("pre", PreReleaseKind.Candidate),
        ("rc", PreReleaseKind.Candidate), ("c", PreReleaseKind.Candidate),
    ];

    private static readonly string[] s_postSpellings = ["post", "rev", "r"];

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _releaseEnd;
    private BigInteger _epoch;
    private BigInteger[] _release = [];
    private PreRelease? _pre;
    private BigInteger? _post;
    private BigInteger? _dev;

    private VersionScanner(ReadOnlySpan<char> text) => _text = text;

    public static bool TryScan(ReadOnlySpan<char> text, [NotNullWhen(true)] out PackageVersion? version)
    {
        version = null;
        if (text.Length > PackageVersion.MaxLength)
        {
            return false;
        }

        VersionScanner scanner = new(PythonText.Trim(text));
        LocalVersion? local = null;
        if (!scanner.TryPublic() || (!scanner.AtEnd && !scanner.TryLocal(out local)) || !scanner.AtEnd)
        {
            return false;
        }

        version = new PackageVersion(
            scanner._epoch, ImmutableCollectionsMarshal.AsImmutableArray(scanner._release), scanner._pre, scanner._post, scanner._dev, local);
        return true;
    }

    /// <summary>Measures the longest version at the beginning of <paramref name="text"/>; no white space is skipped.</summary>
    public static VersionShape MeasurePrefix(ReadOnlySpan<char> text)
    {
        VersionScanner scanner = new(text[..Math.Min(text.Length, PackageVersion.MaxLength + 1)]);
        if (!scanner.TryPublic())
        {
            return default;
        }

        int publicEnd = scanner._at;
        _ = scanner.TryLocal(out _);
        return new VersionShape(scanner._release.Length, scanner._releaseEnd, publicEnd, scanner._at);
    }

    private readonly bool AtEnd => _at == _text.Length;

    private bool TryPublic()
    {
        if (!AtEnd && _text[_at] is 'v' or 'V')
        {
            _at++;
        }

        if (!TryNumber(out BigInteger number))
        {
            return false;
        }

        if (Take('!'))
        {
            _epoch = number;
            if (!TryNumber(out number))
            {
                return false;
            }
        }

        _release = new BigInteger[1 + CountFurtherNumbers()];
        _release[0] = number;
        for (int i = 1; i < _release.Length; i++)
        {
            _at++;
            _ = TryNumber(out _release[i]);
        }

        _releaseEnd = _at;
        if (!AtEnd)
        {
            _pre = ScanPre();
            _post = ScanPost();
            _dev = TakeLabel("dev") ? OptionalNumber() : null;
        }

        return true;
    }

    private readonly int CountFurtherNumbers()
    {
        int count = 0;
        int at = _at;
        while (at + 1 < _text.Length && _text[at] == '.' && char.IsAsciiDigit(_text[at + 1]))
        {
            count++;
            at++;
            while (at < _text.Length && char.IsAsciiDigit(_text[at]))
            {
                at++;
            }
        }

        return count;
    }

    private PreRelease? ScanPre()
    {
        foreach ((string spelling, PreReleaseKind kind) in s_preSpellings)
        {
            if (TakeLabel(spelling))
            {
                return new PreRelease(kind, OptionalNumber());
            }
        }

        return null;
    }

    private BigInteger? ScanPost()
    {
        if (_at + 1 < _text.Length && _text[_at] == '-' && char.IsAsciiDigit(_text[_at + 1]))
        {
            _at++;
            _ = TryNumber(out BigInteger implicitPost);
            return implicitPost;
        }

        foreach (string spelling in s_postSpellings)
        {
            if (TakeLabel(spelling))
            {
                return OptionalNumber();
            }
        }

        return null;
    }

    private bool TryLocal([NotNullWhen(true)] out LocalVersion? local)
    {
        local = null;
        if (AtEnd || _text[_at] != '+')
        {
            return false;
        }

        int at = _at + 1;
        ImmutableArray<LocalSegment>.Builder segments = ImmutableArray.CreateBuilder<LocalSegment>(2);
        int end = at;
        while (true)
        {
            int start = at;
            while (at < _text.Length && char.IsAsciiLetterOrDigit(_text[at]))
            {
                at++;
            }

            if (at == start)
            {
                break;
            }

            segments.Add(Segment(_text[start..at]));
            end = at;
            if (at == _text.Length || _text[at] is not ('.' or '-' or '_'))
            {
                break;
            }

            at++;
        }

        if (segments.Count == 0)
        {
            return false;
        }

        _at = end;
        local = new LocalVersion(segments.DrainToImmutable());
        return true;
    }

    private static LocalSegment Segment(ReadOnlySpan<char> text) =>
        text.ContainsAnyExceptInRange('0', '9')
            ? new LocalSegment(null, text.ToString().ToLowerInvariant())
            : new LocalSegment(Number(text), "");

    private bool TakeLabel(string label)
    {
        int at = _at;
        if (at < _text.Length && _text[at] is '.' or '-' or '_')
        {
            at++;
        }

        // ASCII only: a long s is no s here.
        if (_text.Length - at < label.Length || !Ascii.EqualsIgnoreCase(_text.Slice(at, label.Length), label))
        {
            return false;
        }

        _at = at + label.Length;
        return true;
    }

    private BigInteger OptionalNumber()
    {
        if (!AtEnd && _text[_at] is '.' or '-' or '_')
        {
            // "1.0a.dev1" has its separator before the next label; "1.0a-" ends in one that PEP 440 lets stand.
            _at++;
        }

        return TryNumber(out BigInteger number) ? number : BigInteger.Zero;
    }

    private bool TryNumber(out BigInteger number)
    {
        int start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }

        number = _at > start ? Number(_text[start.._at]) : BigInteger.Zero;
        return _at > start;
    }

    private bool Take(char c)
    {
        if (AtEnd || _text[_at] != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private static BigInteger Number(ReadOnlySpan<char> digits) =>
        digits.Length <= 18
            ? long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)
            : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
