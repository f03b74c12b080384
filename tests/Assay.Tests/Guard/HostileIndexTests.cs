using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Assay.Tests.Guard.Bench;
using Microsoft.AspNetCore.Http;

namespace Assay.Tests.Guard;

/// <summary>Indexes that lie, change their minds, break off or are none: a sentence, the right code, nothing installed that was not looked at.</summary>
public sealed class HostileIndexTests
{
    private static readonly BenchFile s_app = BenchFile.Wheel("app", "1.0");

    [Theory]
    [InlineData("22.3.1")]
    [InlineData("26.3")]
    public async Task Metadata_that_is_not_the_wheels_is_blocked(string pip)
    {
        BenchFile lying = s_app with { Metadata = Encoding.UTF8.GetBytes("Metadata-Version: 2.1\nName: app\nVersion: 1.0\nRequires-Dist: lib\n") };
        await using BenchIndex index = await BenchIndex.StartAsync(lying, BenchFile.Wheel("lib", "1.0"));
        using Stage stage = new(pip, index);

        GuardRun run = await stage.InstallAsync("app");
        run.Is(1, "app-1.0-py3-none-any.whl: metadata-against-listing");
        Assert.Equal([s_app.FileName], run.Reported("refused"));
        Assert.False(stage.Has("app", "1.0"), run.All);
    }

    [Fact]
    public async Task A_file_that_is_not_the_published_one_is_blocked()
    {
        BenchFile changed = s_app with { Digests = BenchFile.Wheel("app", "1.0", "lib").Digests };
        await using BenchIndex index = await BenchIndex.StartAsync(changed);
        using Stage stage = new("25.3", index);

        (await stage.InstallAsync("app")).Is(1, "assay: blocked app-1.0-py3-none-any.whl: digest-mismatch");
    }

    [Fact]
    public async Task A_file_without_a_digest_that_differs_the_second_time_is_blocked()
    {
        BenchFile first = s_app with { Digests = ImmutableSortedDictionary<string, string>.Empty, Metadata = null };
        await using BenchIndex index = await BenchIndex.StartAsync(first);
        using Stage stage = new("24.0", index);

        (await stage.InstallAsync("app")).Is(0, "digest-missing");
        index.Add(BenchFile.Wheel("app", "1.0", "lib") with { Digests = ImmutableSortedDictionary<string, string>.Empty, Metadata = null });
        (await stage.InstallAsync("--force-reinstall", "app")).Is(1, "assay: blocked app-1.0-py3-none-any.whl: digest-changed");
    }

