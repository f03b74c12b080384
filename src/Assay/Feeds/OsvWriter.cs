using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Engine.Advisories;

namespace Assay.Feeds;

/// <summary>Writes a record in the form of OSV (schema 1.7.5), as far as it was kept.</summary>
public static class OsvWriter
{
    private const string SchemaVersion = "1.7.5";

    /// <summary>One object, indented; the same record gives the same bytes.</summary>
    public static byte[] Write(AdvisoryRecord record)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            Write(json, record);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>One object into a document that is being written.</summary>
    public static void Write(Utf8JsonWriter json, AdvisoryRecord record)
    {
        json.WriteStartObject();
        json.WriteString("schema_version", SchemaVersion);
        json.WriteString("id", record.Id);
        WriteTime(json, "modified", record.Modified);
        WriteTime(json, "published", record.Published);
        WriteTime(json, "withdrawn", record.Withdrawn);
        WriteTexts(json, "aliases", record.Aliases);
        WriteText(json, "summary", record.Summary);
        WriteText(json, "details", record.Details);
        if (!record.Severities.IsEmpty)
        {
            json.WriteStartArray("severity");
            foreach (SeverityVector severity in record.Severities)
            {
                json.WriteStartObject();
                json.WriteString("type", severity.Type);
                json.WriteString("score", severity.Vector);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        WriteAffected(json, record.Affected);
        if (!record.References.IsEmpty)
        {
            json.WriteStartArray("references");
            foreach (AdvisoryReference reference in record.References)
            {
                json.WriteStartObject();
                json.WriteString("type", reference.Type);
                json.WriteString("url", reference.Address);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        WriteSpecific(json, record);
        json.WriteEndObject();
    }

    private static void WriteAffected(Utf8JsonWriter json, ImmutableArray<AffectedProject> affected)
    {
        json.WriteStartArray("affected");
        foreach (AffectedProject project in affected)
        {
            json.WriteStartObject();
            json.WriteStartObject("package");
            json.WriteString("ecosystem", "PyPI");
            json.WriteString("name", project.Project.Normalized);
            json.WriteString("purl", $"pkg:pypi/{project.Project.Normalized}");
            json.WriteEndObject();
            if (!project.Ranges.IsEmpty)
            {
                json.WriteStartArray("ranges");
                foreach (AffectedRange range in project.Ranges)
                {
                    json.WriteStartObject();
                    json.WriteString("type", "ECOSYSTEM");
                    json.WriteStartArray("events");
                    foreach (RangeEvent step in range.Events)
                    {
                        json.WriteStartObject();
                        json.WriteString(NameOf(step.Kind), step.Version);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            WriteTexts(json, "versions", project.Versions);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSpecific(Utf8JsonWriter json, AdvisoryRecord record)
    {
        json.WriteStartObject("database_specific");
        json.WriteString("feed", record.Feed);
        if (record.SeverityWord is string word)
        {
            json.WriteString("severity", word);
        }

        WriteTexts(json, "cwe_ids", record.Weaknesses);
        if (record.ExploitedSince is DateOnly since)
        {
            json.WriteString("exploited_since", since.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        if (record.ExploitProbability is double probability)
        {
            json.WriteNumber("exploit_probability", probability);
        }

        json.WriteEndObject();
    }

    private static string NameOf(RangeEventKind kind) => kind switch
    {
        RangeEventKind.Introduced => "introduced",
        RangeEventKind.Fixed => "fixed",
        RangeEventKind.LastAffected => "last_affected",
        _ => "limit",
    };

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is DateTimeOffset moment)
        {
            json.WriteString(name, moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        if (!texts.IsEmpty)
        {
            json.WriteStartArray(name);
            foreach (string text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }
}
