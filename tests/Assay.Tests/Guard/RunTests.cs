using Assay.Tests.Guard.Bench;

namespace Assay.Tests.Guard;

/// <summary><c>assay run</c>, and what a pip command line may not do.</summary>
public sealed class RunTests
{
    private static readonly BenchFile s_app = BenchFile.Wheel("app", "1.0");

    private const string Ask = """
        import urllib.request, sys
        for address in sys.argv[1:]:
            try:
                print(address, urllib.request.urlopen(address, timeout=20).status)
            except Exception as error:
                print(address, error)
        """;

    [Fact]
    public async Task Any_command_finds_the_guard_as_its_index_and_proxy()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app, BenchFile.Hostile("bird", "1.0"));
        using Stage stage = new("25.3", index);
        string python = Path.Combine(stage.Environment, "bin", "python");

        GuardRun run = await stage.RunAsync(["run", "--", python, "-m", "pip", "install", "app"]);
        run.Is(0, "1 file allowed");
        Assert.True(stage.Has("app", "1.0"), run.All);
        (await stage.RunAsync(["run", "--", python, "-m", "pip", "install", "bird"])).Is(1, "assay: blocked bird-1.0-py3-none-any.whl: startup-code");
        (await stage.RunAsync(["run", "--", python, "-c", "raise SystemExit(7)"])).Is(7);
        (await stage.RunAsync(["run", python])).Is(2, "usage: assay run");
        (await stage.RunAsync(["run", "--", "no-such-command-here"])).Is(127, "no-such-command-here could not be started");
    }

    [Fact]
    public async Task Other_hosts_are_let_through_unless_strict_and_other_indexes_never()
    {
        await using BenchIndex proxy = await BenchIndex.StartAsync();
        proxy.Twists["/page"] = static context => BenchIndex.SendAsync(context, "text/plain", "hello"u8.ToArray());
        using Stage stage = new("25.3", null);
        stage.Variables["http_proxy"] = proxy.Base;
        string script = stage.Write("ask.py", Ask);

        GuardRun open = await stage.RunAsync(["run", "--", stage.Python.Executable, script, "http://site.example.invalid/page", "http://pypi.org/page"]);
        open.Is(1, "http://site.example.invalid/page 200", "pypi.org was not reached: package indexes are reached through the guard only");
        GuardRun strict = await stage.RunAsync(["run", "--strict", "--", stage.Python.Executable, script, "http://site.example.invalid/page"]);
        strict.Is(1, "site.example.invalid was not reached");
        stage.UsePolicy("[hosts]\nallow = [\"site.example.invalid\"]\n");
        (await stage.RunAsync(["run", "--strict", "--", stage.Python.Executable, script, "http://site.example.invalid/page"])).Is(0, "http://site.example.invalid/page 200");
    }

    [Fact]
    public async Task Uv_under_run_leaves_a_lock_that_names_the_users_indexes()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        using Stage stage = new("25.3", index);
        stage.Write("pyproject.toml", "[project]\nname = \"mine\"\nversion = \"0\"\nrequires-python = \">=3.8\"\ndependencies = [\"app\"]\n");

        (await stage.RunAsync(["run", "--", SharedTools.RequireUv(), "sync"])).Is(0, "1 file allowed");
        string locked = File.ReadAllText(stage["uv.lock"]);
        Assert.Contains($"registry = \"{index.Address}\"", locked, StringComparison.Ordinal);
        (await stage.RunAsync(["run", "--", SharedTools.RequireUv(), "sync", "--locked"])).Is(0);
        Assert.Equal(locked, File.ReadAllText(stage["uv.lock"]));
    }

    [Theory]
    [InlineData("--isolated install app", "", "pip would ignore the environment")]
    [InlineData("install --isolated app", "", "pip would ignore the environment")]
    [InlineData("install --isol app", "", "pip would ignore the environment")]
    [InlineData("install app", "PIP_ISOLATED=1", "pip would ignore the environment")]
    [InlineData("install --no-proxy-env app", "", "pip would ignore the guard's proxy")]
    [InlineData("install app", "PIP_NO_PROXY_ENV=true", "pip would ignore the guard's proxy")]
    [InlineData("install -r https://lists.example.invalid/r.txt", "", "cannot be read before the installer reads it")]
    public async Task What_steps_round_the_guard_is_refused_before_pip_starts(string arguments, string variable, string why)
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        using Stage stage = new("26.3", index);
        if (variable.Length > 0)
        {
            stage.Variables[variable.Split('=')[0]] = variable.Split('=')[1];
        }

        (await stage.PipAsync(arguments.Split(' '))).Is(2, why, "is refused");
        Assert.Empty(index.Asked);
    }

    [Theory]
    [InlineData("argument")]
    [InlineData("variable")]
    [InlineData("pip-variable")]
    public async Task The_users_own_proxy_is_the_guards_way_out(string place)
    {
        const string Elsewhere = "http://index.example.invalid";
        await using BenchIndex proxy = await BenchIndex.StartAsync(s_app);
        string address = proxy.Base.Replace("http://", "http://me:pass-word-1@", StringComparison.Ordinal);
        proxy.Base = Elsewhere;
        using Stage stage = new("26.3", proxy);
        List<string> arguments = ["app"];
        switch (place)
        {
            case "argument":
                arguments.AddRange(["--proxy", address]);
                break;
            case "variable":
                stage.Variables["HTTP_PROXY"] = address;
                stage.Variables["http_proxy"] = address;
                break;
            default:
                stage.Variables["PIP_PROXY"] = address;
                break;
        }

        GuardRun run = await stage.InstallAsync([.. arguments]);
        run.Is(0, "1 file allowed");
        Assert.Equal(1, proxy.Downloads(s_app));
        Assert.DoesNotContain("pass-word-1", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_proxy_of_the_user_opens_no_way_round()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        using Stage stage = new("26.3", index);
        stage.Variables["NO_PROXY"] = "*";
        stage.Variables["no_proxy"] = "127.0.0.1,localhost";
        GuardRun run = await stage.InstallAsync("app");
        run.Is(0, "1 file allowed");
        Assert.DoesNotContain("the wall is off", run.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fetches_nothing_passes_straight_through()
    {
        using Stage stage = new("26.3", null);
        GuardRun run = await stage.PipAsync("list", "--format", "freeze");
        run.Is(0, "pip==26.3");
        Assert.Null(run.Report);
        Assert.DoesNotContain("assay", run.Error, StringComparison.Ordinal);
        (await stage.PipAsync("--version")).Is(0, "pip 26.3");
    }

    [Fact]
    public async Task A_timeout_that_is_too_short_is_raised_and_said()
    {
        await using BenchIndex index = await BenchIndex.StartAsync(s_app);
        using Stage stage = new("26.3", index);
        stage.Variables["PIP_DEFAULT_TIMEOUT"] = "3";
        (await stage.InstallAsync("--timeout", "2", "app")).Is(0, "--timeout 2: raised to 900 s");
    }
}
