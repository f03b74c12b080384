using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Assay.Engine.Advisories;
using Assay.Feeds;
using Assay.Office;
using Microsoft.AspNetCore.Http;

namespace Assay.Guard;

/// <summary>How much one request may ask and one answer may hold.</summary>
/// <param name="MaxQueries">Queries of a batch.</param>
/// <param name="MaxRecords">Records of one page of an answer; from 1.</param>
/// <param name="MaxBytes">Bytes of a request's body.</param>
public sealed record OsvLimits(int MaxQueries, int MaxRecords, int MaxBytes)
{
    /// <summary>1,000 queries, as osv.dev takes them; 1,000 records; 1 MiB.</summary>
    public static OsvLimits Default { get; } = new(1000, 1000, 1 << 20);
}

/// <summary>
/// Answers questions in the form of OSV's API (v1) from the index that the guard itself judges by: <c>uv audit</c>, uv's malware check and
/// pip-audit then need no other service. Records that could not be decided for a version are among the answers: they are never clean.
/// </summary>
public sealed class OsvDesk(AdvisoryWitness advisories, OsvLimits limits)
{
    private const string VulnsPath = "v1/vulns/";

    /// <summary>Answers one request.</summary>
    /// <param name="path">Below the service's address, still quoted.</param>
    public async Task AnswerAsync(HttpContext context, string path)
    {
        bool posts = HttpMethods.IsPost(context.Request.Method);
        bool reads = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (advisories.Index is not AdvisoryIndex index)
        {
            // A status that no client repeats; uv then refuses, pip-audit fails: neither takes silence for a clean answer.
            await new RefusalAnswer(424, "there are no advisories to ask", advisories.Gaps[0].Detail).WriteAsync(context).ConfigureAwait(false);
            return;
        }

        switch (path)
        {
            case "v1/query" when posts:
                await AnswerQueryAsync(context, index).ConfigureAwait(false);
                break;
            case "v1/querybatch" when posts:
                await AnswerBatchAsync(context, index).ConfigureAwait(false);
                break;
            case "v1/query" or "v1/querybatch":
                context.Response.Headers.Allow = "POST";
                await FailAsync(context, 405, 12, "ask with POST").ConfigureAwait(false);
                break;
            case not null when reads && path.StartsWith(VulnsPath, StringComparison.Ordinal):
                await AnswerRecordAsync(context, index, Uri.UnescapeDataString(path[VulnsPath.Length..])).ConfigureAwait(false);
                break;
            default:
                await FailAsync(context, 404, 5, "this service has v1/query, v1/querybatch and v1/vulns/ID").ConfigureAwait(false);
                break;
        }
    }

    private async Task AnswerQueryAsync(HttpContext context, AdvisoryIndex index)
    {
        using JsonDocument? body = await ReadAsync(context).ConfigureAwait(false);
        if (body is null)
        {
            return;
        }

        if (!OsvQuery.TryRead(body.RootElement, out OsvQuery? query, out string? problem))
        {
            await FailAsync(context, 400, 3, problem).ConfigureAwait(false);
            return;
        }

        await SendAsync(context, json => WriteResult(json, Records(index, query), query.Skip, static (json, record) => OsvWriter.Write(json, record))).ConfigureAwait(false);
    }

