using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Assay.Feeds;
using Assay.Reports;

namespace Assay.Commands;

/// <summary><c>assay db build</c>: compiles advisories into an index.</summary>
internal static class DbCommandBuild
{
    private const int ShownProblems = 40;

    public static Command Create(Session session)
    {
        Argument<string[]> from = new("FROM") { Description = "folders, archives (.zip, .tar, .tar.gz) and files of advisories", Arity = ArgumentArity.ZeroOrMore };
        Option<string[]> feeds = new("--feed") { Description = "records of this source belong to a feed of your own, whatever their ids", HelpName = "ID=FROM" };
        Option<string[]> dates = new("--date") { Description = "the day the data is of, for all feeds or one", HelpName = "[FEED=]YYYY-MM-DD" };
        Option<string?> output = new("--output") { Description = "write the index here (default: the store's)", HelpName = "FILE" };
        Option<bool> strict = new("--strict") { Description = "end with 3 where a record was dropped" };
        Option<bool> verbose = new("--verbose") { Description = "name every part that could not be read" };
        Command command = new("build", "compile advisories into an index") { from, feeds, dates, output, strict, verbose };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            session,
            Sources(session, parsed.GetValue(from) ?? [], parsed.GetValue(feeds) ?? []),
            Dates(session, parsed.GetValue(dates) ?? []),
            parsed.GetValue(output),
            parsed.GetValue(strict),
            parsed.GetValue(verbose),
            cancellation)));
        return command;
    }

    /// <summary>Reads what <c>--date</c> states.</summary>
    /// <exception cref="UserException">It is no date, or one to come.</exception>
    internal static FeedDates Dates(Session session, IEnumerable<string> options)
    {
        FeedDates dates = FeedDates.None;
        foreach (string option in options)
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            if (!DateOnly.TryParseExact(option.AsSpan(equals + 1), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
                || day > DbCommand.Today(session).AddDays(1))
            {
                throw new UserException($"--date takes a day that has been, such as 2026-07-23 or pysec=2026-07-23, not '{TerminalText.Escape(option)}'");
            }

            dates = equals < 0 ? dates with { All = day } : dates with { Of = dates.Of.SetItem(option[..equals], day) };
        }

        return dates;
    }

    /// <summary>Reads sources, writes the index, says what is in it.</summary>
    internal static int Run(
        Session session, ImmutableArray<NamedSource> sources, FeedDates dates, string? output, bool strict, bool verbose, CancellationToken cancellation)
    {
        string target = DbCommand.TargetOf(session, output);
        FeedHarvest harvest = Read(session, sources, dates, cancellation);
        foreach (string unknown in dates.Of.Keys.Except(harvest.Feeds.Select(static feed => feed.Id), StringComparer.Ordinal))
        {
            session.Error.WriteLine($"assay: --date names the feed '{TerminalText.Escape(unknown)}', of which nothing was read");
        }

        Write(session, harvest, target, verbose);
        return strict && harvest.Problems.Any(static problem => problem.LosesRecord) ? ExitCodes.Incomplete : ExitCodes.Fine;
    }

    /// <summary>Reads sources with a line of progress.</summary>
    /// <exception cref="UserException">One of them could not be read to its end.</exception>
    internal static FeedHarvest Read(Session session, ImmutableArray<NamedSource> sources, FeedDates dates, CancellationToken cancellation)
    {
        long last = session.Time.GetTimestamp();
        Lock console = new();
        FeedHarvest harvest = FeedIntake.Read(
            sources, dates, FeedLimits.Default, Math.Clamp(Environment.ProcessorCount, 1, 4), session.ErrorIsTerminal ? Show : null, cancellation);
        if (session.ErrorIsTerminal)
        {
            session.Error.Write("\r\e[K");
        }

        return harvest.Failures.IsEmpty
            ? harvest
            : throw new UserException($"{TerminalText.Escape(harvest.Failures[0].TrimEnd('.'))}; no index was written, and the one before is as it was");

        void Show(int done)
        {
            lock (console)
            {
                if (session.Time.GetElapsedTime(last) > TimeSpan.FromMilliseconds(100))
                {
                    last = session.Time.GetTimestamp();
                    session.Error.Write($"\r{DbCommand.Number(done)} documents read");
                }
            }
        }
    }

    /// <summary>Writes the index and says what is in it.</summary>
    /// <exception cref="UserException">There is nothing to write, or it cannot be written.</exception>
    internal static void Write(Session session, FeedHarvest harvest, string target, bool verbose)
    {
        WriteProblems(session.Error, harvest, verbose);
        if (harvest.Records.IsEmpty)
        {
            throw new UserException("not one advisory about a project of PyPI was found; no index was written, and the one before is as it was");
        }

        (string digest, long length) = AdvisoryFileOf(target, harvest);
        DbCommand.WriteFeeds(session.Output, harvest.Feeds);
        if (harvest.Superseded > 0)
        {
            session.Output.WriteLine($"{DbCommand.Number(harvest.Superseded)} records that came more than once, older or with less in them, were left out");
        }

        if (harvest.Elsewhere > 0)
        {
            session.Output.WriteLine($"{DbCommand.Number(harvest.Elsewhere)} records concern no project of PyPI");
        }

        session.Output.WriteLine($"wrote {TerminalText.Escape(target)}, {ReasonText.Bytes(length)}, sha256 {digest}");
    }

    private static (string Digest, long Length) AdvisoryFileOf(string target, FeedHarvest harvest)
    {
        try
        {
            return AdvisoryFile.Write(target, harvest);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"the index could not be written to {TerminalText.Escape(target)}: {TerminalText.Escape(e.Message.TrimEnd('.'))}");
        }
    }

    private static void WriteProblems(TextWriter error, FeedHarvest harvest, bool verbose)
    {
        FeedProblem[] lost = [.. harvest.Problems.Where(static problem => problem.LosesRecord)];
        FeedProblem[] parts = [.. harvest.Problems.Where(static problem => !problem.LosesRecord)];
        Write("dropped", lost);
        if (verbose)
        {
            Write("in part", parts);
        }
        else if (parts.Length > 0)
        {
            error.WriteLine($"assay: {ReasonText.Count(parts.Length, "part")} of records could not be read; --verbose names each");
        }

        void Write(string what, FeedProblem[] problems)
        {
            foreach (FeedProblem problem in problems.Take(verbose ? int.MaxValue : ShownProblems))
            {
                error.WriteLine($"{what}: {TerminalText.Escape(problem.ToString())}");
            }

            if (problems.Length > ShownProblems && !verbose)
            {
                error.WriteLine($"{what}: and {DbCommand.Number(problems.Length - ShownProblems)} more; --verbose names each");
            }
        }
    }

    private static ImmutableArray<NamedSource> Sources(Session session, string[] from, string[] feeds)
    {
        List<NamedSource> sources = [.. from.Select(shown => new NamedSource(Path.GetFullPath(shown, session.Folder), shown, null))];
        foreach (string option in feeds)
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            string id = equals < 0 ? "" : option[..equals];
            if (id.Length is 0 or > 40 || !id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') || equals + 1 == option.Length)
            {
                throw new UserException($"--feed takes a word and a source, such as own=advisories/, not '{TerminalText.Escape(option)}'");
            }

            sources.Add(new NamedSource(Path.GetFullPath(option[(equals + 1)..], session.Folder), option[(equals + 1)..], id));
        }

        return sources.Count > 0
            ? [.. sources]
            : throw new UserException("name at least one folder, archive or file of advisories; see 'assay db build --help'");
    }
}
