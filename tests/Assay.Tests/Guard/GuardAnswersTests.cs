using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Assay.Tests.Guard.Bench;

namespace Assay.Tests.Guard;

/// <summary>The guard's answers, header by header: what stock installers show, cache and trip over was measured, and these are the forms that work.</summary>
public sealed class GuardAnswersTests
{
    private const string Json = "application/vnd.pypi.simple.v1+json";
    private const string Pip = "pip/26.3 {\"ci\":null}";

    private static readonly BenchFile s_app = BenchFile.Wheel("app", "1.0");
    private static readonly BenchFile s_bird = BenchFile.Hostile("bird", "1.0");

    [Fact]
    public async Task A_page_is_private_revalidated_and_unchanged_without_a_type()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        await using OpenGuard guard = await OpenGuard.OpenAsync(index);

        using HttpResponseMessage page = await guard.AskAsync($"{guard.Index}/app/", null, ("Accept", Json));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("private, no-cache", string.Join(", ", page.Headers.NonValidated["Cache-Control"]));
        Assert.False(page.Headers.ETag!.IsWeak);
        Assert.Equal(Json, page.Content.Headers.NonValidated["Content-Type"].ToString());
        JsonNode read = JsonNode.Parse(await page.Content.ReadAsStringAsync())!;
        Assert.Equal(guard.FileOf(index, s_app), (string?)read["files"]![0]!["url"]);

        using HttpResponseMessage again = await guard.AskAsync($"{guard.Index}/app/", null, ("Accept", Json), ("If-None-Match", page.Headers.ETag.Tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Null(again.Content.Headers.ContentType);
        using HttpResponseMessage head = await guard.AskAsync($"{guard.Index}/app/", HttpMethod.Head, ("Accept", Json));
        Assert.Equal((HttpStatusCode.OK, 0), (head.StatusCode, (await head.Content.ReadAsByteArrayAsync()).Length));

        using HttpResponseMessage html = await guard.AskAsync($"{guard.Index}/app/", null, ("Accept", "text/html"));
        Assert.StartsWith("text/html", html.Content.Headers.NonValidated["Content-Type"].ToString(), StringComparison.Ordinal);
        using HttpResponseMessage odd = await guard.AskAsync($"{guard.Index}/App/", null, ("Accept", Json));
        Assert.Equal((HttpStatusCode.MovedPermanently, $"{guard.Index}/app/"), (odd.StatusCode, odd.Headers.NonValidated["Location"].ToString()));
    }

    [Fact]
    public async Task A_file_is_bytes_that_are_asked_for_again_with_ranges_and_head()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        await using OpenGuard guard = await OpenGuard.OpenAsync(index);
        string address = guard.FileOf(index, s_app);

        using HttpResponseMessage head = await guard.AskAsync(address, HttpMethod.Head);
        Assert.Equal((HttpStatusCode.OK, (long)s_app.Bytes.Length), (head.StatusCode, head.Content.Headers.ContentLength));
        using HttpResponseMessage whole = await guard.AskAsync(address);
        Assert.Equal(s_app.Bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/octet-stream", whole.Content.Headers.NonValidated["Content-Type"].ToString());
        Assert.Equal("no-cache", whole.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal("bytes", whole.Headers.NonValidated["Accept-Ranges"].ToString());
        Assert.Empty(whole.Content.Headers.ContentEncoding);
        using HttpResponseMessage part = await guard.AskAsync(address, null, ("Range", "bytes=-22"));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(s_app.Bytes[^22..], await part.Content.ReadAsByteArrayAsync());
        using HttpResponseMessage unchanged = await guard.AskAsync(address, null, ("If-None-Match", whole.Headers.ETag!.Tag));
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Null(unchanged.Content.Headers.ContentType);
        using HttpResponseMessage metadata = await guard.AskAsync(address + ".metadata");
        Assert.Equal(s_app.Metadata, await metadata.Content.ReadAsByteArrayAsync());
        Assert.Equal("no-cache", metadata.Headers.NonValidated["Cache-Control"].ToString());
        Assert.Equal(1, index.Downloads(s_app));
    }

    [Fact]
    public async Task A_refusal_speaks_in_phrase_title_and_detail_on_file_and_metadata_at_both_addresses()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_bird);
        await using OpenGuard guard = await OpenGuard.OpenAsync(index);
        string address = guard.FileOf(index, s_bird);

        foreach (string asked in new[] { address, address + ".metadata", guard.Addresses.ToRefused(guard.Key, index.AddressOf(s_bird)) })
        {
            using HttpResponseMessage answer = await guard.AskAsync(asked);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.StartsWith("assay: blocked bird-1.0-py3-none-any.whl: startup-code, ", answer.ReasonPhrase, StringComparison.Ordinal);
            Assert.Matches("; assay explain [0-9a-f]{8}$", answer.ReasonPhrase!);
            Assert.True(answer.ReasonPhrase!.Length < 200 && answer.ReasonPhrase.All(char.IsAscii));
            Assert.Equal("application/problem+json", answer.Content.Headers.NonValidated["Content-Type"].ToString());
            Assert.Equal("no-store", answer.Headers.NonValidated["Cache-Control"].ToString());
            JsonNode problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            Assert.Equal(answer.ReasonPhrase, (string?)problem["title"]);
            Assert.Contains("assay policy waive bird==1.0 --rule startup-code", (string?)problem["detail"], StringComparison.Ordinal);
        }

        // Once it is known, the page leads to the other address, which no installer's cache knows.
        using HttpResponseMessage page = await guard.AskAsync($"{guard.Index}/bird/", null, ("Accept", Json));
        Assert.Equal(guard.Addresses.ToRefused(guard.Key, index.AddressOf(s_bird)), (string?)JsonNode.Parse(await page.Content.ReadAsStringAsync())!["files"]![0]!["url"]);
    }

