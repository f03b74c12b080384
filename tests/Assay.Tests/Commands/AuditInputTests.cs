using System.Text.Json;
using System.Text.Json.Nodes;

namespace Assay.Tests.Commands;

/// <summary>What <c>assay audit</c> reads: wheels, sdists, projects, lists that come through a pipe.</summary>
public sealed class AuditInputTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task A_wheel_is_audited_with_what_it_declares()
    {
        await AuditFeed.PrepareAsync(_console);
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
        await AuditFeed.PrepareAsync(_console);
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
        await AuditFeed.PrepareAsync(_console);
        string wheel = Archive(file, ($"{folder}/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"), ("alpha/__init__.py", ""));

        Assert.Equal(code, await _console.RunAsync("audit", wheel));
        Assert.Contains(told, string.Join(' ', _console.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wheel_is_read_with_every_record_and_the_copies_that_it_carries()
    {
        await AuditFeed.PrepareAsync(_console);
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
        await AuditFeed.PrepareAsync(_console);
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
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["pyproject.toml"], "[project]\nname = \"Alpha\"\nversion = \"1\"\n[project.optional-dependencies]\na = [\"beta==2.5\"]\nall = [\"alpha[a]\"]\n");

        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["pyproject.toml"], "--format", "json"));
        Assert.Equal(["beta unknown", "alpha skipped"], JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => $"{one!["name"]} {one["status"]}"));
    }

    [Fact]
    public async Task Build_requirements_are_audited_beside_a_lock()
    {
        await AuditFeed.PrepareAsync(_console);
        AuditFeed.Put(_console, "p/pylock.toml", "lock-version = \"1.0\"\ncreated-by = \"test\"\n[[packages]]\nname = \"gamma\"\nversion = \"1.0\"\n");
        AuditFeed.Put(_console, "p/pyproject.toml", "[project]\nname = \"zeta\"\ndynamic = [\"dependencies\"]\n[build-system]\nrequires = [\"alpha==1.0\"]\n");

        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["p"], "--format", "json"));
        Assert.Equal(["gamma", "alpha build"], JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => string.Join(' ', one!["labels"]!.AsArray().Select(static label => (string)label!).Prepend((string)one["name"]!))));
        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["p"], "--main-only"));
    }

    [Fact]
    public async Task A_build_requirement_beside_a_lock_whose_newest_versions_are_clean_is_skipped_with_the_reason()
    {
        await AuditFeed.PrepareAsync(_console);
        AuditFeed.Put(_console, "p/pylock.toml", "lock-version = \"1.0\"\ncreated-by = \"test\"\n[[packages]]\nname = \"gamma\"\nversion = \"1.0\"\n");
        AuditFeed.Put(_console, "p/pyproject.toml", "[build-system]\nrequires = [\"alpha\"]\n");

        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["p"], "--format", "json"));
        Assert.Equal(["gamma audited", "alpha skipped"], JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => $"{one!["name"]} {one["status"]}"));
        Assert.Contains("no lock holds it", _console.Output);
        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["p/pyproject.toml"]));
    }

    [Fact]
    public async Task Requirements_in_a_folder_of_their_own_are_found_and_a_file_made_from_another_counts_alone()
    {
        await AuditFeed.PrepareAsync(_console);
        AuditFeed.Put(_console, "p/requirements/base.in", "alpha\n");
        AuditFeed.Put(_console, "p/requirements/base.txt", "alpha==2.0\n");
        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["p"]));

        AuditFeed.Put(_console, "p/requirements/dev.in", "alpha==1.0\n");
        Assert.Equal(1, await _console.RunAsync("audit", _console.Folder["p"]));
    }

    [Fact]
    public async Task A_folder_that_only_a_build_would_explain_is_told()
    {
        await AuditFeed.PrepareAsync(_console);
        AuditFeed.Put(_console, "p/setup.cfg", "[options]\ninstall_requires = alpha\n");

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
        await AuditFeed.PrepareAsync(_console);
        AuditFeed.Put(_console, "p/needs.txt", "alpha==1.0\n");
        await File.WriteAllTextAsync(_console.Folder["needs.txt"], "alpha==1.0\n");
        AuditFeed.Put(_console, "p/pyproject.toml", $"[project]\nname = \"zeta\"\ndynamic = [\"dependencies\"]\n[tool.setuptools.dynamic]\n{dynamic}\n");

        Assert.Equal(code, await _console.RunAsync("audit", _console.Folder["p"]));
    }

    [Fact]
    public async Task A_pipe_is_read_as_a_requirements_file_and_never_edited()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes with names are made by mkfifo");
        await AuditFeed.PrepareAsync(_console);
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
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["requirements.txt"], line + "\n");

        Assert.Equal(3, await _console.RunAsync("audit", _console.Folder["requirements.txt"], "--format", "json"));
        Assert.Contains(told, (string)JsonNode.Parse(_console.Output)!["problems"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bill_of_uv_names_what_comes_from_the_disk()
    {
        await AuditFeed.PrepareAsync(_console);
        await File.WriteAllTextAsync(_console.Folder["bom.json"], """
            {"bomFormat":"CycloneDX","specVersion":"1.5","version":1,"metadata":{"tools":[{"name":"uv"}]},"components":[
            {"type":"library","bom-ref":"a","name":"local-sub","version":"0.1"},
            {"type":"library","bom-ref":"b","name":"member","version":"0.1","properties":[{"name":"uv:workspace:path","value":"packages/member"}]},
            {"type":"library","bom-ref":"c","name":"gamma","version":"1.0","purl":"pkg:pypi/gamma@1.0"}]}
            """);

        Assert.Equal(0, await _console.RunAsync("audit", _console.Folder["bom.json"], "--format", "json"));
        Assert.Equal(["audited", "skipped", "audited"], JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => (string)one!["status"]!));
    }
}
