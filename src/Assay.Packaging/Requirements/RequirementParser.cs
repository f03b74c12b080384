using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Requirements;

/// <summary>Recursive descent over PyPA "Dependency specifiers", "Grammar"; the first problem ends it.</summary>
internal ref struct RequirementParser
{
    /// <summary>Parentheses within parentheses that a marker may have; CPython's own parser stops at the same depth.</summary>
    private const int MaxNesting = 200;

    private static readonly string[] s_operators = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"];

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

    private MarkerGroup? ParseMarker(int depth)
    {
        if (depth > MaxNesting)
        {
            return Fail<MarkerGroup>("too many parentheses within each other");
        }

        ImmutableArray<MarkerNode>.Builder operands = ImmutableArray.CreateBuilder<MarkerNode>();
        ImmutableArray<bool>.Builder joinedByOr = ImmutableArray.CreateBuilder<bool>();
        while (true)
        {
            MarkerNode? operand = ParseMarkerAtom(depth);
            if (operand is null)
            {
                return null;
            }

            operands.Add(operand);
            if (TakeWord("or"))
            {
                joinedByOr.Add(true);
            }
            else if (TakeWord("and"))
            {
                joinedByOr.Add(false);
            }
            else
            {
                return new MarkerGroup(operands.DrainToImmutable(), joinedByOr.DrainToImmutable());
            }
        }
    }

    private MarkerNode? ParseMarkerAtom(int depth)
    {
        SkipBlanks();
        int open = _at;
        MarkerNode? node;
        if (Take('('))
        {
            SkipBlanks();
            node = ParseMarker(depth + 1);
            if (node is not null && !Take(')'))
            {
                return Fail<MarkerNode>("expected the ')' of", open);
            }
        }
        else
        {
            node = ParseComparison();
        }

        SkipBlanks();
        return node;
    }

    private MarkerComparison? ParseComparison()
    {
        if (ParseOperand() is not { } left)
        {
            return null;
        }

        SkipBlanks();
        string? op = ReadOperator();
        if (op is null)
        {
            return Fail<MarkerComparison>("expected one of <=, <, !=, ==, >=, >, ~=, ===, in, not in");
        }

        SkipBlanks();
        return ParseOperand() is { } right ? new MarkerComparison(left, op, right) : null;
    }

    private MarkerOperand? ParseOperand()
    {
        int start = _at;
        if (Next is '\'' or '"')
        {
            int close = _text.IndexOf(Next, _at + 1);
            if (close < 0)
            {
                return FailOperand("the quoted text does not end", start);
            }

            ReadOnlySpan<char> content = _text.AsSpan(start + 1, close - start - 1);
            _at = close + 1;
            return PythonLiteral.TryUnescape(content, out string? value)
                ? new MarkerOperand(value, IsVariable: false)
                : FailOperand("not a Python string", start);
        }

        int end = _at;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '_' or '.'))
        {
            end++;
        }

        string? variable = CurrentName(_text[start..end]);
        if (variable is null || (end < _text.Length && IsWordCharacter(_text[end])))
        {
            return FailOperand("expected a marker variable or a quoted text", start);
        }

        _at = end;
        return new MarkerOperand(variable, IsVariable: true);
    }

    // The specification's variables, and the older spellings that installers still read.
    private static string? CurrentName(string text) => text switch
    {
        "python_version" or "python_full_version" or "os_name" or "sys_platform" or "platform_release" or "platform_system"
            or "platform_version" or "platform_machine" or "platform_python_implementation" or "implementation_name"
            or "implementation_version" or "extra" or "extras" or "dependency_groups" => text,
        "os.name" => "os_name",
        "sys.platform" => "sys_platform",
        "platform.version" => "platform_version",
        "platform.machine" => "platform_machine",
        "platform.python_implementation" or "python_implementation" => "platform_python_implementation",
        _ => null,
    };

    private string? ReadOperator()
    {
        if (TakeWord("in"))
        {
            return "in";
        }

        if (TakeWord("not"))
        {
            int end = _at;
            SkipBlanks();
            return _at > end && TakeWord("in") ? "not in" : null;
        }

        foreach (string op in s_operators)
        {
            if (_text.AsSpan(_at).StartsWith(op, StringComparison.Ordinal))
            {
                _at += op.Length;
                return op;
            }
        }

        return null;
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

    private MarkerOperand? FailOperand(string message, int position)
    {
        Fail(message, position);
        return null;
    }
}
