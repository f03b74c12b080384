using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Tests.Commands;

public sealed class AuditVerbTests : IDisposable
{
    private const string Advisories = """
        {"schema_version":"1.7.5","id":"PYSEC-2099-1","modified":"2026-01-02T00:00:00Z","published":"2026-01-01T00:00:00Z","summary":"made up","aliases":["CVE-2099-1"],"severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"affected":[{"package":{"ecosystem":"PyPI","name":"alpha"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"2.0"}]}]}]}
        {"schema_version":"1.7.5","id":"PYSEC-2099-2","modified":"2026-06-02T00:00:00Z","published":"2026-06-01T00:00:00Z","summary":"made up, undecided","affected":[{"package":{"ecosystem":"PyPI","name":"beta"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"1.0"},{"fixed":"2.0-NA"}]}]}]}
        """;

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
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], line + "\n");

        Assert.Equal(code, await _console.RunAsync("audit", _console.Folder["requirements.txt"]));
        Assert.NotEmpty(_console.Output);
    }

    [Fact]
    public async Task Incomplete_is_no_failure_by_leave_and_an_ignored_flaw_counts_no_more()
    {
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "alpha==1.0\nbeta==1.5\n");

        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--ignore", "cve-2099-1"));
        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--ignore", "cve-2099-1", "--allow-incomplete"));
        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--fail-on", "none"));
    }

    [Fact]
    public async Task Advisories_that_are_too_old_are_told_and_fail_only_where_that_is_asked_for()
    {
        await PrepareAsync();
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
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "alpha==1.0\n");

        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--as-of", "2025-12-31"));
        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--as-of", "2026-01-01"));
    }

    [Fact]
    public async Task An_earlier_file_tells_what_is_new()
    {
        await PrepareAsync();
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
        await PrepareAsync();
        const string Lock = "version = 1\nrequires-python = \">=3.9\"\n\n[[package]]\nname = \"alpha\"\nversion = \"1.0\"\nsource = { registry = \"https://index.example.invalid/simple\" }\n";
        await File.WriteAllTextAsync(_console.Folder["production.lock"], Lock);
        await File.WriteAllTextAsync(_console.Folder["reqs.in"], "alpha==1.0\n");

        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["production.lock"]));
        Assert.Equal(2, await _console.RunAsync("audit", _console.Folder["reqs.unknown"]));
        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["reqs.in"], "--as", "requirements"));
        Assert.Equal(2, await _console.RunAsync("audit", _console.Folder["reqs.in"], "--as", "something"));
    }

    [Fact]
    public async Task A_wheel_is_audited_with_what_it_declares()
    {
        await PrepareAsync();
        string wheel = _console.Wheel("alpha-1.0-py3-none-any.whl");

        Assert.Equal(1, await _console.RunAsync("audit", wheel));
        Assert.Contains("PYSEC-2099-1", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_evaluation_is_explained_event_by_event()
    {
        await PrepareAsync();

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
        await PrepareAsync();
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
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["pins.txt"], "alpha==1.0\r\nbeta==1.5\r\n");

        Assert.Equal(1, await _console.RunAsync("audit", "--pins", _console.Folder["pins.txt"]));
        string[] lines = _console.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["audited", "unknown"], lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("status").GetString()));
    }

    private async Task PrepareAsync()
    {
        await File.WriteAllTextAsync(_console.Folder["feed.jsonl"], Advisories);
        string today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(0, await _console.RunAsync("db", "build", _console.Folder["feed.jsonl"], "--date", today));
    }
}
