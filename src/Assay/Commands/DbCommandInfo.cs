using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Engine.Verdicts;
using Assay.Feeds;
using Assay.Reports;

namespace Assay.Commands;

/// <summary><c>assay db info</c> and <c>assay db verify</c>: which index counts, how old it is, whether it is whole.</summary>
internal static class DbCommandInfo
{
    private const string DefaultAge = "30d";

    public static Command CreateInfo(Session session)
    {
        Option<string?> file = DbCommand.IndexOption();
        Option<string> age = new("--max-db-age")
        {
            Description = "older feeds are too old: hours or days, such as 30d", HelpName = "TIME", DefaultValueFactory = static _ => DefaultAge,
        };
        Option<bool> strict = new("--strict") { Description = "end with 3 where a feed is too old or states no date" };
        Command command = new("info", "which index counts here and why, its feeds and their dates") { file, age, strict };
        command.SetAction(parsed => Info(session, parsed.GetValue(file), parsed.GetValue(age)!, parsed.GetValue(strict)));
        return command;
    }

    public static Command CreateVerify(Session session)
    {
        Option<string?> file = DbCommand.IndexOption();
        Command command = new("verify", "read the whole index and compute its digest anew") { file };
        command.SetAction(parsed => Verify(session, parsed.GetValue(file)));
        return command;
    }

    private static int Info(Session session, string? named, string age, bool strict)
    {
        if (!PolicyValues.TryParseDuration(age, out TimeSpan limit) || limit <= TimeSpan.Zero)
        {
            throw new UserException($"--max-db-age takes hours or days, such as 30d, not '{TerminalText.Escape(age)}'");
        }

        using AdvisoryChoice choice = DbCommand.Choose(session, named);
        AdvisoryIndex index = choice.Index;
        session.Output.WriteLine($"index     {TerminalText.Escape(choice.Place)}");
        session.Output.WriteLine($"          {TerminalText.Escape(choice.Reason)}");
        session.Output.WriteLine($"sha256    {index.Digest}");
        session.Output.WriteLine($"contents  {DbCommand.Number(index.RecordCount)} records about {DbCommand.Number(index.ProjectCount)} projects");
        session.Output.WriteLine();
        DbCommand.WriteFeeds(session.Output, index.Feeds);
        ImmutableArray<AdvisoryFeed> old = [.. index.Feeds.Where(feed => IsTooOld(feed, limit, DbCommand.Today(session)))];
        if (!old.IsEmpty)
        {
            session.Output.WriteLine();
        }

        foreach (AdvisoryFeed feed in old)
        {
            string why = feed.Date is DateOnly date
                ? $"is of {DbCommand.Day(date)}, {Days(DbCommand.Today(session).DayNumber - date.DayNumber)} old and older than {TerminalText.Escape(age)}"
                : "states no date, so nobody knows how old it is";
            session.Output.WriteLine($"{TerminalText.Escape(feed.Id)} {why}; 'assay db update' fetches newer data");
        }

        return strict && !old.IsEmpty ? ExitCodes.Incomplete : ExitCodes.Fine;
    }

    /// <summary>Whether a feed is older than allowed; one without a date is.</summary>
    internal static bool IsTooOld(AdvisoryFeed feed, TimeSpan limit, DateOnly today) =>
        feed.Date is not DateOnly date || TimeSpan.FromDays(today.DayNumber - date.DayNumber) > limit;

    private static int Verify(Session session, string? named)
    {
        using AdvisoryChoice choice = DbCommand.Choose(session, named);
        ImmutableArray<string> problems = choice.Index.Verify();
        foreach (string problem in problems)
        {
            session.Output.WriteLine(TerminalText.Escape(problem));
        }

        session.Output.WriteLine(problems.IsEmpty
            ? $"{TerminalText.Escape(choice.Place)} is whole: {DbCommand.Number(choice.Index.RecordCount)} records, sha256 {choice.Index.Digest}"
            : $"{TerminalText.Escape(choice.Place)} is damaged; make it anew with 'assay db build' or 'assay db update'");
        return problems.IsEmpty ? ExitCodes.Fine : ExitCodes.Failed;
    }

    private static string Days(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "day" : "days")}");
}
