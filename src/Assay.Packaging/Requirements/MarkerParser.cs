using System.Collections.Immutable;

namespace Assay.Packaging.Requirements;

// The grammar of markers, which a requirement can end in.
internal ref partial struct RequirementParser
{
    /// <summary>Parentheses within parentheses that a marker may have; CPython's own parser stops at the same depth.</summary>
    private const int MaxNesting = 200;

    private static readonly string[] s_operators = ["===", "==", "~=", "!=", "<=", ">=", "<", ">"];

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

    private MarkerOperand? FailOperand(string message, int position)
    {
        Fail(message, position);
        return null;
    }
}
