using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Requirements;

/// <summary>Recursive descent over PyPA "Dependency specifiers", "Grammar"; the first problem ends it.</summary>
internal ref partial struct RequirementParser
{
    private readonly string _text;
    private int _at;
    private RequirementProblem? _problem;

    private RequirementParser(string text) => _text = text;

    public static bool TryParseRequirement(
        string text,
        [NotNullWhen(true)] out Requirement? requirement,
        [NotNullWhen(false)] out RequirementProblem? problem)
    {
        RequirementParser parser = new(text);
        requirement = parser.ParseRequirement();
        problem = requirement is null ? parser._problem ?? new RequirementProblem("not a requirement", 0) : null;
        return requirement is not null;
    }

    public static bool TryParseMarker(
        string text,
        [NotNullWhen(true)] out Marker? marker,
        [NotNullWhen(false)] out RequirementProblem? problem)
    {
        RequirementParser parser = new(text);
        MarkerGroup? root = parser.ParseMarker(0);
        if (root is not null && !parser.AtEnd)
        {
            root = null;
            parser.Fail("expected 'and', 'or' or the end of the marker");
        }

        marker = root is null ? null : new Marker(root);
        problem = marker is null ? parser._problem ?? new RequirementProblem("not a marker", 0) : null;
        return marker is not null;
    }

    private readonly bool AtEnd => _at == _text.Length;

    private readonly char Next => _at < _text.Length ? _text[_at] : '\0';

    private Requirement? ParseRequirement()
    {
        SkipBlanks();
        string name = ReadIdentifier();
        if (!ProjectName.TryParse(name, out ProjectName project))
        {
            return Fail<Requirement>("expected a project name");
        }

        SkipBlanks();
        if (!TryParseExtras(out ImmutableArray<string> extras))
        {
            return null;
        }

        string? url = null;
        VersionSpecifierSet? specifier = VersionSpecifierSet.Any;
        if (Take('@'))
        {
            SkipBlanks();
            url = ReadUrl();
            if (url.Length == 0)
            {
                return Fail<Requirement>("expected an address after '@'");
            }

            int end = _at;
            SkipBlanks();
            if (!AtEnd && _at == end)
            {
                return Fail<Requirement>("expected a blank after the address");
            }
        }
        else
        {
            specifier = ParseSpecifier();
            if (specifier is null)
            {
                return null;
            }
        }

        MarkerGroup? marker = null;
        if (!AtEnd)
        {
            if (!Take(';'))
            {
                return Fail<Requirement>("expected a version specifier, ';' or the end of the requirement");
            }

            marker = ParseMarker(0);
            if (marker is null)
            {
                return null;
            }

            if (!AtEnd)
            {
                return Fail<Requirement>("expected 'and', 'or' or the end of the requirement");
            }
        }

        return new Requirement(project, name, extras, specifier, url, marker is null ? null : new Marker(marker));
    }

    private bool TryParseExtras(out ImmutableArray<string> extras)
    {
        extras = [];
        if (!Take('['))
        {
            return true;
        }

        ImmutableArray<string>.Builder found = ImmutableArray.CreateBuilder<string>();
        SkipBlanks();
        while (Next != ']')
        {
            string extra = ReadIdentifier();
            if (extra.Length == 0)
            {
                Fail("expected the name of an extra");
                return false;
            }

            found.Add(extra);
            SkipBlanks();
            if (Next == ']')
            {
                break;
            }

            if (!Take(','))
            {
                Fail("expected ',' or ']' after the extra");
                return false;
            }

            SkipBlanks();
            if (Next == ']')
            {
                Fail("expected an extra after ','");
                return false;
            }
        }

        _at++;
        SkipBlanks();
        extras = found.DrainToImmutable();
        return true;
    }

    private VersionSpecifierSet? ParseSpecifier()
    {
        int open = _at;
        bool parenthesised = Take('(');
        SkipBlanks();
        int start = _at;
        int end = _at;
        while (VersionSpecifier.MeasurePrefix(_text.AsSpan(_at)) is > 0 and int length)
        {
            _at += length;
            end = _at;
            SkipBlanks();
            if (!Take(','))
            {
                break;
            }

            SkipBlanks();
        }

        if (parenthesised && !Take(')'))
        {
            return Fail<VersionSpecifierSet>("expected a version specifier or the ')' of", open);
        }

        SkipBlanks();
        return VersionSpecifierSet.TryParse(_text[start..end], out VersionSpecifierSet? set)
            ? set
            : Fail<VersionSpecifierSet>("not a version specifier", start);
    }

    private string ReadIdentifier()
    {
        int end = _at;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '.' or '-' or '_'))
        {
            end++;
        }

        while (end > _at && !char.IsAsciiLetterOrDigit(_text[end - 1]))
        {
            end--;
        }

        string text = _text[_at..end];
        if (text.Length == 0 || !char.IsAsciiLetterOrDigit(text[0]) || (end < _text.Length && IsWordCharacter(_text[end])))
        {
            return "";
        }

        _at = end;
        return text;
    }

    private string ReadUrl()
    {
        int start = _at;
        while (!AtEnd && !PythonText.IsSpace(_text[_at]))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private void SkipBlanks()
    {
        while (Next is ' ' or '\t')
        {
            _at++;
        }
    }

    private bool Take(char c)
    {
        if (AtEnd || Next != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TakeWord(string word)
    {
        int end = _at + word.Length;
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal)
            || (end < _text.Length && IsWordCharacter(_text[end]))
            || (_at > 0 && IsWordCharacter(_text[_at - 1])))
        {
            return false;
        }

        _at = end;
        return true;
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    private void Fail(string message, int? position = null) => _problem ??= new RequirementProblem(message, position ?? _at);

    private T? Fail<T>(string message, int? position = null)
        where T : class
    {
        Fail(message, position);
        return null;
    }
}
