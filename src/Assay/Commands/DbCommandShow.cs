using System.Buffers;
using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Assay.Engine.Advisories;
using Assay.Feeds;
using Assay.Reports;

namespace Assay.Commands;

/// <summary><c>assay db show</c>: what the index holds about one advisory.</summary>
internal static class DbCommandShow
{
    private const int LongestLine = 20_000;
    private const int ShownVersions = 40;

    public static Command Create(Session session)
    {
        Argument<string> id = new("ID") { Description = "an id or alias: PYSEC-…, GHSA-…, CVE-…, MAL-…" };
        Option<string?> file = DbCommand.IndexOption();
        Option<string> format = new("--format") { Description = "text, or json: a list in the form of OSV", HelpName = "FORMAT", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        Command command = new("show", "one advisory, by its id or any alias") { id, file, format };
        command.SetAction(parsed => Show(session, parsed.GetRequiredValue(id), parsed.GetValue(file), parsed.GetValue(format)!));
        return command;
    }

    private static int Show(Session session, string id, string? named, string format)
    {
        using AdvisoryChoice choice = DbCommand.Choose(session, named);
        ImmutableArray<AdvisoryRecord> records = choice.Index.Find(id);
        if (records.IsEmpty)
        {
            throw new UserException(
                $"the index {TerminalText.Escape(choice.Place)} knows no advisory '{TerminalText.Escape(id)}'; 'assay db info' tells how old it is");
        }

        if (format == "json")
        {
            WriteJson(session.Output, records);
            return ExitCodes.Fine;
        }

        Ink ink = new(session.UsesColor);
        for (int i = 0; i < records.Length; i++)
        {
            if (i > 0)
            {
                session.Output.WriteLine();
            }

            AdvisoryFeed feed = choice.Index.Feeds.First(feed => feed.Id == records[i].Feed);
            WriteText(session.Output, ink, records[i], feed);
        }

        return ExitCodes.Fine;
    }

    // The form in which OSV's own interface answers with several records.
    private static void WriteJson(TextWriter output, ImmutableArray<AdvisoryRecord> records)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteStartArray("vulns");
            foreach (AdvisoryRecord record in records)
            {
                OsvWriter.Write(json, record);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteText(TextWriter output, Ink ink, AdvisoryRecord record, AdvisoryFeed feed)
    {
        string summary = record.Summary.Length > 0 ? $"  {TerminalText.Escape(record.Summary)}" : "";
        output.WriteLine($"{ink.Bold(TerminalText.Escape(record.Id))}{summary}");
        if (record.Withdrawn is not null)
        {
            Field(output, "withdrawn", $"{Time(record.Withdrawn)}: it matches nothing");
        }

        Field(output, "aliases", string.Join(", ", record.Aliases));
        Field(output, "feed", $"{feed.Id}, {DbCommand.Day(feed.Date)}{(feed.Licence.Length > 0 ? $", {feed.Licence}" : "")}{(feed.Address.Length > 0 ? $", {feed.Address}" : "")}");
        Field(output, "published", Time(record.Published));
        Field(output, "modified", Time(record.Modified));
        Field(output, "severity", string.Join(", ", record.Severities.Select(static severity => $"{severity.Type} {severity.Vector}").Prepend(record.SeverityWord ?? "").Where(static part => part.Length > 0)));
        Field(output, "weaknesses", string.Join(", ", record.Weaknesses));
        Field(output, "exploited", record.ExploitedSince is DateOnly since ? $"listed by CISA since {DbCommand.Day(since)}" : "");
        Field(output, "likelihood", record.ExploitProbability is double likely ? $"{likely.ToString("P2", CultureInfo.InvariantCulture)} within 30 days (EPSS)" : "");
        foreach (AffectedProject affected in record.Affected)
        {
            Field(output, "affects", $"{affected.Project}{RangesOf(affected)}");
        }

        foreach (AdvisoryReference reference in record.References)
        {
            Field(output, "see", $"{reference.Type.ToUpperInvariant()} {reference.Address}");
        }

        if (record.Details.Length > 0)
        {
            output.WriteLine();
            foreach (string line in record.Details.TrimEnd().Split('\n'))
            {
                output.WriteLine($"  {TerminalText.Escape(line.TrimEnd('\r'), LongestLine)}".TrimEnd());
            }
        }
    }

    private static void Field(TextWriter output, string name, string value)
    {
        if (value.Length > 0)
        {
            output.WriteLine($"  {name,-10}  {TerminalText.Escape(value, LongestLine)}");
        }
    }

    private static string RangesOf(AffectedProject affected)
    {
        StringBuilder text = new();
        foreach (AffectedRange range in affected.Ranges)
        {
            text.Append(text.Length == 0 ? " " : "; ").AppendJoin(", ", range.Events.Select(static step => $"{Word(step.Kind)} {step.Version}"));
        }

        if (!affected.Versions.IsEmpty)
        {
            text.Append(text.Length == 0 ? " versions " : "; versions ").AppendJoin(", ", affected.Versions.Take(ShownVersions));
            text.Append(affected.Versions.Length > ShownVersions ? $" and {DbCommand.Number(affected.Versions.Length - ShownVersions)} more" : "");
        }

        return text.Length == 0 ? ", no version named" : text.ToString();
    }

    private static string Word(RangeEventKind kind) => kind switch
    {
        RangeEventKind.Introduced => "from",
        RangeEventKind.Fixed => "fixed in",
        RangeEventKind.LastAffected => "up to and with",
        _ => "said up to",
    };

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) ?? "";
}
