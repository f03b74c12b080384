using System.Collections.Immutable;
using System.CommandLine;
using Assay.Engine;
using Assay.Engine.Artifacts;
using Assay.Engine.Verdicts;
using Assay.Office;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary>
/// <c>assay explain ID|SHA256|FILE</c>: why something was refused or let through, from what the store kept; <c>assay explain ADVISORY PROJECT
/// VERSION</c>: how an advisory was held against a version. Neither needs a network.
/// </summary>
public sealed class ExplainCommand : ParsedVerb
{
    private const int Sha256Length = 64;

    public override string Name => "explain";

    public override string Summary => "why a file was refused, or how an advisory was held against a version";

    public override Command Build(Session session)
    {
        Argument<string> what = new("ID|SHA256|FILE") { Description = "an id that a refusal printed, a file's digest, a file, or an advisory's id with PROJECT and VERSION behind it" };
        Argument<string?> project = new("PROJECT") { Description = "with an advisory's id: the project", Arity = ArgumentArity.ZeroOrOne };
        Argument<string?> version = new("VERSION") { Description = "with an advisory's id: the version", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> db = new("--db") { Description = "use this index of advisories", HelpName = "FILE" };
        Command command = new(Name, Summary) { what, project, version, db };
        command.SetAction((parsed, cancellation) => Task.FromResult((parsed.GetValue(project), parsed.GetValue(version)) switch
        {
            (null, _) => Explain(session, parsed.GetValue(what)!, cancellation),
            (_, null) => throw new UserException("an advisory is held against a version: write ADVISORY PROJECT VERSION"),
            (string name, string of) => ExplainAdvisory.Write(session, parsed.GetValue(db), parsed.GetValue(what)!, name, of),
        }));
        return command;
    }

    private static int Explain(Session session, string what, CancellationToken cancellation)
    {
        using AssayStore? store = session.OpenStore();
        if (IsHex(what, DecisionId.Length) && !File.Exists(what))
        {
            Write(session, FindDecision(store, what.ToLowerInvariant()));
            return ExitCodes.Fine;
        }

        if (IsHex(what, Sha256Length))
        {
            Write(session, store, what, FindInspection(store, what.ToLowerInvariant()));
            return ExitCodes.Fine;
        }

        if (!File.Exists(what))
        {
            throw new UserException($"there is no file {TerminalText.Escape(what)}, and it is neither a decision id of {DecisionId.Length} hex digits nor a sha256");
        }

        try
        {
            Write(session, store, what, new AssayOffice(store, InspectionLimits.Default, []).InspectFile(what, cancellation));
            return ExitCodes.Fine;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{TerminalText.Escape(what)} cannot be read: {TerminalText.Escape(e.Message)}");
        }
    }

    private static bool IsHex(string text, int length) => text.Length == length && text.All(char.IsAsciiHexDigit);

    private static Decision FindDecision(AssayStore? store, string id) =>
        Kept(store).FindDecision(id)
        ?? throw new UserException(
            $"the store {TerminalText.Escape(Kept(store).Folder)} knows no decision {id}; it was made on another machine, by another user, or under another --store");

    private static Inspection FindInspection(AssayStore? store, string sha256) =>
        AssayOffice.FindStored(Kept(store), sha256)
        ?? throw new UserException(
            $"this build of Assay has not looked at {sha256} with the store {TerminalText.Escape(Kept(store).Folder)}; scan the file, or name the file itself");

    private static AssayStore Kept(AssayStore? store) =>
        store ?? throw new UserException("an id or digest is explained from what the store kept; leave out --no-store, or name the file itself");

    private static void Write(Session session, AssayStore? store, string shown, Inspection inspection)
    {
        Policy policy = PolicyOfSession.Load(session, readProject: false);
        using AdvisoryWitness advisories = new(store?.Folder, policy.Advisories, session.Time);
        Verdict verdict = Judge.Decide(ListingWitness.CaseOfFile(inspection, advisories, ImmutableHashSet<string>.Empty), policy, session.Time.GetUtcNow());
        TextReport report = new();
        report.Add(session.Output, session.StyleOfReport(several: false), new AssayedFile(shown, inspection, verdict, null, null));
    }

    private static void Write(Session session, Decision decision)
    {
        Ink ink = new(session.UsesColor);
        Verdict verdict = decision.Verdict;
        string until = verdict.Until is DateTimeOffset end ? $", until {ReasonText.Time(end)}" : "";
        session.Output.WriteLine($"{ink.Of(verdict.Ruling)}  {ink.Bold(TerminalText.Escape(decision.Pin))}  decided {ReasonText.Time(decision.When)}{until}");
        ReportStyle style = session.StyleOfReport(several: false);
        ReasonText.WriteLead(session.Output, style, ink, verdict);
        Write(session, "file", decision.File);
        Write(session, "sha256", decision.Sha256);
        Write(session, "from", decision.Address);
        Write(session, "policy", decision.Verdict.PolicyDigest);
        ReasonText.Write(
            session.Output, style, ink, new AssayedFile(decision.File, null, verdict, null, null) { AskedAs = decision.Pin }, verdict);
    }

    private static void Write(Session session, string label, string? value)
    {
        if (value is not null)
        {
            session.Output.WriteLine($"       {label} {TerminalText.Escape(value)}");
        }
    }
}
