using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Tests.Commands;

public sealed class AuditVerbTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData("alpha==1.0", 1)]
    [InlineData("alpha==2.0", 0)]
    [InlineData("beta==1.5", 3)]
    [InlineData("alpha>=1,<3", 3)]
    [InlineData("alpha<2", 1)]
    [InlineData("alpha>=2", 0)]
    [InlineData("alpha", 3)]
    [InlineData("gamma==1.0", 0)]
    [InlineData("./local", 0)]
    [InlineData("-r missing.txt", 3)]
    [InlineData("-r requirements.txt", 3)]
    public async Task A_requirements_file_ends_with_the_code_of_what_is_known(string line, int code)
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], line + "\n");

        Assert.Equal(code, await _console.RunAsync("audit", _console.Folder["requirements.txt"]));
        Assert.NotEmpty(_console.Output);
    }

    [Theory]
    [InlineData("alpha", "alpha==2.0", 0)]
    [InlineData("alpha", "alpha==2.0; python_version<'3'", 3, "--python", "3.11")]
    [InlineData("alpha", "alpha==2.0; python_version>='3'", 0, "--python", "3.11")]
    [InlineData("alpha", "alpha==2.0; python_full_version<'3.12'", 0, "--python", "3.11")]
    [InlineData("alpha", "alpha==1.0; python_version<'3'\nalpha==2.0; python_version>='3'", 0, "--python", "3.11")]
    [InlineData("alpha", "alpha==2.0; python_version>='3'\nalpha==1.0; python_version<'3'", 0, "--python", "3.11")]
    [InlineData("alpha", "alpha==2.0; python_version>='3'\nalpha==1.0; python_version<'3'", 1)]
    [InlineData("alpha", "alpha==2.1; python_version>='3'\nalpha==2.0; python_version<'3'", 0)]
    [InlineData("alpha", "alpha==2.1; platform_machine=='arm64'\nalpha==2.0; platform_machine!='arm64'", 0)]
    [InlineData("alpha", "alpha==2.1; sys_platform=='win32'\nalpha==2.0; platform_system!='Windows'", 0)]
    [InlineData("alpha", "alpha==2.0; python_version>='3'", 3)]
    [InlineData("alpha; python_version>='3.8'", "alpha==2.0; python_version>='3'", 0)]
    [InlineData("alpha>=2.0", "alpha==1.0", 3)]
    [InlineData("alpha==2.0", "alpha<2", 3)]
    [InlineData("alpha>=3", "alpha<2.5", 3)]
    [InlineData("alpha>=1", "alpha>=2,<3", 0)]
    [InlineData("alpha>=1", "alpha<3\nalpha>=2\nalpha!=2.*", 3)]
    public async Task Constraints_count_where_their_marker_holds_and_together_with_the_requirement(string line, string constraints, int code, params string[] options)
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], $"{line}\n-c c.txt\n");
        await File.WriteAllTextAsync(_console.Folder["c.txt"], constraints + "\n");

        Assert.Equal(code, await _console.RunAsync(["audit", _console.Folder["requirements.txt"], .. options]));
    }

    [Fact]
    public async Task A_constraint_that_contradicts_the_requirement_is_told_with_both_places()
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "alpha>=2.0\n-c c.txt\n");
        await File.WriteAllTextAsync(_console.Folder["c.txt"], "\nalpha==1.0\n");

        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--format", "json"));
        Assert.Equal(
            "requirements.txt:1 asks for 'alpha>=2.0' and c.txt:2 for 'alpha==1.0': no version satisfies both",
            (string)JsonNode.Parse(_console.Output)!["packages"]![0]!["reason"]!);
    }

    [Fact]
    public async Task Each_branch_of_constraints_is_named()
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "alpha\n-c c.txt\n");
        await File.WriteAllTextAsync(_console.Folder["c.txt"], "alpha==1.0; python_version<'3'\nalpha==2.0; python_version>='3.9'\n");

        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--format", "json"));
        string[] branches = [.. JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => $"{one!["version"]} {one["labels"]![0]}")];
        Assert.Equal(["1.0 if python_version < \"3\"", " unless python_version < \"3\"", "2.0 if python_version >= \"3.9\""], branches);
    }

    [Fact]
    public async Task Incomplete_is_no_failure_by_leave_and_an_ignored_flaw_counts_no_more()
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "alpha==1.0\nbeta==1.5\n");

        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--ignore", "cve-2099-1"));
        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--ignore", "cve-2099-1", "--allow-incomplete"));
        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--fail-on", "none"));
    }

    [Fact]
    public async Task Advisories_that_are_too_old_are_told_and_fail_only_where_that_is_asked_for()
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "gamma==1.0\n");

        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--max-db-age", "0"));
        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--strict"));
        Assert.Equal(0, await _console.RunAsync("db", "build", _console.Folder["feed.jsonl"], "--date", "2001-02-03", "--output", _console.Folder["old.db"]));
        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--db", _console.Folder["old.db"]));
        Assert.Contains("2001-02-03", _console.Output, StringComparison.Ordinal);
        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--db", _console.Folder["old.db"], "--strict"));
    }

    [Fact]
    public async Task What_was_not_yet_published_does_not_count_as_of_an_earlier_day()
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "alpha==1.0\n");

        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--as-of", "2025-12-31"));
        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--as-of", "2026-01-01"));
    }

    [Fact]
    public async Task An_earlier_file_tells_what_is_new()
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["old.txt"], "alpha==2.0\n");
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "alpha==1.0\n");

        Assert.Equal(1, await _console.RunAsync("audit", "-r", _console.Folder["requirements.txt"], "--since", _console.Folder["old.txt"], "--format", "json"));
        JsonNode since = JsonNode.Parse(_console.Output)!["since"]!;
        Assert.Equal("PYSEC-2099-1", (string)since["new"]![0]!["vulnerability"]!["id"]!);
        Assert.Empty(since["gone"]!.AsArray());
    }

    [Fact]
    public async Task A_lock_under_a_name_of_its_own_is_told_by_content_or_by_word()
    {
        await AuditFeed.PrepareAsync(_console);
        const string Lock = "version = 1\nrequires-python = \">=3.9\"\n\n[[package]]\nname = \"alpha\"\nversion = \"1.0\"\nsource = { registry = \"https://index.example.invalid/simple\" }\n";
        await File.WriteAllTextAsync(_console.Folder["production.lock"], Lock);
        await File.WriteAllTextAsync(_console.Folder["reqs.in"], "alpha==1.0\n");

        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["production.lock"]));
        Assert.Equal(2, await _console.RunAsync("audit", _console.Folder["reqs.unknown"]));
        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["reqs.in"], "--as", "requirements"));
        Assert.Equal(2, await _console.RunAsync("audit", _console.Folder["reqs.in"], "--as", "something"));
    }

    [Fact]
    public async Task An_evaluation_is_explained_event_by_event()
    {
        await AuditFeed.PrepareAsync(_console);

        Assert.Equal(1, await _console.RunAsync("explain", "CVE-2099-1", "Alpha", "1.9"));
        Assert.Contains("fixed", _console.Output, StringComparison.Ordinal);
        Assert.Contains("PYSEC-2099-1 (CVE-2099-1)", _console.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _console.RunAsync("explain", "CVE-2099-1", "alpha", "2.0"));
        Assert.Equal(3, await _console.RunAsync("explain", "PYSEC-2099-2", "beta", "1.5"));
        Assert.Equal(2, await _console.RunAsync("explain", "CVE-1", "alpha", "1.0"));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("cyclonedx")]
    [InlineData("openvex")]
    [InlineData("markdown")]
    [InlineData("github")]
    [InlineData("html")]
    public async Task The_same_input_gives_the_same_bytes_in_every_format(string format)
    {
        await AuditFeed.PrepareAsync(_console);
        _console.Set("SOURCE_DATE_EPOCH", "1767225600");
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "alpha==1.0\nbeta==1.5\ngamma==1\n");

        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--format", format));
        string first = _console.Output;
        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--format", format));
        Assert.Equal(first, _console.Output);
        Assert.Contains("PYSEC-2099-1", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pins_are_answered_line_by_line()
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["pins.txt"], "alpha==1.0\r\nbeta==1.5\r\n");

        Assert.Equal(1, await _console.RunAsync("audit", "--pins", _console.Folder["pins.txt"]));
        string[] lines = _console.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["audited", "unknown"], lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("status").GetString()));
    }

    [Theory]
    [InlineData("--since", "HEAD")]
    [InlineData("--all")]
    [InlineData("--fix")]
    [InlineData("other.txt")]
    public async Task Pins_are_not_mixed_with_other_questions(params string[] others)
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["pins.txt"], "gamma==1.0\n");

        Assert.Equal(2, await _console.RunAsync(["audit", .. others, "--pins", _console.Folder["pins.txt"]]));
    }

    [Fact]
    public async Task A_limit_is_told_in_an_evaluation()
    {
        await File.WriteAllTextAsync(_console.Folder["feed.jsonl"], """
            {"schema_version":"1.7.5","id":"PYSEC-2099-3","modified":"2026-01-02T00:00:00Z","published":"2026-01-01T00:00:00Z","summary":"made up","affected":[{"package":{"ecosystem":"PyPI","name":"alpha"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"limit":"2.0"}]}]}]}
            """.ReplaceLineEndings(" "));
        Assert.Equal(0, await _console.RunAsync("db", "build", _console.Folder["feed.jsonl"], "--date", "2026-01-02", "--output", _console.Folder["limit.db"]));

        Assert.Equal(1, await _console.RunAsync("explain", "PYSEC-2099-3", "alpha", "1.0", "--db", _console.Folder["limit.db"]));
        Assert.Contains("limit 2.0 is above 1.0", _console.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _console.RunAsync("explain", "PYSEC-2099-3", "alpha", "2.0", "--db", _console.Folder["limit.db"]));
        Assert.Contains("is not below the limit 2.0", _console.Output, StringComparison.Ordinal);
    }
}
