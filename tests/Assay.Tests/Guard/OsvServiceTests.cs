using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Assay.Tests.Guard.Bench;
using global::Assay.Engine.Advisories;
using global::Assay.Guard;
using global::Assay.Office;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Guard;

/// <summary>The guard's advisories in the form of OSV: against what uv was recorded to ask and understand, and with the real uv.</summary>
public sealed class OsvServiceTests
{
    private static readonly AdvisoryRecord[] s_records =
        [BenchAdvisories.Malware("MAL-2026-0001", "idna", "3.10"), BenchAdvisories.Flaw("PYSEC-2026-1", "idna", fixedIn: "99")];

    [Fact]
    public async Task The_recorded_exchanges_of_uv_are_answered_field_by_field()
    {
        JsonNode recorded = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(SharedData.Require("clients"), "uv-audit.json")))!;
        await using BenchIndex index = await BenchIndex.StartAsync();
        await using OpenGuard guard = await OpenGuard.OpenAsync(index, null, s_records);
        foreach (JsonNode? exchange in recorded["exchanges"]!.AsArray())
        {
            JsonNode request = exchange!["request"]!;
            using HttpResponseMessage answer = await guard.AskAdvisoriesAsync(((string)request["path"]!)[1..], request["body"]?.ToJsonString());
            Assert.Equal((int)exchange["response"]!["status"]!, (int)answer.StatusCode);
            Assert.Equal("application/json", answer.Content.Headers.NonValidated["Content-Type"].ToString());
            Assert.NotNull(answer.Content.Headers.ContentLength);
            JsonNode body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            JsonNode expected = exchange["response"]!["body"]!;
            if ((string)request["method"]! == "POST")
            {
                Assert.True(JsonNode.DeepEquals(expected, body), body.ToJsonString());
                continue;
            }

            Assert.Equal((string?)expected["id"], (string?)body["id"]);
            foreach (string time in new[] { "modified", "published" })
            {
                Assert.Equal(Time(expected[time]!), Time(body[time]!));
            }

            Assert.NotEqual("", (string?)body["summary"]);
            Assert.StartsWith("https://", (string?)body["references"]![0]!["url"], StringComparison.Ordinal);
            Assert.Equal("PyPI", (string?)body["affected"]![0]!["package"]!["ecosystem"]);
            Assert.Equal("idna", (string?)body["affected"]![0]!["package"]!["name"]);
        }
    }

    [Fact]
    public async Task A_query_gives_whole_records_by_name_or_purl_and_nothing_of_other_systems()
    {
        await using BenchIndex index = await BenchIndex.StartAsync();
        await using OpenGuard guard = await OpenGuard.OpenAsync(index, null, s_records);
        foreach ((string body, string[] ids) in new[]
        {
            ("""{"package":{"name":"IDNA","ecosystem":"PyPI"},"version":"3.10"}""", new[] { "MAL-2026-0001", "PYSEC-2026-1" }),
            ("""{"package":{"name":"idna","ecosystem":"PyPI"},"version":"3.9"}""", ["PYSEC-2026-1"]),
            ("""{"package":{"purl":"pkg:pypi/idna@3.10"}}""", ["MAL-2026-0001", "PYSEC-2026-1"]),
            ("""{"package":{"name":"idna","ecosystem":"PyPI"}}""", ["MAL-2026-0001", "PYSEC-2026-1"]),
            ("""{"package":{"name":"idna","ecosystem":"npm"},"version":"3.10"}""", []),
            ("""{"package":{"name":"other","ecosystem":"PyPI"},"version":"1"}""", []),
        })
        {
            using HttpResponseMessage answer = await guard.AskAdvisoriesAsync("v1/query", body);
            JsonNode read = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(ids, read["vulns"]?.AsArray().Select(static one => (string)one!["id"]!) ?? []);
            Assert.All(read["vulns"]?.AsArray() ?? [], static one => Assert.NotNull(one!["affected"]));
        }
    }

    [Fact]
    public async Task Whoever_lacks_the_secrets_gets_nothing()
    {
        await using BenchIndex index = await BenchIndex.StartAsync();
        await using OpenGuard guard = await OpenGuard.OpenAsync(index, null, s_records);
        string path = new Uri(guard.Addresses.Advisories).AbsolutePath;
        string direct = await guard.SayAsync($"GET {path}v1/vulns/MAL-2026-0001 HTTP/1.1\r\nHost: 127.0.0.1:{guard.Port}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403", direct, StringComparison.Ordinal);
        string unproven = await guard.SayAsync($"GET {guard.Addresses.Advisories}v1/vulns/MAL-2026-0001 HTTP/1.1\r\nHost: 127.0.0.1:{guard.Port}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 407", unproven, StringComparison.Ordinal);
        Assert.DoesNotContain("Malicious", direct + unproven, StringComparison.Ordinal);
        using HttpResponseMessage elsewhere = await guard.AskAsync($"http://127.0.0.1:{guard.Port}/{new string('0', 24)}/osv/v1/vulns/MAL-2026-0001");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        (int status, JsonNode first) = await AskDeskAsync("v1/querybatch", """{"queries":[{"package":{"name":"idna","ecosystem":"PyPI"},"version":"3.10"},{"package":{"name":"x","ecosystem":"PyPI"},"version":"1"}]}""");
        Assert.Equal(200, status);
        Assert.Equal("MAL-2026-0001", (string?)first["results"]![0]!["vulns"]!.AsArray().Single()!["id"]);
        Assert.Equal("{}", first["results"]![1]!.ToJsonString());
        string token = (string)first["results"]![0]!["next_page_token"]!;
        (_, JsonNode second) = await AskDeskAsync("v1/query", $$"""{"package":{"name":"idna","ecosystem":"PyPI"},"version":"3.10","page_token":"{{token}}"}""");
        Assert.Equal("PYSEC-2026-1", (string?)second["vulns"]!.AsArray().Single()!["id"]);
        Assert.Null(second["next_page_token"]);
    }

    [Theory]
    [InlineData("v1/query", "no json", 400)]
    [InlineData("v1/query", "[]", 400)]
    [InlineData("v1/query", "{}", 400)]
    [InlineData("v1/query", "{\"commit\":\"0000\"}", 400)]
    [InlineData("v1/query", "{\"package\":{\"name\":\"idna\",\"ecosystem\":\"PyPI\"},\"page_token\":\"-1\"}", 400)]
    [InlineData("v1/querybatch", "{\"queries\":{}}", 400)]
    [InlineData("v1/querybatch", "{\"queries\":[{\"package\":{}},{\"package\":{}},{\"package\":{}}]}", 400)]
    [InlineData("v1/querybatch", "{\"queries\":[1]}", 400)]
    [InlineData("v1/vulns/MAL-0", null, 404)]
    [InlineData("v1/query", null, 405)]
    [InlineData("v2/query", "{}", 404)]
    public async Task What_is_no_question_gets_a_sentence(string path, string? body, int status)
    {
        (int answered, JsonNode json) = await AskDeskAsync(path, body);
        Assert.Equal(status, answered);
        Assert.NotEqual("", (string?)json["message"]);
    }

    [Fact]
    public async Task A_question_that_is_too_long_is_not_read_to_its_end()
    {
        (int status, _) = await AskDeskAsync("v1/query", new string(' ', 100_000));
        Assert.Equal(413, status);
    }

    [Fact]
    public async Task Uvs_audit_asks_the_guard_and_shows_what_it_knows()
    {
        BenchFile wheel = BenchFile.Wheel("paint", "1.0");
        await using BenchIndex index = await BenchIndex.StartAsync(wheel);
        using Stage stage = await LockedAsync(index);
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Malware("MAL-2099-1", "paint", "1.0"), BenchAdvisories.Flaw("PYSEC-2099-1", "paint", fixedIn: "1.1"));
        GuardRun run = await stage.UvAsync("audit", "--frozen");
        run.Is(1, "MAL-2099-1", "PYSEC-2099-1", "A hole in paint", "https://advisories.example.invalid/PYSEC-2099-1");
        BenchAdvisories.Write(stage.Store, BenchAdvisories.Flaw("PYSEC-2099-1", "paint", fixedIn: "1.0"));
        (await stage.UvAsync("audit", "--frozen")).Is(0, "no known vulnerabilities");
    }

    [Fact]
    public async Task Uvs_audit_is_told_where_another_service_was_named()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Wheel("paint", "1.0"));
        using Stage stage = await LockedAsync(index);
        GuardRun run = await stage.UvAsync("audit", "--frozen", "--service-url", "http://osv.example.invalid/");
        run.Is(run.Exit, "--service-url: http://osv.example.invalid/ is asked in place of the guard's own advisories");
        Assert.NotEqual(0, run.Exit);
    }

    [Theory]
    [InlineData("MAL-2099-1", true)]
    [InlineData("PYSEC-2099-1", false)]
    public async Task Uvs_malware_check_of_a_lock_that_is_not_mapped_is_answered(string id, bool refused)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Wheel("paint", "1.0"));
        using Stage stage = await LockedAsync(index);
        await using OpenGuard guard = await OpenGuard.OpenAsync(index, null, BenchAdvisories.Malware("MAL-2099-1", "paint", "1.0") with { Id = id });
        ProcessStartInfo start = new(SharedTools.RequireUv(), ["sync", "--frozen"])
        {
            UseShellExecute = false,
            WorkingDirectory = stage.Project,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in stage.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["UV_MALWARE_CHECK"] = "1";
        start.Environment["UV_MALWARE_CHECK_URL"] = guard.Addresses.Advisories;

        // uv asks only about what comes from its own default index.
        start.Environment.Remove("UV_DEFAULT_INDEX");
        stage.Write("uv.lock", File.ReadAllText(stage["uv.lock"]).Replace($"registry = \"{index.Address}\"", "registry = \"https://pypi.org/simple\"", StringComparison.Ordinal));
        start.Environment["UV_HTTP_RETRIES"] = "0";
        start.Environment["HTTP_PROXY"] = start.Environment["http_proxy"] = guard.Addresses.Proxy;
        using Process uv = Process.Start(start)!;
        uv.StandardInput.Close();
        (string output, string error) = await Stage.EndAsync(uv);
        Assert.True(refused == error.Contains("Malware detected", StringComparison.Ordinal), output + error);
        Assert.True(uv.ExitCode != 0, output + error);
        Assert.True(!refused || error.Contains("paint==1.0`: MAL-2099-1", StringComparison.Ordinal), error);
    }

    private static async Task<Stage> LockedAsync(BenchIndex index)
    {
        Stage stage = new("26.3", index);
        stage.Variables["UV_LINK_MODE"] = "copy";
        stage.Write("pyproject.toml", "[project]\nname = \"mine\"\nversion = \"0\"\nrequires-python = \">=3.8\"\ndependencies = [\"paint\"]\n");
        (await stage.UvAsync("lock")).Is(0);
        return stage;
    }

    private static async Task<(int Status, JsonNode Json)> AskDeskAsync(string path, string? body)
    {
        using TemporaryFolder folder = new();
        BenchAdvisories.Write(folder["store"], s_records);
        using AdvisoryWitness advisories = new(folder["store"], AdvisoryPolicy.Default, TimeProvider.System);
        DefaultHttpContext context = new();
        using MemoryStream answer = new();
        context.Request.Method = body is null ? "GET" : "POST";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body ?? ""));
        context.Response.Body = answer;
        await new OsvDesk(advisories, new OsvLimits(MaxQueries: 2, MaxRecords: 1, MaxBytes: 1000)).AnswerAsync(context, path);
        return (context.Response.StatusCode, JsonNode.Parse(answer.ToArray())!);
    }

    private static DateTimeOffset Time(JsonNode time) => DateTimeOffset.Parse((string)time!, CultureInfo.InvariantCulture);
}
