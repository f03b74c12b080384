using System.CommandLine;
using Assay.Engine.Advisories;
using Assay.Feeds;
using Assay.Index;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary><c>assay db update</c>: fetches OSV's records about PyPI and makes the store's index of them.</summary>
internal static class DbCommandUpdate
{
    private const string PublicDefault = "https://osv-vulnerabilities.storage.googleapis.com/PyPI/";
    private const string Variable = "ASSAY_OSV_URL";
    private const string Folder = "osv";

    public static Command Create(Session session)
    {
        Option<string?> url = new("--url") { Description = $"where OSV's PyPI folder is served ({Variable}); default {PublicDefault}", HelpName = "ADDRESS" };
        Option<string[]> dates = new("--date") { Description = "the day the data is of, where the server does not say", HelpName = "[FEED=]YYYY-MM-DD" };
        Option<bool> full = new("--full") { Description = "fetch everything, not only what changed" };
        Option<bool> fewer = new("--allow-fewer") { Description = "take data in which a feed has less than half of the records that it has now" };
        Option<bool> verbose = new("--verbose") { Description = "name every part that could not be read" };
        Command command = new("update", "fetch what is new from OSV and make the store's index of it") { url, dates, full, fewer, verbose };
        command.SetAction((parsed, cancellation) => RunAsync(
            session, AddressOf(session, parsed.GetValue(url)), DbCommandBuild.Dates(session, parsed.GetValue(dates) ?? []), parsed.GetValue(full), parsed.GetValue(fewer), parsed.GetValue(verbose), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Session session, Uri address, FeedDates dates, bool full, bool allowFewer, bool verbose, CancellationToken cancellation)
    {
        string target = DbCommand.TargetOf(session, null);
        string folder = Path.Combine(Path.GetDirectoryName(target)!, Folder);
        using DocumentClient client = new(IndexAccess.OptionsFor(session, address.AbsoluteUri), session.Time);
        OsvMirror mirror = new(folder, address, client, MirrorLimits.Default);
        try
        {
            StoreFolder.Prepare(folder);
            using FileStream alone = new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            try
            {
                MirrorNews news = await mirror.FetchAsync(full, File.Exists(target), ProgressOf(session), cancellation);
                ClearProgress(session);
                if (news.Sources.IsEmpty)
                {
                    session.Output.WriteLine($"{news.Summary}; the index stays as it is");
                    mirror.Keep(news);
                    return ExitCodes.Fine;
                }

                RefuseOlder(target, news.Date);
                session.Error.WriteLine($"assay: {news.Summary}");
                FeedHarvest harvest = DbCommandBuild.Read(session, news.Sources, dates with { All = dates.All ?? news.Date }, cancellation);
                if (!allowFewer)
                {
                    RefuseFewer(Path.GetDirectoryName(target)!, harvest, address);
                }

                DbCommandBuild.Write(session, harvest, target, verbose);
                mirror.Keep(news);
                return ExitCodes.Fine;
            }
            finally
            {
                mirror.Forget();
            }
        }
        catch (MirrorException e)
        {
            throw new UserException($"{TerminalText.Escape(e.Message.TrimEnd('.'))}; the index is as it was");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"the update could not be made in {TerminalText.Escape(folder)} (another may be running): {TerminalText.Escape(e.Message.TrimEnd('.'))}; the index is as it was");
        }
    }

    // An index that somebody built of newer data is not undone by a server that lags behind.
    private static void RefuseOlder(string target, DateOnly? offered)
    {
        if (!File.Exists(target) || offered is null)
        {
            return;
        }

        try
        {
            using AdvisoryIndex index = AdvisoryFile.Open(target);
            if (AdvisoryOffice.Newest(index.Feeds) is DateOnly here && offered < here)
            {
                throw new UserException(
                    $"what the server has is of {DbCommand.Day(offered)} and so older than the index {TerminalText.Escape(target)}, which is of {DbCommand.Day(here)}; the index is as it was. Delete it if you want the older one");
            }
        }
        catch (AdvisoryIndexException)
        {
            // A damaged one is what an update is for.
        }
    }

    // A mirror that holds a part of the records would make the rest look clean, however new its date is.
    private static void RefuseFewer(string folder, FeedHarvest harvest, Uri address)
    {
        using AdvisoryChoice? inUse = InUse(folder);
        if (inUse?.Index.Feeds.FirstOrDefault(feed => (harvest.Feeds.FirstOrDefault(one => one.Id == feed.Id)?.Records ?? 0) < feed.Records / 2) is { } less)
        {
            int offered = harvest.Feeds.FirstOrDefault(one => one.Id == less.Id)?.Records ?? 0;
            throw new UserException(
                $"{TerminalText.Escape(SecretFree.Describe(address))} has {DbCommand.Number(offered)} records of the feed '{TerminalText.Escape(less.Id)}', and the index in use ({TerminalText.Escape(inUse.Place)}) has {DbCommand.Number(less.Records)}: "
                + "most would be lost, and what they know of would look clean; the index is as it was. If that is meant, say --allow-fewer");
        }
    }

    private static AdvisoryChoice? InUse(string folder)
    {
        try
        {
            return AdvisoryOffice.Choose(null, folder);
        }
        catch (AdvisoryIndexException)
        {
            // A damaged one is what an update is for; the one built in still tells how much there is.
            return AdvisoryOffice.OpenEmbedded() is { } embedded ? new AdvisoryChoice(embedded, AdvisoryOrigin.Embedded, "built in", "The store's is damaged.") : null;
        }
    }

    private static Uri AddressOf(Session session, string? option)
    {
        string text = option ?? (session.Environment(Variable) is { Length: > 0 } set ? set : PublicDefault);
        return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps) && address.Query.Length + address.Fragment.Length == 0
            ? address
            : throw new UserException($"{(option is null ? Variable : "--url")} takes an http or https address such as {PublicDefault}");
    }

    private static Action<long>? ProgressOf(Session session)
    {
        if (!session.ErrorIsTerminal)
        {
            return null;
        }

        long last = session.Time.GetTimestamp();
        Lock console = new();
        return done =>
        {
            lock (console)
            {
                if (session.Time.GetElapsedTime(last) > TimeSpan.FromMilliseconds(100))
                {
                    last = session.Time.GetTimestamp();
                    session.Error.Write($"\r{DbCommand.Number(done)} fetched");
                }
            }
        };
    }

    private static void ClearProgress(Session session)
    {
        if (session.ErrorIsTerminal)
        {
            session.Error.Write("\r\e[K");
        }
    }
}
