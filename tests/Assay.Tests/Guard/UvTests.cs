using Assay.Tests.Guard.Bench;
using global::Assay.Packaging.Archives;

namespace Assay.Tests.Guard;

/// <summary>uv behind the guard: what it installs, what it is steered round, what it shows of a refusal, and what stays as it was.</summary>
public sealed class UvTests
{
    private static readonly BenchFile s_app = BenchFile.Wheel("app", "1.0", "lib");
    private static readonly BenchFile s_lib = BenchFile.Wheel("lib", "1.4");
    private static readonly BenchFile s_bird = BenchFile.Hostile("bird", "1.0");

    [Fact]
    public async Task A_good_package_is_installed_and_the_second_time_from_uvs_own_cache()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app, s_lib);
        using Stage stage = Uv(index);

        (await stage.UvAsync("pip", "install", "app")).Is(0, "2 files allowed, 0 steered, 0 refused");
        Assert.True(stage.Has("app", "1.0") && stage.Has("lib", "1.4"));
        (await stage.UvAsync("pip", "uninstall", "app", "lib")).Is(0);
        GuardRun second = await stage.UvAsync("pip", "install", "app");
        second.Is(0, "0 files allowed");
        Assert.True(stage.Has("app", "1.0"), second.All);
        Assert.Equal((1, 1), (index.Downloads(s_app), index.Downloads(s_lib)));
    }

    [Fact]
    public async Task A_young_release_is_steered_round_pinned_refused_and_speaks_where_there_is_no_other()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(
            BenchFile.Wheel("paint", "1.0"), BenchFile.Wheel("paint", "1.1").Young(), BenchFile.Wheel("fresh", "1.0").Young(), BenchFile.Wheel("fresh", "1.1").Young());
        using Stage stage = Uv(index);

        (await stage.UvAsync("pip", "install", "paint")).Is(0, "paint 1.1 is not offered, paint 1.0 was taken: too-young");
        Assert.True(stage.Has("paint", "1.0"));
        GuardRun pinned = await stage.UvAsync("pip", "install", "paint==1.1");
        pinned.Is(2, "assay: held paint-1.1-py3-none-any.whl: too-young", "assay policy waive paint==1.1");
        Assert.Equal(["paint-1.1-py3-none-any.whl"], pinned.Reported("refused"));
        (await stage.UvAsync("pip", "install", "fresh")).Is(2, "assay: held fresh-1.1-py3-none-any.whl: too-young");
    }

    [Fact]
    public async Task A_hostile_wheel_is_refused_in_uvs_own_words_pinned_or_not()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_bird, BenchFile.Wheel("nest", "1.0", "bird"), BenchFile.Sdist("soil", "1.0", ["bird"]));
        using Stage stage = Uv(index);

        foreach (string asked in new[] { "bird", "bird==1.0", "nest" })
        {
            GuardRun run = await stage.UvAsync("pip", "install", asked);
            run.Is(run.Exit, "assay: blocked bird-1.0-py3-none-any.whl: startup-code", "assay explain");
            Assert.NotEqual(0, run.Exit);
            Assert.Equal([s_bird.FileName], run.Reported("refused"));
            Assert.False(stage.Has("bird", "1.0"), run.All);
        }

        GuardRun build = await stage.UvAsync("pip", "install", "soil");
        build.Is(build.Exit, "assay: blocked bird-1.0-py3-none-any.whl: startup-code");
        Assert.NotEqual(0, build.Exit);
        Assert.Equal("", stage.BuildLog);
    }

    [Fact]
    public async Task Sync_leaves_the_lock_byte_for_byte_and_a_revoked_file_is_found_with_a_warm_cache()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app, s_lib);
        using Stage stage = Uv(index);
        stage.Write("pyproject.toml", "[project]\nname = \"mine\"\nversion = \"0\"\nrequires-python = \">=3.8\"\ndependencies = [\"app\"]\n");
        (await stage.UvAsync("lock")).Is(0);
        string locked = File.ReadAllText(stage["uv.lock"]);
        Assert.Contains($"registry = \"{index.Address}\"", locked, StringComparison.Ordinal);

        foreach (string[] more in (string[][])[[], ["--frozen"], ["--locked"]])
        {
            (await stage.UvAsync(["sync", .. more])).Is(0);
            Assert.Equal(locked, File.ReadAllText(stage["uv.lock"]));
        }

        Directory.Delete(stage[".venv"], recursive: true);
        stage.UsePolicy("[[rule]]\nid = \"program-script\"\nverdict = \"block\"\n");
        GuardRun revoked = await stage.UvAsync("sync", "--frozen");
        revoked.Is(revoked.Exit, "uv.lock pins", "assay: blocked ");
        Assert.NotEqual(0, revoked.Exit);
        Assert.NotEmpty(revoked.Reported("refused"));
        Assert.Equal(locked, File.ReadAllText(stage["uv.lock"]));
        Assert.False(Directory.Exists(stage[".venv"]) && Directory.GetDirectories(stage[".venv"], "app-1.0.dist-info", SearchOption.AllDirectories).Length > 0, revoked.All);
    }

    [Fact]
    public async Task A_locked_file_that_is_refused_says_why()
    {
        BenchFile young = BenchFile.Wheel("paint", "1.1").Young();
        await using BenchIndex index = await BenchIndex.StartAsync(young, s_bird);
        using Stage stage = Uv(index);
        foreach ((BenchFile file, string rule) in new[] { (young, "too-young"), (s_bird, "startup-code") })
        {
            string version = file.FileName.Split('-')[1];
            stage.Write("pyproject.toml", $"[project]\nname = \"mine\"\nversion = \"0\"\nrequires-python = \">=3.8\"\ndependencies = [\"{file.Project}\"]\n");
            string text = $"""
                version = 1
                revision = 3
                requires-python = ">=3.8"

                [[package]]
                name = "{file.Project}"
                version = "{version}"
                source = {"{"} registry = "{index.Address}" {"}"}
                wheels = [
                    {"{"} url = "{index.AddressOf(file)}", hash = "sha256:{file.Sha256}", size = {file.Bytes.Length} {"}"},
                ]

                [[package]]
                name = "mine"
                version = "0"
                source = {"{"} virtual = "." {"}"}
                dependencies = [
                    {"{"} name = "{file.Project}" {"}"},
                ]

                [package.metadata]
                requires-dist = [{"{"} name = "{file.Project}" {"}"}]

                """;
            stage.Write("uv.lock", text);
            GuardRun run = await stage.UvAsync("sync", "--frozen");
            run.Is(run.Exit, $"{file.FileName}: {rule}", "assay explain");
            Assert.NotEqual(0, run.Exit);
            Assert.Equal([file.FileName], run.Reported("refused"));
            Assert.Equal(text, File.ReadAllText(stage["uv.lock"]));
        }
    }

    [Fact]
    public async Task Every_index_of_arguments_variables_and_project_is_served()
    {
        await using BenchIndex main = await BenchIndex.StartAsync(s_app);
        await using BenchIndex second = await BenchIndex.StartAsync(s_lib, BenchFile.Wheel("app", "1.0", "lib", "more"));
        using Stage stage = Uv(main);
        stage.Variables["UV_INDEX"] = second.Address;
        (await stage.UvAsync("pip", "install", "lib")).Is(0, "1 file allowed");
        (await stage.UvAsync("pip", "install", "--reinstall", "app")).Is(2, "assay: blocked app-1.0-py3-none-any.whl: same-name-two-digests");

        stage.Variables.Remove("UV_INDEX");
        (await stage.UvAsync("pip", "install", "--index", second.Address, "--reinstall", "lib")).Is(0);
        stage.Variables.Remove("UV_DEFAULT_INDEX");
        (await stage.UvAsync("pip", "install", "--default-index", second.Address, "--reinstall", "lib")).Is(0);
        stage.Write("pyproject.toml", $"[project]\nname = \"mine\"\nversion = \"0\"\nrequires-python = \">=3.8\"\ndependencies = [\"lib\"]\n[[tool.uv.index]]\nurl = \"{second.Address}\"\ndefault = true\n");
        GuardRun sync = await stage.UvAsync("sync");
        sync.Is(0);
        Assert.Contains($"registry = \"{second.Address}\"", File.ReadAllText(stage["uv.lock"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_of_a_requirements_file_takes_the_default_ones_place()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_lib);
        using Stage stage = Uv(index);
        stage.Variables.Remove("UV_DEFAULT_INDEX");
        stage.Write("r.txt", $"--index-url {index.Address}\nlib\n");
        GuardRun run = await stage.UvAsync("pip", "install", "-r", "r.txt");
        run.Is(0, "1 file allowed");
        Assert.Empty(run.Reported("failures"));
    }

    [Fact]
    public async Task A_tool_comes_through_the_guard_and_runs_without_it()
    {
        BenchFile tool = BenchFile.Wheel(
            "tool1", "1.0",
            [
                ArchiveInput.Text("tool1/main.py", "import os, sys\ndef main():\n    print('hello', sys.argv[1:], sorted({v for k, v in os.environ.items() if 'PROXY' in k.upper() or 'INDEX' in k}))\n"),
                ArchiveInput.Text("tool1-1.0.dist-info/entry_points.txt", "[console_scripts]\ntool1 = tool1.main:main\n"),
            ],
            "lib");
        await using BenchIndex index = await BenchIndex.StartAsync(tool, s_lib, s_bird);
        using Stage stage = Uv(index);

        GuardRun run = await stage.UvAsync("tool", "run", "tool1", "--index", "x");
        run.Is(0, "2 files allowed", $"hello ['--index', 'x'] ['{index.Address}']");
        GuardRun refused = await stage.UvAsync("tool", "run", "--with", "bird", "tool1");
        refused.Is(refused.Exit, "assay: blocked bird-1.0-py3-none-any.whl: startup-code");
        Assert.NotEqual(0, refused.Exit);
        Assert.DoesNotContain("hello", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_steps_round_the_guard_is_refused_with_a_word_why()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        using Stage stage = Uv(index);
        stage.Write("uv-own.toml", "");
        (await stage.UvAsync("pip", "install", "--config-file", "uv-own.toml", "app")).Is(2, "--config-file", "UV_CONFIG_FILE");
        stage.Write("pyproject.toml", "[project]\nname = \"mine\"\nversion = \"0\"\n[tool.uv]\nhttps-proxy = \"http://127.0.0.1:1\"\n");
        (await stage.UvAsync("sync")).Is(2, "pyproject.toml:5 is refused: uv would go through this proxy");
        Assert.Empty(index.Asked);
    }

    private static Stage Uv(BenchIndex index)
    {
        Stage stage = new("26.3", index);
        stage.Variables["UV_LINK_MODE"] = "copy";
        return stage;
    }
}
