using System.Collections.Immutable;
using Assay.Index;
using Assay.Installers;

namespace Assay.Tests.Installers;

public sealed class UvReaderTests
{
    private const string Alternative = "https://index.example.invalid/simple";
    private const string Private = "https://priv.example.invalid/simple";

    private const string Project = """
        [project]
        name = "proj"
        dependencies = ["alpha", "priv"]
        [tool.uv]
        find-links = ["./wheels"]
        [[tool.uv.index]]
        name = "acme"
        url = "https://priv.example.invalid/simple"
        explicit = true
        [[tool.uv.index]]
        url = "https://index.example.invalid/simple/"
        [tool.uv.sources]
        priv = { index = "acme" }
        other = [{ index = "acme", marker = "sys_platform == 'linux'" }, { path = "../x" }]
        """;

    private static InstallerCommand Uv(Bench bench, params ReadOnlySpan<string> arguments) => UvReader.Read(bench.Input(arguments));

    [Theory]
    [InlineData("-i", Alternative)]
    [InlineData("-i=" + Alternative)]
    [InlineData("-i" + Alternative)]
    [InlineData("-qi", Alternative)]
    [InlineData("--index-url", Alternative)]
    [InlineData("--default-index=" + Alternative + "/")]
    public void Default_index_in_any_spelling_is_served_by_the_guard(params string[] spelling)
    {
        InstallerCommand command = Uv(new Bench(), ["pip", "install", .. spelling, "flask"]);
        (Launch launch, _) = Bench.Prepare(command);
        Assert.Equal([Alternative], command.Plan.Indexes.Select(index => index.Address));
        Assert.Equal(Bench.GuardOf(Alternative), launch.Set["UV_DEFAULT_INDEX"]);
        Assert.DoesNotContain(launch.Arguments, argument => argument.Contains("index.example", StringComparison.Ordinal));
        Assert.Equal("flask", launch.Arguments[^1]);
    }

    [Fact]
    public void Indexes_of_a_project_stand_in_the_order_additional_default_explicit()
    {
        var bench = new Bench();
        bench.Files["/work/pyproject.toml"] = Project;
        bench.Variables["UV_INDEX_ACME_USERNAME"] = "me";
        bench.Variables["UV_INDEX_ACME_PASSWORD"] = "secret";
        InstallerCommand command = Uv(bench, "sync");
        (Launch launch, _) = Bench.Prepare(command);

        Assert.Equal(
            [Alternative, IndexSource.PublicDefault, Private, "file:///work/wheels"], command.Plan.Indexes.Select(index => index.Address));
        Assert.Equal(
            $"{Bench.GuardOf(Alternative)} {Bench.GuardOf(IndexSource.PublicDefault)} acme={Bench.GuardOf(Private)}", launch.Set["UV_INDEX"]);
        Assert.Equal(Bench.GuardOf(IndexSource.PublicDefault), launch.Set["UV_DEFAULT_INDEX"]);
        Assert.Equal(Bench.GuardOf("file:///work/wheels"), launch.Set["UV_FIND_LINKS"]);
        IndexSource explicitIndex = command.Plan.Indexes.Single(index => index.Name == "acme");
        Assert.Equal(["other", "priv"], explicitIndex.OnlyFor!.Select(name => name.Normalized).Order(StringComparer.Ordinal));
        Assert.Equal(new IndexCredentials("me", "secret"), explicitIndex.Credentials);
        Assert.Contains("UV_INDEX_ACME_PASSWORD", launch.Remove);
        Assert.Equal(["/work/uv.lock"], command.Plan.Locks);
    }

    [Fact]
    public void Uv_add_writes_nothing_of_the_guards_default_index_and_maps_the_project_in_place()
    {
        var bench = new Bench();
        bench.Files["/work/pyproject.toml"] = Project;
        InstallerCommand command = Uv(bench, "add", "--index", $"zeta={Private}", "beta");
        (Launch launch, ImmutableDictionary<string, string> copies) = Bench.Prepare(command);

        Assert.Equal(["/work/uv.lock", "/work/pyproject.toml"], command.Plan.Locks);
        Assert.DoesNotContain("UV_INDEX", launch.Set.Keys);
        Assert.DoesNotContain("UV_DEFAULT_INDEX", launch.Set.Keys);
        Assert.Contains($"--index=zeta={Bench.GuardOf(Private)}", launch.Arguments);
        (string path, string text) = copies.Single();
        Assert.Equal(Path.Combine(launch.Set["XDG_CONFIG_HOME"], "uv", "uv.toml"), path);
        Assert.Equal($"index-url = \"{Bench.GuardOf(IndexSource.PublicDefault)}\"\n", text);
    }

