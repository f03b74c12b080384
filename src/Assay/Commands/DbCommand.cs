using System.CommandLine;
using System.Globalization;
using Assay.Engine.Advisories;
using Assay.Feeds;
using Assay.Reports;
using Assay.Store;

namespace Assay.Commands;

/// <summary><c>assay db build|update|info|show|verify</c>: the advisories that audits and the guard ask.</summary>
public sealed class DbCommand : ParsedVerb
{
    public override string Name => "db";

    public override string Summary => "advisory data: build, update, its dates, one record, is it whole";

    public override Command Build(Session session) => new(Name, Summary)
    {
        DbCommandBuild.Create(session),
        DbCommandUpdate.Create(session),
        DbCommandInfo.CreateInfo(session),
        DbCommandShow.Create(session),
        DbCommandInfo.CreateVerify(session),
    };

    /// <summary>The option that names an index.</summary>
    internal static Option<string?> IndexOption() => new("--db") { Description = "ask this index", HelpName = "FILE" };

    /// <summary>Opens the index that counts.</summary>
    internal static AdvisoryChoice Choose(Session session, string? named) =>
        AdvisoryOffice.Choose(named is null ? null : Path.GetFullPath(named, session.Folder), FolderOf(session));

    /// <summary>The store's folder; null with <c>--no-store</c>.</summary>
    internal static string? FolderOf(Session session) => session.NoStore ? null : StoreFolder.Locate(session.Store, session.Environment);

    /// <summary>Where an index is written to: the file named, else the store's.</summary>
    internal static string TargetOf(Session session, string? output)
    {
        if (output is not null)
        {
            return Path.GetFullPath(output, session.Folder);
        }

        string folder = FolderOf(session) ?? throw new UserException("there is no store to write to with --no-store; name a file with --output FILE");
        StoreFolder.Prepare(folder);
        return Path.Combine(folder, AdvisoryFile.Name);
    }

    internal static string Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "no date stated";

    internal static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    internal static DateOnly Today(Session session) => DateOnly.FromDateTime(session.Time.GetUtcNow().UtcDateTime);

    /// <summary>One line a feed: id, date, counts, licence, source.</summary>
    internal static void WriteFeeds(TextWriter output, IReadOnlyCollection<AdvisoryFeed> feeds)
    {
        foreach (AdvisoryFeed feed in feeds)
        {
            string counts = feed.Id is KnownFeed.ExploitedId or KnownFeed.PredictionId
                ? "joined by CVE id"
                : $"{Number(feed.Records)} records, {Number(feed.Withdrawn)} withdrawn, {Number(feed.Dropped)} dropped";
            string source = string.Join(", ", new[] { feed.Title, feed.Licence, feed.Address }.Where(static part => part.Length > 0));
            output.WriteLine($"{TerminalText.Escape(feed.Id),-20}  {Day(feed.Date),-14}  {counts}");
            output.WriteLine($"{"",-20}  {TerminalText.Escape(source)}");
        }
    }
}