    [Fact]
    public async Task A_weak_digest_is_warned_of()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(s_app.Bytes);
        string md5 = Convert.ToHexStringLower(hash.GetHashAndReset());
        await using BenchIndex index = await BenchIndex.StartAsync(s_app with { Digests = ImmutableSortedDictionary<string, string>.Empty.Add("md5", md5) });
        using Stage stage = new("24.0", index);
        (await stage.InstallAsync("app")).Is(0, "digest-weak");
    }

    /// <summary>What an index does in place of answering, and what of it the user is told.</summary>
    public static TheoryData<string, string, string> Broken { get; } = new()
    {
        { "page", "redirects elsewhere", "/simple/app/" },
        { "page", "fails", "500" },
        { "page", "is html that is none", "could not be read" },
        { "page", "is json that is none", "could not be read" },
        { "file", "fails", "500" },
        { "file", "is missing", "404" },
        { "file", "breaks off", "app-1.0-py3-none-any.whl" },
        { "file", "is encoded", "Content-Encoding" },
        { "file", "is too short", "app-1.0-py3-none-any.whl" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task An_index_that_breaks_is_named_with_what_to_do(string where, string how, string told)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        await using BenchIndex elsewhere = await BenchIndex.StartAsync(s_app);
        index.Twists[where == "page" ? "/simple/app/" : $"/files/{s_app.FileName}"] = context => BreakAsync(context, how, elsewhere);
        using Stage stage = new("26.3", index);

        GuardRun run = await stage.InstallAsync("app");
        run.Is(1, told);
        Assert.Contains(index.Address, Assert.Single(run.Reported("failures")), StringComparison.Ordinal);
        Assert.Empty(run.Reported("allowed"));
        Assert.False(stage.Has("app", "1.0"), run.All);
        Assert.Empty(elsewhere.Asked);
        Assert.Contains("unreachable", run.Reported("gaps", "kind"));
    }

    [Fact]
    public async Task A_failing_second_index_makes_a_successful_installation_end_with_2()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        await using BenchIndex second = await BenchIndex.StartAsync();
        second.Twists["/simple/app/"] = static context => BreakAsync(context, "fails", null);
        using Stage stage = new("25.3", index);

        GuardRun run = await stage.InstallAsync("--extra-index-url", second.Address, "app");
        run.Is(2, "failed", second.Address);
        Assert.True(stage.Has("app", "1.0"), run.All);
    }

    [Fact]
    public async Task A_page_of_ten_thousand_files_is_served()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        string digest = new('0', 64);
        string many = string.Join(',', Enumerable.Range(0, 10_000).Select(i =>
            $$"""{"filename":"app-0.{{i}}-py3-none-any.whl","url":"/files/app-0.{{i}}-py3-none-any.whl","hashes":{"sha256":"{{digest}}"},"upload-time":"2019-01-01T00:00:00Z"}"""));
        byte[] page = Encoding.UTF8.GetBytes(
            $$"""{"meta":{"api-version":"1.1"},"name":"app","files":[{{many}},{"filename":"{{s_app.FileName}}","url":"/files/{{s_app.FileName}}","hashes":{"sha256":"{{s_app.Sha256}}"},"upload-time":"2020-01-01T00:00:00Z"}]}""");
        index.Twists["/simple/app/"] = context => BenchIndex.SendAsync(context, "application/vnd.pypi.simple.v1+json", page);
        using Stage stage = new("26.3", index);
        (await stage.InstallAsync("app")).Is(0, "1 file allowed");
    }

    [Fact]
    public async Task A_file_may_be_sent_from_elsewhere_but_is_checked_all_the_same()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        await using BenchIndex elsewhere = await BenchIndex.StartAsync(s_app);
        index.Twists[$"/files/{s_app.FileName}"] = context =>
        {
            context.Response.Redirect(elsewhere.AddressOf(s_app));
            return Task.CompletedTask;
        };
        using Stage stage = new("24.0", index);
        (await stage.InstallAsync("app")).Is(0, "1 file allowed");
        elsewhere.Add(BenchFile.Hostile("app", "1.0"));
        Directory.Delete(stage.Store, recursive: true);
        (await stage.InstallAsync("--force-reinstall", "app")).Is(1, "digest-mismatch");
    }

    private static async Task BreakAsync(HttpContext context, string how, BenchIndex? elsewhere)
    {
        HttpResponse response = context.Response;
        switch (how)
        {
            case "redirects elsewhere":
                response.Redirect($"{elsewhere!.Address}/app/");
                break;
            case "fails":
                response.StatusCode = StatusCodes.Status500InternalServerError;
                break;
            case "is missing":
                response.StatusCode = StatusCodes.Status404NotFound;
                break;
            case "is html that is none":
                await BenchIndex.SendAsync(context, "image/png", [0x89, 0x50, 0x4E, 0x47]);
                break;
            case "is json that is none":
                await BenchIndex.SendAsync(context, "application/vnd.pypi.simple.v1+json", "{\"files\": ["u8.ToArray());
                break;
            case "is encoded":
                response.Headers.ContentEncoding = "gzip";
                await BenchIndex.SendAsync(context, "application/octet-stream", s_app.Bytes);
                break;
            case "is too short":
                await BenchIndex.SendAsync(context, "application/octet-stream", s_app.Bytes[..^10]);
                break;
            default:
                response.ContentLength = s_app.Bytes.Length;
                await response.Body.WriteAsync(s_app.Bytes.AsMemory(0, 100));
                await response.Body.FlushAsync();
                context.Abort();
                break;
        }
    }
}
