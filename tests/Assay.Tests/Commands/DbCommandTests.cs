using System.Text.Json;
using Assay.Feeds;
using Assay.Tests.Feeds;

namespace Assay.Tests.Commands;

public sealed class DbCommandTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task An_index_is_built_dated_shown_and_verified()
    {
        Write("x.jsonl", FeedIntakeTests.Record("PYSEC-2099-1") + "\n" + FeedIntakeTests.Record("MAL-2099-1"));
        Assert.Equal(0, await _console.RunAsync("db", "build", "x.jsonl", "--date", "pysec=2026-02-03"));
        Assert.Contains(Path.Combine(_console.Store, AdvisoryFile.Name), _console.Output);

        Assert.Equal(0, await _console.RunAsync("db", "info", "--db", Path.Combine(_console.Store, AdvisoryFile.Name)));
        Assert.Contains("2026-02-03", _console.Output);
        Assert.Contains("no date stated", _console.Output);
        Assert.Contains("It was named.", _console.Output);
        Assert.Equal(3, await _console.RunAsync("db", "info", "--strict", "--db", Path.Combine(_console.Store, AdvisoryFile.Name)));

        Assert.Equal(0, await _console.RunAsync("db", "verify", "--db", Path.Combine(_console.Store, AdvisoryFile.Name)));
        Assert.Contains("is whole: 2 records", _console.Output);
    }

    [Fact]
    public async Task A_dropped_record_is_named_and_strict_ends_with_3()
    {
        Write("x.jsonl", FeedIntakeTests.Record("X-1") + "\n{\"id\": \"X-2\", \"affected\": 7}\n");
        string output = _console.Folder["o.db"];
        Assert.Equal(0, await _console.RunAsync("db", "build", "x.jsonl", "--output", output));
        Assert.Contains("dropped: x.jsonl: line 2: affected: It should be a list and is a number.", _console.Error);
        Assert.Equal(3, await _console.RunAsync("db", "build", "x.jsonl", "--output", output, "--strict"));
        Assert.False(Directory.Exists(_console.Store));
    }

    [Theory]
    [InlineData("db", "build")]
    [InlineData("db", "build", "nowhere.zip")]
    [InlineData("db", "build", "x.jsonl", "--date", "soon")]
    [InlineData("db", "build", "x.jsonl", "--date", "2999-01-01")]
    [InlineData("db", "build", "--feed", "x.jsonl")]
    [InlineData("db", "build", "empty.jsonl")]
    [InlineData("--no-store", "db", "build", "x.jsonl")]
    [InlineData("db", "info", "--max-db-age", "old")]
    [InlineData("db", "info", "--db", "nowhere.db")]
    [InlineData("db", "info", "--db", "x.jsonl")]
    [InlineData("db", "verify", "--db", "empty.jsonl")]
    public async Task What_cannot_be_done_is_one_sentence_and_exit_code_2(params string[] arguments)
    {
        Write("x.jsonl", FeedIntakeTests.Record("X-1"));
        Write("empty.jsonl", "");
        Assert.Equal(2, await _console.RunAsync(arguments));
        Assert.StartsWith("assay: ", _console.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", _console.Error);
        Assert.Single(_console.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task A_build_that_fails_leaves_the_index_before_it()
    {
        Write("x.jsonl", FeedIntakeTests.Record("X-1"));
        Assert.Equal(0, await _console.RunAsync("db", "build", "x.jsonl"));
        byte[] before = File.ReadAllBytes(Path.Combine(_console.Store, AdvisoryFile.Name));
        Write("cut.zip", "PK\u0003\u0004 and no more");
        Assert.Equal(2, await _console.RunAsync("db", "build", "x.jsonl", "cut.zip"));
        Assert.Contains("the one before is as it was", _console.Error);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(_console.Store, AdvisoryFile.Name)));
        Assert.Single(Directory.GetFiles(_console.Store));
    }

    [Fact]
    public async Task A_damaged_index_is_an_error_and_no_reason_to_take_another()
    {
        Directory.CreateDirectory(_console.Store);
        File.WriteAllText(Path.Combine(_console.Store, AdvisoryFile.Name), "this is no index");
        Assert.Equal(2, await _console.RunAsync("db", "info"));
        Assert.Contains(AdvisoryFile.Name, _console.Error);
    }

    [Fact]
    public async Task A_record_is_shown_by_any_id_as_text_and_as_OSV()
    {
        Write("x.json", """
            {"id": "PYSEC-2099-1", "aliases": ["CVE-2099-1"], "summary": "frob spills", "details": "first\nsecond", "modified": "2026-01-01T00:00:00Z",
             "affected": [{"package": {"ecosystem": "PyPI", "name": "Frob"}, "versions": ["1.0"], "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "1.1"}]}]}]}
            """);
        Assert.Equal(0, await _console.RunAsync("db", "build", "x.json", "--output", "o.db"));
        Assert.Equal(0, await _console.RunAsync("db", "show", "cve-2099-1", "--db", "o.db"));
        Assert.Contains("PYSEC-2099-1  frob spills\n", _console.Output);
        Assert.Contains("frob from 0, up to and with 1.1; versions 1.0", _console.Output);
        Assert.Contains("  first\n  second\n", _console.Output);

        Assert.Equal(0, await _console.RunAsync("db", "show", "PYSEC-2099-1", "--db", "o.db", "--format", "json"));
        using JsonDocument json = JsonDocument.Parse(_console.Output);
        JsonElement record = Assert.Single(json.RootElement.GetProperty("vulns").EnumerateArray());
        Assert.Equal("1.1", record.GetProperty("affected")[0].GetProperty("ranges")[0].GetProperty("events")[1].GetProperty("last_affected").GetString());
    }

    [Fact]
    public async Task An_advisory_cannot_act_on_a_terminal_or_a_log()
    {
        const string payload = "\u001b]0;owned\u0007\u001b[2J\r\u202eevil ::error::x ##[error]y ##vso[task.x]";
        Write("x.json", JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["id"] = "PYSEC-2099-1",
            ["summary"] = payload,
            ["details"] = $"one\n::error::two\n{payload}",
            ["severity"] = new[] { new Dictionary<string, string> { ["type"] = payload, ["score"] = payload } },
            ["references"] = new[] { new Dictionary<string, string> { ["type"] = payload, ["url"] = payload } },
            ["affected"] = new[]
            {
                new Dictionary<string, object> { ["package"] = new Dictionary<string, string> { ["ecosystem"] = "PyPI", ["name"] = "frob" }, ["versions"] = new[] { payload, "1.0" } },
            },
        }));
        Assert.Equal(0, await _console.RunAsync("db", "build", "x.json", "--output", "o.db", "--verbose"));
        Assert.DoesNotContain('\u001b', _console.Output + _console.Error);
        Assert.Equal(0, await _console.RunAsync("db", "show", "PYSEC-2099-1", "--db", "o.db"));
        Assert.All("\u001b\u0007\r\u202e", c => Assert.DoesNotContain(c, _console.Output));
        Assert.DoesNotContain(_console.Output.Split('\n'), static line => line.TrimStart().StartsWith("::", StringComparison.Ordinal));
        Assert.DoesNotContain("##[", _console.Output);
        Assert.DoesNotContain("##vso[", _console.Output);

        Write($"bad\u001b[31m.jsonl", "{\"id\": \"\u001b[31m\"}\n" + FeedIntakeTests.Record("X-1"));
        Assert.Equal(0, await _console.RunAsync("db", "build", $"bad\u001b[31m.jsonl", "--output", "o.db"));
        Assert.DoesNotContain('\u001b', _console.Output + _console.Error);
    }

    private void Write(string name, string text) => File.WriteAllText(_console.Folder[name], text);
}
