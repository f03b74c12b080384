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
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], $"{line}\n-c c.txt\n");
        await File.WriteAllTextAsync(_console.Folder["c.txt"], constraints + "\n");

        Assert.Equal(code, await _console.RunAsync(["audit", _console.Folder["requirements.txt"], .. options]));
    }

    [Fact]
    public async Task A_constraint_that_contradicts_the_requirement_is_told_with_both_places()
    {
        await PrepareAsync();
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
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "alpha\n-c c.txt\n");
        await File.WriteAllTextAsync(_console.Folder["c.txt"], "alpha==1.0; python_version<'3'\nalpha==2.0; python_version>='3.9'\n");

        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--format", "json"));
        string[] branches = [.. JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => $"{one!["version"]} {one["labels"]![0]}")];
        Assert.Equal(["1.0 if python_version < \"3\"", " unless python_version < \"3\"", "2.0 if python_version >= \"3.9\""], branches);
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

    [Theory]
    [InlineData("Metadata-Version: 1.0", "[a]\nzeta\n[:python_version<'3']\nalpha==1.0\n", 1)]
    [InlineData("Metadata-Version: 1.0", "alpha==2.0\n", 0)]
    [InlineData("Metadata-Version: 1.0", null, 3)]
    [InlineData("Metadata-Version: 2.1", null, 3)]
    [InlineData("Metadata-Version: 2.2", null, 0)]
    [InlineData("Metadata-Version: 2.2\nRequires-Dist: alpha==1.0", null, 1)]
    [InlineData("Metadata-Version: 2.2\nDynamic: Requires-Dist", null, 3)]
    [InlineData("Metadata-Version: 2.2\nDynamic: requires-dist\nRequires-Dist: alpha==2.0", null, 3)]
    [InlineData("Metadata-Version: 2.2\nDynamic: Requires-Dist", "alpha==1.0\n", 1)]
    [InlineData("Metadata-Version: 2.4\nDynamic: Description", null, 0)]
    public async Task A_source_distribution_is_audited_with_what_it_says_to_need_or_is_incomplete(string head, string? requires, int code)
    {
        await PrepareAsync();
        string sdist = Archive("zeta-1.0.zip", ("zeta-1.0/PKG-INFO", $"{head}\nName: zeta\nVersion: 1.0\n"), requires is null ? ("zeta-1.0/setup.py", "") : ("zeta-1.0/src/zeta.egg-info/requires.txt", requires));

        Assert.Equal(code, await _console.RunAsync("audit", sdist));
        Assert.Equal(code == 3, _console.Output.Contains("only told by building", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("alpha-2.0-py3-none-any.whl", "alpha-2.0.dist-info", "alpha", "2.0", 0, "")]
    [InlineData("alpha-2.0-py3-none-any.whl", "alpha-2.0.dist-info", "alpha", "2.1", 3, "it says version 2.1")]
    [InlineData("alpha-2.0-py3-none-any.whl", "alpha-2.0.dist-info", "gamma", "2.0", 3, "it says that this is gamma")]
    [InlineData("alpha-2.0-py3-none-any.whl", "gamma-2.0.dist-info", "gamma", "2.0", 3, "its file name says alpha")]
    [InlineData("alpha-2.0-py3-none-any.whl", "alpha-2.1.dist-info", "alpha", "2.1", 3, "its file name says 2.0")]
    public async Task A_wheel_whose_names_disagree_is_incomplete(string file, string folder, string name, string version, int code, string told)
    {
        await PrepareAsync();
        string wheel = Archive(file, ($"{folder}/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"), ("alpha/__init__.py", ""));

        Assert.Equal(code, await _console.RunAsync("audit", wheel));
        Assert.Contains(told, string.Join(' ', _console.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wheel_is_read_with_every_record_and_the_copies_that_it_carries()
    {
        await PrepareAsync();
        const string Metadata = "Metadata-Version: 2.1\nName: {0}\nVersion: 3.0\n";
        string two = Archive("gamma-3.0-py3-none-any.whl", ("gamma-3.0.dist-info/METADATA", Metadata.Replace("{0}", "gamma", StringComparison.Ordinal)), ("delta-3.0.dist-info/METADATA", Metadata.Replace("{0}", "delta", StringComparison.Ordinal)));
        string bundle = Archive("zeta-3.0-py3-none-any.whl", ("zeta-3.0.dist-info/METADATA", Metadata.Replace("{0}", "zeta", StringComparison.Ordinal)), ("zeta/_vendor/vendor.txt", "alpha==1.0\n"));

        string empty = Archive("delta-3.0-py3-none-any.whl", ("delta-3.0.dist-info/METADATA", "\n"));

        Assert.Equal(3, await _console.RunAsync("audit", empty));
        Assert.Equal(3, await _console.RunAsync("audit", two));
        Assert.Contains("2 .dist-info folders", _console.Output, StringComparison.Ordinal);
        Assert.Equal(1, await _console.RunAsync("audit", bundle));
        Assert.Contains("bundled in zeta", _console.Output, StringComparison.Ordinal);
    }

    private string Archive(string name, params (string Path, string Text)[] members)
    {
        string path = _console.Folder[name];
        using System.IO.Compression.ZipArchive archive = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Create);
        foreach ((string member, string text) in members)
        {
            using StreamWriter writer = new(archive.CreateEntry(member).Open());
            writer.Write(text);
        }

        return path;
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

    [Theory]
    [InlineData("alpha = '^2.0 || ^3.0'", 0)]
    [InlineData("alpha = '^1.0 || ^2.0'", 3)]
    [InlineData("alpha = '^1.0 || ~1.5'", 1)]
    [InlineData("alpha = '1.0 || 1.5'", 1)]
    [InlineData("alpha = '* || ^2.0'", 3)]
    [InlineData("alpha = { version = '1.0', python = '<3.9' }", 1)]
    [InlineData("alpha = { version = '1.0', python = '<3.9' }", 0, "--python", "3.12")]
    [InlineData("alpha = { version = '1.0', platform = 'win32' }", 0, "--platform", "linux")]
    [InlineData("alpha = { version = '1.0', platform = 'linux', python = '>=3.9' }", 1, "--platform", "linux", "--python", "3.12")]
    public async Task Alternatives_and_conditions_of_Poetry_are_followed(string dependency, int code, params string[] options)
    {
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["pyproject.toml"], $"[tool.poetry]\nname = \"zeta\"\n[tool.poetry.dependencies]\n{dependency}\n");

        Assert.Equal(code, await _console.RunAsync(["audit", _console.Folder["pyproject.toml"], "--format", "json", .. options]));
        JsonNode? range = JsonNode.Parse(_console.Output)!["packages"]![0]!["range"];
        if (dependency.Contains("^1.0 || ^2.0", StringComparison.Ordinal))
        {
            Assert.Equal(("some", ">=2.0,<3"), ((string)range!["share"]!, (string)range["tightened"]!));
        }
    }

    [Fact]
    public async Task A_project_that_asks_for_an_extra_of_its_own_is_itself()
    {
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["pyproject.toml"], "[project]\nname = \"Alpha\"\nversion = \"1\"\n[project.optional-dependencies]\na = [\"beta==2.5\"]\nall = [\"alpha[a]\"]\n");

        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["pyproject.toml"], "--format", "json"));
        Assert.Equal(["beta unknown", "alpha skipped"], JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => $"{one!["name"]} {one["status"]}"));
    }

    [Fact]
    public async Task Build_requirements_are_audited_beside_a_lock()
    {
        await PrepareAsync();
        Put("p/pylock.toml", "lock-version = \"1.0\"\ncreated-by = \"test\"\n[[packages]]\nname = \"gamma\"\nversion = \"1.0\"\n");
        Put("p/pyproject.toml", "[project]\nname = \"zeta\"\ndynamic = [\"dependencies\"]\n[build-system]\nrequires = [\"alpha==1.0\"]\n");

        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["p"], "--format", "json"));
        Assert.Equal(["gamma", "alpha build"], JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => string.Join(' ', one!["labels"]!.AsArray().Select(static label => (string)label!).Prepend((string)one["name"]!))));
        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["p"], "--main-only"));
    }

    [Fact]
    public async Task A_build_requirement_beside_a_lock_whose_newest_versions_are_clean_is_skipped_with_the_reason()
    {
        await PrepareAsync();
        Put("p/pylock.toml", "lock-version = \"1.0\"\ncreated-by = \"test\"\n[[packages]]\nname = \"gamma\"\nversion = \"1.0\"\n");
        Put("p/pyproject.toml", "[build-system]\nrequires = [\"alpha\"]\n");

        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["p"], "--format", "json"));
        Assert.Equal(["gamma audited", "alpha skipped"], JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => $"{one!["name"]} {one["status"]}"));
        Assert.Contains("no lock holds it", _console.Output);
        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["p/pyproject.toml"]));
    }

    [Fact]
    public async Task Requirements_in_a_folder_of_their_own_are_found_and_a_file_made_from_another_counts_alone()
    {
        await PrepareAsync();
        Put("p/requirements/base.in", "alpha\n");
        Put("p/requirements/base.txt", "alpha==2.0\n");
        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["p"]));

        Put("p/requirements/dev.in", "alpha==1.0\n");
        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["p"]));
    }

    [Fact]
    public async Task A_folder_that_only_a_build_would_explain_is_told()
    {
        await PrepareAsync();
        Put("p/setup.cfg", "[options]\ninstall_requires = alpha\n");

        Assert.Equal(2, await _console.RunAsync("audit", _console.Folder["p"]));
        Assert.Contains("says what it needs in setup.cfg, which only building tells", _console.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dependencies = { file = [\"needs.txt\"] }", 1)]
    [InlineData("dependencies = { file = \"needs.txt\" }", 1)]
    [InlineData("dependencies = { file = [\"../needs.txt\"] }", 3)]
    [InlineData("dependencies = { file = [\"missing.txt\"] }", 3)]
    [InlineData("version = { attr = \"a.b\" }", 3)]
    public async Task Dynamic_dependencies_in_a_file_are_read(string dynamic, int code)
    {
        await PrepareAsync();
        Put("p/needs.txt", "alpha==1.0\n");
        await File.WriteAllTextAsync(_console.Folder["needs.txt"], "alpha==1.0\n");
        Put("p/pyproject.toml", $"[project]\nname = \"zeta\"\ndynamic = [\"dependencies\"]\n[tool.setuptools.dynamic]\n{dynamic}\n");

        Assert.Equal(code, await _console.RunAsync("audit", _console.Folder["p"]));
    }

    [Fact]
    public async Task A_pipe_is_read_as_a_requirements_file_and_never_edited()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes with names are made by mkfifo");
        await PrepareAsync();
        string pipe = _console.Folder["pipe"];
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Task writing = Task.Run(() => File.WriteAllText(pipe, "alpha==1.0\n"), TestContext.Current.CancellationToken);
        Assert.Equal(1, await _console.RunAsync("audit", "-r", pipe));
        await writing;
        writing = Task.Run(() => File.WriteAllText(pipe, "alpha==1.0\n"), TestContext.Current.CancellationToken);
        Assert.Equal(1, await _console.RunAsync("audit", pipe));
        await writing;
        Assert.Equal(2, await _console.RunAsync("audit", "-r", pipe, "--fix"));
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], "-r pipe\n", TestContext.Current.CancellationToken);
        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["requirements.txt"]));
    }

    [Theory]
    [InlineData("alpha==${ALPHA_VERSION}", "the variable ALPHA_VERSION is not set")]
    [InlineData("${INDEXED}alpha==1.0", "the variable INDEXED is not set")]
    [InlineData("-r https://files.example.invalid/r.txt", "is not fetched: save it as a file")]
    public async Task What_a_line_lacks_is_said(string line, string told)
    {
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], line + "\n");

        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--format", "json"));
        Assert.Contains(told, (string)JsonNode.Parse(_console.Output)!["problems"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--since", "HEAD")]
    [InlineData("--all")]
    [InlineData("--fix")]
    [InlineData("other.txt")]
    public async Task Pins_are_not_mixed_with_other_questions(params string[] others)
    {
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["pins.txt"], "gamma==1.0\n");

        Assert.Equal(2, await _console.RunAsync(["audit", .. others, "--pins", _console.Folder["pins.txt"]]));
    }

    [Fact]
    public async Task A_bill_of_uv_names_what_comes_from_the_disk()
    {
        await PrepareAsync();
        await File.WriteAllTextAsync(_console.Folder["bom.json"], """
            {"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"metadata":{"tools":[{"name":"uv"}]},"components":[
            {"type":"library","bom-ref":"a","name":"local-sub","version":"0.1"},
            {"type":"library","bom-ref":"b","name":"member","version":"0.1","properties":[{"name":"uv:workspace:path","value":"packages/member"}]},
            {"type":"library","bom-ref":"c","name":"gamma","version":"1.0","purl":"pkg:pypi/gamma@1.0"}]}
            """);

        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["bom.json"], "--format", "json"));
        Assert.Equal(["audited", "skipped", "audited"], JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => (string)one!["status"]!));
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

    private void Put(string name, string text)
    {
        string path = _console.Folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private async Task PrepareAsync()
    {
        await File.WriteAllTextAsync(_console.Folder["feed.jsonl"], Advisories);
        string today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(0, await _console.RunAsync("db", "build", _console.Folder["feed.jsonl"], "--date", today));
    }
}
