using System.Text;
using System.Text.Json;
using Assay.Tests.Index;

namespace Assay.Tests.Commands;

/// <summary><c>assay audit --fix</c> against a small index on loopback and made-up advisories.</summary>
public sealed class AuditFixTests : IDisposable
{
    private readonly TestConsole _console = new();
    private readonly Dictionary<string, string> _pages = [];
    private readonly Dictionary<string, string> _documents = [];
    private readonly RawServer _server;

    public AuditFixTests() => _server = new RawServer(request =>
        _pages.TryGetValue(request.Target, out string? page) ? RawServer.Ok(page, Clients.JsonType)
        : _documents.TryGetValue(request.Target, out string? document) ? RawServer.Ok(document)
        : RawServer.Status(404));

    public void Dispose()
    {
        _server.Dispose();
        _console.Dispose();
    }

    [Fact]
    public async Task Without_write_the_change_is_shown_and_the_file_stays()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"));
        Page("thing", "1.0", "1.1", "1.2", "2.0");
        Write("requirements.txt", "thing==1.0\n");

        Assert.Equal(1, await FixAsync("requirements.txt"));

        Assert.Equal("thing==1.0\n", Read("requirements.txt"));
        Assert.Contains("thing 1.0 -> 1.2  solves PYSEC-1", _console.Output, StringComparison.Ordinal);
        Assert.Contains("--- requirements.txt\n+++ requirements.txt\n@@ -1,1 +1,1 @@\n-thing==1.0\n+thing==1.2\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains("nothing was written; --write edits 1 file", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writing_keeps_comments_line_ends_markers_and_included_files_and_ends_by_what_remains()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"), ("PYSEC-2", "other", "0", "3"));
        Page("thing", "1.0", "1.2", "1.3");
        Page("other", "2", "3");
        Write("requirements.txt", "\uFEFF# caf\u00e9\r\n-r more.txt\r\nthing[x] == 1.0 ; python_version >= \"3.8\"  # pinned, thing==1.0\r\nThing===1.1; python_version < '3.8'\r\nsix==1.0");
        Write("more.txt", "other==2   # by hand\n-c limits.txt");
        Write("limits.txt", "other==2\n");

        Assert.Equal(0, await FixAsync("requirements.txt", "--write"));

        Assert.Equal("\uFEFF# caf\u00e9\r\n-r more.txt\r\nthing[x] == 1.2 ; python_version >= \"3.8\"  # pinned, thing==1.0\r\nThing===1.2; python_version < '3.8'\r\nsix==1.0", Read("requirements.txt"));
        Assert.Equal("other==3   # by hand\n-c limits.txt", Read("more.txt"));
        Assert.Equal("other==3\n", Read("limits.txt"));

        Assert.Equal(0, await FixAsync("requirements.txt", "--write"));
        Assert.DoesNotContain("wrote", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_part_of_pip_audit_a_fix_is_made_and_told_as_there()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"));
        Page("thing", "1.0", "1.2");
        Write("requirements.txt", "thing==1.0\n");

        Assert.Equal(0, await PipAuditFixAsync());

        Assert.Equal("thing==1.2\n", Read("requirements.txt"));
        Assert.EndsWith("\"fixes\": [{\"name\": \"thing\", \"old_version\": \"1.0\", \"new_version\": \"1.2\"}]}\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains("Found 1 known vulnerability in 1 package and fixed 1 vulnerability in 1 package", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_part_of_pip_audit_a_dry_run_mends_nothing_and_fails_as_there()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"), ("PYSEC-2", "other", "0", "9"));
        Page("thing", "1.0", "1.2");
        Page("other", "1");
        Write("requirements.txt", "Thing==1.0\nother==1\n");

        Assert.Equal(1, await PipAuditFixAsync("--dry-run"));

        Assert.Equal("Thing==1.0\nother==1\n", Read("requirements.txt"));
        Assert.EndsWith("\"fixes\": []}\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains("INFO:pip_audit._cli:Dry run: would have upgraded Thing to 1.2\n", _console.Error, StringComparison.Ordinal);
        Assert.Contains("INFO:pip_audit._cli:Dry run: would have skipped other upgrade because no version was found", _console.Error, StringComparison.Ordinal);
        Assert.Contains("Found 2 known vulnerabilities in 2 packages and fixed 0 vulnerabilities in 0 packages", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hashes_become_those_of_all_files_of_the_new_release()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"));
        Page("thing", "1.0", "1.2");
        string old = new('0', 64);
        Write("requirements.txt", $"thing==1.0 \\\r\n    --hash=sha256:{old} \\\r\n    --hash=sha256:{old}\r\n    # via app\r\n");

        Assert.Equal(0, await FixAsync("requirements.txt", "--write"));

        string[] digests = [.. new[] { Digest("thing-1.2-py3-none-any.whl"), Digest("thing-1.2.tar.gz") }.Order(StringComparer.Ordinal)];
        Assert.Equal($"thing==1.2 \\\r\n    --hash=sha256:{digests[0]} \\\r\n    --hash=sha256:{digests[1]}\r\n    # via app\r\n", Read("requirements.txt"));
    }

    [Fact]
    public async Task A_line_with_hashes_stays_where_the_index_gives_none()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"), ("PYSEC-2", "other", "0", "3"));
        _pages["/simple/thing/"] = Json("thing", File("thing-1.2.tar.gz", hashes: false));
        Page("other", "3");
        string text = $"thing==1.0 --hash=sha256:{new string('0', 64)}\n";
        Write("requirements.txt", text + "other==2\n");

        Assert.Equal(1, await FixAsync("requirements.txt", "--write"));

        Assert.Equal(text + "other==3\n", Read("requirements.txt"));
        Assert.Contains("requirements.txt:1: 'thing==1.0' has hashes, and the index gives no sha256 for every file of the new release", _console.Error, StringComparison.Ordinal);
        Assert.Contains("thing 1.0 stays: 1.2 fixes it, but requirements.txt:1 cannot be edited in place", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_release_that_is_known_malware_is_passed_over()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.1"), ("MAL-2026-1", "thing", "1.1", "1.1.1"));
        Page("thing", "1.0", "1.1", "1.2");
        Write("requirements.txt", "thing==1.0\n");

        Assert.Equal(0, await FixAsync("requirements.txt", "--write", "--ignore", "MAL-2026-1"));
        Assert.Equal("thing==1.2\n", Read("requirements.txt"));
    }

    [Fact]
    public async Task What_the_new_release_requires_goes_along_or_keeps_it_back()
    {
        await KnowAsync(("PYSEC-1", "app", "0", "2"));
        Page("app", "1", "2");
        Page("lib", "1", "2", "3");
        Needs("app", "2", "lib>=2", "extra-only>5; extra == 'x'");
        Write("requirements.txt", "app==1\nlib==1\n");

        Assert.Equal(0, await FixAsync("requirements.txt", "--write"));
        Assert.Equal("app==2\nlib==2\n", Read("requirements.txt"));
        Assert.Contains("lib 1 -> 2  goes along: app 2 requires lib>=2", _console.Output, StringComparison.Ordinal);

        Write("requirements.txt", "app==1\nlib==1\n-c limits.txt\n");
        Write("limits.txt", "lib<2\n");
        Assert.Equal(1, await FixAsync("requirements.txt", "--write"));
        Assert.Equal("app==1\nlib==1\n-c limits.txt\n", Read("requirements.txt"));
        Assert.Contains("app 1 stays: 2 would fix it, but app 2 requires lib>=2", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_index_the_advisories_versions_are_proposed_and_called_uncertain()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"));
        Write("requirements.txt", "thing==1.0\n");

        Assert.Equal(1, await FixAsync("requirements.txt"));

        Assert.Contains("thing 1.0 -> 1.2", _console.Output, StringComparison.Ordinal);
        Assert.Contains("not certain: known from the advisories alone", _console.Output, StringComparison.Ordinal);
        Assert.Contains("has no project 'thing'", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pyproject_is_edited_inside_its_strings_and_a_range_gets_the_smallest_tightening()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"), ("PYSEC-2", "other", "0", "3"));
        Page("thing", "1.0", "1.2");
        Write("pyproject.toml", """
            # kept
            [project]
            name = "x"  # thing==1.0
            dependencies = [ "thing[a]==1.0 ; python_version > '3'", 'six' ]   # as it was
            [project.optional-dependencies]
            more = ["other>=2,<4"]
            [dependency-groups]
            dev = ["other>=2", {include-group = "x"}]
            x = []
            """);
        string before = Read("pyproject.toml");

        _ = await FixAsync("pyproject.toml", "--write");

        Assert.Equal(
            before.Replace("thing[a]==1.0", "thing[a]==1.2", StringComparison.Ordinal).Replace("other>=2,<4", "other>=3,<4", StringComparison.Ordinal).Replace("\"other>=2\"", "\"other>=3\"", StringComparison.Ordinal),
            Read("pyproject.toml"));
    }

    [Fact]
    public async Task A_lock_gets_the_installers_command_and_nothing_hostile_comes_into_it()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"));
        _pages["/simple/thing/"] = Json("thing", File("thing-1.2$(touch x).tar.gz"), File("thing-1.3';id;'.tar.gz"), File("thing-1.4.tar.gz"));
        Write("it's/uv.lock", "version = 1\nrequires-python = \">=3.9\"\n[[package]]\nname = \"thing\"\nversion = \"1.0\"\nsource = { registry = \"https://index.example.invalid/simple\" }\n");

        Assert.Equal(1, await FixAsync("it's/uv.lock", "--write"));

        Assert.Contains($"run: uv lock --directory '{_console.Folder.Path}/it'\\''s' --upgrade-package 'thing==1.4'", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_formats_carry_the_target_and_stay_whole()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"));
        Page("thing", "1.2");
        Write("requirements.txt", "thing==1.0\n");

        Assert.Equal(1, await FixAsync("requirements.txt", "--format", "json"));

        using JsonDocument report = JsonDocument.Parse(_console.Output);
        Assert.Contains("\"1.2\"", report.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("+thing==1.2", _console.Error, StringComparison.Ordinal);
        Assert.Equal(2, await _console.RunAsync("audit", "requirements.txt", "--write"));
    }

    [Fact]
    public async Task A_file_with_hashes_is_not_given_a_release_that_needs_another_line()
    {
        await KnowAsync(("PYSEC-1", "app", "0", "2"));
        Page("app", "1", "2");
        Page("lib", "1");
        Needs("app", "1");
        Needs("app", "2", "lib>=1");
        string hashed = $"app==1 --hash=sha256:{new string('0', 64)}\n";
        Write("requirements.txt", hashed);

        Assert.Equal(1, await FixAsync("requirements.txt", "--write"));
        Assert.Equal(hashed, Read("requirements.txt"));
        Assert.Contains("app 1 stays: 2 would fix it, but app 2 requires lib>=1, which no line has", _console.Output, StringComparison.Ordinal);

        Write("requirements.txt", "app==1\n");
        Assert.Equal(0, await FixAsync("requirements.txt", "--write"));
        Assert.Contains("not certain: it requires lib>=1, which no line has though the rest is pinned", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_cannot_be_edited_keeps_back_only_what_goes_together_with_it()
    {
        await KnowAsync(("PYSEC-1", "app", "0", "2"), ("PYSEC-2", "other", "0", "3"));
        Page("app", "1", "2");
        Page("lib", "1", "2");
        Page("tool", "1", "2");
        Page("other", "2", "3");
        Needs("app", "2", "lib>=2");
        Needs("other", "3", "tool>=2");
        Write("pyproject.toml", "[project]\ndependencies = [\n  \"app==1\",\n  \"\"\"lib==1\"\"\",\n  \"tool==1\", \"other==2\",\n]\n");

        Assert.Equal(1, await FixAsync("pyproject.toml", "--write"));

        Assert.Equal("[project]\ndependencies = [\n  \"app==1\",\n  \"\"\"lib==1\"\"\",\n  \"tool==2\", \"other==3\",\n]\n", Read("pyproject.toml"));
        Assert.Contains("app 1 stays: 2 fixes it, but goes together with lib 2, and pyproject.toml:4 cannot be edited in place", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_index_a_fix_whose_own_flaws_are_fixed_later_is_followed_as_the_report_does()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"), ("PYSEC-2", "thing", "1.2", "4.2.30"));
        Write("requirements.txt", "thing==1.0\n");

        Assert.Equal(1, await FixAsync("requirements.txt"));
        Assert.Contains("thing 1.0 -> 4.2.30", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yesterdays_knowledge_is_planned_with_and_not_written()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"));
        Page("thing", "1.0", "1.2");
        Write("requirements.txt", "thing==1.0\n");

        Assert.Equal(2, await FixAsync("requirements.txt", "--write", "--as-of", "2026-06-01"));
        Assert.Contains("does not go with --as-of", _console.Error, StringComparison.Ordinal);
        Assert.Equal("thing==1.0\n", Read("requirements.txt"));
        Assert.Equal(1, await FixAsync("requirements.txt", "--as-of", "2026-06-01"));
    }

    [Fact]
    public async Task A_file_that_two_inputs_include_is_edited_once_and_mended_for_both()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"));
        Page("thing", "1.0", "1.2");
        Write("a.txt", "-r shared.txt\n");
        Write("b.txt", "-r shared.txt\n");
        Write("shared.txt", "thing==1.0\n");

        Assert.Equal(0, await FixAsync("a.txt", "-r", "b.txt", "--write"));
        Assert.Equal("thing==1.2\n", Read("shared.txt"));
        Assert.DoesNotContain("by hand", _console.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("requirements.txt", "thing\\\n==1.0\nthing [x] \\\r\n  ==1.0\n", "thing\\\n==1.2\nthing [x] \\\r\n  ==1.2\n")]
    [InlineData(
        "pyproject.toml",
        "[project]\ndependencies = [\"thing==1.0\"]\n[tool.uv]\nconstraint-dependencies = [\"thing==1.0\"]\ndev-dependencies = [\"thing==1.0\"]\n",
        "[project]\ndependencies = [\"thing==1.2\"]\n[tool.uv]\nconstraint-dependencies = [\"thing==1.2\"]\ndev-dependencies = [\"thing==1.2\"]\n")]
    public async Task A_line_that_goes_on_behind_the_name_and_constraints_of_uv_are_edited(string file, string before, string after)
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"));
        Page("thing", "1.0", "1.2");
        Write(file, before);

        Assert.Equal(0, await FixAsync(file, "--write"));
        Assert.Equal(after, Read(file));
    }

    [Theory]
    [InlineData("requirements.txt", "--index-url https://u:secret@index.example.invalid/simple\nthing==1.0\n", 1)]
    [InlineData("requirements.txt", "thing==1.0\n--extra-index-url https://index.example.invalid/simple\n", 2)]
    [InlineData("pyproject.toml", "[project]\ndependencies = [\"thing==1.0\"]\n[[tool.uv.index]]\nname = \"own\"\nurl = \"https://index.example.invalid/simple\"\n", 5)]
    public async Task A_file_with_an_index_of_its_own_is_not_asked_about_elsewhere(string file, string text, int line)
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"));
        Page("thing", "1.0", "1.3");
        Write(file, text);

        // No address here answers: where the public index were asked, that failure would be told.
        Assert.Equal(1, await _console.RunAsync(["audit", .. file.EndsWith(".txt", StringComparison.Ordinal) ? ["-r", file] : new[] { file }, "--fix"]));
        Assert.Contains($"assay: {file}:{line} names the index https://index.example.invalid/simple: so that the public one learns no name of it, none is asked about this input; say with --index-url", _console.Error, StringComparison.Ordinal);
        Assert.Single(_console.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("secret", _console.Error, StringComparison.Ordinal);
        Assert.Contains("thing 1.0 -> 1.2", _console.Output, StringComparison.Ordinal);

        Assert.Equal(1, await FixAsync(file));
        Assert.Contains("thing 1.0 -> 1.3", _console.Output, StringComparison.Ordinal);
        Assert.Empty(_console.Error);
    }

    [Fact]
    public async Task What_an_upgrade_leaves_because_it_is_ignored_is_said()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "1.2"), ("PYSEC-2", "thing", "0", "9"));
        Page("thing", "1.0", "1.2");
        Write("requirements.txt", "thing==1.0\n");

        Assert.Equal(1, await FixAsync("requirements.txt", "--ignore", "PYSEC-2"));
        Assert.Contains("thing 1.0 → 1.2 solves 1, 1 ignored remains", _console.Output, StringComparison.Ordinal);
        Assert.Equal(1, await _console.RunAsync("audit", "-r", "requirements.txt", "--ignore", "PYSEC-2"));
        Assert.Contains("thing 1.0 → 1.2 solves 1, 1 ignored remains", _console.Output, StringComparison.Ordinal);
        Assert.Equal(1, await _console.RunAsync("audit", "-r", "requirements.txt"));
        Assert.Contains("thing 1.0 → 9 solves 2, nothing known is left", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_range_that_nothing_narrower_mends_stays_and_its_fix_is_named()
    {
        await KnowAsync(("PYSEC-1", "thing", "0", "4.2.30"));
        Write("requirements.txt", "thing==2.2.*\n");

        Assert.Equal(1, await FixAsync("requirements.txt"));
        Assert.Contains("thing ==2.2.* stays: every allowed version is affected: allow 4.2.30, which fixes it", _console.Output, StringComparison.Ordinal);
    }

    private async Task KnowAsync(params (string Id, string Project, string Introduced, string Fixed)[] records)
    {
        string[] lines = [.. records.Select(static record =>
            $$"""{"id":"{{record.Id}}","modified":"2026-01-01T00:00:00Z","published":"2026-01-01T00:00:00Z","summary":"made up","affected":[{"package":{"ecosystem":"PyPI","name":"{{record.Project}}"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"{{record.Introduced}}"},{"fixed":"{{record.Fixed}}"}]}]}]}""")];
        Write("advisories.jsonl", string.Join('\n', lines));
        Assert.Equal(0, await _console.RunAsync("db", "build", _console.Folder["advisories.jsonl"], "--date", "2026-07-23"));
    }

    private async Task<int> PipAuditFixAsync(params string[] more) =>
        await _console.RunAsync(["pip-audit", "--fix", "-r", _console.Folder["requirements.txt"], "-f", "json", "--index-url", $"{_server.Url}/simple", .. more]);

    private async Task<int> FixAsync(string file, params string[] more) =>
        await _console.RunAsync(["audit", .. file.EndsWith(".txt", StringComparison.Ordinal) ? ["-r", file] : new[] { file }, "--fix", "--index-url", $"{_server.Url}/simple", .. more]);

    private void Page(string project, params string[] versions) =>
        _pages[$"/simple/{project}/"] = Json(project, [.. versions.SelectMany(version => new[] { File($"{project}-{version}-py3-none-any.whl"), File($"{project}-{version}.tar.gz") })]);

    private void Needs(string project, string version, params string[] requirements) =>
        _documents[$"/files/{project}-{version}-py3-none-any.whl.metadata"] =
            $"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n{string.Concat(requirements.Select(static one => $"Requires-Dist: {one}\n"))}";

    private static string Json(string project, params string[] files) =>
        $$"""{"meta":{"api-version":"1.0"},"name":"{{project}}","files":[{{string.Join(',', files)}}]}""";

    private string File(string name, bool hashes = true)
    {
        string digest = hashes ? $"\"sha256\":\"{Digest(name)}\"" : "";
        return $$"""{"filename":"{{name}}","url":"{{_server.Url}}/files/{{Uri.EscapeDataString(name)}}","hashes":{ {{digest}} },"core-metadata":{{(name.EndsWith(".whl", StringComparison.Ordinal) ? "true" : "false")}}}""";
    }

    private static string Digest(string name) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name)));

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_console.Folder[name])!);
        System.IO.File.WriteAllBytes(_console.Folder[name], Encoding.UTF8.GetBytes(text));
    }

    private string Read(string name) => Encoding.UTF8.GetString(System.IO.File.ReadAllBytes(_console.Folder[name]));
}
