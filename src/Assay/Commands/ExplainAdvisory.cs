using System.Collections.Immutable;
using Assay.Engine.Advisories;
using Assay.Packaging.Names;
using Assay.Reports;

namespace Assay.Commands;

/// <summary><c>assay explain ADVISORY PROJECT VERSION</c>: the evaluation of each record, event by event.</summary>
internal static class ExplainAdvisory
{
    /// <summary>Writes it; 1 where a record hits, 3 where none does and one could not be decided, else 0.</summary>
    /// <exception cref="UserException">The name is no project's, or no record is known by that id.</exception>
    public static int Write(Session session, string? database, string id, string project, string version)
    {
        if (!ProjectName.TryParse(project, out ProjectName name))
        {
            throw new UserException($"'{TerminalText.Escape(project)}' is not a project name");
        }

        using AdvisoryIndex index = AuditCommand.OpenIndex(session, database);
        ImmutableArray<AdvisoryRecord> records = index.Find(id);
        if (records.IsEmpty)
        {
            throw new UserException($"no advisory is known as '{TerminalText.Escape(id)}'; 'assay db info' tells what is known, 'assay db update' fetches more");
        }

        bool hits = false;
        bool undecided = false;
        foreach (AdvisoryRecord record in records)
        {
            Evaluation evaluation = AdvisoryIndex.Explain(record, name, version);
            Write(session.Output, record, evaluation);
            hits |= evaluation.Outcome == true;
            undecided |= evaluation.Outcome is null;
        }

        return hits ? ExitCodes.Found : undecided ? ExitCodes.Incomplete : ExitCodes.Fine;
    }

    private static void Write(TextWriter output, AdvisoryRecord record, Evaluation evaluation)
    {
        string names = record.Aliases.IsEmpty ? "" : $" ({string.Join(", ", record.Aliases.Select(static alias => TerminalText.Escape(alias)))})";
        output.WriteLine($"{TerminalText.Escape(record.Id)}{names}, from {TerminalText.Escape(record.Feed)}");
        foreach (EvaluationStep step in evaluation.Steps)
        {
            string state = step.IsAffectedAfter switch { true => "  → affected", false => "  → not affected", null => "" };
            output.WriteLine($"  {TerminalText.Escape(step.Text)}{state}");
        }

        string verdict = evaluation.Outcome switch { true => "affected", false => "not affected", null => "undecided" };
        output.WriteLine($"{TerminalText.Escape(evaluation.Project.Normalized)} {TerminalText.Escape(evaluation.Version)}: {verdict} by this record");
    }
}
