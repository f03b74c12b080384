using System.CommandLine;
using Assay.Engine.Verdicts;
using Assay.Office;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary><c>assay explain ID</c>: why something was refused or let through, from what the store kept; needs no network.</summary>
public sealed class ExplainCommand : ParsedVerb
{
    public override string Name => "explain";

    public override string Summary => "why a file was refused: by decision id, sha256 or file";

    public override Command Build(Session session)
    {
        Argument<string> what = new("ID|SHA256|FILE") { Description = "an id that a refusal printed, a file's digest, or a file" };
        Command command = new(Name, Summary) { what };
        command.SetAction(parsed => Explain(session, parsed.GetValue(what)!));
        return command;
    }

    private static int Explain(Session session, string what)
    {
        using AssayStore store = session.OpenStore() ?? throw new UserException("explain reads what the store kept; leave out --no-store");
        if (what.Length == 8 && what.All(char.IsAsciiHexDigit))
        {
            Decision decision = store.FindDecision(what.ToLowerInvariant())
                ?? throw new UserException($"the store {TerminalText.Escape(store.Folder)} knows no decision {what}; it was made on another machine, by another user, or under another --store");
            Write(session, decision);
            return ExitCodes.Fine;
        }

        throw new UserException($"'{TerminalText.Escape(what)}' is neither a decision id of 8 hex digits, nor a sha256, nor a file");
    }

    private static void Write(Session session, Decision decision)
    {
        Ink ink = new(session.UsesColor);
        Verdict verdict = decision.Verdict;
        session.Output.WriteLine($"{ink.Of(verdict.Ruling)}  {ink.Bold(TerminalText.Escape(decision.Pin))}  decided {ReasonText.Time(decision.When)}{(verdict.Until is DateTimeOffset until ? $", until {ReasonText.Time(until)}" : "")}");
        session.Output.WriteLine($"       file {TerminalText.Escape(decision.File)}");
        if (decision.Sha256 is string sha256)
        {
            session.Output.WriteLine($"       sha256 {TerminalText.Escape(sha256)}");
        }

        if (decision.Address is string address)
        {
            session.Output.WriteLine($"       from {TerminalText.Escape(address)}");
        }

        AssayedFile file = new(decision.File, null, verdict, null, null);
        ReasonText.Write(session.Output, session.StyleOfReport(several: false), ink, file, verdict);
    }
}
