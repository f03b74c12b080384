using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Assay.Packaging.Names;
using Assay.Packaging.Versions;

namespace Assay.Packaging.Requirements;

/// <summary>What keeps a text from being a requirement or a marker.</summary>
/// <param name="Position">Characters before the place, from 0.</param>
public sealed record RequirementProblem(string Message, int Position);

/// <summary>A project with the extras, versions or address that are asked for, and the condition (PyPA "Dependency specifiers").</summary>
/// <param name="Name">The project's name as written.</param>
/// <param name="Extras">As written, in the order written.</param>
/// <param name="Specifier">Empty where any version will do or <paramref name="Url"/> is given.</param>
/// <param name="Url">The address of a direct reference, as written.</param>
public sealed record Requirement(
    ProjectName Project,
    string Name,
    ImmutableArray<string> Extras,
    VersionSpecifierSet Specifier,
    string? Url,
    Marker? Marker)
{
    /// <summary>Reads a requirement; false where it is none.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Requirement? requirement) => TryParse(text, out requirement, out _);

    /// <summary>
    /// Reads a requirement, or says what is wrong with it. Stricter than some installers in one thing: a name or extra that ends in
    /// <c>_</c> is refused, as the specification's grammar has it.
    /// </summary>
    public static bool TryParse(
        string text,
        [NotNullWhen(true)] out Requirement? requirement,
        [NotNullWhen(false)] out RequirementProblem? problem) =>
        RequirementParser.TryParseRequirement(text, out requirement, out problem);

    public bool Equals([NotNullWhen(true)] Requirement? other) =>
        other is not null
        && Project == other.Project
        && string.Equals(Url, other.Url, StringComparison.Ordinal)
        && Specifier.Equals(other.Specifier)
        && Equals(Marker, other.Marker)
        && NormalizedExtras().SetEquals(other.NormalizedExtras());

    public override int GetHashCode() => HashCode.Combine(Project, Url, Specifier, Marker);

    /// <summary>The requirement in one spelling: extras and clauses sorted, single blanks.</summary>
    public override string ToString()
    {
        string extras = Extras.IsEmpty ? "" : $"[{string.Join(',', Extras.Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal))}]";
        string address = Url is null ? "" : $" @ {Url}{(Marker is null ? "" : " ")}";
        string condition = Marker is null ? "" : $"; {Marker}";
        return $"{Name}{extras}{Specifier}{address}{condition}";
    }

    private ImmutableHashSet<string> NormalizedExtras() => [.. Extras.Select(ProjectName.Normalize)];
}
