using System.Collections.Immutable;
using Assay.Engine.Verdicts;
using Assay.Policies;
using Assay.Reports;

namespace Assay.Commands;

/// <summary>The policy that counts for a run, or one sentence about what is wrong with it.</summary>
internal static class PolicyOfSession
{
    /// <summary>Loads it; warnings and notices go to the error stream.</summary>
    /// <param name="readProject">False: the project's own configuration has no say.</param>
    /// <exception cref="UserException">A policy file is missing or broken.</exception>
    public static Policy Load(Session session, bool readProject)
    {
        LoadedPolicy loaded = Read(session, readProject);
        foreach (string notice in loaded.Notices)
        {
            session.Error.WriteLine($"assay: {TerminalText.Escape(notice)}");
        }

        foreach (PolicyProblem problem in loaded.Problems.Where(static problem => problem.IsWarning))
        {
            session.Error.WriteLine($"assay: {TerminalText.Escape(problem.ToString())}");
        }

        return Usable(loaded);
    }

    /// <summary>The indexes that the user's, the machine's or a named file gives, without saying anything of the rest.</summary>
    /// <exception cref="UserException">A policy file is missing or broken.</exception>
    public static ImmutableArray<string> Indexes(Session session) => Usable(Read(session, readProject: false)).Indexes;

    private static LoadedPolicy Read(Session session, bool readProject) =>
        PolicyLoader.Load(PolicyRequest.OfProcess(session.Policy, Engine.Rules.Catalogue.KnownIds, session.Time.GetUtcNow(), readProject));

    private static Policy Usable(LoadedPolicy loaded)
    {
        if (loaded.IsUsable)
        {
            return loaded.Policy;
        }

        string[] broken = [.. loaded.Problems.Where(static problem => !problem.IsWarning).Select(static problem => TerminalText.Escape(problem.ToString()))];
        string more = broken.Length > 1 ? $" (and {ReasonText.Count(broken.Length - 1, "more problem")}: assay policy check FILE)" : "";
        throw new UserException($"{broken[0]}{more}");
    }
}
