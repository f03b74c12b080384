using System.Collections.Immutable;

namespace Assay.Engine.Verdicts;

/// <summary>The door through which policy files enter: text in, a layer or every mistake at once out.</summary>
public static class PolicyFile
{
    /// <summary>Entries that one list of a file may have: rules, waivers, owned names, indexes, hosts.</summary>
    public const int MaxItems = 4_096;

    /// <summary>Problems that are told of one file; who mends these sees the next.</summary>
    public const int MaxProblems = 100;

    /// <summary>Reads a policy file of its own (<c>assay.toml</c>).</summary>
    /// <param name="knownRules">Ids of all rules; the kinds of gaps are known anyway.</param>
    /// <param name="today">The day (UTC) against which expiry dates are held: one that has passed is a warning.</param>
    /// <returns>The layer, null where one of the problems is an error.</returns>
    public static (PolicyLayer? Layer, ImmutableArray<PolicyProblem> Problems) Parse(
        string text, string fileName, IReadOnlySet<string> knownRules, DateOnly today)
    {
        List<PolicyProblem> problems = [];
        TomlBranch? root = PolicySyntax.Read(text, fileName, problems);
        PolicyLayer? layer = root is null ? null : new PolicyReader(fileName, knownRules, today, problems).Read(root);
        return Result(layer, problems);
    }

    /// <summary>Reads the table <c>[tool.assay]</c> of a <c>pyproject.toml</c>.</summary>
    /// <returns>The layer; null where the table is missing (no problems) or one of the problems is an error.</returns>
    /// <inheritdoc cref="Parse"/>
    public static (PolicyLayer? Layer, ImmutableArray<PolicyProblem> Problems) ParseProject(
        string text, string fileName, IReadOnlySet<string> knownRules, DateOnly today)
    {
        // A template that is not TOML yet can hold no table of ours unless the word is in it.
        if (!text.Contains("assay", StringComparison.Ordinal) && !text.Contains('\\', StringComparison.Ordinal))
        {
            return (null, []);
        }

        List<PolicyProblem> problems = [];
        TomlBranch? root = PolicySyntax.Read(text, fileName, problems);
        TomlNode? own = (root?.Find("tool")?.Value as TomlBranch)?.Find("assay")?.Value;
        PolicyLayer? layer = null;
        if (own is TomlBranch table)
        {
            layer = new PolicyReader(fileName, knownRules, today, problems).Read(table);
        }
        else if (own is not null)
        {
            problems.Add(new PolicyProblem(fileName, own.Line, own.Column, $"'tool.assay' must be a table, not {own.Kind}"));
        }

        return Result(layer, problems);
    }

    private static (PolicyLayer?, ImmutableArray<PolicyProblem>) Result(PolicyLayer? layer, List<PolicyProblem> problems) =>
        (problems.Exists(static problem => !problem.IsWarning) ? null : layer,
            [.. problems
                .OrderBy(static problem => problem.IsWarning)
                .ThenBy(static problem => problem.Line)
                .ThenBy(static problem => problem.Column)
                .Take(MaxProblems)]);
}
