using System.Diagnostics;

namespace Assay.Tests.Commands;

public sealed class AuditCommandTests : IDisposable
{
    private readonly TestConsole _console = new();

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData("audit", "")]
    [InlineData("audit", "-r", "")]
    [InlineData("audit", "--path", " ")]
    public async Task An_empty_name_is_no_folder_at_hand(params string[] arguments)
    {
        Write("requirements.txt", "six==1.16.0\n");
        Assert.Equal(2, await _console.RunAsync(arguments));
        Assert.Contains("one of the names given is empty", _console.Error);
    }

    [Fact]
    public async Task A_folder_in_the_place_of_a_file_is_called_one()
    {
        Directory.CreateDirectory(_console.Folder["folder"]);
        Assert.Equal(2, await _console.RunAsync("audit", "-r", "folder"));
        Assert.Contains("is a folder", _console.Error);
    }

    [Fact]
    public async Task What_is_editable_from_a_repository_is_called_that()
    {
        Write("requirements.txt", "-e git+https://h.example.invalid/x.git\n-e ./here\n");
        Assert.Equal(0, await _console.RunAsync("audit", "requirements.txt"));
        Assert.Matches(@"git\+https://h\.example\.invalid/x\.git .*: from version control, editable", _console.Output);
        Assert.Matches(@"\./here .*: a folder of sources", _console.Output);
    }

    [Fact]
    public async Task A_file_that_a_revision_does_not_have_was_empty_then()
    {
        Write("old.txt", "six==1.16.0\n");
        Git("init", "-q", ".");
        Git("add", "old.txt");
        Git("-c", "user.name=x", "-c", "user.email=x@h.example.invalid", "commit", "-qm", "one");
        Write("requirements.txt", "flask==0.12.2\n");
        string file = _console.Folder["requirements.txt"];
        Assert.Equal(1, await _console.RunAsync("audit", file, "--since", "HEAD"));
        Assert.Matches("new +flask 0.12.2: PYSEC-2018-66", _console.Output);
        Assert.Equal(2, await _console.RunAsync("audit", file, "--since", "nowhere"));
        Assert.Contains("requirements.txt at 'nowhere' cannot be read: git says", _console.Error);
    }

    [Fact]
    public async Task What_a_file_of_a_revision_includes_is_read_from_that_revision()
    {
        Write("requirements.txt", "-r inner/base.txt\n");
        Write("inner/base.txt", "flask==0.12.2\n");
        Git("init", "-q", ".");
        Git("add", ".");
        Git("-c", "user.name=x", "-c", "user.email=x@h.example.invalid", "commit", "-qm", "one");
        Write("inner/base.txt", "six==1.16.0\n");
        string file = _console.Folder["requirements.txt"];
        Assert.Equal(0, await _console.RunAsync("audit", file, "--since", "HEAD"));
        Assert.Matches("gone +flask 0.12.2: PYSEC-2018-66", _console.Output);

        Directory.Delete(_console.Folder["inner"], recursive: true);
        Write("requirements.txt", "six==1.16.0\n");
        Assert.Equal(0, await _console.RunAsync("audit", file, "--since", "HEAD"));
        Assert.Matches("gone +flask 0.12.2: PYSEC-2018-66", _console.Output);
    }

    [Fact]
    public async Task What_was_installed_from_a_repository_is_told_from_what_was_installed_from_an_address()
    {
        Write("site/six-1.16.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: six\nVersion: 1.16.0\n");
        Write("site/six-1.16.0.dist-info/direct_url.json", """{"url": "https://git.example.invalid/six", "vcs_info": {"vcs": "git", "commit_id": "00"}}""");
        Write("site/idna-3.15.dist-info/METADATA", "Metadata-Version: 2.1\nName: idna\nVersion: 3.15\n");
        Write("site/idna-3.15.dist-info/direct_url.json", """{"url": "https://files.example.invalid/idna-3.15-py3-none-any.whl", "archive_info": {}}""");
        _ = await _console.RunAsync("audit", "--path", "site", "--format", "json");
        Assert.Equal(
            ["idna from an address", "six from version control"],
            System.Text.Json.Nodes.JsonNode.Parse(_console.Output)!["packages"]!.AsArray().Select(static one => $"{one!["name"]} {one["labels"]![0]}"));
    }

    [Fact]
    public async Task A_bundled_copy_is_changed_by_upgrading_what_bundles_it()
    {
        Write("site/pip-99.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: pip\nVersion: 99.0\n");
        Write("site/pip-99.0.dist-info/RECORD", "pip/_vendor/vendor.txt,,\n");
        Write("site/pip/_vendor/vendor.txt", "idna==3.4\n");
        Assert.Equal(1, await _console.RunAsync("audit", "--path", "site"));
        Assert.Contains("upgrade   pip, which bundles idna 3.4 → ", _console.Output);
        foreach (string format in (string[])["markdown", "github", "html"])
        {
            Assert.Equal(1, await _console.RunAsync("audit", "--path", "site", "--format", format));
            Assert.Contains(format switch { "html" => "pip, which bundles idna 3.4", "github" => "upgrade pip%2C which bundles it", _ => "upgrade pip, which bundles it" }, _console.Output);
        }
    }

    [Fact]
    public async Task What_pip_audit_skips_cannot_open_a_tag_a_cell_or_a_picture_in_Markdown()
    {
        Write("site/evil-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: n|<img src=x>![a](https://h.example.invalid/)\nVersion: 1.0\n");
        Assert.Equal(0, await _console.RunAsync("audit", "--pip-audit", "--path", "site", "-f", "markdown"));
        Assert.Contains("n\\|&lt;img src=x>!\\[a]", _console.Output);
        Assert.DoesNotContain("<img", _console.Output);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("markdown")]
    [InlineData("html")]
    [InlineData("github")]
    [InlineData("cyclonedx")]
    [InlineData("openvex")]
    public async Task Two_checkouts_give_the_same_report(string format)
    {
        List<string> reports = [];
        foreach (string checkout in new[] { "one", "another/deeper" })
        {
            Directory.CreateDirectory(_console.Folder[$"{checkout}/.git"]);
            Write($"{checkout}/app/requirements.txt", "flask==0.12.2\n-r more.txt\n-r gone.txt\nfree\n");
            Write($"{checkout}/app/more.txt", "jinja2==2.11.2\n");
            Write($"{checkout}/app/.venv/pyvenv.cfg", "home = /usr/bin\nversion = 3.12.1\n");
            Write($"{checkout}/app/.venv/lib/python3.12/site-packages/six-1.16.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: six\nVersion: 1.16.0\n");
            _console.Set("SOURCE_DATE_EPOCH", "1800000000");
            Assert.Equal(1, await _console.RunInAsync(_console.Folder[$"{checkout}/app"], "audit", "requirements.txt", ".venv", "--format", format));
            Assert.DoesNotContain(_console.Folder.Path, _console.Output, StringComparison.Ordinal);
            reports.Add(_console.Output);
        }

        Assert.Equal(reports[0], reports[1]);
    }

    [Fact]
    public async Task Sarif_tells_files_from_the_root_of_the_repository_and_others_by_their_whole_address()
    {
        Directory.CreateDirectory(_console.Folder["work/.git"]);
        Directory.CreateDirectory(_console.Folder["work/app"]);
        Write("work/requirements.txt", "flask==0.12.2\n");
        Write("else where/requirements.txt", "flask==0.12.2\n");
        Assert.Equal(1, await _console.RunInAsync(_console.Folder["work/app"], "audit", "../requirements.txt", _console.Folder["else where/requirements.txt"], "--format", "sarif"));
        string[] places = [.. System.Text.Json.Nodes.JsonNode.Parse(_console.Output)!["runs"]![0]!["results"]!.AsArray()
            .Select(static result => result!["locations"]![0]!["physicalLocation"]!["artifactLocation"]!.ToJsonString()).Distinct()];
        Assert.Equal(["{\"uri\":\"requirements.txt\",\"uriBaseId\":\"%SRCROOT%\"}", $"{{\"uri\":\"file://{_console.Folder.Path}/else%20where/requirements.txt\"}}"], places);
    }

    [Fact]
    public async Task The_text_names_the_environment_that_was_active()
    {
        Write(".venv/pyvenv.cfg", "home = /usr/bin\nversion = 3.12.1\n");
        Write(".venv/lib/python3.12/site-packages/flask-0.12.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: flask\nVersion: 0.12.2\n");
        Assert.Equal(1, await _console.RunAsync("audit"));
        Assert.Matches(@"audited +\.venv \(virtual environment, Python 3\.12", _console.Output);
    }

    private void Write(string name, string text)
    {
        string path = _console.Folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private void Git(params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _console.Folder.Path })!;
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("git is not here");
        }
    }
}
