using System.Collections.Immutable;
using Assay.Engine.Verdicts;

namespace Assay.Policies;

/// <summary>A policy file held against the grammar, for <c>assay policy check</c>.</summary>
/// <param name="Problems">Each with the line of the file it is about; null where it is about the whole file.</param>
/// <param name="Layer">What the file says; null where it is broken.</param>
public sealed record PolicyCheck(ImmutableArray<(PolicyProblem Problem, string? SourceLine)> Problems, PolicyLayer? Layer)
{
    /// <summary>Reads one file, a policy or a project's pyproject.toml.</summary>
    /// <param name="file">As the user wrote it; messages name it so.</param>
    public static PolicyCheck Of(PolicyRequest request, string file)
    {
        string path = Path.GetFullPath(file, request.CurrentFolder);
        PolicyText? text = PolicyDisk.Read(path, out string? problem);
        if (text is null)
        {
            return Broken(new PolicyProblem(file, 0, 0, problem ?? "does not exist; name a policy file"));
        }

        bool isPyProject = Path.GetFileName(path) == ProjectFiles.PyProject;
        (PolicyLayer? layer, ImmutableArray<PolicyProblem> problems) = isPyProject
            ? PolicyFile.ParseProject(text.Text, file, request.KnownRules, request.Today)
            : PolicyFile.Parse(text.Text, file, request.KnownRules, request.Today);
        if (layer is null && problems.IsEmpty)
        {
            return Broken(new PolicyProblem(file, 0, 0, "has no table [tool.assay]; there is nothing to check"));
        }

        string[] lines = text.Text.Split('\n');
        return new PolicyCheck(
            [.. problems.Select(each => (each, each.Line >= 1 && each.Line <= lines.Length ? lines[each.Line - 1].TrimEnd('\r') : (string?)null))],
            layer);
    }

    private static PolicyCheck Broken(PolicyProblem problem) => new([(problem, null)], null);
}
