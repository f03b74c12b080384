using System.Security.Cryptography;
using Assay.Tests.Guard.Bench;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Assay.Tests.Commands;

/// <summary>Releases of an index: what is chosen, fetched, judged and kept.</summary>
public sealed class ReleaseScanTests : IAsyncLifetime
{
    private readonly TestConsole _console = new();
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly Dictionary<string, string> _published = [];
    private WebApplication? _index;

    private string Address => _index!.Urls.Single() + "/simple";

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _index = builder.Build();
        _index.MapGet("/simple/{project}/", (string project) =>
        {
            string files = string.Join(',', _files.Keys.Where(name => name.StartsWith(project + "-", StringComparison.Ordinal)).Select(name =>
                $$"""{"filename":"{{name}}","url":"/files/{{name}}","hashes":{{{(_published[name].Length == 0 ? "" : $"\"sha256\":\"{_published[name]}\"")}}},"upload-time":"2020-01-01T00:00:00Z"}"""));
            return files.Length == 0
                ? Results.NotFound()
                : Results.Content($$"""{"meta":{"api-version":"1.1"},"name":"{{project}}","files":[{{files}}]}""", "application/vnd.pypi.simple.v1+json");
        });
        _index.MapGet("/files/{name}", (string name) => Results.Bytes(_files[name], "application/octet-stream"));
        await _index.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _index!.DisposeAsync();
        _console.Dispose();
    }

    [Fact]
    public async Task The_newest_release_is_scanned_file_by_file_and_kept()
    {
        Offer("good-1.0-py3-none-any.whl");
        Offer("good-2.0-py3-none-any.whl");
        Assert.Equal(0, await _console.RunAsync("scan", "good", "--index-url", Address));
        Assert.Contains("allow  good-2.0-py3-none-any.whl", _console.Output);
        Assert.DoesNotContain("good-1.0", _console.Output);
        await _console.RunAsync("store", "info");
        Assert.Contains("files        1 file", _console.Output);
    }

    [Fact]
    public async Task The_policys_first_index_is_asked_where_none_is_named()
    {
        Offer("good-1.0-py3-none-any.whl");
        string policy = _console.Folder["policy.toml"];
        await File.WriteAllTextAsync(policy, $"[policy]\nindexes = [\"{Address}\", \"https://second.example.invalid/simple\"]\n");
        Assert.Equal(0, await _console.RunAsync("--policy", policy, "scan", "good"));
        Assert.Contains("allow  good-1.0-py3-none-any.whl", _console.Output);
        Assert.Equal(0, await _console.RunAsync("--policy", policy, "show", "good==1.0"));
        await File.WriteAllTextAsync(policy, "[policy]\nindexes = [\"https://second.example.invalid/simple\"]\n");
        Assert.Equal(0, await _console.RunAsync("--policy", policy, "scan", "good", "--index-url", Address));
    }

    [Fact]
    public async Task A_release_that_an_advisory_calls_malicious_is_blocked_unless_the_rule_is_left_out()
    {
        Offer("good-1.0-py3-none-any.whl");
        BenchAdvisories.Write(_console.Store, BenchAdvisories.Malware("MAL-2099-1", "good", "1.0"));
        Assert.Equal(1, await _console.RunAsync("scan", "good==1.0", "--index-url", Address));
        Assert.Contains("known-malware", _console.Output);
        Assert.Contains("MAL-2099-1", _console.Output);
        Assert.Equal(0, await _console.RunAsync("scan", "good==1.0", "--index-url", Address, "--without", "known-malware"));
        Assert.DoesNotContain("known-malware", _console.Output);
    }

    [Fact]
    public async Task A_file_on_the_disk_is_held_against_what_is_known_of_the_release_that_its_name_claims()
    {
        string file = _console.Wheel("good-1.0-py3-none-any.whl");
        BenchAdvisories.Write(_console.Store, BenchAdvisories.Malware("MAL-2099-1", "good", "1.0"), BenchAdvisories.Flaw("PYSEC-2099-1", "fine", fixedIn: "2.0"));
        Assert.Equal(1, await _console.RunAsync("scan", file));
        Assert.Contains("known-malware", _console.Output);
        Assert.Contains("MAL-2099-1 says that good 1.0 is malicious", _console.Output);
        Assert.Equal(0, await _console.RunAsync("explain", file));
        Assert.Contains("MAL-2099-1", _console.Output);
        Assert.Equal(0, await _console.RunAsync("scan", file, "--without", "known-malware"));
        Assert.DoesNotContain("MAL-2099-1", _console.Output);

        Assert.Equal(0, await _console.RunAsync("scan", _console.Wheel("fine-1.0-py3-none-any.whl")));
        Assert.Contains("PYSEC-2099-1 (high) is known against fine 1.0", _console.Output);
        Assert.Equal(0, await _console.RunAsync("scan", _console.Wheel("fine-2.0-py3-none-any.whl")));
        Assert.DoesNotContain("PYSEC-2099-1", _console.Output);
    }

    [Fact]
    public async Task An_exact_version_is_taken_and_its_waiver_names_the_pin()
    {
        Offer("evil-1.0-py3-none-any.whl", ("evil.pth", "import os; os.system('x')\n"));
        Offer("evil-2.0-py3-none-any.whl");
        Assert.Equal(1, await _console.RunAsync("scan", "evil==1.0", "--index-url", Address));
        Assert.Contains("assay policy waive evil==1.0 --rule startup-code", _console.Output);
    }

    [Fact]
    public async Task Two_releases_are_compared_by_the_files_that_take_each_other_s_place()
    {
        Offer("good-1.0-cp311-cp311-manylinux_2_17_x86_64.whl");
        Offer("good-2.0-py3-none-any.whl");
        Offer("good-2.0-cp311-cp311-manylinux_2_17_x86_64.whl", ("good/more.py", "a = 1\n"));
        Assert.Equal(0, await _console.RunAsync("diff", "good==1.0", "good==2.0", "--index-url", Address));
        Assert.Contains("new  good-2.0-cp311-cp311-manylinux_2_17_x86_64.whl", _console.Output);
        Assert.Contains("+ good/more.py", _console.Output);
        Assert.Contains("assay: taking good-2.0-cp311", _console.Error);
        Assert.Equal(2, await _console.RunAsync("diff", "good==1.0", "good==3.0", "--index-url", Address));
    }

    [Fact]
    public async Task Showing_a_file_that_is_not_the_published_one_says_so()
    {
        Offer("good-1.0-py3-none-any.whl");
        _published["good-1.0-py3-none-any.whl"] = new string('0', 64);
        Assert.Equal(0, await _console.RunAsync("show", "good==1.0", "--index-url", Address));
        Assert.Contains("are not those whose digest the index publishes", _console.Error);
    }

    [Fact]
    public async Task A_release_is_profiled_file_by_file()
    {
        Offer("good-1.0-py3-none-any.whl", ("good/env.py", "import os\nprint(os.getenv('HOME'))\n"));
        Assert.Equal(0, await _console.RunAsync("scan", "--profile", "good==1.0", "--index-url", Address));
        Assert.Contains("reads the environment (read-environment)\n    at import                good/env.py:2\n                             to HOME", _console.Output);
    }

    [Fact]
    public async Task A_file_that_is_not_the_published_one_is_blocked_and_not_kept()
    {
        Offer("good-1.0-py3-none-any.whl");
        _published["good-1.0-py3-none-any.whl"] = new string('0', 64);
        Assert.Equal(1, await _console.RunAsync("scan", "good==1.0", "--index-url", Address));
        Assert.Contains("digest-mismatch", _console.Output);
        Assert.DoesNotContain(Directory.EnumerateFiles(_console.Store, "*", SearchOption.AllDirectories), static path => Path.GetFileName(path).Length == 64);
    }

    [Fact]
    public async Task A_file_that_changed_since_it_was_first_seen_is_blocked_with_and_without_a_digest()
    {
        Offer("good-1.0-py3-none-any.whl");
        _published["good-1.0-py3-none-any.whl"] = "";
        Assert.Equal(0, await _console.RunAsync("scan", "good==1.0", "--index-url", Address));
        Offer("good-1.0-py3-none-any.whl", ("good/more.py", "# more\n"));
        _published["good-1.0-py3-none-any.whl"] = "";
        Assert.Equal(1, await _console.RunAsync("scan", "good==1.0", "--index-url", Address));
        Assert.Contains("digest-changed", _console.Output);
    }

    [Fact]
    public async Task An_index_that_a_requirements_file_names_is_not_followed_and_that_is_said()
    {
        Offer("good-1.0-py3-none-any.whl");
        string file = Path.Combine(Path.GetDirectoryName(_console.Store)!, "elsewhere.txt");
        await File.WriteAllTextAsync(file, "--extra-index-url https://other.example.invalid/simple\ngood==1.0\n");
        Assert.Equal(0, await _console.RunAsync("scan", "-r", file, "--index-url", Address));
        Assert.Contains("elsewhere.txt:1: --extra-index-url is not followed", _console.Error);
    }

    [Fact]
    public async Task A_requirements_file_is_read_with_its_constraints()
    {
        Offer("good-1.0-py3-none-any.whl");
        Offer("good-2.0-py3-none-any.whl");
        string requirements = _console.Folder["requirements.txt"];
        await File.WriteAllTextAsync(requirements, "-c limits.txt\ngood\nmissing\n");
        await File.WriteAllTextAsync(_console.Folder["limits.txt"], "good<2\n");
        Assert.Equal(2, await _console.RunAsync("scan", "-r", requirements, "--index-url", Address));
        Assert.Contains("allow  good-1.0-py3-none-any.whl", _console.Output);
        Assert.Contains("error  missing: not-found", _console.Output);
    }

    [Fact]
    public async Task An_index_that_is_not_there_is_a_sentence()
    {
        string gone = Address;
        await _index!.StopAsync();
        Assert.Equal(2, await _console.RunAsync("scan", "good", "--index-url", gone));
        Assert.Contains("upstream: ", _console.Output);
    }

    [Fact]
    public async Task Show_reads_a_member_of_a_release()
    {
        Offer("good-1.0-py3-none-any.whl", ("good/text.py", "x = 1\n"));
        Assert.Equal(0, await _console.RunAsync("show", "good==1.0", "good/text.py", "--index-url", Address));
        Assert.Equal("x = 1\n", _console.Output);
    }

    private void Offer(string name, params (string Path, string Text)[] members)
    {
        string path = _console.Wheel(name, members);
        _files[name] = File.ReadAllBytes(path);
        _published[name] = Convert.ToHexStringLower(SHA256.HashData(_files[name]));
        File.Delete(path);
    }
}
