using System.Collections.Immutable;
using Assay.Engine.Verdicts;

namespace Assay.Policies;

/// <summary>Finds, reads and merges the policy files that count for a command.</summary>
public static class PolicyLoader
{
    /// <summary>
    /// The effective policy. Lowest first: what is built in, the system's file, the user's file, the file that <c>--policy</c> or else
    /// <c>ASSAY_POLICY</c> names, then the project's configuration.
    /// </summary>
    public static LoadedPolicy Load(PolicyRequest request)
    {
        List<PolicyProblem> problems = [];
        List<(PolicyLayer Layer, PolicyStanding Standing)> layers = [];
        HashSet<string> seen = new(StringComparer.Ordinal);

        foreach (string file in new[] { request.Folders.SystemFile, request.Folders.UserFile }.OfType<string>())
        {
            Add(ReadOwn(file, request, problems, isNamed: false));
            seen.Add(file);
        }

        // An empty variable is as good as none; an empty option is a mistake and is told as one.
        string? variable = request.Environment(PolicyRequest.Variable);
        string? named = request.ExplicitFile ?? (string.IsNullOrEmpty(variable) ? null : variable);
        if (named is not null)
        {
            string file = Path.GetFullPath(named, request.CurrentFolder);
            Add(ReadOwn(file, request, problems, isNamed: true));
            seen.Add(file);
        }

        ImmutableArray<TrustedFile> trusted = TrustedFiles.Read(request.Folders.TrustFile, out string? notice);
        foreach (string file in request.ReadProject ? ProjectFiles.Around(request.CurrentFolder) : [])
        {
            if (!seen.Contains(file) && ReadProject(file, request, problems) is (PolicyLayer layer, string sha256))
            {
                bool isTrusted = trusted.Any(entry => entry.File == file && entry.Sha256 == sha256);
                layers.Add((layer, isTrusted ? PolicyStanding.Trusted : PolicyStanding.Project));
            }
        }

        if (problems.Exists(static problem => !problem.IsWarning))
        {
            return new LoadedPolicy(null, notice is null ? [] : [notice], [.. problems], [], trusted);
        }

        (Policy policy, ImmutableArray<string> notices, ImmutableArray<EffectiveLine> lines) = PolicyLayering.Merge([.. layers]);
        return new LoadedPolicy(policy, notice is null ? notices : notices.Insert(0, notice), [.. problems], lines, trusted);

        void Add(PolicyLayer? layer)
        {
            if (layer is not null)
            {
                layers.Add((layer, PolicyStanding.Own));
            }
        }
    }

    /// <summary>Reads a project's configuration file, whichever of the two kinds it is.</summary>
    /// <returns>The layer and the digest of the file's bytes; null where it says nothing to Assay or is broken.</returns>
    internal static (PolicyLayer Layer, string Sha256)? ReadProject(string file, PolicyRequest request, List<PolicyProblem> problems)
    {
        PolicyText? text = PolicyDisk.Read(file, out string? problem);
        if (text is null)
        {
            if (problem is not null)
            {
                problems.Add(new PolicyProblem(file, 0, 0, problem));
            }

            return null;
        }

        (PolicyLayer? layer, ImmutableArray<PolicyProblem> found) = Path.GetFileName(file) == ProjectFiles.PyProject
            ? PolicyFile.ParseProject(text.Text, file, request.KnownRules, request.Today)
            : PolicyFile.Parse(text.Text, file, request.KnownRules, request.Today);
        problems.AddRange(found);
        return layer is null ? null : (layer, text.Sha256);
    }

    private static PolicyLayer? ReadOwn(string file, PolicyRequest request, List<PolicyProblem> problems, bool isNamed)
    {
        PolicyText? text = PolicyDisk.Read(file, out string? problem);
        if (text is null)
        {
            if (problem is not null || isNamed)
            {
                problems.Add(new PolicyProblem(file, 0, 0, problem ?? "does not exist; name a policy file with --policy or ASSAY_POLICY, or neither"));
            }

            return null;
        }

        // A file that was named outright is the caller's responsibility: checkouts on build machines are often open to all.
        if (!isNamed && PolicyDisk.IsWritableByAll(file))
        {
            problems.Add(new PolicyProblem(file, 0, 0, "can be written by every user, who could loosen it; close it with 'chmod o-w'"));
            return null;
        }

        (PolicyLayer? layer, ImmutableArray<PolicyProblem> found) = PolicyFile.Parse(text.Text, file, request.KnownRules, request.Today);
        problems.AddRange(found);
        return layer;
    }
}
