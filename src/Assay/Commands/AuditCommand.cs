using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using Assay.Audits;
using Assay.Engine.Advisories;
using Assay.Engine.Audits;
using Assay.Engine.Verdicts;
using Assay.Feeds;
using Assay.Policies;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary><c>assay audit</c>: what is known against what is installed, locked or required, and what to do about it.</summary>
public sealed class AuditCommand : ParsedVerb
{
    public override string Name => "audit";

    public override string Summary => "known vulnerabilities and malware in environments, lock files, requirements; offline";

    public override Command Build(Session session)
    {
        Command command = new(Name, Summary);
        Func<ParseResult, AuditOptions> read = AuditOptions.Declare(command);
        command.SetAction((parsed, cancellation) => RunAsync(session, read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Session session, AuditOptions options, CancellationToken cancellation)
    {
        if (options.Write && !options.Fix)
        {
            throw new UserException("--write goes with --fix");
        }

        if (options is { Write: true, AsOf: not null })
        {
            throw new UserException("--write plans with all that is known, so it does not go with --as-of; without --write the plan of that day is shown");
        }

        if (options.Pins is not null && (options.Since is not null || options.Fix || options.All || options.ThroughGuard || options.Targets.Length + options.RequirementsFiles.Length + options.Paths.Length > 0))
        {
            throw new UserException("--pins answers for the pins alone: leave out other targets, --since and --fix, or run the audit twice");
        }

        AdvisoryPolicy policy = PolicyOf(session, options);
        using AdvisoryIndex index = OpenIndex(session, options.Database);
        if (options.Pins is string pins)
        {
            return AnswerPins(session, options, pins, index, policy);
        }

        AuditInputs inputs = AuditTargets.Collect(session, options);
        AuditReport report = Auditor.Audit(inputs.Question(options.AsOf), index, policy, session.Time.GetUtcNow());
        if (options.Since is string since)
        {
            report = report with { Since = AuditTargets.CompareWith(since, session, options, report, index, policy) };
        }

        if (options.Fix)
        {
            return await FixAsync(session, options, inputs, report, index, policy, cancellation);
        }

        Report(session, options, report, index);
        return CodeOf(AuditOutcome.Of(report), options);
    }

    // What is left after writing is what counts, so it is audited anew.
    private static async Task<int> FixAsync(
        Session session, AuditOptions options, AuditInputs inputs, AuditReport report, AdvisoryIndex index, AdvisoryPolicy policy, CancellationToken cancellation)
    {
        FixRun run = new(session, options, inputs, index, policy);
        report = await run.PlanAsync(report, cancellation);
        Report(session, options, report, index);
        bool isForPeople = options.Output is not null || options.Format == AuditFormats.All[0];
        if (!run.Finish(isForPeople ? session.Output : session.Error))
        {
            return ExitCodes.Failed;
        }

        AuditReport after = options.Write
            ? Auditor.Audit(AuditTargets.Collect(session, options).Question(options.AsOf), index, policy, session.Time.GetUtcNow())
            : report;
        return CodeOf(AuditOutcome.Of(after), options);
    }

    private static void Report(Session session, AuditOptions options, AuditReport report, AdvisoryIndex index) =>
        Write(
            session, options,
            AuditPlaces.Tell(
                options.Format.ShowsReferences ? AuditReferences.Fill(report, index) : report,
                options.Format, session.Folder, ProjectFiles.RepositoryAround(session.Folder)));

    /// <summary>The index of advisories that is in use.</summary>
    /// <exception cref="UserException">It cannot be opened.</exception>
    internal static AdvisoryIndex OpenIndex(Session session, string? database)
    {
        try
        {
            return AdvisoryOffice.Open(database, session.NoStore ? null : StoreFolder.Locate(session.Store, session.Environment));
        }
        catch (Exception e) when (e is AdvisoryIndexException or IOException or UnauthorizedAccessException)
        {
            throw new UserException(TerminalText.Escape(e.Message));
        }
    }

    private static AdvisoryPolicy PolicyOf(Session session, AuditOptions options)
    {
        AdvisoryPolicy policy = PolicyOfSession.Load(session, readProject: true).Advisories;
        return policy with
        {
            Threshold = options.Threshold ?? policy.Threshold,
            MaxAge = options.MaxAge ?? policy.MaxAge,
            Ignores = policy.Ignores.AddRange(options.Ignored.Select(static id =>
                new AdvisoryIgnore(id, null, null, null, null, null, null, UntilFixed: false, "--ignore"))),
        };
    }

    private static int CodeOf(AuditOutcome outcome, AuditOptions options) =>
        outcome.HasFindings ? ExitCodes.Found
        : (outcome.IsIncomplete && !options.AllowIncomplete) || (outcome.HasOldFeeds && options.Strict) ? ExitCodes.Incomplete
        : ExitCodes.Fine;

    private static int AnswerPins(Session session, AuditOptions options, string pins, AdvisoryIndex index, AdvisoryPolicy policy)
    {
        try
        {
            using TextReader input = pins == "-"
                ? new StreamReader(Console.OpenStandardInput(), Encoding.UTF8)
                : new StreamReader(Path.GetFullPath(pins, session.Folder), Encoding.UTF8);
            using StreamWriter? file = options.Output is null ? null : new StreamWriter(options.Output, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            PinsOutcome outcome = new PinLines(index, policy, options.AsOf).Answer(input, file ?? session.Output, Tell);
            return CodeOf(new AuditOutcome(outcome.Found, outcome.Unknown, HasOldFeeds: false), options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{TerminalText.Escape(pins)}: {TerminalText.Escape(e.Message)}");
        }

        void Tell(int line, string problem) => session.Error.WriteLine($"assay: {TerminalText.Escape($"{pins}:{line}: the line {problem}")}");
    }

    private static void Write(Session session, AuditOptions options, AuditReport report)
    {
        if (options.Output is null)
        {
            options.Format.Write(session.Output, session.StyleOfReport(several: false), report);
            return;
        }

        try
        {
            using StreamWriter file = new(options.Output, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
            Session shown = session with { Output = file, OutputIsTerminal = false, Width = null };
            options.Format.Write(file, shown.StyleOfReport(several: false), report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserException($"the report cannot be written to {TerminalText.Escape(options.Output)}: {TerminalText.Escape(e.Message)}");
        }
    }
}
