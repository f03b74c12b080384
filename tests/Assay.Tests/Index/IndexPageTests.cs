using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Assay.Index;
using Assay.Packaging.Indexes;
using Assay.Packaging.Names;
using static Assay.Tests.Index.Clients;
using static Assay.Tests.Index.RawServer;

namespace Assay.Tests.Index;

public sealed class IndexPageTests
{
    private const string OneFile = """{"meta":{"api-version":"1.0"},"name":"frob","files":[{"filename":"frob-1.0.zip","url":"../f/frob-1.0.zip","hashes":{}}]}""";

    [Fact]
    public async Task A_page_is_asked_for_as_an_installer_does()
    {
        using var server = new RawServer(_ => Ok(OneFile, JsonType));
        using IndexClient client = Create();

        PageAnswer answer = await client.PageAsync(Source(server.Url + "/simple"));

        Assert.Null(answer.Failure);
        Assert.Equal((PageOutcome.Found, 200), (answer.Outcome, answer.Status));
        Assert.Equal(server.Url + "/simple/f/frob-1.0.zip", Assert.Single(answer.Page!.Files).Url);
        SeenRequest seen = Assert.Single(server.Seen);
        Assert.Equal(("GET", "/simple/frob/"), (seen.Method, seen.Target));
        Assert.StartsWith(JsonType + ",", seen["Accept"], StringComparison.Ordinal);
        Assert.Equal(("gzip", "assay/1.2.3"), (seen["Accept-Encoding"], seen["User-Agent"]));
        Assert.Null(seen["Authorization"]);
        Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], seen.Headers.Keys.Order());
    }

    [Fact]
    public async Task Html_is_read_where_the_index_has_nothing_else()
    {
        using var server = new RawServer(_ => Ok("<!DOCTYPE html><a href='/f/frob-1.0.zip'>x</a>", "text/html"));
        using IndexClient client = Create();

        Assert.Equal(server.Url + "/f/frob-1.0.zip", (await client.PageAsync(Source(server.Url))).Page!.Files[0].Url);
    }

    [Fact]
    public async Task A_page_that_the_index_confirms_is_not_read_again()
    {
        using var server = new RawServer(r => r["If-None-Match"] == "\"7\"" ? Status(304) : Ok(OneFile, JsonType, "ETag: \"7\"\r\n"));
        using IndexClient client = Create();

        PageAnswer first = await client.PageAsync(Source(server.Url));
        PageAnswer second = await client.PageAsync(Source(server.Url));

        Assert.False(first.WasUnchanged);
        Assert.Equal((true, 304), (second.WasUnchanged, second.Status));
        Assert.Same(first.Page, second.Page);
    }

    [Fact]
    public async Task A_kept_page_is_confirmed_by_a_later_client()
    {
        var kept = new Dictionary<string, KeptPage>();
        var keeper = new PageKeeper(key => kept.GetValueOrDefault(key), (key, page) => kept[key] = page);
        using var server = new RawServer(r => r["If-Modified-Since"] is not null ? Status(304) : Ok(OneFile, JsonType, "Last-Modified: Wed, 01 Jan 2025 00:00:00 GMT\r\n"));
        using (IndexClient first = Create(o => o with { Keeper = keeper }))
        {
            Assert.False((await first.PageAsync(Source(server.Url))).WasUnchanged);
        }

        using IndexClient second = Create(o => o with { Keeper = keeper });
        PageAnswer answer = await second.PageAsync(Source(server.Url));

        Assert.True(answer.WasUnchanged);
        Assert.Equal(server.Url + "/f/frob-1.0.zip", Assert.Single(answer.Page!.Files).Url);
    }

    [Fact]
    public async Task A_cache_without_room_only_costs_the_page_again()
    {
        using var server = new RawServer(_ => Ok(OneFile, JsonType, "ETag: \"7\"\r\n"));
        using IndexClient client = Create(o => o with { PageCacheBytes = 10 });

        await client.PageAsync(Source(server.Url));
        await client.PageAsync(Source(server.Url));

        Assert.All(server.Seen, r => Assert.Null(r["If-None-Match"]));
    }

    [Fact]
    public async Task A_304_that_nobody_asked_for_is_a_failure()
    {
        using var server = new RawServer(_ => Status(304));
        using IndexClient client = Create();

        Assert.Equal(PageOutcome.Failed, (await client.PageAsync(Source(server.Url))).Outcome);
    }

    [Fact]
    public async Task Gzip_is_undone_and_held_to_the_cap()
    {
        using var server = new RawServer((r, stream) => Gzipped(stream, r.Target.Contains("bomb") ? new string(' ', 5_000_000) : OneFile));
        using IndexClient client = Create(o => o with { PageLimits = new PageLimits(MaxBytes: 1_000_000) });

        Assert.Single((await client.PageAsync(Source(server.Url))).Page!.Files);
        PageAnswer bomb = await client.PageAsync(Source(server.Url + "/bomb"));
        Assert.Null(bomb.Page);
        Assert.Contains("1000000 bytes", bomb.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip", "not gzip at all")]
    [InlineData("br", OneFile)]
    [InlineData("deflate", OneFile)]
    [InlineData("gzip, gzip", OneFile)]
    public async Task An_encoding_that_is_none_or_was_not_asked_for_is_a_failure(string encoding, string body)
    {
        using var server = new RawServer(_ => Ok(body, JsonType, $"Content-Encoding: {encoding}\r\n"));
        using IndexClient client = Create();

        Assert.Equal(PageOutcome.Failed, (await client.PageAsync(Source(server.Url))).Outcome);
    }

    [Fact]
    public async Task Gzip_that_breaks_off_is_a_failure()
    {
        using var server = new RawServer((_, stream) => Gzipped(stream, "<!DOCTYPE html>" + string.Join('\n', Enumerable.Range(0, 500).Select(i => $"<a href='frob-{i}.zip'>")), "text/html", cut: 20));
        using IndexClient client = Create();

        Assert.Equal(PageOutcome.Failed, (await client.PageAsync(Source(server.Url))).Outcome);
    }

    [Fact]
    public async Task A_redirect_within_the_origin_is_followed_and_relative_addresses_stand_on_its_end()
    {
        using var server = new RawServer(r => r.Target == "/simple/frob/" ? Redirect("/moved/here/") : Ok(OneFile, JsonType));
        using IndexClient client = Create();

        Assert.Equal(server.Url + "/moved/f/frob-1.0.zip", (await client.PageAsync(Source(server.Url + "/simple"))).Page!.Files[0].Url);
    }

    [Fact]
    public async Task A_redirect_to_another_origin_is_refused_and_named_without_its_secrets()
    {
        using var other = new RawServer(_ => Ok(OneFile, JsonType));
        using var server = new RawServer(_ => Redirect($"http://u:secret@127.0.0.1:{other.Port}/x/?token=secret"));
        using IndexClient client = Create();

        PageAnswer answer = await client.PageAsync(Source(server.Url));

        Assert.Equal(PageOutcome.Failed, answer.Outcome);
        Assert.Contains(other.Url + "/x/", answer.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Failure, StringComparison.Ordinal);
        Assert.Empty(other.Seen);
    }

    [Theory]
    [InlineData("/again")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    public async Task Redirects_without_an_end_or_an_address_are_a_failure(string location)
    {
        using var server = new RawServer(_ => Redirect(location));
        using IndexClient client = Create();

        Assert.Equal(PageOutcome.Failed, (await client.PageAsync(Source(server.Url))).Outcome);
        Assert.InRange(server.Seen.Count, 1, 6);
    }

    [Theory]
    [InlineData(404, PageOutcome.NotFound)]
    [InlineData(410, PageOutcome.NotFound)]
    [InlineData(401, PageOutcome.Failed)]
    [InlineData(403, PageOutcome.Failed)]
    [InlineData(429, PageOutcome.Failed)]
    [InlineData(500, PageOutcome.Failed)]
    [InlineData(204, PageOutcome.Failed)]
    [InlineData(206, PageOutcome.Failed)]
    public async Task Only_404_and_410_say_that_a_project_is_not_there(int status, PageOutcome expected)
    {
        using var server = new RawServer(_ => Status(status));
        using IndexClient client = Create();

        PageAnswer answer = await client.PageAsync(Source(server.Url));

        Assert.Equal((expected, status), (answer.Outcome, answer.Status));
        Assert.Single(server.Seen);
        if (expected == PageOutcome.Failed)
        {
            Assert.Contains("'frob'", answer.Failure, StringComparison.Ordinal);
            Assert.Contains(server.Url, answer.Failure, StringComparison.Ordinal);
            Assert.Contains($"{status}", answer.Failure, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_fault_that_may_pass_is_asked_again_three_times_at_most(int status)
    {
        int failures = 3;
        using var server = new RawServer(_ => Interlocked.Decrement(ref failures) >= 0 ? Status(status) : Ok(OneFile, JsonType));
        using IndexClient client = Create();

        Assert.Equal(PageOutcome.Found, (await client.PageAsync(Source(server.Url))).Outcome);
        Volatile.Write(ref failures, 4);
        PageAnswer late = await client.PageAsync(Source(server.Url));
        Assert.Equal((PageOutcome.Failed, status), (late.Outcome, late.Status));
        Assert.Equal(8, server.Seen.Count);
    }

    [Fact]
    public async Task A_wait_that_the_index_asks_for_is_kept_by_the_given_clock()
    {
        var time = new EagerTime();
        bool isFirst = true;
        using var server = new RawServer(_ => Interlocked.Exchange(ref isFirst, false) ? Status(503, "Retry-After: 29\r\n") : Ok(OneFile, JsonType));
        using IndexClient client = Create(time: time);

        Assert.Equal(PageOutcome.Found, (await client.PageAsync(Source(server.Url))).Outcome);
        Assert.Contains(TimeSpan.FromSeconds(29), time.Waits);
    }

    [Fact]
    public async Task A_wait_beyond_reason_ends_the_tries()
    {
        using var server = new RawServer(_ => Status(503, "Retry-After: 3600\r\n"));
        using IndexClient client = Create();

        Assert.Equal(PageOutcome.Failed, (await client.PageAsync(Source(server.Url))).Outcome);
        Assert.Single(server.Seen);
    }

    [Theory]
    [InlineData("plain words", "text/html")]
    [InlineData("<!DOCTYPE html><html>", "application/octet-stream")]
    [InlineData("{\"files\": [", JsonType)]
    [InlineData("", JsonType)]
    public async Task A_page_that_is_none_is_a_failure(string body, string contentType)
    {
        using var server = new RawServer(_ => Ok(body, contentType));
        using IndexClient client = Create();

        PageAnswer answer = await client.PageAsync(Source(server.Url));

        Assert.Equal((PageOutcome.Failed, 200), (answer.Outcome, answer.Status));
        Assert.Contains("could not be read", answer.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_a_content_type_is_a_failure()
    {
        using var server = new RawServer(_ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        using IndexClient client = Create();

        Assert.Contains("no content type", (await client.PageAsync(Source(server.Url))).Failure, StringComparison.Ordinal);
        Assert.Contains("no content type", (await client.PageAsync(Source(server.Url) with { IsFindLinks = true })).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_thousand_files_are_read()
    {
        string files = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$$"""{"filename":"frob-{{{i}}}.zip","url":"frob-{{{i}}}.zip","hashes":{}}"""));
        using var server = new RawServer(_ => Ok($$"""{"files":[{{files}}]}""", JsonType));
        using IndexClient client = Create();

        Assert.Equal(10_000, (await client.PageAsync(Source(server.Url))).Page!.Files.Length);
    }

    [Fact]
    public async Task A_page_that_breaks_off_and_one_that_is_too_long_are_failures()
    {
        using var server = new RawServer(r => r.Target.Contains("cut")
            ? Ok(OneFile, JsonType).Replace($"Content-Length: {OneFile.Length}", "Content-Length: 9999", StringComparison.Ordinal)
            : Ok(OneFile, JsonType));
        using IndexClient client = Create(o => o with { PageLimits = new PageLimits(MaxBytes: 50) });
        using IndexClient patient = Create();

        Assert.Contains("of 9999 bytes", (await patient.PageAsync(Source(server.Url + "/cut"))).Failure, StringComparison.Ordinal);
        Assert.Contains("50 bytes", (await client.PageAsync(Source(server.Url))).Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")]
    public async Task A_server_that_falls_silent_is_left(string answer)
    {
        var hold = new TaskCompletionSource();
        using var server = new RawServer(async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer));
            await hold.Task;
        });
        using IndexClient client = Create(o => o with { IdleTimeout = TimeSpan.FromMilliseconds(200) });

        PageAnswer page = await client.PageAsync(Source(server.Url));
        hold.SetResult();

        Assert.Contains("silent for 0.2 s", page.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("ftp://index.example.invalid/simple")]
    [InlineData("file:///srv/simple")]
    public async Task An_address_that_is_none_is_a_failure(string address)
    {
        using IndexClient client = Create();

        PageAnswer answer = await client.PageAsync(Source(address));

        Assert.Equal(PageOutcome.Failed, answer.Outcome);
        Assert.Contains("--index-url", answer.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_for_certain_names_is_not_asked_for_others()
    {
        using var server = new RawServer(_ => Ok(OneFile, JsonType));
        using IndexClient client = Create();

        PageAnswer answer = await client.PageAsync(Source(server.Url) with { OnlyFor = ImmutableHashSet.Create(ProjectName.Parse("other")) });

        Assert.Equal(PageOutcome.NotFound, answer.Outcome);
        Assert.Empty(server.Seen);
    }

    private static async Task Gzipped(Stream stream, string body, string contentType = JsonType, int cut = 0)
    {
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(body));
        }

        int length = (int)packed.Length - cut;
        await stream.WriteAsync(Encoding.Latin1.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Encoding: gzip\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(packed.ToArray().AsMemory(0, length));
    }
}

/// <summary>A clock whose waits of a second and more that are asked for by <c>Task.Delay</c> end at once, and are written down.</summary>
internal sealed class EagerTime : TimeProvider
{
    public System.Collections.Concurrent.ConcurrentBag<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Add(dueTime);

        // The deadlines of a request (60 s and more) stay in the future.
        return base.CreateTimer(callback, state, dueTime < TimeSpan.FromSeconds(60) && dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