    [Fact]
    public async Task Only_pip_gets_the_marker_and_nobody_a_yank_of_what_is_blocked()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(BenchFile.Wheel("paint", "1.0"), BenchFile.Wheel("paint", "1.1").Young(), s_bird);
        await using OpenGuard guard = await OpenGuard.OpenAsync(index);

        JsonNode pip = await FilesAsync(Pip);
        JsonNode uv = await FilesAsync("uv/0.13.9 {}");
        Assert.StartsWith("===99+too.young.by.assay.explain.", (string?)pip[1]!["requires-python"], StringComparison.Ordinal);
        Assert.Null(uv[1]!["requires-python"]);
        Assert.StartsWith("assay: held: too-young, ", (string?)uv[1]!["yanked"], StringComparison.Ordinal);
        Assert.Null(uv[0]!["requires-python"]);

        async Task<JsonNode> FilesAsync(string agent)
        {
            using HttpResponseMessage page = await guard.AskAsync($"{guard.Index}/paint/", null, ("Accept", Json), ("User-Agent", agent));
            Assert.Contains("User-Agent", page.Headers.NonValidated["Vary"].ToString(), StringComparison.Ordinal);
            return JsonNode.Parse(await page.Content.ReadAsStringAsync())!["files"]!;
        }
    }

    [Fact]
    public async Task Who_may_not_ask_is_told_so()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        await using OpenGuard guard = await OpenGuard.OpenAsync(index);
        string own = $"127.0.0.1:{guard.Port}";
        string path = guard.Index[$"http://{own}".Length..];
        string right = Basic(new Uri(guard.Addresses.Proxy).UserInfo);
        const string End = "Connection: close\r\n\r\n";

        Assert.StartsWith("HTTP/1.1 403 assay: the wall is off", await guard.SayAsync($"GET {path}/app/ HTTP/1.1\r\nHost: {own}\r\n{End}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 407 assay: ", await guard.SayAsync($"GET {guard.Index}/app/ HTTP/1.1\r\nHost: {own}\r\n{End}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 407 assay: ", await guard.SayAsync($"GET {guard.Index}/app/ HTTP/1.1\r\nHost: {own}\r\nProxy-Authorization: {Basic("assay:wrong")}\r\n{End}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 407 assay: ", await guard.SayAsync($"CONNECT other.example.invalid:443 HTTP/1.1\r\nHost: other.example.invalid\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 407 assay: ", await guard.SayAsync($"GET http://other.example.invalid/ HTTP/1.1\r\nHost: other.example.invalid\r\n{End}"), StringComparison.Ordinal);
        Assert.Empty(guard.Ledger.RefusedHosts);
        Assert.Empty(index.Asked);

        Assert.StartsWith("HTTP/1.1 404 ", await guard.SayAsync($"GET {guard.Index}/app/ HTTP/1.1\r\nHost: rebound.example.invalid\r\nProxy-Authorization: {right}\r\n{End}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 405 ", await guard.SayAsync($"POST {guard.Index}/app/ HTTP/1.1\r\nHost: {own}\r\nProxy-Authorization: {right}\r\nContent-Length: 0\r\n{End}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403 assay: other.example.invalid", await guard.SayAsync($"CONNECT other.example.invalid:443 HTTP/1.1\r\nHost: o\r\nProxy-Authorization: {right}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404 ", await guard.SayAsync($"GET http://{own}/0123456789abcdef01234567/pypi/simple/ HTTP/1.1\r\nHost: {own}\r\nProxy-Authorization: {right}\r\n{End}"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await guard.SayAsync($"GET {guard.Index}/app/ HTTP/1.1\r\nHost: {own}\r\nProxy-Authorization: {right}\r\nAccept: {Json}\r\n{End}"), StringComparison.Ordinal);
        Assert.Equal(["other.example.invalid"], guard.Ledger.RefusedHosts.Select(static host => host.Key));
    }

    [Fact]
    public async Task What_the_index_says_about_its_answers_is_not_passed_on()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        index.Twists[$"/files/{s_app.FileName}"] = async context =>
        {
            context.Response.Headers.ContentDisposition = "attachment; filename=other-9.0-py3-none-any.whl";
            context.Response.Headers.SetCookie = "a=b";
            context.Response.Headers["X-Told"] = "yes";
            await BenchIndex.SendAsync(context, "text/html", s_app.Bytes);
        };
        await using OpenGuard guard = await OpenGuard.OpenAsync(index);

        using HttpResponseMessage answer = await guard.AskAsync(guard.FileOf(index, s_app));
        Assert.Equal(s_app.Bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Empty(answer.Headers.Concat(answer.Content.Headers).Select(static header => header.Key).Intersect(["Content-Disposition", "Set-Cookie", "X-Told"], StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_head_is_answered_from_the_assayed_file_and_upstream_is_never_asked_for_one()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_bird);
        await using OpenGuard guard = await OpenGuard.OpenAsync(index);

        using HttpResponseMessage head = await guard.AskAsync(guard.FileOf(index, s_bird), HttpMethod.Head);
        Assert.Equal(HttpStatusCode.Forbidden, head.StatusCode);
        Assert.DoesNotContain(index.Asked, static asked => asked.StartsWith("HEAD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_no_page_lists_is_not_fetched()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        await using OpenGuard guard = await OpenGuard.OpenAsync(index);

        using HttpResponseMessage answer = await guard.AskAsync(guard.Addresses.ToGuard(guard.Key, $"{index.Base}/private/app-1.0-py3-none-any.whl"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain(index.Asked, static asked => asked.Contains("private", StringComparison.Ordinal));
    }

    private static string Basic(string userAndPassword) =>
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(userAndPassword))).ToString();
}
