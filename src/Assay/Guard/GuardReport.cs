using System.Globalization;
using System.Text.Json;
using Assay.Engine.Findings;
using Assay.Engine.Verdicts;

namespace Assay.Guard;

/// <summary>The guard's record as JSON (<c>--report FILE</c>), schema <c>assay.guard/1</c>: apart from internal types, so that they may move.</summary>
public static class GuardReport
{
    public const string Schema = "assay.guard/1";

    /// <summary>The report in UTF-8.</summary>
    /// <param name="installerExit">The installer's own exit code.</param>
    /// <param name="exit">What the whole command exits with.</param>
    public static byte[] Write(Ledger ledger, string installer, Policy policy, int installerExit, int exit, DateTimeOffset now)
    {
        using MemoryStream target = new();
        using (Utf8JsonWriter json = new(target, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("schema", Schema);
            json.WriteString("generated", Time(now));
            json.WriteString("installer", installer);
            json.WriteNumber("installer_exit", installerExit);
            json.WriteNumber("exit", exit);
            json.WriteString("policy", policy.Digest);
            WriteEntries(json, "allowed", ledger, Outcome.Allowed);
            WriteEntries(json, "steered", ledger, Outcome.Steered);
            WriteEntries(json, "refused", ledger, Outcome.Refused);
            json.WriteStartArray("refused_hosts");
            foreach ((string host, string why) in ledger.RefusedHosts)
            {
                json.WriteStartObject();
                json.WriteString("host", host);
                json.WriteString("reason", why);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            WriteTexts(json, "failures", ledger.Failures);
            json.WriteStartArray("gaps");
            foreach (Gap gap in ledger.Gaps)
            {
                WriteGap(json, gap);
            }

            json.WriteEndArray();
            WriteTexts(json, "notices", ledger.Notices);
            json.WriteEndObject();
        }

        target.WriteByte((byte)'\n');
        return target.ToArray();
    }

    private static void WriteEntries(Utf8JsonWriter json, string name, Ledger ledger, Outcome outcome)
    {
        json.WriteStartArray(name);
        foreach (LedgerEntry entry in ledger.Entries.Where(entry => entry.Outcome == outcome))
        {
            json.WriteStartObject();
            json.WriteString("file", entry.Subject);
            json.WriteString("project", entry.Project);
            json.WriteString("version", entry.Version);
            json.WriteString("sha256", entry.Sha256);
            json.WriteString("verdict", entry.Verdict?.Ruling.ToString().ToLowerInvariant());
            json.WriteString("rule", entry.Rule);
            json.WriteString("message", entry.Message);
            json.WriteString("until", entry.Until is DateTimeOffset until ? Time(until) : null);
            json.WriteString("explain", entry.Id);
            json.WriteStartArray("findings");
            foreach (Finding finding in (entry.Verdict?.Reasons ?? []).Select(static reason => reason.Finding).OfType<Finding>())
            {
                json.WriteStartObject();
                json.WriteString("rule", finding.Rule);
                json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
                json.WriteString("confidence", finding.Confidence.ToString().ToLowerInvariant());
                json.WriteString("place", finding.Place.Describe());
                json.WriteString("message", finding.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("gaps");
            foreach (Gap gap in (entry.Verdict?.Reasons ?? []).Select(static reason => reason.Gap).OfType<Gap>())
            {
                WriteGap(json, gap);
            }

            json.WriteEndArray();
            WriteWaived(json, entry);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWaived(Utf8JsonWriter json, LedgerEntry entry)
    {
        json.WriteStartArray("waived");
        foreach (WaivedRule one in GuardSummary.Waived(entry))
        {
            json.WriteStartObject();
            json.WriteString("rule", one.Id);
            json.WriteString("message", one.Message);
            json.WriteNumber("places", one.Places);
            json.WriteString("reason", one.By.Reason);
            json.WriteString("owner", one.By.Owner);
            json.WriteString("expires", one.By.Expires.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteString("by", one.By.Origin);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGap(Utf8JsonWriter json, Gap gap)
    {
        json.WriteStartObject();
        json.WriteString("kind", gap.Id);
        json.WriteString("weight", gap.Weight.ToString().ToLowerInvariant());
        json.WriteString("path", gap.Place.Describe());
        json.WriteString("reason", gap.Detail);
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