    private async Task AnswerBatchAsync(HttpContext context, AdvisoryIndex index)
    {
        using JsonDocument? body = await ReadAsync(context).ConfigureAwait(false);
        if (body is null)
        {
            return;
        }

        if (body.RootElement.ValueKind != JsonValueKind.Object || !body.RootElement.TryGetProperty("queries", out JsonElement asked) || asked.ValueKind != JsonValueKind.Array)
        {
            await FailAsync(context, 400, 3, "a batch holds a list of queries").ConfigureAwait(false);
            return;
        }

        if (asked.GetArrayLength() > limits.MaxQueries)
        {
            await FailAsync(context, 400, 3, string.Create(CultureInfo.InvariantCulture, $"a batch holds at most {limits.MaxQueries} queries")).ConfigureAwait(false);
            return;
        }

        List<OsvQuery> queries = [];
        foreach (JsonElement one in asked.EnumerateArray())
        {
            if (!OsvQuery.TryRead(one, out OsvQuery? query, out string? problem))
            {
                await FailAsync(context, 400, 3, string.Create(CultureInfo.InvariantCulture, $"query {queries.Count + 1}: {problem}")).ConfigureAwait(false);
                return;
            }

            queries.Add(query);
        }

        await SendAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("results");
            foreach (OsvQuery query in queries)
            {
                WriteResult(json, Records(index, query), query.Skip, static (json, record) =>
                {
                    json.WriteStartObject();
                    json.WriteString("id", record.Id);
                    json.WriteString("modified", record.Modified!.Value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
                    json.WriteEndObject();
                });
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static async Task AnswerRecordAsync(HttpContext context, AdvisoryIndex index, string id)
    {
        AdvisoryRecord? record = index.Find(id).FirstOrDefault(known => string.Equals(known.Id, id, StringComparison.OrdinalIgnoreCase));
        if (record is null)
        {
            await FailAsync(context, 404, 5, "no record has this id").ConfigureAwait(false);
            return;
        }

        await SendAsync(context, json => OsvWriter.Write(json, Dated(record))).ConfigureAwait(false);
    }

    // Every record that hits or is undecided, each once; with no version every live one about the project.
    private static ImmutableArray<AdvisoryRecord> Records(AdvisoryIndex index, OsvQuery query)
    {
        if (query.Project is not Packaging.Names.ProjectName project)
        {
            return [];
        }

        if (query.Version is not string version)
        {
            return [.. index.Of(project).Where(static record => record.Withdrawn is null).Select(Dated)];
        }

        ProjectAnswer answer = index.Ask(project, version);
        IEnumerable<(string Id, string Feed)> hits = answer.Vulnerabilities
            .SelectMany(static flaw => flaw.Records.Select(static match => (match.Id, match.Feed)))
            .Concat(answer.Undecided.Select(static open => (open.Id, open.Feed)));
        return
        [
            .. hits.Distinct()
                .OrderBy(static hit => hit.Id, StringComparer.Ordinal).ThenBy(static hit => hit.Feed, StringComparer.Ordinal)
                .Select(hit => index.Find(hit.Id).First(record => record.Id == hit.Id && record.Feed == hit.Feed))
                .DistinctBy(static record => record.Id, StringComparer.Ordinal)
                .Select(Dated),
        ];
    }

    // The schema asks every record for the time of its last change; some feeds give none.
    private static AdvisoryRecord Dated(AdvisoryRecord record) => record with { Modified = record.Modified ?? record.Published ?? DateTimeOffset.UnixEpoch };

    private void WriteResult(Utf8JsonWriter json, ImmutableArray<AdvisoryRecord> records, int skip, Action<Utf8JsonWriter, AdvisoryRecord> write)
    {
        json.WriteStartObject();
        AdvisoryRecord[] page = [.. records.Skip(skip).Take(limits.MaxRecords)];
        if (page.Length > 0)
        {
            json.WriteStartArray("vulns");
            foreach (AdvisoryRecord record in page)
            {
                write(json, record);
            }

            json.WriteEndArray();
        }

        if (records.Length - skip > limits.MaxRecords)
        {
            json.WriteString("next_page_token", (skip + limits.MaxRecords).ToString(CultureInfo.InvariantCulture));
        }

        json.WriteEndObject();
    }

    private async Task<JsonDocument?> ReadAsync(HttpContext context)
    {
        using MemoryStream body = new();
        byte[] part = new byte[16_384];
        int read;
        while ((read = await context.Request.Body.ReadAsync(part, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            body.Write(part, 0, read);
            if (body.Length > limits.MaxBytes)
            {
                await FailAsync(context, 413, 3, "the request is too long").ConfigureAwait(false);
                return null;
            }
        }

        try
        {
            return JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length));
        }
        catch (JsonException)
        {
            await FailAsync(context, 400, 3, "the body is not JSON").ConfigureAwait(false);
            return null;
        }
    }

    // Code and message as OSV's own service writes them (google.rpc.Status).
    private static Task FailAsync(HttpContext context, int status, int code, string message)
    {
        context.Response.StatusCode = status;
        return SendAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("code", code);
            json.WriteString("message", message);
            json.WriteEndObject();
        });
    }

    private static async Task SendAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body))
        {
            write(json);
        }

        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = body.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