    [Theory]
    [InlineData("pyproject.toml", "[tool.uv]\nhttp-proxy = \"http://p\"\n")]
    [InlineData("uv.toml", "https-proxy = \"http://p\"\n")]
    public void Proxy_of_a_project_is_refused_by_name(string file, string text)
    {
        var bench = new Bench();
        bench.Files["/work/" + file] = text;
        Refusal refusal = Assert.Single(Uv(bench, "sync").Plan.Refusals);
        Assert.StartsWith($"/work/{file}:", refusal.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Proxy_of_the_user_is_taken_out_of_a_copy_and_the_rest_stays()
    {
        var bench = new Bench();
        bench.Files["/home/u/.config/uv/uv.toml"] = "# mine\nhttp-proxy = \"http://p\"\nprerelease = \"allow\"\nhttps-proxy = 'http://p'\n[pip]\nstrict = true\n";
        InstallerCommand command = Uv(bench, "sync");
        (Launch launch, ImmutableDictionary<string, string> copies) = Bench.Prepare(command);
        Assert.Empty(command.Plan.Refusals);
        Assert.Equal("# mine\n\nprerelease = \"allow\"\n\n[pip]\nstrict = true\n", copies[Path.Combine(launch.Set["XDG_CONFIG_HOME"], "uv", "uv.toml")]);
    }

    [Fact]
    public void Proxy_of_a_script_is_refused()
    {
        var bench = new Bench();
        bench.Files["/work/s.py"] = "# /// script\n# dependencies = []\n# [tool.uv]\n# http-proxy = \"http://p\"\n# ///\nprint()\n";
        Assert.Single(Uv(bench, "run", "s.py").Plan.Refusals);
    }

    [Fact]
    public void Program_runs_in_a_second_step_without_the_guards_variables()
    {
        var bench = new Bench();
        bench.Files["/work/pyproject.toml"] = "[project]\nname = \"p\"\n";
        (Launch launch, _) = Bench.Prepare(Uv(bench, "run", "--extra", "dev", "pytest", "--index-url", "x"));
        Assert.Equal(["run", "--extra", "dev", "--", "python", "-c", ""], launch.Arguments);
        string guard = Bench.GuardOf(IndexSource.PublicDefault);
        Assert.Equal(
            ["run", "--no-sync", "--offline", $"--default-index={guard}", $"--index={guard}", "--extra", "dev", "pytest", "--index-url", "x"], launch.Program!.Arguments);
        Assert.Empty(launch.Program.Set);
    }

    [Theory]
    [InlineData("/work/pyproject.toml", "[project]\nname = \"p\"\n[tool.uv]\nhttp-proxy = \"http://127.0.0.1:1\"\n[tool.z]\nt = 1979-05-27T07:32:60Z\n")]
    [InlineData("/work/uv.toml", "http-proxy = \"http://127.0.0.1:1\"\nt = 1979-05-27T07:32:60Z\n")]
    public void Settings_that_only_uv_can_read_are_refused(string path, string text)
    {
        var bench = new Bench();
        bench.Files["/work/pyproject.toml"] = "[project]\nname = \"p\"\n";
        bench.Files[path] = text;
        Assert.Contains(Uv(bench, "sync").Plan.Refusals, refusal => refusal.What == path);
    }

    [Fact]
    public void Script_whose_metadata_only_uv_can_read_is_refused()
    {
        var bench = new Bench();
        bench.Files["/work/s.py"] = "# /// script\n# dependencies = [\"evil\"]\n# [tool.x]\n# t = 1979-05-27T07:32:60Z\n# ///\nprint()\n";
        Assert.NotEmpty(Uv(bench, "run", "s.py").Plan.Refusals);
    }

    [Fact]
    public void Tool_runs_offline_with_the_guards_indexes_as_arguments()
    {
        string guard = Bench.GuardOf(IndexSource.PublicDefault);
        (Launch launch, _) = Bench.Prepare(UvReader.ReadUvx(new Bench().Input("-q", "ruff@0.9", "--version")));
        Assert.Equal(["tool", "run", "-q", "--from=ruff@0.9", "--", "python", "-c", ""], launch.Arguments);
        Assert.Equal(
            ["tool", "run", "--offline", $"--default-index={guard}", $"--index={guard}", "-q", "ruff@0.9", "--version"], launch.Program!.Arguments);
    }

    [Theory]
    [InlineData("cache", "clean")]
    [InlineData("pip", "list")]
    [InlineData("--version")]
    [InlineData("publish")]
    [InlineData("tool", "uninstall", "ruff")]
    [InlineData("pip", "install", "--help")]
    public void Command_that_fetches_nothing_passes_as_written(params string[] arguments)
    {
        InstallerCommand command = Uv(new Bench(), arguments);
        Assert.False(command.Plan.Fetches);
        Assert.Equal(arguments, Bench.Prepare(command).Launch.Arguments);
    }

    [Fact]
    public void Config_file_on_the_command_line_is_refused_and_the_variable_is_read()
    {
        Assert.Single(Uv(new Bench(), "--config-file", "x.toml", "sync").Plan.Refusals);
        var bench = new Bench();
        bench.Variables["UV_CONFIG_FILE"] = "/work/mine.toml";
        bench.Files["/work/mine.toml"] = $"[[index]]\nurl = \"{Alternative}\"\ndefault = true\n";
        Assert.Equal([Alternative], Uv(bench, "pip", "install", "x").Plan.Indexes.Select(index => index.Address));
    }

    [Fact]
    public void Unknown_variable_of_uv_is_removed_and_said()
    {
        var bench = new Bench();
        bench.Variables["UV_INSECURE_NO_ZIP_VALIDATION"] = "1";
        InstallerCommand command = Uv(bench, "sync");
        Assert.Contains("UV_INSECURE_NO_ZIP_VALIDATION", command.Remove);
        Assert.Single(command.Plan.Notices);
    }

    [Fact]
    public void Address_among_several_of_with_is_rewritten_alone()
    {
        InstallerCommand command = Uv(new Bench(), "tool", "run", "--with", "a,b @ https://files.example.invalid/b.whl", "tool1");
        (Launch launch, _) = Bench.Prepare(command);
        Assert.Contains($"--with=a,b @ {Bench.Guard.Base}/direct/https/files.example.invalid/b.whl", launch.Arguments);
        Assert.Single(command.Plan.DirectAddresses);
    }
}
