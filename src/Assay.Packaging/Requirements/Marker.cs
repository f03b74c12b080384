using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Assay.Packaging.Requirements;

/// <summary>The condition of a requirement (PyPA "Dependency specifiers", "Environment markers").</summary>
public sealed class Marker : IEquatable<Marker>
{
    private readonly MarkerGroup _root;
    private string? _text;

    internal Marker(MarkerGroup root) => _root = root;

    /// <summary>The variables it asks for, each under its present name (<c>os_name</c>, not <c>os.name</c>).</summary>
    public ImmutableSortedSet<string> Variables
    {
        get
        {
            HashSet<string> variables = [];
            _root.CollectVariables(variables);
            return variables.ToImmutableSortedSet(StringComparer.Ordinal);
        }
    }

    /// <summary>Each variable with every literal that it is compared with.</summary>
    internal IEnumerable<(string Variable, string Literal)> Literals
    {
        get
        {
            List<(string, string)> literals = [];
            _root.CollectLiterals(literals);
            return literals;
        }
    }

    /// <summary>Reads a marker; false where it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Marker? marker) => TryParse(text, out marker, out _);

    /// <summary>Reads a marker, or says what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Marker? marker, [NotNullWhen(false)] out RequirementProblem? problem) =>
        RequirementParser.TryParseMarker(text, out marker, out problem);

    /// <summary>
    /// True or false; null where it hangs on a value that the environment does not know, and where a comparison has no defined answer, even if the rest
    /// would decide: installers stop there.
    /// </summary>
    public bool? Evaluate(MarkerEnvironment environment) => _root.Evaluate(environment).Truth;

    /// <summary>True where it holds for one of the extras, or, with none chosen, without one; this is how installers ask.</summary>
    public bool? Evaluate(MarkerEnvironment environment, IEnumerable<string> extras)
    {
        bool undefined = false;
        foreach (string extra in extras.DefaultIfEmpty(""))
        {
            bool? answer = Evaluate(environment with { Extra = extra });
            if (answer == true)
            {
                return true;
            }

            undefined |= answer is null;
        }

        return undefined ? null : false;
    }

    public bool Equals([NotNullWhen(true)] Marker? other) => other is not null && ToString() == other.ToString();

    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as Marker);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The marker in one spelling: single blanks, double quotes, no parentheses around the whole.</summary>
    public override string ToString()
    {
        if (_text is null)
        {
            StringBuilder text = new();
            _root.Format(text, isOutermost: true);
            _text = text.ToString();
        }

        return _text;
    }
}
